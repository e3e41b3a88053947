import type { ComparedEntry, RoundResult } from '../http/round-shapes.ts'
import type { RoundRow } from '../storage/changes/rounds.ts'

/** A round with all its results. */
export interface RoundWithResults {
  readonly round: Pick<RoundRow, 'ruleSet' | 'cohort' | 'engine'>
  readonly results: readonly RoundResult[]
}

/**
 * What became of every submission from one round to another, in the order of the second, those only in the first at the
 * end; and what differs of what its result was made from.
 */
export function compareRounds(before: RoundWithResults, after: RoundWithResults): ComparedEntry[] {
  const common = (
    [
      ['ruleSet', hashOf],
      ['cohort', cohortOf],
      ['engine', engineOf],
    ] as const
  ).flatMap(([name, of]) => (of(before) === of(after) ? [] : [name]))
  const [ranksBefore, ranksAfter] = [ranksOf(before.results), ranksOf(after.results)]
  const earlier = new Map(before.results.map((result) => [result.submission.id, result]))
  const known = new Set(after.results.map(({ submission }) => submission.id))
  const entry = (was: RoundResult | undefined, is: RoundResult | undefined): ComparedEntry => {
    const { id, name, mark } = (is ?? was)!.submission
    return {
      id,
      name,
      mark,
      before: was ? sideOf(was, ranksBefore) : null,
      after: is ? sideOf(is, ranksAfter) : null,
      why: was && is ? whyOther(was, is, common) : [],
    }
  }
  return [
    ...after.results.map((is) => entry(earlier.get(is.submission.id), is)),
    ...before.results.filter(({ submission }) => !known.has(submission.id)).map((was) => entry(was, undefined)),
  ]
}

const hashOf = ({ round }: RoundWithResults): string => round.ruleSet.hash
const cohortOf = ({ round }: RoundWithResults): string | null => round.cohort?.hash ?? null
const engineOf = ({ round }: RoundWithResults): string => round.engine.hash

function whyOther(
  was: RoundResult,
  is: RoundResult,
  common: readonly ('ruleSet' | 'cohort' | 'engine')[],
): ComparedEntry['why'] {
  if (was.grading === is.grading && is.grading !== null) return []
  const submission = was.submission.hash === is.submission.hash ? [] : ['submission' as const]
  const why = [
    ...common.filter((name) => name === 'ruleSet'),
    ...submission,
    ...common.filter((name) => name !== 'ruleSet'),
  ]
  // the same form, version, company and program: what is left is the points of others that it reads
  const moved = was.points !== is.points || was.status !== is.status
  return why.length > 0 || !moved ? why : ['inputs']
}

function sideOf(
  { submission, points, grade, status, blocks }: RoundResult,
  ranks: ReadonlyMap<string, number>,
): NonNullable<ComparedEntry['before']> {
  return { points, grade, status, rank: ranks.get(submission.id) ?? null, blocks: [...blocks] }
}

/** 1 2 2 4: equal points share a rank; who has no final points has none. */
export function ranksOf(results: readonly RoundResult[]): ReadonlyMap<string, number> {
  const ranked = results.flatMap(({ submission, points }) => (points === null ? [] : [{ id: submission.id, points }]))
  ranked.sort((a, b) => b.points - a.points)
  const ranks = new Map<string, number>()
  let rank = 0
  for (const [index, { id, points }] of ranked.entries()) {
    if (points !== ranked[index - 1]?.points) rank = index + 1
    ranks.set(id, rank)
  }
  return ranks
}
