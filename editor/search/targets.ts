import type { RuleSet } from '../../server/core/rule-set.ts'
import type { RuleSetSummary } from '../../server/http/shapes.ts'
import { labelOf, placeIndicators } from '../rule-set/tree.ts'
import { holdsWords, wordsOf, type ByPinyin } from './names.ts'

export const KINDS = ['place', 'ruleSet', 'indicator', 'department', 'project'] as const
export type Kind = (typeof KINDS)[number]

/** Somewhere one may go. */
export interface Target {
  readonly kind: Kind
  readonly name: string
  /** What tells it from others of its name. */
  readonly beside: string
  readonly href: string
}

/** Of a kind at most so many are shown: who sees more does not read them. */
const MOST = 8

/** What holds every word of `text` in its name, kind by kind; shorter names first, as they hold least else. */
export function searchTargets(targets: readonly Target[], text: string, byPinyin: ByPinyin | null): Target[] {
  const words = wordsOf(text)
  if (words.length === 0) return []
  const found = targets.filter(({ name }) => holdsWords(name, words, byPinyin))
  return KINDS.flatMap((kind) =>
    found
      .filter((target) => target.kind === kind)
      .sort((a, b) => a.name.length - b.name.length)
      .slice(0, MOST),
  )
}

/** The newest version of each rule set. */
export function newestVersions(versions: readonly RuleSetSummary[]): RuleSetSummary[] {
  const newest = new Map<string, RuleSetSummary>()
  for (const version of versions) {
    const known = newest.get(version.id)
    if (!known || known.effective < version.effective) newest.set(version.id, version)
  }
  return [...newest.values()]
}

/** Every indicator of a rule set, told apart by what it stands in. */
export function indicatorTargets(ruleSet: RuleSet, hrefOf: (indicator: string) => string): Target[] {
  return placeIndicators(ruleSet.indicators).map(({ indicator, parent }) => ({
    kind: 'indicator',
    name: labelOf(indicator),
    beside: [ruleSet.title ?? '', ...(parent ? [labelOf(parent)] : [])].join(' / '),
    href: hrefOf(indicator.id),
  }))
}
