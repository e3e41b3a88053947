import type { PatchOperation } from '../json-patch.ts'
import type { LintContext } from './context.ts'

/**
 * One thing in a rule set that does not say what it means to say.
 * `path` is where (`indicators[2].points`), `indicator` the node it belongs to, `message` one Chinese sentence that says
 * what is wrong and what to do. `error`: some unit would be graded wrongly or not at all; `warning`: worth a look.
 */
export interface LintFinding {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly path: string
  readonly indicator: string | null
  readonly message: string
  /** A change that removes the finding and adds none; `label` is the text of its button. */
  readonly fix: LintFix | null
}
export interface LintFix {
  readonly label: string
  readonly patch: readonly PatchOperation[]
}

/** One question asked of a rule set that `parseRuleSet` accepts. */
export type Lint = (context: LintContext) => LintFinding[]
