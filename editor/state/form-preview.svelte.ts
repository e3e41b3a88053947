import { previewForm, type BureauFacts, type FormEntries, type FormPreview } from '../api-forms.ts'
import { issuesByPlace, nodesById } from '../forms/issue-places.ts'
import { Loaded } from './loaded.svelte.ts'

/** After the last key, in ms. */
const WAIT = 400

/** What a form comes to as it is typed. */
export class LivePreview {
  readonly loaded = new Loaded<FormPreview>()
  pending = $state(false)
  readonly #id: string
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(id: string) {
    this.#id = id
  }

  readonly nodes = $derived(nodesById(this.loaded.value?.nodes ?? []))
  readonly issues = $derived(issuesByPlace(this.loaded.value?.issues ?? []))
  readonly lacking = $derived(issuesByPlace(this.loaded.value?.lacking ?? []))

  /** @param soon as soon as possible, for what is there already */
  show(entries: FormEntries, bureau?: BureauFacts, soon = false): void {
    clearTimeout(this.#timer)
    this.pending = true
    this.#timer = setTimeout(
      () =>
        void this.loaded
          .load((signal) => previewForm(this.#id, entries, bureau, signal))
          .finally(() => (this.pending = false)),
      soon ? 0 : WAIT,
    )
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.loaded.stop()
  }
}
