import type { CompactGrading } from '../compact.ts'
import type { CompiledRule, Program } from '../program.ts'
import type { Rule } from '../rules.ts'
import type { Frame } from '../value.ts'
import { ListValue } from '../value.ts'
import type { FoundComparison } from './compiled.ts'
import { outcomeBy } from './compiled.ts'
import type { Outcome } from './outcome.ts'

/** The ledger of one form with what it stands on: the form's rules in order, and every row's, by list. */
export interface Trace {
  readonly ledger: CompactGrading
  readonly form: readonly RuleTrace[]
  readonly lists: ReadonlyMap<string, readonly (readonly RuleTrace[])[]>
}
/** A rule's outcome, and each of its comparisons with what it found and whether that holds (or why it is open). */
export interface RuleTrace {
  readonly rule: string
  readonly outcome: Outcome
  readonly conditions: readonly FoundComparison[]
}

export function traceRules({ form, lowered, rules }: Program, frame: Frame): Omit<Trace, 'ledger'> {
  const lists = new Map<string, RuleTrace[][]>()
  for (const [list, ofList] of lowered.listRules) {
    const value = frame.values[form.resolve(list).info.slot]
    lists.set(list, value instanceof ListValue ? value.rows.map((row) => traceFrame(rules, ofList, row.frame)) : [])
  }
  return { form: traceFrame(rules, lowered.formRules, frame), lists }
}

const traceFrame = (compiled: readonly CompiledRule[], rules: readonly Rule[], frame: Frame): RuleTrace[] =>
  rules.map(({ name, place }) => {
    const { comparisons, together } = (compiled[place] as CompiledRule).traceable()
    const conditions: FoundComparison[] = comparisons.map(({ comparison: { fact }, actual, judge }) => ({
      fact,
      actual: actual(frame),
      result: judge(frame),
    }))
    return { rule: name, outcome: outcomeBy(together(conditions)), conditions }
  })
