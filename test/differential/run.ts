import { compileRuleSet, type Grader } from '../../server/core/compile.ts'
import { drawRuleSet } from '../support/arbitrary-tree.ts'
import { SeededDraw } from '../support/draw.ts'
import { LONG } from '../support/runs.ts'
import { aimedForm, aimsOf } from './aimed-forms.ts'
import { Coverage } from './coverage.ts'
import { drawFreeRuleSet, freeForms } from './free-conditions.ts'
import { comparePair, type Difference, type Pair } from './pair.ts'
import { shrink } from './shrink.ts'

/** Pairs asked for: `HENGPING_PAIRS`, or the full figure in long runs. */
export const PAIRS = Number(process.env['HENGPING_PAIRS'] ?? (LONG ? 1_000_000 : 20_000))
/** From so many pairs on nothing that `coverage.ts` lists may be left out. */
export const FULL_COVERAGE = 200_000

/** Forms under each rule set. */
const FORMS = 50

export interface Report {
  readonly ruleSets: number
  readonly pairs: number
  readonly outcomes: number
  readonly amounts: number
  readonly coverage: Coverage
  /** The first pair that was judged differently, made smaller; null when there was none. */
  readonly failure: Failure | null
}
export interface Failure {
  /** Where in the run, for people. */
  readonly found: string
  /** As it was drawn, and as small as it could be made. */
  readonly drawn: readonly Difference[]
  readonly differences: readonly Difference[]
  readonly pair: Pair
}

/** The forms of one rule set of a run, ready to be compared. */
function drawPairs(seed: number, index: number): { grader: Grader; pairs: readonly Pair[] } {
  const draw = new SeededDraw(seed, index)
  if (index % 5 === 4) {
    const ruleSet = drawFreeRuleSet(draw)
    const grader = compileRuleSet(ruleSet)
    const pairs = freeForms(draw, ruleSet, FORMS).map((submission) => {
      return { ruleSet, submission, figures: new Map<string, number>(), points: false }
    })
    return { grader, pairs }
  }
  const drawn = drawRuleSet(draw)
  const { ruleSet, world } = drawn
  const grader = compileRuleSet(ruleSet)
  const aims = aimsOf(grader.program)
  const pairs = Array.from({ length: FORMS }, () => {
    const figures = new Map(draw.chance(85) ? world.cohortIds.map((id) => [id, draw.int(1, 20)]) : [])
    return { ruleSet, submission: aimedForm(draw, drawn, aims), figures, points: true }
  })
  return { grader, pairs }
}

/** A failure as a test prints it: the smallest pair first, as JSON that can be graded again. */
export function failureText({ found, drawn, differences, pair }: Failure): string {
  const { ruleSet, submission, figures } = pair
  return [
    `两套说法不同（${found}）：`,
    ...drawn.map((one) => JSON.stringify(one)),
    '缩小以后：',
    ...differences.map((one) => JSON.stringify(one)),
    JSON.stringify({ ruleSet, submission, figures: Object.fromEntries(figures) }),
  ].join('\n')
}

/**
 * Judges so many random pairs by both judges and reckons them by both ledgers; stops at the first difference.
 * @param told after every rule set, with the pairs so far
 */
export async function runPairs(
  seed: number,
  count: number,
  told: (pairs: number) => void = () => undefined,
  { shrinking = true } = {},
): Promise<Report> {
  const coverage = new Coverage()
  let [pairs, outcomes, amounts, ruleSets] = [0, 0, 0, 0]
  for (; pairs < count; ruleSets++) {
    const drawn = drawPairs(seed, ruleSets)
    for (const pair of drawn.pairs.slice(0, count - pairs)) {
      const result = await comparePair(drawn.grader, pair)
      pairs += 1
      outcomes += result.outcomes
      amounts += result.amounts
      coverage.add(drawn.grader.program, result.settled)
      if (result.differences.length === 0) continue
      const found = `HENGPING_SEED=${seed}，第 ${ruleSets + 1} 份规则，第 ${pairs} 对`
      const failure = { found, drawn: result.differences, ...(await shrink(pair, shrinking ? 20_000 : 0)) }
      return { ruleSets: ruleSets + 1, pairs, outcomes, amounts, coverage, failure }
    }
    told(pairs)
  }
  return { ruleSets, pairs, outcomes, amounts, coverage, failure: null }
}
