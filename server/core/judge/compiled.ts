import { compare } from '../compare.ts'
import { readFact } from '../formula/evaluate.ts'
import { Fraction } from '../fraction.ts'
import type { Comparison, Condition } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame, Known, State, Value } from '../value.ts'
import { isUnknown, ListValue, worseState } from '../value.ts'
import type { Judgement, Outcome } from './outcome.ts'

/** True, false, or the state that leaves it open. */
type Verdict = boolean | State
export type Judge = (frame: Frame) => Outcome

/**
 * The compiled judge: every condition becomes a closure over slots, in three-valued logic. No code is generated; a
 * rule's path is this file, `compare.ts` and `readFact`.
 */
export function compileRules(rules: readonly Rule[], scope: Scope): (frame: Frame) => Outcome[] {
  const judges = rules.map(({ conditions }) => compileJudge(conditions, scope))
  return (frame) => judges.map((judge) => judge(frame))
}

export function compileJudge(conditions: Condition, scope: Scope): Judge {
  const verdict = compileCondition(conditions, scope)
  return (frame) => {
    const answer = verdict(frame)
    return answer === true ? 'met' : answer === false ? 'notMet' : answer
  }
}

export function compileCondition(condition: Condition, scope: Scope): (frame: Frame) => Verdict {
  if ('all' in condition) return group(condition.all, scope, false)
  if ('any' in condition) return group(condition.any, scope, true)
  if ('not' in condition) {
    const inner = compileCondition(condition.not, scope)
    return (frame) => {
      const answer = inner(frame)
      return typeof answer === 'boolean' ? !answer : answer
    }
  }
  return compileComparison(condition, scope)
}

/** `all` is decided by one false, `any` by one true; otherwise the worst open member decides. */
function group(members: readonly Condition[], scope: Scope, decides: boolean): (frame: Frame) => Verdict {
  const verdicts = members.map((member) => compileCondition(member, scope))
  return (frame) => {
    let open: State | null = null
    for (const verdict of verdicts) {
      const answer = verdict(frame)
      if (answer === decides) return decides
      if (typeof answer !== 'boolean') open = open === null ? answer : worseState(open, answer)
    }
    return open ?? !decides
  }
}

function compileComparison({ fact, operator, value }: Comparison, scope: Scope): (frame: Frame) => Verdict {
  const actual = readFact(fact, scope)
  const expected = expectedValue(value, scope)
  return (frame) => {
    const [left, right] = [actual(frame), expected(frame)]
    if (isUnknown(left))
      return isUnknown(right as Value) ? worseState(left.state, (right as typeof left).state) : left.state
    if (isUnknown(right as Value)) return (right as unknown as { state: State }).state
    return compare(operator, left, right as Known) ?? 'error'
  }
}

type Expected = Value | readonly Known[]

function expectedValue(value: Comparison['value'], scope: Scope): (frame: Frame) => Expected {
  if (typeof value === 'object' && !Array.isArray(value)) return readFact(value.fact, scope)
  const constant = Array.isArray(value) ? value.map(toKnown) : toKnown(value)
  return () => constant as Expected
}

const toKnown = (value: number | boolean | string): Known =>
  typeof value === 'number' ? Fraction.fromNumber(value) : value

/** Judges the form's rules and every row's. */
export function judgeCompiled(
  form: { readonly judge: (frame: Frame) => Outcome[] },
  lists: ReadonlyMap<string, { readonly judge: (frame: Frame) => Outcome[]; readonly slot: number }>,
  frame: Frame,
): Judgement {
  const rows = new Map<string, Outcome[][]>()
  for (const [list, { judge, slot }] of lists) {
    const value = frame.values[slot]
    rows.set(list, value instanceof ListValue ? value.rows.map((row) => judge(row.frame)) : [])
  }
  return { form: form.judge(frame), lists: rows }
}
