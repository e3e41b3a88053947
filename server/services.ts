import type { EngineIdentity } from './engine-identity.ts'
import { GradingService } from './gradings.ts'
import { noCases, type RuleSetCases } from './cases-files.ts'
import { RuleSetReview } from './rule-set-review.ts'
import { RuleSetTrial } from './rule-set-trial.ts'
import type { Store } from './storage/store.ts'

/** What the routes call. */
export interface Services {
  readonly store: Store
  readonly gradings: GradingService
  readonly trial: RuleSetTrial
  readonly review: RuleSetReview
  readonly engine: EngineIdentity
}

export function createServices(store: Store, engine: EngineIdentity, cases: RuleSetCases = noCases): Services {
  const gradings = new GradingService(store, engine)
  return { store, gradings, trial: new RuleSetTrial(gradings), review: new RuleSetReview(cases), engine }
}
