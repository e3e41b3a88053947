import type { Problem } from '../../server/http/shapes.ts'
import { discardForm, submitForm, withdrawForm, type Form } from '../api-forms.ts'
import { problemOf } from '../problem.ts'
import { formWords } from '../text/forms.zh-CN.ts'
import { addressOf, goOn } from './location.svelte.ts'
import type { SavedForm } from './saved-form.svelte.ts'

/** The steps a unit takes with a form; what was typed is saved first. */
export class FormSteps {
  busy = $state(false)
  /** Why the last step was not taken. */
  refused = $state.raw<Problem | null>(null)

  submit = (saved: SavedForm): Promise<void> => this.#step(saved, submitForm)

  withdraw = (saved: SavedForm): Promise<void> => this.#step(saved, withdrawForm)

  discard = (saved: SavedForm): Promise<void> =>
    this.#busily(async () => {
      const goToList = goOn()
      await saved.save()
      await discardForm(saved.form)
      goToList(addressOf.forms())
    })

  #step(saved: SavedForm, act: (form: Form) => Promise<Form>): Promise<void> {
    return this.#busily(async () => {
      await saved.save()
      if (saved.state === 'saved' || !saved.open) saved.stepped(await act(saved.form))
      else this.refused = { ...problemOf(null), detail: formWords.notSaved }
    })
  }

  async #busily(act: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.refused = null
    try {
      await act()
    } catch (error) {
      this.refused = problemOf(error)
    } finally {
      this.busy = false
    }
  }
}
