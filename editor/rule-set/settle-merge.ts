import { diffRuleSets, type ChangeGroup } from '../../server/core/diff/index.ts'
import type { MergeConflict, Merged } from '../../server/core/merge-rule-sets.ts'
import type { JsonValue as Json } from '../../server/core/plain-json.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { punctuation } from '../text/punctuation.zh-CN.ts'
import { findIndicator } from './tree.ts'

export type Side = 'mine' | 'theirs'
export type Sides = Readonly<Record<Side, RuleSet>>

/** What a conflict is about, in the sentences of both sides. */
export interface ConflictText {
  readonly label: string
  readonly mine: string
  readonly theirs: string
}

/** The merged rule set with the side taken that was chosen for each conflict, in their order; mine where none was. */
export function settleMerge(merged: Merged, sides: Sides, choices: readonly (Side | undefined)[]): RuleSet {
  const document = copyOf(merged.document)
  // from the last to the first: what is put in or taken out moves only what stands behind it
  for (const [index, conflict] of [...merged.conflicts.entries()].reverse()) {
    const side = choices[index] ?? 'mine'
    if (side === 'theirs') put(document, conflict, 'theirs')
    keepScale(document, conflict.path, sides[side])
  }
  return document as unknown as RuleSet
}

/** What the two sides of a conflict did, each against what stood there before. */
export function describeConflict(merged: Merged, sides: Sides, index: number): ConflictText {
  const conflict = merged.conflicts[index]
  if (!conflict) return { label: '', mine: '', theirs: '' }
  const before = copyOf(merged.document)
  put(before, conflict, 'base')
  const of = (side: Side): readonly ChangeGroup[] => {
    const choices = merged.conflicts.map((_, place) => (place === index ? side : undefined))
    return diffRuleSets(before as unknown as RuleSet, settleMerge(merged, sides, choices)).groups
  }
  const own = (groups: readonly ChangeGroup[]) => groups.flatMap(({ changes }) => changes.map((c) => c.sentence))
  const [mine, theirs] = [of('mine'), of('theirs')]
  const label = (mine[0] ?? theirs[0])?.label ?? conflict.path
  return { label, mine: own(mine).join(punctuation.semicolon), theirs: own(theirs).join(punctuation.semicolon) }
}

/** The amounts of an indicator are written on its scale (`of`): it goes with the points, whosever they are. */
function keepScale(document: Json, path: string, side: RuleSet): void {
  if (!path.endsWith('/points')) return
  const node = nodeAt(document, keysOf(path).slice(0, -1)) as unknown as Indicator & { of?: number }
  const theirs = findIndicator(side.indicators, node.id)
  if (theirs?.of === undefined) delete node.of
  else node.of = theirs.of
}

/** Puts what one side has where a conflict stands. */
function put(document: Json, conflict: MergeConflict, side: Side | 'base'): void {
  const keys = keysOf(conflict.path)
  const last = keys.pop() ?? ''
  const owner = nodeAt(document, keys)
  const value = conflict[side]
  if (Array.isArray(owner)) owner.splice(Number(last), conflict.mine === undefined ? 0 : 1, ...listOf(value))
  else if (typeof owner === 'object' && owner !== null) {
    if (value === undefined) delete owner[last]
    else owner[last] = copyOf(value)
  }
}

const listOf = (value: Json | undefined): Json[] => (value === undefined ? [] : [copyOf(value)])
const keysOf = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
const nodeAt = (document: Json, keys: readonly string[]): Json =>
  keys.reduce<Json>((node, key) => (node as Record<string, Json>)[key] ?? null, document)
const copyOf = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json
