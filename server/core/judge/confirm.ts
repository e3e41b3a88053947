import type { Program } from '../program.ts'
import type { Settled } from '../compile.ts'
import type { Rule } from '../rules.ts'
import { ListValue } from '../value.ts'
import { judgeByReference, judgeFrame } from './reference.ts'
import type { Outcome } from './outcome.ts'

/** 双算核验: whether json-rules-engine gives every outcome the compiled judge gave. */
export interface Confirmation {
  readonly agreed: boolean
  /** Outcomes compared. */
  readonly compared: number
  readonly differences: readonly Difference[]
}
export interface Difference {
  readonly rule: string
  /** Row id for a rule judged on rows. */
  readonly row: string | null
  readonly compiled: Outcome
  readonly reference: Outcome
}

export async function confirmJudgement(
  program: Program,
  settled: Settled,
  pause?: () => Promise<unknown>,
): Promise<Confirmation> {
  const { form, lowered } = program
  const rules = { form: lowered.formRules, lists: lowered.listRules }
  const reference = await judgeByReference(rules, form, settled.frame, pause)
  const overrides = await judgeFrame(lowered.overrides, form, settled.totalFrame)
  const differences: Difference[] = []
  let compared = 0
  const check = (
    rules: readonly Rule[],
    mine: readonly Outcome[],
    other: readonly Outcome[],
    row: string | null,
  ): void =>
    rules.forEach((rule, index) => {
      compared += 1
      const [compiled, again] = [mine[index] ?? 'error', other[index] ?? 'error']
      if (compiled !== again) differences.push({ rule: rule.name, row, compiled, reference: again })
    })
  check(lowered.formRules, settled.judgement.form, reference.form, null)
  check(lowered.overrides, settled.total.outcomes, overrides, null)
  for (const [list, rules] of lowered.listRules) {
    const value = settled.frame.values[form.resolve(list).info.slot]
    if (!(value instanceof ListValue)) continue
    value.rows.forEach((row, index) =>
      check(rules, settled.judgement.lists.get(list)?.[index] ?? [], reference.lists.get(list)?.[index] ?? [], row.id),
    )
  }
  return { agreed: differences.length === 0, compared, differences }
}
