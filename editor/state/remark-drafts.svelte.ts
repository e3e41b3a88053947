import { SvelteMap } from 'svelte/reactivity'
import { remarksOf } from '../forms/remark-key.ts'

/** What the bureau is writing on a form, by `remarkKey`; the window keeps it until the bureau has decided. */
export class RemarkDrafts {
  readonly texts = new SvelteMap<string, string>()
  readonly remarks = $derived(remarksOf(this.texts))
  readonly #place: string

  constructor(form: string) {
    this.#place = `hengping/remarks/${encodeURIComponent(form)}`
    for (const [key, text] of JSON.parse(sessionStorage.getItem(this.#place) ?? '[]') as [string, string][])
      this.texts.set(key, text)
  }

  write = (key: string, text: string): void => {
    this.texts.set(key, text)
    sessionStorage.setItem(this.#place, JSON.stringify([...this.texts]))
  }

  forget(): void {
    this.texts.clear()
    sessionStorage.removeItem(this.#place)
  }
}
