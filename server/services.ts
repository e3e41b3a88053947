import { Consistency } from './consistency.ts'
import type { EngineIdentity } from './engine-identity.ts'
import { GradingService } from './gradings.ts'
import { noCases, type RuleSetCases } from './cases-files.ts'
import { storedCases } from './draft-cases.ts'
import type { Evaluation } from './evaluation/jobs.ts'
import { FormLife } from './forms/form-life.ts'
import { GoalLife } from './forms/goals/goal-life.ts'
import { RuleSetLife } from './rule-set-life.ts'
import { RuleSetReview } from './rule-set-review.ts'
import { Rounds, type RoundsParts } from './rounds/rounds.ts'
import { RuleSetTrial } from './rule-set-trial.ts'
import { passingCheckpoints } from './sealing/passing-checkpoints.ts'
import { Sealing } from './sealing/sealing.ts'
import type { Store } from './storage/store.ts'

/** What the routes call. */
export interface Services {
  readonly store: Store
  readonly gradings: GradingService
  readonly trial: RuleSetTrial
  readonly review: RuleSetReview
  readonly evaluation: Evaluation
  readonly life: RuleSetLife
  readonly forms: FormLife
  readonly goals: GoalLife
  readonly consistency: Consistency
  readonly rounds: Rounds
  readonly sealing: Sealing
  readonly engine: EngineIdentity
  /** What is to be told of the disk's room. */
  readonly disk: { readonly alarm: string | null }
}

/**
 * @param evaluation where rule sets that somebody sent are read, linted, compared and tried
 * @param work how rounds of grading do their work, where that is not as usual
 */
export function createServices(
  store: Store,
  engine: EngineIdentity,
  evaluation: Evaluation,
  cases: RuleSetCases = noCases,
  sealing: Sealing = new Sealing(store, passingCheckpoints()),
  disk: Services['disk'] = { alarm: null },
  work: Partial<RoundsParts> = {},
): Services {
  const gradings = new GradingService(store, engine)
  const trial = new RuleSetTrial(store, evaluation)
  const golden = storedCases(store, cases)
  const review = new RuleSetReview(golden, evaluation)
  const life = new RuleSetLife(evaluation, golden)
  const forms = new FormLife(store, gradings)
  const goals = new GoalLife(store)
  const consistency = new Consistency(gradings, evaluation)
  const rounds = new Rounds({ gradings, life, engine, log: () => {}, ...work })
  return { store, gradings, trial, review, evaluation, life, forms, goals, consistency, rounds, sealing, engine, disk }
}
