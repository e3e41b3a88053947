import type { CompiledRule, Program } from '../program.ts'
import type { Rule } from '../rules.ts'
import type { Frame, Value } from '../value.ts'
import { ListValue } from '../value.ts'
import type { Verdict } from './compiled.ts'
import type { Outcome } from './outcome.ts'

/** What the account of one form stands on: the form's rules in order, and every row's, by list. */
export interface Trace {
  readonly form: readonly RuleTrace[]
  readonly lists: ReadonlyMap<string, readonly (readonly RuleTrace[])[]>
}
/** A rule's outcome, and each of its comparisons with what it found and whether that holds (or why it is open). */
export interface RuleTrace {
  readonly rule: string
  readonly outcome: Outcome
  readonly conditions: readonly { readonly fact: string; readonly actual: Value; readonly result: Verdict }[]
}

export function traceRules({ form, lowered, rules }: Program, frame: Frame): Trace {
  const lists = new Map<string, RuleTrace[][]>()
  for (const [list, ofList] of lowered.listRules) {
    const value = frame.values[form.resolve(list).info.slot]
    lists.set(list, value instanceof ListValue ? value.rows.map((row) => traceFrame(rules, ofList, row.frame)) : [])
  }
  return { form: traceFrame(rules, lowered.formRules, frame), lists }
}

const traceFrame = (compiled: readonly CompiledRule[], rules: readonly Rule[], frame: Frame): RuleTrace[] =>
  rules.map(({ name, place }) => {
    const { judge, comparisons } = compiled[place] as CompiledRule
    return {
      rule: name,
      outcome: judge(frame),
      conditions: comparisons.map((one) => ({
        fact: one.comparison.fact,
        actual: one.actual(frame),
        result: one.judge(frame),
      })),
    }
  })
