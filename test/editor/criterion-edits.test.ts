import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rewritingOf, rewriteAmounts } from '../../editor/rule-set/edits/amounts.ts'
import { faultsOf, reachOf, withBand, withoutBand } from '../../editor/rule-set/edits/bands.ts'
import {
  asGroup,
  negated,
  operatorsFor,
  withFact,
  withMember,
  withMoved,
  withOperator,
} from '../../editor/rule-set/edits/conditions.ts'
import { addDeduction, moveDeduction, removeDeduction, setAmountKind } from '../../editor/rule-set/edits/deductions.ts'
import { setValue, type Edit } from '../../editor/rule-set/edits/edit.ts'
import {
  addCriterion,
  addEntry,
  changeMethod,
  moveEntry,
  moveThreshold,
  removeCriterion,
  removeEntry,
} from '../../editor/rule-set/edits/entries.ts'
import { factChoices, searchFacts } from '../../editor/rule-set/edits/fact-choices.ts'
import { METHODS } from '../../editor/rule-set/edits/method.ts'
import { partsOf } from '../../editor/rule-set/edits/parts.ts'
import { numberInField, POINTS, readNumber, SHARE, shapeLike } from '../../editor/rule-set/edits/numbers.ts'
import { placeName } from '../../editor/rule-set/edits/place-name.ts'
import {
  addAfter,
  addBelow,
  moveIndicator,
  moveTo,
  removeIndicator,
  splitIndicator,
} from '../../editor/rule-set/edits/tree.ts'
import { matching } from '../../editor/rule-set/search-tree.ts'
import { findIndicator, placeIndicators } from '../../editor/rule-set/tree.ts'
import { describeIndicator, Describer } from '../../server/core/describe/index.ts'
import { lintRuleSet } from '../../server/core/lint/lint-rule-set.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import type { Band, Comparison, Criterion, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { LONG } from '../support/runs.ts'

const bands: Band[] = [
  { from: 0.9, points: 5 },
  { from: 0.8, below: 0.9, points: 3 },
  { below: 0.8, points: 0 },
]

/** A rule set that the door accepts: what an edit makes of it has to be accepted too. */
function ruleSet(own: Partial<Indicator> = {}): RuleSet {
  return {
    format: 'hengping/rule-set@1',
    id: 'sample',
    title: '样本',
    subject: 'department',
    region: '某区',
    points: 20,
    decimals: 2,
    effective: { from: '2026-01-01' },
    provenance: { status: 'unverified', documents: [{ title: '通知' }] },
    grades: [
      { name: '优', from: 18 },
      { name: '差', from: 0 },
    ],
    notApplicable: 'rescale',
    facts: [
      { id: 'rate', label: '预算执行率', type: 'number', display: 'percent', min: 0, max: 1, decimals: 4 },
      { id: 'money', label: '支出数', type: 'number', unit: '万元', decimals: 2, min: 0, aliases: ['支出金额'] },
      { id: 'late', label: '是否逾期', type: 'boolean' },
      { id: 'kind', label: '档次', type: 'choice', options: ['好', '中', '差'] },
      { id: 'due', label: '办结日期', type: 'date' },
      {
        id: 'issues',
        label: '问题清单',
        type: 'list',
        fields: [{ id: 'fixed', label: '已整改', type: 'boolean' }],
      },
    ],
    indicators: [
      {
        id: 'use',
        label: '资金使用',
        points: 15,
        children: [
          {
            id: 'x',
            label: '预算执行率',
            points: 5,
            clause: '条款',
            scoring: { method: 'bands', value: 'rate', bands },
            ...own,
          },
          { id: 'y', label: '进度', points: 10, clause: '条款', scoring: { method: 'full' } },
        ],
      },
      { id: 'z', label: '管理', points: 5, clause: '条款', scoring: { method: 'full' } },
    ],
  }
}

const made = (edit: Edit | null): RuleSet => {
  expect(edit).not.toBeNull()
  return edit!.ruleSet
}
const of = (rules: RuleSet, id = 'x') => findIndicator(rules.indicators, id)!
const scoring = (rules: RuleSet, id = 'x') => of(rules, id).scoring as Criterion
const issues = (rules: RuleSet) => {
  const read = parseRuleSet(JSON.parse(JSON.stringify(rules)))
  return read.ok ? [] : read.issues.map(({ path, message }) => `${path} ${message}`)
}
const order = (rules: RuleSet) =>
  rules.indicators
    .map(({ id, children }) => (children ? `${id}(${children.map((c) => c.id).join(' ')})` : id))
    .join(' ')

describe('numbers as they are typed', () => {
  const describer = Describer.of(ruleSet())
  const percent = shapeLike(describer, 'rate')
  const money = shapeLike(describer, 'money')

  test.each([
    ['95', 0.95],
    ['95%', 0.95],
    ['９５％', 0.95],
    ['94.73', 0.9473],
    ['0.7', 0.007],
    ['29', 0.29],
    ['57', 0.57],
    ['1 个百分点', 0.01],
    ['100', 1],
  ])('%s under %% is %d, exactly', (text, value) => {
    expect(readNumber(text, percent)).toEqual({ ok: true, value })
  })

  test('every whole percentage comes back as it was typed', () => {
    for (let count = 0; count <= 1000; count += 1) {
      const read = readNumber(`${count}.5`, percent)
      expect(read.ok && numberInField(read.value, percent).replace(',', '')).toBe(`${count}.5`)
    }
  })

  test.each([
    ['2,936.68', 2936.68],
    ['2936.68 万元', 2936.68],
    ['（１２.５）', -12.5],
    ['0。5', 0.5],
  ])('%s of money is %d', (text, value) => {
    expect(readNumber(text, money)).toEqual({ ok: true, value })
  })

  test.each([
    ['', POINTS, '要有一个数'],
    ['—', POINTS, '要有一个数'],
    ['-1', POINTS, '不能小于 0'],
    ['0', { ...POINTS, limit: 'positive' as const }, '要大于 0'],
    ['101', SHARE, '0% 到 100%'],
    ['约5', POINTS, '约数'],
    ['5元', money, '换算'],
    ['五', POINTS, '不是数'],
  ])('“%s” is refused with a sentence', (text, shape, words) => {
    const read = readNumber(text, shape)
    expect(read.ok).toBe(false)
    expect(!read.ok && read.issues[0]?.message).toContain(words)
  })
})

describe('one value', () => {
  test('is set, and the step says from what to what', () => {
    const edit = setValue(ruleSet(), 'x', ['scoring', 'bands', 1, 'from'], 0.75)
    expect(edit?.name).toBe('把“预算执行率”的第 2 档下限从 80% 改为 75%')
    expect(scoring(made(edit))).toMatchObject({ bands: [{}, { from: 0.75, below: 0.9 }, {}] })
    expect(issues(made(edit))).toEqual([])
  })

  test('that was left out is written, and one that is taken away is gone', () => {
    const ratio = ruleSet({ scoring: { method: 'ratio', value: 'rate' } })
    const edit = setValue(ratio, 'x', ['scoring', 'target'], 0.95)
    expect(edit?.name).toBe('把“预算执行率”的目标从 100% 改为 95%')
    expect(scoring(made(setValue(made(edit), 'x', ['scoring', 'target'], undefined)))).toEqual(scoring(ratio))
  })

  test('the same value, or an indicator that is gone, is no edit', () => {
    expect(setValue(ruleSet(), 'x', ['scoring', 'bands', 1, 'from'], 0.8)).toBeNull()
    expect(setValue(ruleSet(), 'none', ['label'], '甲')).toBeNull()
  })

  test('texts are named by what they were', () => {
    expect(setValue(ruleSet(), 'x', ['label'], '执行率')?.name).toBe(
      '把“预算执行率”的名称从 “预算执行率” 改为 “执行率”',
    )
    expect(setValue(ruleSet(), 'x', ['clause'], '长'.repeat(30))?.name).toBe('改了“预算执行率”的条款')
  })

  test('places are called as people call them', () => {
    const { indicators } = ruleSet()
    const leaf = indicators[0]!.children![0]!
    expect(placeName(leaf, ['scoring', 'bands', 2, 'below'])).toBe('第 3 档上限')
    expect(placeName(leaf, ['deductions', 0, 'event', 'params', 'points'])).toBe('扣分规则 1 扣分')
    expect(placeName(leaf, ['deductions', 0, 'conditions', 'any', 1, 'value'])).toBe('扣分规则 1 条件里的值')
    expect(placeName({ ...leaf, scoring: [{ method: 'steps' } as Criterion] }, ['scoring', 0, 'points'])).toBe(
      '每步扣分',
    )
  })
})

describe('bands', () => {
  test('a threshold moves both bands beside it', () => {
    const edit = moveThreshold(ruleSet(), 'x', ['scoring'], 0.8, 0.85, (value) => `${value * 100}%`)
    expect(edit?.name).toBe('把“预算执行率”的分界从 80% 改为 85%')
    expect(scoring(made(edit))).toMatchObject({
      bands: [{ from: 0.9 }, { from: 0.85, below: 0.9 }, { below: 0.85 }],
    })
  })

  test('goes no further than its neighbours', () => {
    expect(reachOf(bands, 0.8, 0.01)).toEqual({ low: -Infinity, high: 0.89 })
    expect(reachOf(bands, 0.9, 0.01)).toEqual({ low: 0.81, high: Infinity })
  })

  test('one added or taken away leaves no gap and no overlap', () => {
    const added = made(addEntry(ruleSet(), 'x', ['scoring']))
    expect(scoring(added)).toMatchObject({ bands: [{}, {}, { from: 0.4, below: 0.8, points: 0 }, { below: 0.4 }] })
    expect(lintRuleSet(added).filter(({ code }) => code.startsWith('bands'))).toEqual([])
    for (const index of [0, 1, 2]) {
      const left = removeEntry(ruleSet(), 'x', ['scoring', 'bands', index])
      expect(left?.name).toBe(`“预算执行率”：删去第 ${index + 1} 档`)
      expect(lintRuleSet(made(left)).filter(({ code }) => code.startsWith('bands'))).toEqual([])
    }
  })

  test('the lowest band with an end is followed by one that begins there', () => {
    expect(withBand([{ above: 0.5, points: 1 }], 0)).toEqual([
      { above: 0.5, points: 1 },
      { to: 0.5, points: 0 },
    ])
    expect(withBand([], 0.5)).toEqual([{ from: 0.5, points: 0 }])
    expect(withoutBand([{ is: 0, points: 1 }], 0)).toEqual([])
  })

  test('what belongs to no band, or to two, is seen', () => {
    expect(faultsOf(bands)).toEqual([])
    expect(
      faultsOf([
        { from: 0.9, points: 5 },
        { below: 0.8, points: 0 },
      ]),
    ).toEqual([{ kind: 'gap', low: 0.8, high: 0.9 }])
    expect(
      faultsOf([
        { from: 0.8, points: 5 },
        { below: 0.9, points: 0 },
      ]),
    ).toEqual([{ kind: 'overlap', low: 0.8, high: 0.9 }])
  })

  test('move up and down', () => {
    const edit = moveEntry(ruleSet(), 'x', ['scoring', 'bands', 2], -1)
    expect(edit?.name).toBe('“预算执行率”：上移第 3 档')
    expect(scoring(made(edit))).toMatchObject({ bands: [bands[0], bands[2], bands[1]] })
    expect(moveEntry(ruleSet(), 'x', ['scoring', 'bands', 0], -1)).toBeNull()
  })
})

describe('method', () => {
  test.each(METHODS.flatMap((from) => METHODS.map((to) => [from, to] as const)))(
    'from %s to %s the rule set can still be read',
    (from, to) => {
      const before = made(
        changeMethod(ruleSet({ scoring: { method: 'full' } }), 'x', ['scoring'], from) ?? {
          ruleSet: ruleSet({ scoring: { method: 'full' } }),
          name: '',
        },
      )
      const after = changeMethod(before, 'x', ['scoring'], to)
      if (from === to) return expect(after).toBeNull()
      expect(scoring(made(after)).method).toBe(to)
      expect(issues(made(after))).toEqual([])
    },
  )

  test('what can be kept is kept', () => {
    const when = { fact: 'late', operator: 'equal', value: false } as const
    const steps: Criterion = {
      method: 'steps',
      value: 'money',
      start: 100,
      side: 'above',
      step: 10,
      points: 0.5,
      zeroAbove: 200,
      when,
    }
    const to = (method: Criterion['method']) =>
      scoring(made(changeMethod(ruleSet({ scoring: steps }), 'x', ['scoring'], method)))
    expect(to('ratio')).toEqual({ method: 'ratio', value: 'money', target: 100, zeroAbove: 200, when })
    expect(to('attainment')).toMatchObject({ actual: 'money', target: 100, direction: '<=', zeroAbove: 200, when })
    expect(to('count')).toEqual({ method: 'count', value: 'money', points: 0.5, when })
    expect(to('cases')).toMatchObject({
      cases: [{ when: { all: [{ fact: 'money', operator: 'lessThanInclusive', value: 100 }] }, points: 5 }],
    })
    const flight = to('bands') as Extract<Criterion, { method: 'bands' }>
    expect(flight.bands.slice(0, 3)).toEqual([
      { to: 100, points: 5 },
      { above: 100, to: 110, points: 4.5 },
      { above: 110, to: 120, points: 4 },
    ])
    expect(flight.bands[flight.bands.length - 1]).toEqual({ above: 190, points: 0 })
  })

  test('bands become cases that ask for the same ends', () => {
    const cases = scoring(made(changeMethod(ruleSet(), 'x', ['scoring'], 'cases')))
    expect(cases).toMatchObject({
      cases: [
        { when: { all: [{ operator: 'greaterThanInclusive', value: 0.9 }] }, points: 5 },
        { when: { all: [{ value: 0.8 }, { operator: 'lessThan', value: 0.9 }] }, points: 3 },
        { points: 0 },
      ],
      otherwise: 0,
    })
  })

  test('a method whose kind of fact is nowhere declared is not had', () => {
    const rules = { ...ruleSet(), facts: ruleSet().facts.filter(({ type }) => type === 'number') }
    expect(changeMethod(rules, 'x', ['scoring'], 'checklist')).toBeNull()
    expect(changeMethod(rules, 'x', ['scoring'], 'level')).toBeNull()
  })

  test('one more criterion goes before what was there, and goes again', () => {
    const added = made(addCriterion(ruleSet(), 'x'))
    expect(of(added).scoring).toMatchObject([{ method: 'full', when: {} }, { method: 'bands' }])
    expect(issues(added)).toEqual([])
    expect(of(made(removeCriterion(added, 'x', 0))).scoring).toEqual(of(ruleSet()).scoring)
    expect(removeCriterion(ruleSet(), 'x', 0)).toBeNull()
  })

  test('no more levels than the fact has options', () => {
    const full = made(changeMethod(ruleSet(), 'x', ['scoring'], 'level'))
    expect(addEntry(full, 'x', ['scoring'])).toBeNull()
    const two = made(removeEntry(full, 'x', ['scoring', 'levels', 2]))
    expect(scoring(made(addEntry(two, 'x', ['scoring'])))).toMatchObject({ levels: [{}, {}, { name: '差' }] })
  })

  test.each([
    ['checklist', 'items'],
    ['cases', 'cases'],
  ] as const)('an entry of %s is added and taken away', (method, list) => {
    const before = made(changeMethod(ruleSet(), 'x', ['scoring'], method))
    const count = (rules: RuleSet) => (scoring(rules) as unknown as Record<string, unknown[]>)[list]!.length
    const added = made(addEntry(before, 'x', ['scoring']))
    expect(count(added)).toBe(count(before) + 1)
    const last = count(before)
    expect(made(removeEntry(added, 'x', ['scoring', list, last]))).toEqual(before)
  })
})

describe('deductions', () => {
  test('added with a name of its own and something to ask, moved, taken out', () => {
    const one = made(addDeduction(ruleSet(), 'x'))
    const two = made(addDeduction(one, 'x'))
    expect(issues(two)).toEqual([])
    expect(of(two).deductions?.map(({ name }) => name)).toEqual(['x/1', 'x/2'])
    expect(of(one).deductions?.[0]).toMatchObject({
      conditions: { all: [{ fact: 'late', operator: 'equal', value: true }] },
      event: { params: { points: 1 } },
    })
    expect(of(made(moveDeduction(two, 'x', 1, -1))).deductions?.map(({ name }) => name)).toEqual(['x/2', 'x/1'])
    expect(of(made(removeDeduction(one, 'x', 0)))).not.toHaveProperty('deductions')
  })

  test('points, a share, or a formula: one at a time', () => {
    const params = (rules: RuleSet) => of(rules).deductions?.[0]?.event.params
    const one = made(addDeduction(ruleSet(), 'x'))
    const share = made(setAmountKind(one, 'x', 0, 'share'))
    expect(params(share)).toEqual({ share: 0.2 })
    expect(params(made(setAmountKind(share, 'x', 0, 'points')))).toEqual({ points: 1 })
    const formula = made(setAmountKind(one, 'x', 0, 'formula'))
    expect(params(formula)).toEqual({ formula: '1' })
    expect(issues(formula)).toEqual([])
  })
})

describe('conditions', () => {
  const late: Comparison = { fact: 'late', operator: 'equal', value: true }
  const low: Comparison = { fact: 'rate', operator: 'lessThan', value: 0.9 }
  const choices = factChoices(ruleSet(), null)
  const choice = (id: string) => choices.find((one) => one.id === id)!

  test('members of a group come, go and move; the last one leaves no group', () => {
    const group = { any: [late, low] }
    expect(withMoved(group, 1, -1)).toEqual({ any: [low, late] })
    expect(withMember(group, 0, null)).toEqual({ any: [low] })
    expect(withMember({ all: [late] }, 0, null)).toBeNull()
    expect(asGroup(late, 'any')).toEqual({ any: [late] })
    expect(negated(negated(late))).toBe(late)
  })

  test('another fact keeps what fits it', () => {
    expect(withFact(low, choice('money'), '2026-01-01')).toEqual({ ...low, fact: 'money' })
    expect(withFact(low, choice('late'), '2026-01-01')).toEqual(late)
    expect(withFact(low, choice('kind'), '2026-01-01')).toEqual({ fact: 'kind', operator: 'equal', value: '好' })
    expect(withFact(late, choice('due'), '2026-01-01')).toMatchObject({ fact: 'due', value: '2026-01-01' })
  })

  test('属于 asks for several values, the others for one', () => {
    const kind: Comparison = { fact: 'kind', operator: 'equal', value: '好' }
    const among = withOperator(kind, 'in')
    expect(among).toEqual({ fact: 'kind', operator: 'in', value: ['好'] })
    expect(withOperator(among, 'notEqual')).toEqual({ fact: 'kind', operator: 'notEqual', value: '好' })
  })

  test.each(['rate', 'money', 'late', 'kind', 'due'])('every operator offered for %s is one the door accepts', (id) => {
    for (const operator of operatorsFor(choice(id))) {
      const comparison = withOperator(withFact(low, choice(id), '2026-01-01'), operator)
      expect(issues(ruleSet({ applies: { all: [comparison] } }))).toEqual([])
    }
  })

  test('facts are found by name, former name and id; columns of rows come first', () => {
    expect(searchFacts(choices, '支出金额').map(({ id }) => id)).toEqual(['money'])
    expect(searchFacts(choices, 'RATE').map(({ id }) => id)).toEqual(['rate'])
    expect(searchFacts(choices, '没有')).toEqual([])
    expect(factChoices(ruleSet(), 'issues')[0]).toMatchObject({ id: 'fixed', ofRow: true })
  })
})

describe('the tree', () => {
  test('added, with nothing to its name yet', () => {
    const added = addAfter(ruleSet(), 'x')
    expect([order(made(added)), added?.id, added?.name]).toEqual([
      'use(x indicator1 y) z',
      'indicator1',
      '加指标“新指标”',
    ])
    expect(order(made(addBelow(ruleSet(), 'use')))).toBe('use(x y indicator1) z')
    expect(addBelow(ruleSet(), 'z')).toBeNull()
  })

  test('split: the first half keeps the criterion on its old scale, and the sum stays', () => {
    const split = made(splitIndicator(ruleSet(), 'x'))
    expect(of(split)).toMatchObject({
      points: 5,
      children: [
        { id: 'x-1', label: '预算执行率（1）', points: 2.5, of: 5, scoring: { method: 'bands' }, clause: '条款' },
        { label: '预算执行率（2）', points: 2.5, clause: '条款', scoring: { method: 'full' } },
      ],
    })
    expect(of(split)).not.toHaveProperty('scoring')
    expect(issues(split)).toEqual([])
    expect(lintRuleSet(split).filter(({ code }) => code === 'points_sum')).toEqual([])
    expect(splitIndicator(ruleSet(), 'use')).toBeNull()
  })

  test('taken out, but never the last of its block', () => {
    const gone = removeIndicator(ruleSet(), 'x')
    expect([order(made(gone)), gone?.id]).toEqual(['use(y) z', 'y'])
    expect(removeIndicator(made(gone), 'y')).toBeNull()
  })

  test.each([
    ['y', 'up', 'use(y x) z'],
    ['x', 'down', 'use(y x) z'],
    ['z', 'in', 'use(x y z)'],
    ['y', 'out', 'use(x) y z'],
    ['z', 'up', 'z use(x y)'],
  ] as const)('%s goes %s', (id, direction, expected) => {
    expect(order(made(moveIndicator(ruleSet(), id, direction)))).toBe(expected)
  })

  test('is searched by words of its names; what they stand in is shown with them', () => {
    const found = matching(ruleSet().indicators, ' 执行　预算 ')
    expect([[...found.ids].sort(), found.count, found.first]).toEqual([['use', 'x'], 1, 'x'])
    expect(matching(ruleSet().indicators, 'Ｚ').first).toBe('z')
    expect(matching(ruleSet().indicators, '没有')).toEqual({ ids: new Set(), count: 0, first: undefined })
  })

  test('nowhere it cannot be', () => {
    expect(moveIndicator(ruleSet(), 'x', 'up')).toBeNull()
    expect(moveIndicator(ruleSet(), 'y', 'in')).toBeNull()
    expect(moveIndicator(ruleSet(), 'use', 'out')).toBeNull()
    expect(moveTo(ruleSet(), 'use', 'use', 0)).toBeNull()
    expect(moveTo(ruleSet(), 'z', 'x', 0)).toBeNull()
    expect(moveTo(made(removeIndicator(ruleSet(), 'x')), 'y', null, 0)).toBeNull()
  })
})

describe('amounts on another scale', () => {
  const leaf: Partial<Indicator> = { points: 4, of: 5 }

  test('written anew they give the same points', () => {
    const edit = rewriteAmounts(ruleSet(leaf), 'x')
    expect(edit?.name).toBe('“预算执行率”：评分标准里的分按新分值改写')
    expect(of(made(edit))).not.toHaveProperty('of')
    expect(scoring(made(edit))).toMatchObject({ bands: [{ points: 4 }, { points: 2.4 }, { points: 0 }] })
  })

  test('deductions go along, also those by a formula', () => {
    const deduction = (params: object) => ({
      name: 'd',
      conditions: { fact: 'late', operator: 'equal' as const, value: true },
      event: { type: 'deduct' as const, params },
    })
    const { indicator } = rewritingOf(
      of(ruleSet({ ...leaf, deductions: [deduction({ points: 1 }), deduction({ formula: 'money' })] })),
    )!
    expect(indicator?.deductions?.map(({ event }) => event.params)).toEqual([
      { points: 0.8 },
      { formula: '(money) * 4 / 5' },
    ])
  })

  test('what does not come out even cannot be written', () => {
    expect(rewritingOf(of(ruleSet({ points: 5, of: 3 })))).toMatchObject({ indicator: null })
    expect(rewriteAmounts(ruleSet({ points: 5, of: 3 }), 'x')).toBeNull()
    expect(rewritingOf(of(ruleSet()))).toBeNull()
  })
})

describe('the rule sets that are there', () => {
  const files = readdirSync('rules').filter((name) => /\d\.json$/u.test(name))
  const read = (name: string) => JSON.parse(readFileSync(`rules/${name}`, 'utf8')) as RuleSet

  test.each(files)('%s: after any edit of any leaf the door still reads it', (name) => {
    const rules = read(name)
    const leaves = placeIndicators(rules.indicators).filter(({ indicator }) => indicator.scoring)
    leaves.forEach(({ indicator: { id, scoring: all } }, turn) => {
      const path = Array.isArray(all) ? ['scoring', 0] : ['scoring']
      const edits = [
        ...METHODS.map((method) => () => changeMethod(rules, id, path, method)),
        () => addEntry(rules, id, path),
        () => addCriterion(rules, id),
        () => addDeduction(rules, id),
        () => splitIndicator(rules, id),
        () => moveIndicator(rules, id, 'down'),
        () => moveIndicator(rules, id, 'out'),
      ]
      edits.forEach((edit, index) => {
        if (!LONG && (turn + index) % 5 !== 0) return
        const made = edit()
        if (made) expect([made.name, issues(made.ruleSet)]).toEqual([made.name, []])
      })
    })
  })

  /** What the tables and the condition builder have a field for, whatever the sentence shows. */
  const TABLES =
    /(^|\/)(bands\/\d+\/|levels\/\d+\/|cases\/\d+\/(label|points)|items\/\d+\/(label|fact|expect|points|clause)$)/u
  const CONDITIONS = /(^|\/)(when|where|conditions)\//u
  const DEDUCTIONS = /^deductions\/\d+\/event\/params\//u
  /** Names for programs only, and what a choice of its own decides. */
  const NO_FIELD = /(^|\/)(method|items\/\d+\/id|event\/type|deductions\/\d+\/name)$/u

  test.each(files)('%s: every number, fact and word of every criterion has a field', (name) => {
    const rules = read(name)
    for (const { indicator } of placeIndicators(rules.indicators)) {
      if (!indicator.scoring) continue
      const described = describeIndicator(Describer.of(rules), indicator, [])
      const tokens = described.criteria.flat(2).flatMap((token) => (token.kind === 'text' ? [] : token.path.join('/')))
      const criteria = [indicator.scoring].flat()
      const parts = criteria.flatMap((criterion, index) => {
        const path = Array.isArray(indicator.scoring) ? ['scoring', index] : ['scoring']
        return partsOf(rules, indicator, criterion).map((part) => [...path, ...part.path].join('/'))
      })
      const fields = new Set([...tokens, ...parts])
      const without = valuesOf({ scoring: indicator.scoring, deductions: indicator.deductions }).filter(
        (path) =>
          !fields.has(path) && ![TABLES, CONDITIONS, DEDUCTIONS, NO_FIELD].some((pattern) => pattern.test(path)),
      )
      expect([indicator.id, without]).toEqual([indicator.id, []])
    }
  })
})

/** Places of every plain value. */
function valuesOf(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return node === undefined ? [] : [path.slice(1)]
  return Object.entries(node).flatMap(([key, value]) => valuesOf(value, `${path}/${key}`))
}
