import type { Issue } from '../../core/issue.ts'
import { ruleSetKey } from '../store.ts'
import type { State } from '../tables.ts'
import type { ChangeKind } from './change-kind.ts'
import { alreadyPublished, refusal, type VersionName } from './rule-sets.ts'

/**
 * The life of a rule set before it is published: saved as often as one likes, submitted, then sent back or published by
 * somebody else.
 */
export interface DraftRow extends VersionName {
  readonly title: string
  /** The content as it was saved last. */
  readonly hash: string
  /** Counts the saves: whoever saves says which one they began with, so that nobody overwrites what they never saw. */
  readonly revision: number
  readonly status: 'draft' | 'submitted'
  /** The published version it was begun from; null when it was begun anew. */
  readonly base: string | null
  readonly createdBy: string
  readonly savedBy: string
  readonly savedAt: string
  /** Everyone who saved it since it was begun: none of them may publish it. */
  readonly editors: readonly string[]
  /** Who handed it in for approval, and when. */
  readonly submitted: { readonly actor: string; readonly time: string } | null
  /** Why it was sent back, the last time. */
  readonly remark: string | null
  /** The content that holds its golden cases; null without any, absent in rows of earlier releases. */
  readonly cases?: string | null
}

export interface DraftSave extends VersionName {
  readonly title: string
  readonly hash: string
  /** The revision the change was made on; 0 begins a draft. */
  readonly revision: number
  /** For a new draft: `id@date` it was begun from. */
  readonly base?: string | null
  /** For a new draft: the golden cases it begins with. */
  readonly cases?: string
}

/** A draft as somebody saw it. */
interface DraftSeen extends VersionName {
  readonly revision: number
}

/** The golden cases as somebody saw them; absent in records of earlier releases. */
interface CasesSeen {
  readonly cases?: string | null
}

export const saveDraft: ChangeKind<DraftSave> = {
  refuse: (state, save) => {
    if (state.ruleSets.has(ruleSetKey(save))) return alreadyPublished(save)
    const draft = state.drafts.get(ruleSetKey(save))
    if (!draft) return save.revision === 0 ? null : unknownDraft(save)
    if (draft.status === 'submitted') return refusal('submitted', `“${ruleSetKey(save)}”已提交待批，要改请先撤回。`)
    return draft.revision === save.revision ? null : changedMeanwhile(draft)
  },
  apply: (state, { id, effective, title, hash, base, cases }, { actor, time }) => {
    const draft = state.drafts.get(ruleSetKey({ id, effective }))
    state.drafts.set(ruleSetKey({ id, effective }), {
      id,
      effective,
      title,
      hash,
      revision: (draft?.revision ?? 0) + 1,
      status: 'draft',
      base: draft ? draft.base : (base ?? null),
      createdBy: draft?.createdBy ?? actor,
      savedBy: actor,
      savedAt: time,
      editors: [...new Set([...(draft?.editors ?? []), actor])],
      submitted: null,
      remark: draft?.remark ?? null,
      cases: (draft ? draft.cases : cases) ?? null,
    })
  },
  bodies: ({ hash, cases }) => (cases === undefined ? [hash] : [hash, cases]),
}

/** Golden cases of a draft are pinned, taken for right, taken out, or what none tries is given a reason. */
export const setDraftCases: ChangeKind<
  DraftSeen & {
    /** What they were, and are from now on. */
    readonly from: string | null
    readonly cases: string
    /** What was done, in a few words. */
    readonly text: string
  }
> = {
  refuse: (state, seen) => notSeen(state, seen, 'draft') ?? casesNotSeen(state, { ...seen, cases: seen.from }),
  apply: (state, { cases, ...seen }, { actor }) => {
    const { editors } = state.drafts.get(ruleSetKey(seen))!
    change(state, seen, { cases, editors: [...new Set([...editors, actor])] })
  },
  bodies: ({ cases }) => [cases],
}

export const discardDraft: ChangeKind<DraftSeen> = {
  refuse: (state, seen) => notSeen(state, seen, 'draft'),
  apply: (state, seen) => void state.drafts.delete(ruleSetKey(seen)),
}

export const submitDraft: ChangeKind<DraftSeen & CasesSeen> = {
  refuse: (state, seen) => notSeen(state, seen, 'draft') ?? casesNotSeen(state, seen),
  apply: (state, seen, by) => change(state, seen, { status: 'submitted', submitted: by }),
}

/** Sent back by an approver with a remark, or taken back by whoever handed it in. */
export const returnDraft: ChangeKind<DraftSeen & { readonly remark: string }> = {
  refuse: (state, seen) => notSeen(state, seen, 'submitted'),
  apply: (state, { remark, ...seen }) => change(state, seen, { status: 'draft', submitted: null, remark }),
}

/** Publishes what was submitted. Nobody who wrote any of it, or handed it in, may do so. */
export const publishDraft: ChangeKind<
  DraftSeen &
    CasesSeen & {
      readonly hash: string
      /** What the approver was told of and publishes all the same: findings, cases that moved, rules without a case. */
      readonly acknowledged?: readonly string[]
    }
> = {
  refuse: (state, publication, { actor }) => {
    const stale = notSeen(state, publication, 'submitted') ?? casesNotSeen(state, publication)
    if (stale) return stale
    const draft = state.drafts.get(ruleSetKey(publication))!
    if (draft.hash !== publication.hash) return changedMeanwhile(draft)
    if (draft.submitted?.actor !== actor && !draft.editors.includes(actor)) return null
    return refusal('own_proposal', '起草、修改或提交过这个版本的人不能批准它，请由另一个人批准。')
  },
  apply: (state, { id, effective, hash }, { actor, time }) => {
    const key = ruleSetKey({ id, effective })
    const { submitted, cases } = state.drafts.get(key)!
    const published = { proposer: submitted!.actor, approver: actor, time }
    state.drafts.delete(key)
    state.ruleSets.set(key, { id, effective, hash, published, ...(cases && { cases }) })
  },
  bodies: ({ hash }) => [hash],
}

function change(state: State, { id, effective }: VersionName, changed: Partial<DraftRow>): void {
  const key = ruleSetKey({ id, effective })
  state.drafts.set(key, { ...state.drafts.get(key)!, ...changed })
}

/** Why what somebody saw of a draft is not what it is now. */
function notSeen(state: State, seen: DraftSeen, status: DraftRow['status']): Issue | null {
  const draft = state.drafts.get(ruleSetKey(seen))
  if (!draft) return unknownDraft(seen)
  if (draft.revision !== seen.revision) return changedMeanwhile(draft)
  if (draft.status === status) return null
  const message = status === 'draft' ? '已经提交待批，要改请先撤回。' : '还没有提交待批，请先提交。'
  return refusal('wrong_status', `“${ruleSetKey(seen)}”${message}`)
}

/** Why the golden cases somebody saw are not those of the draft now. */
function casesNotSeen(state: State, { cases, ...seen }: DraftSeen & CasesSeen): Issue | null {
  const draft = state.drafts.get(ruleSetKey(seen))!
  if (cases === undefined || (draft.cases ?? null) === cases) return null
  return refusal('cases_changed', '这份草稿的用例刚被别人改过，请刷新后再做。')
}

export const unknownDraft = (version: VersionName): Issue =>
  refusal('unknown_draft', `没有草稿“${ruleSetKey(version)}”：它已被发布或丢弃，请重新打开。`)

const changedMeanwhile = ({ savedBy, savedAt, revision }: DraftRow): Issue =>
  refusal(
    'draft_changed',
    `这份草稿已被 ${savedBy} 在 ${savedAt} 改过（第 ${revision} 稿），请先看他改了什么，再合并您的改动。`,
  )
