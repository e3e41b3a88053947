import type { RuleSet } from '../../server/core/rule-set.ts'
import { readDraft, saveDraft, type OpenDraft } from '../api-drafts.ts'
import { LocalEdits } from './local-edits.ts'
import type { Subject } from './location.svelte.ts'
import { outliving } from './outlive.svelte.ts'
import { RuleSetDraft } from './rule-set-draft.svelte.ts'
import { SavedDraft } from './saved-draft.svelte.ts'
import { session } from './session.svelte.ts'
import { SubmissionList } from './submission-list.svelte.ts'

/** What outlives a page while the window is open: filters of the lists, edits being tried, and drafts being edited. */

const lists = new Map<Subject, SubmissionList>()
const drafts = new Map<string, { readonly hash: string; readonly draft: RuleSetDraft }>()
const savedDrafts = new Map<string, SavedDraft>()

export function listOf(subject: Subject): SubmissionList {
  const list = lists.get(subject) ?? outliving(() => new SubmissionList(subject))
  lists.set(subject, list)
  return list
}

/** The draft of a stored rule set; a new one when the stored version has become another. */
export function draftOf(hash: string, ruleSet: RuleSet): RuleSetDraft {
  const key = `${ruleSet.id ?? ''}@${ruleSet.effective?.from ?? ''}`
  const known = drafts.get(key)
  if (known?.hash === hash) return known.draft
  const draft = outliving(() => new RuleSetDraft(ruleSet))
  drafts.set(key, { hash, draft })
  return draft
}

/**
 * A saved draft as whoever is logged in edits it. What this window has edited and not saved yet is kept, whatever the
 * server has by now: saving it says what is to be merged.
 * @param origin the published version it was begun from
 */
export function savedDraftOf(opened: OpenDraft, origin: RuleSet | undefined): SavedDraft {
  const person = session.person?.id ?? ''
  const key = `${person} ${opened.draft.id}@${opened.draft.effective}`
  const known = savedDrafts.get(key)
  if (known && known.draft.revision === opened.draft.revision) {
    known.stepped(opened.draft)
    lock(known)
    return known
  }
  if (known && known.state !== 'saved') return known
  known?.stop()
  const draft = outliving(
    () =>
      new SavedDraft(opened, {
        calls: { save: saveDraft, read: readDraft },
        local: new LocalEdits(localStorage, person, opened.draft),
        origin,
        isPresent: () => session.person?.id === person,
      }),
  )
  savedDrafts.set(key, draft)
  lock(draft)
  return draft
}

/** What waits for approval is changed by nobody, and a draft only by those whose work it is. */
export function lock({ draft, edits }: SavedDraft): void {
  edits.locked = draft.status !== 'draft' || !session.has('ruleAdministrator')
}

/** Whether closing the window would lose an edit. */
export const hasEdits = () =>
  [...drafts.values()].some(({ draft }) => draft.changed) || [...savedDrafts.values()].some(({ homeless }) => homeless)
