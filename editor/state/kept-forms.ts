import { readForm, saveForm, type FormEntries, type OpenForm } from '../api-forms.ts'
import { LocalEdits } from './local-edits.ts'
import { SavedForm } from './saved-form.svelte.ts'
import { session } from './session.svelte.ts'

/** A form as somebody looks at it who changes nothing. */
export const formToLookAt = (opened: OpenForm): SavedForm =>
  new SavedForm(opened, {
    calls: { save: saveForm, read: readForm },
    local: new LocalEdits<FormEntries>(sessionStorage, '', { id: '', effective: 'nobody' }),
    isPresent: () => false,
  })

const kept = new Map<string, SavedForm>()

/**
 * A form as whoever is logged in fills it in; it outlives its page while the window is open. What was typed here and not
 * saved yet is kept, whatever the server has by now: saving it says what differs.
 */
export function savedFormOf(opened: OpenForm): SavedForm {
  const person = session.person?.id ?? ''
  const key = `${person} ${opened.form.id}`
  const known = kept.get(key)
  if (known && known.form.revision === opened.form.revision) {
    known.stepped(opened.form)
    return known
  }
  if (known && known.state !== 'saved') return known
  known?.stop()
  const form = new SavedForm(opened, {
    calls: { save: saveForm, read: readForm },
    local: new LocalEdits(localStorage, person, { id: opened.form.id, effective: 'form' }),
    isPresent: () => session.person?.id === person,
  })
  kept.set(key, form)
  return form
}
