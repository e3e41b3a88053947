import { expect, test } from 'vitest'
import { NO_CASES, standingOf } from '../../../server/core/golden/standing.ts'
import { gateNotes, holdUps } from '../../../server/core/golden/gate.ts'
import {
  acknowledgeCases,
  copyCases,
  pinCase,
  removeCase,
  stateReason,
  type Stepped,
} from '../../../server/core/golden/steps.ts'
import { parseCases, type GoldenCases } from '../../../server/core/golden/cases-file.ts'
import { confirmCases } from '../../../server/core/golden/run-cases.ts'
import { Fraction } from '../../../server/core/fraction.ts'
import type { Parsed } from '../../../server/core/issue.ts'
import type { RuleSet } from '../../../server/core/rule-set.ts'
import type { Submission } from '../../../server/core/submission.ts'
import { casesOf, completeCases, exampleRuleSet } from './example.ts'

const said = { by: 'a', at: '2026-01-01T00:00:00.000Z' }
const ruleSet = exampleRuleSet()
const submission: Submission = {
  id: 's',
  name: '某局',
  subject: 'department',
  year: 2024,
  facts: {
    rate: 0.7,
    project: { grading: 'p' },
    paid: true,
    tasks: [
      { id: 'a', done: 1 },
      { id: 'b', done: 0.5 },
    ],
  },
  evidence: [{ indicator: 'payment', title: '一份文件' }],
}
const context = {
  cohort: { size: 3, hash: '', figures: new Map([['place', Fraction.of(2n, 1n)]]) },
  gradings: new Map([['p', { points: 80, hash: 'h' }]]),
}
const done = (stepped: Parsed<Stepped>): GoldenCases => {
  if (!stepped.ok) throw new Error(JSON.stringify(stepped.issues))
  // as it is stored and read again
  return casesOf(JSON.parse(JSON.stringify(stepped.value.cases)))
}
const pin = (node: string, cases: GoldenCases = NO_CASES, by: RuleSet = ruleSet) =>
  pinCase(by, cases, { submission, hash: 'sha256:s', context, node }, said)
const edited = (change: (copy: RuleSet) => void): RuleSet => {
  const copy = structuredClone(ruleSet)
  change(copy)
  return copy
}

test('what is pinned is what a leaf, a list and a rank came to, and both judges confirm it from the case alone', async () => {
  const cases = done(pin('tasks', done(pin('standing', done(pin('execution'))))))
  expect(cases.cases.map(({ name, expect: wanted }) => [name, wanted])).toEqual([
    [
      '某局 · 预算执行',
      { awarded: { execution: 20 }, lines: { execution: [{ rule: 'execution/band-2', item: 'band-2', points: -20 }] } },
    ],
    ['某局 · 排名', { awarded: { standing: 5 }, lines: expect.anything() }],
    ['某局 · 任务', { awarded: { tasks: 10, 'tasks/a': 10, 'tasks/b': 0 }, lines: expect.anything() }],
  ])
  expect((await confirmCases(ruleSet, cases)).map(({ ok, grading }) => [ok, grading?.confirmedBy])).toEqual(
    cases.cases.map(() => [true, 'json-rules-engine']),
  )
  expect(standingOf(ruleSet, cases).cases.map(({ about }) => about)).toEqual([['execution'], ['standing'], ['tasks']])
})

test('a figure that is no decimal is kept exactly', () => {
  const third = { ...context, cohort: { ...context.cohort, figures: new Map([['place', Fraction.of(2n, 3n)]]) } }
  const pinned = pinCase(ruleSet, NO_CASES, { submission, hash: 'h', context: third, node: 'standing' }, said)
  expect(done(pinned).cases[0]?.cohort).toEqual({ place: '2/3' })
  expect(standingOf(ruleSet, done(pinned)).cases[0]?.ok).toBe(true)
})

test('pinned again it takes the place of what was pinned; another one of the same name is told apart; taken out it is gone', () => {
  const once = done(pin('execution'))
  expect(done(pin('execution', once)).cases).toHaveLength(1)
  const other = pinCase(
    ruleSet,
    once,
    { submission: { ...submission, id: 't' }, hash: 'h', context, node: 'execution' },
    said,
  )
  expect(done(other).cases.map(({ name }) => name)).toEqual(['某局 · 预算执行', '某局（t）· 预算执行'])
  expect(done(removeCase(once, '某局 · 预算执行')).cases).toEqual([])
  expect(removeCase(once, '没有的').ok).toBe(false)
  expect(pin('none').ok).toBe(false)
})

test('a changed result holds a rule set up until somebody takes it for right, which is told', () => {
  const pinned = done(pin('execution'))
  const harder = edited(({ indicators }) => {
    Object.assign((indicators[0]!.scoring as { bands: { points: number }[] }).bands[1]!, { points: 15 })
  })
  const [standing] = standingOf(harder, pinned).cases
  expect(standing).toMatchObject({ ok: false, awarded: [{ node: 'execution', expected: 20, actual: 15 }] })
  expect(holdUps(standingOf(harder, pinned)).map(({ code }) => code)).toEqual(['case_changed', 'rule_untested'])
  const taken = acknowledgeCases(harder, pinned, ['某局 · 预算执行'], said)
  expect(taken).toMatchObject({ ok: true, value: { text: '把用例“某局 · 预算执行”改为新的结果' } })
  const after = standingOf(harder, done(taken))
  expect(holdUps(after).map(({ code }) => code)).toEqual(['rule_untested'])
  expect(gateNotes(after)[0]).toMatch(/^a 把用例“某局 · 预算执行”改为新的结果：“预算执行”由 20 分变为 15 分；/)
  expect(acknowledgeCases(harder, done(taken), null, said).ok).toBe(false)
  expect(standingOf(ruleSet, done(taken)).cases[0]?.ok).toBe(false)
})

test('cases of a file are taken for right all at once: what they expect is what they come to, and nothing else is touched', () => {
  const cases = casesOf(completeCases())
  const changed = edited(({ indicators }) => {
    const bandsOf = (at: number) => (indicators[at]!.scoring as { bands: { points: number }[] }).bands
    Object.assign(bandsOf(0)[1]!, { points: 18 })
  })
  const before = standingOf(changed, cases)
  const moved = before.cases.filter(({ ok }) => !ok).map(({ name }) => name)
  expect(moved.length).toBeGreaterThan(2)
  const after = done(acknowledgeCases(changed, cases, null, said))
  expect(standingOf(changed, after).cases.filter(({ ok }) => !ok)).toEqual([])
  for (const golden of cases.cases) if (!moved.includes(golden.name)) expect(after.cases).toContainEqual(golden)
  const full = after.cases.find(({ name }) => name === '执行率 0.8999')
  expect(full?.expect).toEqual({ points: 78 })
})

test('an indicator or a fact that is gone: the case that was about it alone goes, others go on', () => {
  const cases = done(pin('projects', done(pin('execution'))))
  const without = edited((copy) => {
    copy.indicators = copy.indicators.filter(({ id }) => id !== 'projects')
    copy.facts = copy.facts.filter(({ id }) => id !== 'project')
  })
  expect(standingOf(without, cases).cases.map(({ ok }) => ok)).toEqual([true, false])
  const taken = acknowledgeCases(without, cases, null, said)
  expect(taken).toMatchObject({ value: { text: expect.stringContaining('去掉其中已无从评起的 1 个') } })
  expect(done(taken).cases.map(({ name }) => name)).toEqual(['某局 · 预算执行'])
})

test('one reason for all that is untried, or one for each; a rule that comes in later needs its own', () => {
  const open = standingOf(ruleSet, NO_CASES).untested
  expect(open.length).toBeGreaterThan(5)
  const [first] = open
  const one = done(stateReason(ruleSet, NO_CASES, [{ rule: first!.rule, outcome: first!.outcome }], '不会出现', said))
  expect(standingOf(ruleSet, one).untested).toHaveLength(open.length - 1)
  const all = done(stateReason(ruleSet, one, null, '头一年，还没有用例', said))
  expect(holdUps(standingOf(ruleSet, all))).toEqual([])
  expect(gateNotes(standingOf(ruleSet, all))).toEqual([
    '1 处规则没有用例：不会出现（a）',
    `${open.length - 1} 处规则没有用例：头一年，还没有用例（a）`,
  ])
  expect(stateReason(ruleSet, all, null, '再说一遍', said).ok).toBe(false)
  const more = edited(({ indicators }) => {
    indicators[0]!.deductions = [
      {
        name: 'execution/late',
        conditions: { any: [{ fact: 'paid', operator: 'equal', value: false }] },
        event: { type: 'deduct', params: { points: 1, reason: '没有按时支付' } },
      },
    ]
  })
  expect(standingOf(more, all).untested.map(({ rule, outcome }) => [rule, outcome])).toEqual([
    ['execution/late', 'met'],
    ['execution/late', 'notMet'],
  ])
  // pinning one for which it holds and one for which it does not tries it both ways
  const late = { ...submission, id: 'l', name: '迟局', facts: { ...submission.facts, paid: false } }
  const both = done(
    pinCase(more, done(pin('execution', all, more)), { submission: late, hash: 'l', context, node: 'execution' }, said),
  )
  expect(holdUps(standingOf(more, both))).toEqual([])
})

test('a copy for another year brings the cases and each reason, and what was of that year alone stays behind', () => {
  const own = {
    ...completeCases(),
    cases: [
      ...completeCases().cases,
      { name: '另一种读法', patch: [{ op: 'remove', path: '/indicators/0' }], expect: { points: 1 } },
    ],
  }
  const some = done(stateReason(ruleSet, done(pin('execution')), null, '头一年', said))
  expect(copyCases(some)).toMatchObject({ cases: [{ name: '某局 · 预算执行' }], uncovered: [] })
  const copied = copyCases(casesOf(own))
  expect(copied.cases.map(({ name }) => name)).not.toContain('另一种读法')
  expect(copied.cases).toHaveLength(completeCases().cases.length)
  expect(copied.uncovered).toEqual(completeCases().uncovered)
  expect(parseCases(copied).ok).toBe(true)
})
