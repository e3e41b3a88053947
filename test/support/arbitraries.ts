import fc from 'fast-check'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { drawSubmission, type SubmissionOptions } from './arbitrary-submission.ts'
import { drawRuleSet, type DrawnRuleSet, type TreeOptions } from './arbitrary-tree.ts'
import { drawn, type Draw } from './draw.ts'

/** A random rule set, a submission for it, and the figures its cohort facts have. */
export interface Sample {
  readonly drawnRuleSet: DrawnRuleSet
  readonly ruleSet: RuleSet
  readonly submission: Submission
  /** Cohort figures by fact id; empty where they are still pending. */
  readonly figures: ReadonlyMap<string, number>
  /** More choices, for what a property changes. */
  readonly draw: Draw
}

/** Percent of unknown facts a random submission has: none in half of all samples. */
function unknownRate(draw: Draw): number {
  return draw.weighted([
    [5, 0],
    [3, 8],
    [2, 25],
  ])
}

/** Random rule sets with random submissions, by all methods, operators, policies and states. */
export function samples(options: TreeOptions & SubmissionOptions = {}): fc.Arbitrary<Sample> {
  return drawn((draw) => {
    const drawnRuleSet = drawRuleSet(draw, options)
    const unknown = options.unknown ?? unknownRate(draw)
    const submission = drawSubmission(draw, drawnRuleSet, { ...options, unknown })
    const known = unknown === 0 || draw.chance(70)
    const figures = new Map(known ? drawnRuleSet.world.cohortIds.map((id) => [id, draw.int(1, 20)]) : [])
    const { ruleSet } = drawnRuleSet
    const print = () => JSON.stringify(readable(ruleSet, submission, figures))
    return { drawnRuleSet, ruleSet, submission, figures, draw, [fc.toStringMethod]: print }
  })
}

/** A sample as a failing test prints it: without the facts that nothing in the rule set reads. */
function readable(ruleSet: RuleSet, submission: Submission, figures: ReadonlyMap<string, number>): unknown {
  let read = JSON.stringify({ ...ruleSet, facts: [] })
  const names = (text: string, id: string): boolean => new RegExp(`\\b${id}\\b`).test(text)
  for (let round = 0; round < 4; round += 1) {
    const facts = ruleSet.facts.filter(({ id }) => names(read, id))
    read = JSON.stringify({ ...ruleSet, facts })
  }
  const keep = ([id]: [string, unknown]) => names(read, id)
  return {
    ruleSet: JSON.parse(read) as RuleSet,
    submission: { ...submission, facts: Object.fromEntries(Object.entries(submission.facts).filter(keep)) },
    figures: Object.fromEntries([...figures].filter(keep)),
  }
}
