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
}

export interface DraftSave extends VersionName {
  readonly title: string
  readonly hash: string
  /** The revision the change was made on; 0 begins a draft. */
  readonly revision: number
  /** For a new draft: `id@date` it was begun from. */
  readonly base?: string | null
}

/** A draft as somebody saw it. */
interface DraftSeen extends VersionName {
  readonly revision: number
}

export const saveDraft: ChangeKind<DraftSave> = {
  refuse: (state, save) => {
    if (state.ruleSets.has(ruleSetKey(save))) return alreadyPublished(save)
    const draft = state.drafts.get(ruleSetKey(save))
    if (!draft) return save.revision === 0 ? null : gone(save)
    if (draft.status === 'submitted') return refusal('submitted', `“${ruleSetKey(save)}”已提交待批，要改请先撤回。`)
    return draft.revision === save.revision ? null : changedMeanwhile(draft)
  },
  apply: (state, { id, effective, title, hash, base }, { actor, time }) => {
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
    })
  },
  bodies: ({ hash }) => [hash],
}

export const discardDraft: ChangeKind<DraftSeen> = {
  refuse: (state, seen) => notSeen(state, seen, 'draft'),
  apply: (state, seen) => void state.drafts.delete(ruleSetKey(seen)),
}

export const submitDraft: ChangeKind<DraftSeen> = {
  refuse: (state, seen) => notSeen(state, seen, 'draft'),
  apply: (state, seen, by) => change(state, seen, { status: 'submitted', submitted: by }),
}

/** Sent back by an approver with a remark, or taken back by whoever handed it in. */
export const returnDraft: ChangeKind<DraftSeen & { readonly remark: string }> = {
  refuse: (state, seen) => notSeen(state, seen, 'submitted'),
  apply: (state, { remark, ...seen }) => change(state, seen, { status: 'draft', submitted: null, remark }),
}

/** Publishes what was submitted. Nobody who wrote any of it, or handed it in, may do so. */
export const publishDraft: ChangeKind<
  DraftSeen & {
    readonly hash: string
    /** What the approver was told of and publishes all the same: findings, cases that moved, rules without a case. */
    readonly acknowledged?: readonly string[]
  }
> = {
  refuse: (state, publication, { actor }) => {
    const stale = notSeen(state, publication, 'submitted')
    if (stale) return stale
    const draft = state.drafts.get(ruleSetKey(publication))!
    if (draft.hash !== publication.hash) return changedMeanwhile(draft)
    if (draft.submitted?.actor !== actor && !draft.editors.includes(actor)) return null
    return refusal('own_proposal', '起草、修改或提交过这个版本的人不能批准它，请由另一个人批准。')
  },
  apply: (state, { id, effective, hash }, { actor, time }) => {
    const key = ruleSetKey({ id, effective })
    const proposer = state.drafts.get(key)!.submitted!.actor
    state.drafts.delete(key)
    state.ruleSets.set(key, { id, effective, hash, published: { proposer, approver: actor, time } })
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
  if (!draft) return gone(seen)
  if (draft.revision !== seen.revision) return changedMeanwhile(draft)
  if (draft.status === status) return null
  const message = status === 'draft' ? '已经提交待批，要改请先撤回。' : '还没有提交待批，请先提交。'
  return refusal('wrong_status', `“${ruleSetKey(seen)}”${message}`)
}

const gone = (version: VersionName): Issue =>
  refusal('unknown_draft', `没有草稿“${ruleSetKey(version)}”：它已被发布或丢弃，请重新打开。`)

const changedMeanwhile = ({ savedBy, savedAt, revision }: DraftRow): Issue =>
  refusal(
    'draft_changed',
    `这份草稿已被 ${savedBy} 在 ${savedAt} 改过（第 ${revision} 稿），请先看他改了什么，再合并您的改动。`,
  )
