import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Subject } from './location.svelte.ts'
import { RuleSetDraft } from './rule-set-draft.svelte.ts'
import { SubmissionList } from './submission-list.svelte.ts'

/** What outlives a page while the window is open: filters of the lists, and edits of rule sets that are being tried. */

const lists = new Map<Subject, SubmissionList>()
const drafts = new Map<string, { readonly hash: string; readonly draft: RuleSetDraft }>()

export function listOf(subject: Subject): SubmissionList {
  const list = lists.get(subject) ?? new SubmissionList(subject)
  lists.set(subject, list)
  return list
}

/** The draft of a stored rule set; a new one when the stored version has become another. */
export function draftOf(hash: string, ruleSet: RuleSet): RuleSetDraft {
  const key = `${ruleSet.id ?? ''}@${ruleSet.effective?.from ?? ''}`
  const known = drafts.get(key)
  if (known?.hash === hash) return known.draft
  const draft = new RuleSetDraft(ruleSet)
  drafts.set(key, { hash, draft })
  return draft
}

/** Whether closing the window would lose an edit. */
export const hasEdits = () => [...drafts.values()].some(({ draft }) => draft.changed)
