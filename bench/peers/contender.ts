import type { Submission } from '../../server/core/submission.ts'

/** What every engine is asked with: the numbers and booleans of a form, derived rates included, by fact. */
export type PlainFacts = Readonly<Record<string, number | boolean>>
/** One form, as the engines and as we are given it. */
export interface Form {
  readonly submission: Submission
  readonly facts: PlainFacts
}

/** Somebody who decides the rules of a form. */
export interface Contender {
  readonly name: string
  /** Forms a round at most, so that a round ends within seconds. */
  readonly most: number
  /** Decides one form (or hands in the work, for `settled` to wait for). */
  decide(form: Form): unknown
  /** Waits for all that was handed in. */
  settled?(): Promise<unknown>
  /** What was decided of one form, to be compared before anything is timed. */
  answer(form: Form): Promise<Answer>
}
/** Rules that are met, in any order; or what each indicator and the whole form are awarded, in thousandths. */
export type Answer = { readonly met: readonly string[] } | { readonly awarded: Readonly<Record<string, number>> }
