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
export function compileRules(rules: readonly Rule[], scope: Scope): CompiledRules {
  const judges = rules.map(({ conditions }) => compileJudge(conditions, scope))
  return {
    one: (rule, frame) => judges[rule.index]?.(frame) ?? 'error',
    all: (frame) => judges.map((judge) => judge(frame)),
  }
}
/** The rules of one scope: judged together, or one of them alone. */
export interface CompiledRules {
  all(frame: Frame): Outcome[]
  one(rule: Rule, frame: Frame): Outcome
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

/** The compiled rules of a rule set, by where they are judged. */
export interface CompiledJudge {
  readonly form: CompiledRules
  readonly lists: ReadonlyMap<string, { readonly rules: CompiledRules; readonly slot: number }>
  readonly overrides: CompiledRules
}

/** Judges the form's rules and every row's. */
export function judgeCompiled(judge: CompiledJudge, frame: Frame): Judgement {
  const rows = new Map<string, Outcome[][]>()
  for (const [list, { rules, slot }] of judge.lists) {
    const value = frame.values[slot]
    rows.set(list, value instanceof ListValue ? value.rows.map((row) => rules.all(row.frame)) : [])
  }
  return { form: judge.form.all(frame), lists: rows }
}

/** Judges one rule where it stands. */
export function judgeOne({ form, lists }: CompiledJudge, rule: Rule, frame: Frame): Outcome {
  return (rule.list === null ? form : lists.get(rule.list)?.rules)?.one(rule, frame) ?? 'error'
}
