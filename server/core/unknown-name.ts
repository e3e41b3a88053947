import { nearestName } from './nearest.ts'
import { shorten } from './plain-json.ts'

interface Named {
  readonly id: string
  readonly label?: string | undefined
  readonly aliases?: readonly string[] | undefined
}

/**
 * The sentence for a name that the rule set does not know, with the one most likely meant: 指标体系没有数据项“支出数”，
 * 是不是 spent（支出数）？ Labels and aliases are looked at too, but only ids count as names.
 */
export function unknownName(kind: string, name: string, known: readonly Named[]): string {
  const meant = new Map<string, Named>()
  for (const one of known) {
    for (const candidate of [...(one.aliases ?? []), ...(one.label ? [one.label] : []), one.id])
      meant.set(candidate, one)
  }
  const near = nearestName(name, meant.keys())
  const found = near === null ? undefined : meant.get(near)
  const text = `指标体系里没有${kind}“${shorten(name)}”`
  if (!found) return `${text}，请核对名称或删去。`
  return `${text}，是不是 ${found.id}${found.label ? `（${found.label}）` : ''}？请核对。`
}
