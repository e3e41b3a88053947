import type { EngineResult, RuleProperties, TopLevelCondition } from 'json-rules-engine'
import { Engine } from 'json-rules-engine'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { FaultList } from '../../server/core/fault-list.ts'
import { confirmJudgement } from '../../server/core/judge/confirm.ts'
import type { Outcome } from '../../server/core/judge/outcome.ts'
import type { JsonValue } from '../../server/core/plain-json.ts'
import { ConditionFence } from '../../server/core/rule-set-checks/condition-fence.ts'
import { deductionSchema, overrideSchema, type Comparison, type Condition } from '../../server/core/rule-set.ts'
import { leafOf, submissionOf, type Facts } from '../core/small.ts'

/**
 * What json-rules-engine 7.3.1 says by its documentation (docs/rules.md, docs/engine.md) and by itself, what both
 * judges say, and what a rule set may not say at all.
 */

/** json-rules-engine itself on one rule; an exception is its message. */
async function engineSays(conditions: unknown, facts: object, options = {}): Promise<boolean | string> {
  try {
    const engine = new Engine([], options)
    engine.addRule({ conditions: conditions as TopLevelCondition, event: { type: 'rule' } })
    const { events } = await engine.run(facts as Record<string, unknown>)
    return events.length > 0
  } catch (error) {
    return String((error as Error).message)
  }
}

/** What both judges say of a condition; they must agree. */
async function judgesSay(when: Condition, facts: Facts): Promise<Outcome | undefined> {
  const grader = compileRuleSet(leafOf(10, { method: 'cases', cases: [{ when, points: 5 }], otherwise: 0 }))
  const settled = grader.settle(submissionOf(facts))
  expect(await confirmJudgement(grader.program, settled)).toMatchObject({ agreed: true, differences: [] })
  return settled.judgement.form[0]
}

/** What the fence says of a condition: the first sentence, or null when it lets it pass. */
function fenceSays(condition: unknown): string | null {
  const faults = new FaultList()
  new ConditionFence(faults).check(condition as JsonValue, [])
  return faults.issues[0]?.message ?? null
}

const ABSENT = Symbol('a fact that is not there')
type Given = Facts[string] | typeof ABSENT
const NO_DATA = /Undefined fact/

/** A comparison of fact `a`: what it holds, the operator, the value; what the engine says, what we say. */
type Row = readonly [given: Given, Comparison['operator'], Comparison['value'], boolean | RegExp, Outcome]

const COMPARISONS: Readonly<Record<string, readonly Row[]>> = {
  'numbers: both the same': [
    [5, 'equal', 5, true, 'met'],
    [5, 'equal', 6, false, 'notMet'],
    [5, 'notEqual', 6, true, 'met'],
    [5, 'notEqual', 5, false, 'notMet'],
    [5, 'lessThan', 5, false, 'notMet'],
    [4, 'lessThan', 5, true, 'met'],
    [5, 'lessThanInclusive', 5, true, 'met'],
    [5.01, 'lessThanInclusive', 5, false, 'notMet'],
    [5, 'greaterThan', 5, false, 'notMet'],
    [5.01, 'greaterThan', 5, true, 'met'],
    [5, 'greaterThanInclusive', 5, true, 'met'],
    [4.99, 'greaterThanInclusive', 5, false, 'notMet'],
    [-0, 'equal', 0, true, 'met'],
    [0.3, 'equal', 0.3, true, 'met'],
    [0.1 + 0.2, 'equal', 0.3, false, 'notMet'],
    [0.1 + 0.2, 'lessThanInclusive', 0.3, false, 'notMet'],
    [1e21, 'greaterThan', 9007199254740991, true, 'met'],
  ],
  'lists of values': [
    [5, 'in', [4, 5], true, 'met'],
    [5, 'in', [4, 6], false, 'notMet'],
    [5, 'notIn', [4, 6], true, 'met'],
    [5, 'notIn', [4, 5], false, 'notMet'],
    ['甲', 'in', ['甲', '乙'], true, 'met'],
    ['甲', 'notIn', ['甲', '乙'], false, 'notMet'],
    [['甲', '乙'], 'contains', '甲', true, 'met'],
    [['甲', '乙'], 'contains', '丙', false, 'notMet'],
    [['甲', '乙'], 'doesNotContain', '丙', true, 'met'],
    [['甲', '乙'], 'doesNotContain', '甲', false, 'notMet'],
    [[], 'contains', '甲', false, 'notMet'],
    [[], 'doesNotContain', '甲', true, 'met'],
  ],
  'yes and no, texts': [
    [true, 'equal', true, true, 'met'],
    [false, 'equal', true, false, 'notMet'],
    [false, 'notEqual', true, true, 'met'],
    ['甲', 'equal', '甲', true, 'met'],
    ['甲', 'equal', '乙', false, 'notMet'],
    ['甲', 'notEqual', '乙', true, 'met'],
  ],
  'dates: the engine orders them as texts because they begin with a number': [
    ['2024-05-31', 'lessThan', '2024-06-01', true, 'met'],
    ['2024-06-01', 'lessThanInclusive', '2024-06-01', true, 'met'],
    ['2024-06-02', 'greaterThan', '2024-06-01', true, 'met'],
    // no day of the calendar: the engine compares it all the same
    ['2023-02-29', 'lessThan', '2024-06-01', true, 'error'],
    ['05 Apr 2022', 'lessThan', '06 Apr 2021', true, 'error'],
  ],
  'unlike types: the engine says no or coerces, for us they are faults': [
    ['95', 'equal', 95, false, 'error'],
    ['95', 'notEqual', 95, true, 'error'],
    ['95', 'greaterThanInclusive', 90, true, 'error'],
    ['95%', 'greaterThanInclusive', 90, false, 'error'],
    ['2,936.68', 'lessThan', 3000, false, 'error'],
    ['9', 'lessThan', '10', false, 'error'],
    ['甲', 'lessThan', 5, false, 'error'],
    [true, 'lessThan', 5, false, 'error'],
    [1, 'equal', true, false, 'error'],
    [5, 'lessThan', '甲', false, 'error'],
    [['5'], 'lessThan', 6, true, 'error'],
    [5, 'in', ['5'], false, 'error'],
    [5, 'notIn', ['5'], true, 'error'],
    // a text that is looked through letter by letter
    ['甲', 'in', '甲乙', true, 'error'],
    [5, 'in', 5, /is not a function/, 'error'],
    ['甲乙', 'contains', '甲', false, 'error'],
    ['甲乙', 'doesNotContain', '丙', false, 'error'],
    [5, 'contains', 5, false, 'error'],
  ],
  'a fact that is not there ends the engine’s run; for us it is missing': [
    [ABSENT, 'equal', 5, NO_DATA, 'missing'],
    [ABSENT, 'notEqual', 5, NO_DATA, 'missing'],
    [ABSENT, 'in', [5], NO_DATA, 'missing'],
    [ABSENT, 'notIn', [5], NO_DATA, 'missing'],
    [ABSENT, 'doesNotContain', '甲', NO_DATA, 'missing'],
  ],
  'null and empty text are missing, not values': [
    [null, 'equal', 5, false, 'missing'],
    [null, 'notEqual', 5, true, 'missing'],
    [null, 'lessThan', 5, false, 'missing'],
    ['', 'equal', '', true, 'missing'],
    ['', 'notEqual', '甲', true, 'missing'],
  ],
  'the other states, which the engine takes for values': [
    [{ state: 'pending' }, 'notEqual', 5, true, 'pending'],
    [{ state: 'notApplicable' }, 'notEqual', 5, true, 'notApplicable'],
    [{ state: 'missing' }, 'notIn', [5], true, 'missing'],
  ],
}

describe.each(Object.entries(COMPARISONS))('%s', (_, rows) => {
  test.each(rows)('%s %s %s', async (given, operator, value, engine, ours) => {
    const facts = given === ABSENT ? {} : { a: given }
    const condition: Comparison = { fact: 'a', operator, value }
    const said = await engineSays({ all: [condition] }, facts)
    if (engine instanceof RegExp) expect(said).toMatch(engine)
    else expect(said).toBe(engine)
    expect(await judgesSay(condition, facts)).toBe(ours)
  })
})

const yes = { fact: 'yes', operator: 'equal', value: true } as const
const no = { fact: 'no', operator: 'equal', value: true } as const
const open = { fact: 'open', operator: 'equal', value: true } as const
const wait = { fact: 'wait', operator: 'equal', value: true } as const
const FACTS: Facts = { yes: true, no: false, wait: { state: 'pending' } }

describe('groups, on known and on open members', () => {
  /** The engine has no third answer: where a member has no data it ends its run, even where another decides. */
  test.each<[string, Condition, boolean | RegExp, Outcome]>([
    ['all of them hold', { all: [yes, yes] }, true, 'met'],
    ['one of all fails', { all: [yes, no] }, false, 'notMet'],
    ['one of any holds', { any: [no, yes] }, true, 'met'],
    ['none of any holds', { any: [no, no] }, false, 'notMet'],
    ['not of what fails', { not: no }, true, 'met'],
    ['not of what holds', { not: yes }, false, 'notMet'],
    ['not of not', { not: { not: yes } }, true, 'met'],
    ['not of all', { not: { all: [yes, no] } }, true, 'met'],
    ['not of any', { not: { any: [no, yes] } }, false, 'notMet'],
    ['any inside all', { all: [{ any: [no, yes] }, yes] }, true, 'met'],
    ['all inside any', { any: [{ all: [yes, no] }, no] }, false, 'notMet'],
    ['four levels', { all: [{ any: [{ not: { all: [no, yes] } }, no] }] }, true, 'met'],
    ['all with an open member', { all: [yes, open] }, NO_DATA, 'missing'],
    ['all decided beside an open member', { all: [open, no] }, NO_DATA, 'notMet'],
    ['all decided before an open member', { all: [no, open] }, NO_DATA, 'notMet'],
    ['any with an open member', { any: [no, open] }, NO_DATA, 'missing'],
    ['any decided beside an open member', { any: [open, yes] }, NO_DATA, 'met'],
    ['not of an open member', { not: open }, NO_DATA, 'missing'],
    ['the worst of two open members', { all: [wait, open] }, NO_DATA, 'missing'],
    ['the worst of two, the other way round', { any: [open, wait] }, NO_DATA, 'missing'],
    ['an open member that decides nothing', { any: [{ all: [wait, no] }, no] }, false, 'notMet'],
  ])('%s', async (_, condition, engine, ours) => {
    const said = await engineSays(condition, FACTS)
    if (engine instanceof RegExp) expect(said).toMatch(engine)
    else expect(said).toBe(engine)
    expect(await judgesSay(condition, FACTS)).toBe(ours)
  })

  test('a comparison by itself is a condition for us; the engine wants a group', async () => {
    expect(await engineSays(yes, FACTS)).toMatch(/"conditions" root must contain/)
    expect(await judgesSay(yes, FACTS)).toBe('met')
  })

  test('with undefined facts allowed the engine grants points for data that is not there; the judges never do', async () => {
    const allowed = { allowUndefinedFacts: true }
    const nothing: Condition = { fact: 'a', operator: 'notEqual', value: 5 }
    expect(await engineSays({ all: [nothing] }, {}, allowed)).toBe(true)
    expect(await engineSays({ not: { fact: 'a', operator: 'lessThan', value: 5 } }, {}, allowed)).toBe(true)
    expect(await judgesSay(nothing, {})).toBe('missing')
    expect(await judgesSay({ not: { fact: 'a', operator: 'lessThan', value: 5 } }, {})).toBe('missing')
  })
})

describe('a fact compared with a fact', () => {
  test.each<[string, Facts, boolean | RegExp, Outcome]>([
    ['less', { a: 4, b: 5 }, true, 'met'],
    ['equal', { a: 5, b: 5 }, false, 'notMet'],
    ['unlike', { a: 4, b: '5' }, true, 'error'],
    ['without the one', { b: 5 }, NO_DATA, 'missing'],
    ['without the other', { a: 5 }, NO_DATA, 'missing'],
    ['without both, the worse state', { a: { state: 'pending' } }, NO_DATA, 'missing'],
  ])('%s', async (_, facts, engine, ours) => {
    const condition: Condition = { fact: 'a', operator: 'lessThan', value: { fact: 'b' } }
    const said = await engineSays({ all: [condition] }, facts)
    if (engine instanceof RegExp) expect(said).toMatch(engine)
    else expect(said).toBe(engine)
    expect(await judgesSay(condition, facts)).toBe(ours)
  })
})

describe('what the engine takes and a rule set may not say', () => {
  const five = { fact: 'a', operator: 'equal', value: 5 }
  test.each<[string, unknown, object, boolean | RegExp, string]>([
    ['an empty all is true', { all: [] }, {}, true, 'all 里没有条件，空的条件总是成立'],
    ['an empty any is true', { any: [] }, {}, true, 'any 里没有条件，空的条件总是成立'],
    ['any hides all beside it', { any: [five], all: [no] }, { a: 5, no: false }, true, '同一个条件里写了 all 和 any'],
    ['an unknown key is passed over', { all: [five], none: [five] }, { a: 5 }, true, '不认识“none”'],
    ['a path reads inside', { all: [{ ...five, path: '$.x' }] }, { a: { x: 5 } }, true, '条件里不能写“path”'],
    ['a path on a number is ignored', { all: [{ ...five, path: '$.x' }] }, { a: 5 }, true, '条件里不能写“path”'],
    ['parameters of a fact', { all: [{ ...five, params: { year: 1 } }] }, { a: 5 }, true, '条件里不能写“params”'],
    ['priorities within a group', { all: [{ ...five, priority: 9 }] }, { a: 5 }, true, '条件里不能写“priority”'],
    ['a name', { name: 'x', all: [five] }, { a: 5 }, true, '条件里不能写“name”'],
    ['a condition of another place', { condition: 'x' }, {}, /No condition x exists/, '条件里不能写“condition”'],
    ['a result written beforehand', { all: [{ ...five, result: true }] }, { a: 6 }, false, '条件里不能写“result”'],
    ['an operator in front of another', { all: [{ ...five, operator: 'not:equal' }] }, { a: 6 }, true, '带有前缀'],
    [
      'an operator on every member',
      { all: [{ fact: 'a', operator: 'everyFact:equal', value: 5 }] },
      { a: [5] },
      true,
      '带有前缀',
    ],
    [
      'an operator nobody knows',
      { all: [{ ...five, operator: 'is' }] },
      { a: 5 },
      /Unknown operator: is/,
      '不认识比较方式',
    ],
    ['no value', { all: [{ fact: 'a', operator: 'lessThan' }] }, { a: 5 }, /"value" property/, '缺少“value”'],
    [
      'null, which 5 is greater than',
      { all: [{ fact: 'a', operator: 'greaterThan', value: null }] },
      { a: 5 },
      true,
      '现在是空（null）',
    ],
    ['an object as a value', { all: [{ ...five, value: { x: 1 } }] }, { a: 5 }, false, '不认识“x”'],
    [
      'a path of the other fact',
      { all: [{ ...five, value: { fact: 'b', path: '$.x' } }] },
      { a: 5, b: { x: 5 } },
      true,
      'path',
    ],
  ])('%s', async (_, condition, facts, engine, refusal) => {
    const said = await engineSays(condition, facts)
    if (engine instanceof RegExp) expect(said).toMatch(engine)
    else expect(said).toBe(engine)
    expect(fenceSays(condition)).toContain(refusal)
  })

  test('twelve levels pass, thirteen do not', () => {
    const nested = (levels: number): unknown => (levels === 1 ? five : { not: nested(levels - 1) })
    expect(fenceSays(nested(12))).toBe(null)
    expect(fenceSays(nested(13))).toContain('条件嵌套超过 12 层')
  })
})

describe('rules and events', () => {
  const rule = (more: Partial<RuleProperties>): RuleProperties => ({
    conditions: { all: [{ fact: 'a', operator: 'equal', value: 5 }] },
    event: { type: 'deduct', params: { points: 1 } },
    ...more,
  })
  const run = (facts: Record<string, unknown>, ...rules: RuleProperties[]): Promise<EngineResult> =>
    new Engine(rules).run(facts)

  test('what is met fires its event with its parameters, what is not met is told as failed', async () => {
    const { events, failureEvents } = await run({ a: 5 }, rule({}))
    expect([events, failureEvents]).toEqual([[{ type: 'deduct', params: { points: 1 } }], []])
    const failed = await run({ a: 6 }, rule({}))
    expect([failed.events, failed.failureEvents.length]).toEqual([[], 1])
  })

  test('a higher priority comes first in the engine; a deduction has none, its order is the rule set’s', async () => {
    const rules = [1, 100].map((priority) => rule({ priority, event: { type: `p${priority}` } }))
    const { events } = await run({ a: 5 }, ...rules)
    expect(events.map(({ type }) => type)).toEqual(['p100', 'p1'])
    expect(deductionSchema.safeParse({ name: 'd', ...rule({}), priority: 100 }).success).toBe(false)
    expect(deductionSchema.safeParse({ name: 'd', ...rule({}) }).success).toBe(true)
  })

  test('an event of any type fires in the engine; a rule set knows six', async () => {
    const { events } = await run({ a: 5 }, rule({ event: { type: 'anything' } }))
    expect(events).toMatchObject([{ type: 'anything' }])
    const typed = (type: string): unknown => ({ name: 'o', ...rule({}), event: { type, params: {} } })
    const types = ['multiply', 'capPoints', 'capGrade', 'zero', 'add']
    expect(types.map((type) => overrideSchema.safeParse(typed(type)).success)).toEqual(types.map(() => true))
    for (const type of ['success', 'failure', 'error', 'anything'])
      expect([overrideSchema, deductionSchema].some((schema) => schema.safeParse(typed(type)).success)).toBe(false)
  })

  test('one faulty rule ends the engine’s run with all others; for us the others stand', async () => {
    const faulty = rule({ conditions: { all: [{ fact: 'gone', operator: 'equal', value: 5 }] } })
    await expect(run({ a: 5 }, rule({}), faulty)).rejects.toThrow(NO_DATA)
    const cases = [
      { when: { fact: 'a', operator: 'lessThan', value: '甲' } as const, points: 5 },
      { when: { fact: 'a', operator: 'equal', value: 5 } as const, points: 5 },
    ]
    const grader = compileRuleSet(leafOf(10, { method: 'cases', cases, otherwise: 0 }))
    const settled = grader.settle(submissionOf({ a: 5 }))
    expect(settled.judgement.form[0]).toBe('error')
    expect((await confirmJudgement(grader.program, settled)).agreed).toBe(true)
  })
})
