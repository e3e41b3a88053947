import { punctuation } from '../text/punctuation.zh-CN.ts'
interface Named {
  readonly id: string
  readonly name: string
  readonly year: number
}

/** What submissions are called where one is to be picked: by name, with year and id where several bear it. */
export function nameSubmissions(all: readonly Named[]): readonly { readonly id: string; readonly label: string }[] {
  const count = new Map<string, number>()
  for (const { name } of all) count.set(name, (count.get(name) ?? 0) + 1)
  return all.map(({ id, name, year }) => ({
    id,
    label:
      count.get(name) === 1 ? name : `${name}${punctuation.open}${year}${punctuation.comma}${id}${punctuation.close}`,
  }))
}
