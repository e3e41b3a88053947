import { describe, expect, test } from 'vitest'
import { axesOf } from '../../editor/charts/radar.ts'
import { barsOf, scaleOf } from '../../editor/charts/waterfall.ts'
import { assumedFacts } from '../../editor/grading/assumed-facts.ts'
import { ledgerSections } from '../../editor/grading/ledger.ts'
import { besideMedians } from '../../editor/grading/peers.ts'
import { lossSteps } from '../../editor/grading/losses.ts'
import { selfScoresOf } from '../../editor/grading/self-scores.ts'
import type { GradedNode, Grading, Line } from '../../server/core/grading.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'

const line = (points: number, effect: Line['effect'] = 'deduct'): Line => ({
  rule: `rule${points}`,
  item: null,
  effect,
  points,
  reason: '',
  clause: null,
  values: [],
  calculation: null,
  conditions: null,
  remedy: null,
})

function node(id: string, points: number, lines: Line[] = [], children: GradedNode[] = []): GradedNode {
  const inner = children.length > 0 ? children.reduce((sum, child) => sum + (child.awarded ?? 0), 0) : points
  const awarded = inner + lines.reduce((sum, each) => sum + each.points, 0)
  return { id, label: id, points, awarded, range: null, status: 'graded', message: null, lines, children }
}

const open = (id: string, points: number, range: [number, number]): GradedNode => ({
  ...node(id, points),
  awarded: null,
  range,
  status: 'pending',
})

const grading = (indicators: GradedNode[], overrides: Line[] = []): Grading => ({
  format: 'hengping/grading@1',
  status: 'final',
  ruleSet: { id: '', effective: '', hash: '' },
  submission: { id: '', name: '', hash: '' },
  engine: { version: '', hash: '' },
  cohort: null,
  inputs: [],
  judgedBy: 'compiled',
  confirmedBy: null,
  points: 0,
  fullPoints: 100,
  grade: null,
  range: null,
  indicators,
  overrides,
  checks: [],
})

describe('the waterfall', () => {
  test('from the full points down to the score, the biggest loss first', () => {
    const steps = lossSteps(
      grading([
        node('a', 60, [], [node('a1', 40, [line(-1)]), node('a2', 20, [line(-3.5), line(0.5, 'floor')])]),
        node('b', 40),
      ]),
    )
    expect(steps.map(({ label, from, change }) => [label, from, change])).toEqual([
      ['a2', 100_000, -3000],
      ['a1', 97_000, -1000],
    ])
  })

  test('a block’s own line is a step; what rescaling gives back comes after the losses', () => {
    const block = node(
      'a',
      35,
      [line(5.17, 'rescale')],
      [node('a1', 6, [line(-6, 'exempt')]), node('a2', 29, [line(-4)])],
    )
    const steps = lossSteps(grading([block]))
    expect(steps.map(({ change }) => change)).toEqual([-6000, -4000, 5170])
    expect(steps[2]!.label).toBe('a：按比例折算')
  })

  test('a block on another scale, or of which one is chosen, is one step', () => {
    const scaled = node('s', 40, [line(-6, 'scale'), line(-54, 'scale')], [node('s1', 100, [line(-10)])])
    const chosen = { ...node('c', 6, [], [node('c1', 6, [line(-2)]), node('c2', 6)]), awarded: 4 }
    expect(lossSteps(grading([{ ...scaled, awarded: 36 }, chosen])).map((step) => [step.label, step.change])).toEqual([
      ['s', -4000],
      ['c', -2000],
    ])
  })

  test('what is open may lose at most this, and says so', () => {
    const steps = lossSteps(grading([node('a', 60, [line(-2)]), open('b', 40, [37, 40])]))
    expect(steps.map(({ label, change, open }) => [label, change, open])).toEqual([
      ['a', -2000, false],
      ['b', -3000, true],
    ])
  })

  test('many losses: the small ones in one step, the sum kept', () => {
    const leaves = Array.from({ length: 12 }, (_, index) => node(`n${index}`, 5, [line(-(index + 1) / 10)]))
    const steps = lossSteps(grading(leaves), 4)
    expect(steps.map(({ label }) => label)).toEqual(['n11', 'n10', 'n9', '其余 9 项'])
    expect(steps.reduce((sum, step) => sum + step.change, 0)).toBe(-7800)
  })

  test('its bars hang one under the other, from a whole step of the axis', () => {
    const ends = { full: { label: '满分', figure: '', value: 100_000 }, end: { label: '得分', figure: '' } }
    const drawn = (leaves: GradedNode[]) => barsOf(lossSteps(grading(leaves)), ends, () => '')
    const bars = drawn([node('a', 60, [line(-4)]), node('b', 20, [line(-3)]), open('c', 20, [15, 20])])
    expect(bars.map(({ label, low, high, kind }) => [label, low, high, kind])).toEqual([
      ['满分', 0, 100_000, 'whole'],
      ['a', 96_000, 100_000, 'loss'],
      ['b', 93_000, 96_000, 'loss'],
      ['c', 88_000, 93_000, 'open'],
      ['得分', 0, 88_000, 'whole'],
    ])
    expect(scaleOf(bars)).toEqual({ start: 85_000, most: 100_000, step: 5000 })
    expect(scaleOf(drawn([node('a', 100, [line(-1)])]))).toEqual({ start: 98_000, most: 100_000, step: 1000 })
    expect(scaleOf(drawn([node('a', 100, [line(-100)])]))).toEqual({ start: 0, most: 100_000, step: 20_000 })
  })

  test('overrides on the total come last', () => {
    const steps = lossSteps(grading([node('a', 100, [line(-5)])], [line(-9.5, 'multiply')]))
    expect(steps[1]).toMatchObject({ label: '总分打折', from: 95_000, change: -9500 })
  })
})

test('the ledger folds full marks away, counted by top block; whatever has a line or is open stays', () => {
  const [first, second] = ledgerSections([
    node('a', 60, [], [node('a1', 40, [line(-1)]), node('a2', 20, [], [node('a2x', 10), node('a2y', 10)])]),
    node('b', 40, [], [open('b1', 20, [0, 20]), node('b2', 20, [line(0, 'full')])]),
  ])
  expect(first).toMatchObject({ leaves: 3, fullLeaves: 2 })
  expect(first!.rows.map(({ node: { id }, depth, full }) => [id, depth, full])).toEqual([
    ['a1', 1, false],
    ['a2', 1, true],
    ['a2x', 2, true],
    ['a2y', 2, true],
  ])
  expect(second).toMatchObject({ leaves: 2, fullLeaves: 0 })
})

test('self scores: as given, else the sum of what stands below, else unknown', () => {
  const tree = [
    node('a', 60, [], [node('a1', 40), node('a2', 20)]),
    node('b', 40, [], [node('b1', 20), node('b2', 20)]),
  ]
  const scores = selfScoresOf(tree, { a1: { points: 39.5 }, a2: { points: 20 }, b: { points: 38 }, b1: { points: 20 } })
  expect(Object.fromEntries(scores)).toEqual({ a: 59_500, a1: 39_500, a2: 20_000, b: 38_000, b1: 20_000 })
})

test('assumed facts are listed by label, rows by their name', () => {
  const ruleSet: RuleSet = {
    points: 100,
    decimals: 2,
    indicators: [] as never,
    facts: [
      { id: 'rate', label: '支出率', display: 'percent' },
      { id: 'budget', label: '预算数', unit: '万元' },
      {
        id: 'projects',
        label: '项目',
        type: 'list',
        fields: [
          { id: 'late', label: '逾期' },
          { id: 'score', label: '得分' },
        ],
      },
    ],
  }
  const submission: Submission = {
    id: 's',
    name: 's',
    subject: 'department',
    year: 2024,
    facts: {
      rate: { value: 0.2875, source: 'assumed', note: '推算' },
      budget: { value: 2781.82 },
      projects: [
        { name: '网格化', late: { value: false, source: 'assumed' }, score: 100 },
        { late: false, score: { value: null, source: 'assumed' } },
      ],
    },
  }
  expect(assumedFacts(submission, ruleSet)).toEqual([
    { id: 'rate', label: '支出率', value: '28.75%', note: '推算' },
    { id: 'projects[0].late', label: '项目 · 网格化 · 逾期', value: '否', note: '' },
    { id: 'projects[1].score', label: '项目 · 第 2 行 · 得分', value: '未填报', note: '' },
  ])
})

describe('beside the medians', () => {
  const medians = {
    size: 9,
    nodes: [
      { node: 'a1', label: '甲', rate: 9000, size: 9 },
      { node: 'a2', label: '乙', rate: 5000, size: 9 },
      { node: 'b', label: '丙', rate: 10_000, size: 9 },
    ],
  }

  test('the second level, or a leaf at the top, with what it gets of its points; open is no rate', () => {
    const own = grading([node('a', 60, [], [node('a1', 3, [line(-1)]), open('a2', 20, [10, 20])]), node('b', 40)])
    expect(besideMedians(own, medians).map(({ node: id, own: rate, median }) => [id, rate, median])).toEqual([
      ['a1', 6667, 9000],
      ['a2', null, 5000],
      ['b', 10_000, 10_000],
    ])
  })

  test('an axis of the radar has the number of its row; what is open has none', () => {
    const own = grading([node('a', 60, [], [node('a1', 3, [line(-1)]), open('a2', 20, [10, 20])]), node('b', 40)])
    expect(axesOf(besideMedians(own, medians))).toEqual([
      { number: 1, label: '甲', own: 6667, median: 9000 },
      { number: 3, label: '丙', own: 10_000, median: 10_000 },
    ])
  })
})
