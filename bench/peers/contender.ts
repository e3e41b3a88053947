import type { CompactGrading, Score } from '../../server/core/compact.ts'
import type { Submission } from '../../server/core/submission.ts'

/** What engines without formulas are asked with: the numbers and booleans of a form, its rates worked out for them. */
export type PlainFacts = Readonly<Record<string, number | boolean>>
/** One form, as the engines and as we are given it. */
export interface Form {
  readonly submission: Submission
  readonly facts: PlainFacts
}

/** Somebody who decides the rules of a form. */
export interface Contender {
  readonly name: string
  /** What it is asked for, in words. */
  readonly does: string
  /** Which of ours it is compared with. */
  readonly against?: string
  /** Forms a round at most, so that a round ends within seconds. */
  readonly most: number
  /** Decides one form (or hands in the work, for `settled` to wait for). */
  decide(form: Form): unknown
  /** Waits for all that was handed in. */
  settled?(): Promise<unknown>
  /** What was decided of one form, to be compared before anything is timed. */
  answer(form: Form): Promise<Answer>
}
/** Rules that are met, in any order; points and grade; or all that a ledger says. Null where a form is given back. */
export type Answer =
  { readonly met: readonly string[] } | { readonly score: Score | null } | { readonly ledger: CompactGrading | null }

/** What rule engines do: which rules are met, of rates that are worked out for them; no points. */
export const JUDGED = '只判定规则，比率事先算好'
