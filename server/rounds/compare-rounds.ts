import { setImmediate } from 'node:timers/promises'
import type { ComparedEntry, RoundResult } from '../http/round-shapes.ts'
import type { RoundRow } from '../storage/changes/rounds.ts'

/** A round and what reads its results, some at a time. */
export interface RoundToCompare {
  readonly round: Pick<RoundRow, 'ruleSet' | 'cohort' | 'engine'>
  readonly results: () => AsyncIterable<readonly RoundResult[]>
}

/** How much is told at once of those who are only in the first round. */
const TOGETHER = 1_000

/**
 * What became of every submission from one round to another, in the order of the second, those only in the first at the
 * end; and what differs of what its result was made from. Others get their turn after every part, and of no round more
 * is held than its points and what is told of it.
 */
export async function* compareRounds(
  before: RoundToCompare,
  after: RoundToCompare,
): AsyncGenerator<readonly ComparedEntry[]> {
  const common = (
    [
      ['ruleSet', hashOf],
      ['cohort', cohortOf],
      ['engine', engineOf],
    ] as const
  ).flatMap(([name, of]) => (of(before) === of(after) ? [] : [name]))
  const [rankBefore, rankAfter] = [await ranking(before), await ranking(after)]
  const earlier = new Map<string, Earlier>()
  for await (const results of inTurns(before)) {
    for (const result of results) {
      const { id, name, mark, hash } = result.submission
      earlier.set(id, { id, name, mark, hash, grading: result.grading, side: sideOf(result, rankBefore) })
    }
  }
  for await (const results of inTurns(after)) {
    yield results.map((result) => {
      const { id, name, mark } = result.submission
      const [was, is] = [earlier.get(id), sideOf(result, rankAfter)]
      earlier.delete(id)
      return { id, name, mark, before: was?.side ?? null, after: is, why: was ? whyOther(was, result, common) : [] }
    })
  }
  const gone = [...earlier.values()]
  for (let first = 0; first < gone.length; first += TOGETHER) {
    await setImmediate()
    yield gone
      .slice(first, first + TOGETHER)
      .map(({ id, name, mark, side }) => ({ id, name, mark, before: side, after: null, why: [] }))
  }
}

/** What is kept of a result of the first round. */
interface Earlier extends Pick<ComparedEntry, 'id' | 'name' | 'mark'> {
  readonly hash: string
  readonly grading: string | null
  readonly side: Side
}
type Side = NonNullable<ComparedEntry['before']>

async function* inTurns({ results }: RoundToCompare): AsyncGenerator<readonly RoundResult[]> {
  for await (const some of results()) {
    yield some
    await setImmediate()
  }
}

const hashOf = ({ round }: RoundToCompare): string => round.ruleSet.hash
const cohortOf = ({ round }: RoundToCompare): string | null => round.cohort?.hash ?? null
const engineOf = ({ round }: RoundToCompare): string => round.engine.hash

function whyOther(
  was: Earlier,
  is: RoundResult,
  common: readonly ('ruleSet' | 'cohort' | 'engine')[],
): ComparedEntry['why'] {
  if (was.grading === is.grading && is.grading !== null) return []
  const submission = was.hash === is.submission.hash ? [] : ['submission' as const]
  const why = [
    ...common.filter((name) => name === 'ruleSet'),
    ...submission,
    ...common.filter((name) => name !== 'ruleSet'),
  ]
  // the same form, version, company and program: what is left is the points of others that it reads
  const moved = was.side.points !== is.points || was.side.status !== is.status
  return why.length > 0 || !moved ? why : ['inputs']
}

const sideOf = ({ points, grade, status, blocks }: RoundResult, rankOf: Ranking): Side => ({
  points,
  grade,
  status,
  rank: points === null ? null : rankOf(points),
  blocks: [...blocks],
})

async function ranking(round: RoundToCompare): Promise<Ranking> {
  const all: number[] = []
  for await (const results of inTurns(round)) for (const { points } of results) if (points !== null) all.push(points)
  return rankingOf(all)
}

/** The place of points among all that are final. */
export type Ranking = (points: number) => number

/** 1 2 2 4: equal points share a rank. */
export function rankingOf(all: readonly number[]): Ranking {
  const sorted = Float64Array.from(all).sort()
  // those with more come before
  return (points) => sorted.length - firstAbove(sorted, points) + 1
}

/** Where the first number above `limit` stands in a list that goes up; its length where none is. */
function firstAbove(sorted: Float64Array, limit: number): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (sorted[middle]! > limit) to = middle
    else from = middle + 1
  }
  return from
}
