import type { PatchOperation } from '../json-patch.ts'

/** What one version of a rule set changed against another, in sentences, with the operations that do it. */
export interface RuleSetDiff {
  readonly from: VersionName
  readonly to: VersionName
  readonly groups: readonly ChangeGroup[]
}

export interface VersionName {
  readonly id: string | null
  readonly effective: { readonly from: string; readonly to?: string | undefined } | null
}

export type About = 'ruleSet' | 'facts' | 'indicator' | 'grades' | 'overrides' | 'findings' | 'monitoring' | 'checks'

export interface ChangeGroup {
  readonly about: About
  /** Id of the indicator or fact (the new one, where it changed); null for the rest. */
  readonly id: string | null
  /** Name for people: the indicator's or fact's label, “等级”, …. */
  readonly label: string
  readonly changes: readonly Change[]
}

export interface Change {
  readonly kind: 'changed' | 'added' | 'removed' | 'moved' | 'renamed'
  /** JSON Pointer into the newer rule set; of what was removed, into the older one. */
  readonly path: string
  /** One sentence, to be read under the group's label: “分值 10 → 8”. */
  readonly sentence: string
  /** Steps on the older rule set after all changes before this one. */
  readonly operations: readonly PatchOperation[]
}
