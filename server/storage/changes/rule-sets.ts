import type { Issue } from '../../core/issue.ts'
import { ruleSetKey } from '../store.ts'
import type { ChangeKind } from './change-kind.ts'

/** A published version: its content never changes. */
export interface RuleSetRow {
  readonly id: string
  /** First day it applies, `2024-01-01`. */
  readonly effective: string
  readonly hash: string
  /** Who had it published and who approved it; absent for a version read from `rules/`. */
  readonly published?: { readonly proposer: string; readonly approver: string; readonly time: string }
  /** The content that holds its golden cases; absent where they lie in `rules/`, or there are none. */
  readonly cases?: string
  /** Not to be used for new gradings any more; what was graded by it stays as it is. */
  readonly retired?: { readonly actor: string; readonly time: string; readonly reason: string }
}

export interface VersionName {
  readonly id: string
  readonly effective: string
}

/** A version that lies in `rules/`: whoever may write that folder answers for it. */
export const addRuleSet: ChangeKind<VersionName & { readonly hash: string }> = {
  refuse: (state, version) => (state.ruleSets.has(ruleSetKey(version)) ? alreadyPublished(version) : null),
  apply: (state, { id, effective, hash }) =>
    void state.ruleSets.set(ruleSetKey({ id, effective }), { id, effective, hash }),
  bodies: ({ hash }) => [hash],
}

/** From here on the version grades nothing new. */
export const retireRuleSet: ChangeKind<VersionName & { readonly reason: string }> = {
  refuse: (state, version) => {
    const row = state.ruleSets.get(ruleSetKey(version))
    if (!row) return unknownVersion(version)
    return row.retired ? refusal('retired', `“${ruleSetKey(version)}”已经停用，不用再停。`) : null
  },
  apply: (state, { reason, ...version }, by) => {
    const key = ruleSetKey(version)
    state.ruleSets.set(key, { ...state.ruleSets.get(key)!, retired: { ...by, reason } })
  },
}

export const refusal = (code: string, message: string): Issue => ({ path: '', code, message })

export const unknownVersion = (version: VersionName): Issue =>
  refusal('unknown_rule_set', `没有指标体系“${ruleSetKey(version)}”，请核对。`)

export const alreadyPublished = (version: VersionName): Issue =>
  refusal('published', `“${ruleSetKey(version)}”已经发布，发布后不再改动；要改请另立一个生效日期。`)
