import type { Condition, Criterion, Deduction, FactDefinition, Indicator, RuleSet } from '../server/core/rule-set.ts'
import type { Submission } from '../server/core/submission.ts'

/**
 * The form that is measured: 27 indicators and 63 rules of the usual kinds, repeated for more. Facts are plain numbers
 * and booleans and all of them are known, so that other engines can be asked the same.
 */
export function exampleRuleSet(rules: number): RuleSet {
  const leaves: Leaf[] = []
  const counted = (): number => leaves.reduce((sum, leaf) => sum + leaf.rules, 0)
  for (let round = 0; counted() < rules; round++)
    for (const make of LEAVES) {
      const leaf = make(`${leaves.length + 1}`)
      // the last places are filled with indicators of one rule
      if (counted() < rules) leaves.push(counted() + leaf.rules > rules ? ratio(`${leaves.length + 1}`) : leaf)
    }
  const points = leaves.reduce((sum, { indicator }) => sum + (indicator.points ?? 0), 0)
  return {
    id: 'example',
    title: `${leaves.length} 项指标、${rules} 条规则`,
    effective: { from: '2024-01-01' },
    subject: 'department',
    points,
    decimals: 2,
    grades: ['优', '良', '中', '差'].map((name, index) => ({ name, from: ([0.9, 0.8, 0.6, 0][index] ?? 0) * points })),
    facts: leaves.flatMap(({ facts }) => facts),
    indicators: blocksOf(leaves.map(({ indicator }) => indicator)),
  }
}

interface Leaf {
  readonly rules: number
  readonly facts: FactDefinition[]
  readonly indicator: Indicator
}

/** Indicators in blocks of six, as forms have them. */
function blocksOf(leaves: readonly Indicator[]): Indicator[] {
  return Array.from({ length: Math.ceil(leaves.length / 6) }, (_, index) => {
    const children = leaves.slice(index * 6, index * 6 + 6)
    const points = children.reduce((sum, child) => sum + (child.points ?? 0), 0)
    return { id: `block${index + 1}`, label: `第 ${index + 1} 部分`, points, children }
  })
}

const number = (id: string, label: string): FactDefinition => ({ id, label, type: 'number', decimals: 2, unit: '万元' })
const boolean = (id: string, label: string): FactDefinition => ({ id, label, type: 'boolean' })

/** A rate of two amounts: actual over planned. */
const rateFacts = (n: string): FactDefinition[] => [
  { ...number(`planned${n}`, `计划数 ${n}`), given: true },
  number(`actual${n}`, `完成数 ${n}`),
  { id: `rate${n}`, label: `完成率 ${n}`, display: 'percent', formula: `actual${n} / planned${n}` },
]

const leaf = (n: string, points: number, scoring: Criterion, deductions: Deduction[] = []): Indicator => ({
  id: `leaf${n}`,
  label: `指标 ${n}`,
  points,
  clause: `第 ${n} 条`,
  scoring,
  ...(deductions.length > 0 ? { deductions } : {}),
})

const rateBands = (n: string): Leaf => ({
  rules: 5,
  facts: rateFacts(n),
  indicator: leaf(n, 4, {
    method: 'bands',
    value: `rate${n}`,
    bands: [
      { from: 0.95, points: 4 },
      { from: 0.9, below: 0.95, points: 3 },
      { from: 0.8, below: 0.9, points: 2 },
      { from: 0.6, below: 0.8, points: 1 },
      { below: 0.6, points: 0 },
    ],
  }),
})
const amountBands = (n: string): Leaf => ({
  rules: 4,
  facts: [number(`balance${n}`, `结余 ${n}`)],
  indicator: leaf(n, 4, {
    method: 'bands',
    value: `balance${n}`,
    bands: [
      { to: 10, points: 4 },
      { above: 10, to: 20, points: 2.5 },
      { above: 20, to: 30, points: 1 },
      { above: 30, points: 0 },
    ],
  }),
})
const checklist =
  (items: number) =>
  (n: string): Leaf => ({
    rules: items,
    facts: Array.from({ length: items }, (_, i) => boolean(`done${n}_${i + 1}`, `第 ${i + 1} 项 ${n}`)),
    indicator: leaf(n, 4, {
      method: 'checklist',
      items: Array.from({ length: items }, (_, i) => ({
        id: `item${i + 1}`,
        fact: `done${n}_${i + 1}`,
        points: items === 3 ? [2, 1, 1][i]! : 2,
      })),
    }),
  })
function ratio(n: string): Leaf {
  return { rules: 1, facts: rateFacts(n), indicator: leaf(n, 4, { method: 'ratio', value: `rate${n}` }) }
}
const steps = (n: string): Leaf => ({
  rules: 1,
  facts: rateFacts(n),
  indicator: leaf(n, 4, {
    method: 'steps',
    value: `rate${n}`,
    start: 1,
    side: 'below',
    step: 0.01,
    points: 0.5,
    whole: 'down',
  }),
})
const count = (n: string): Leaf => ({
  rules: 1,
  facts: [{ id: `cases${n}`, label: `违规次数 ${n}`, type: 'number', decimals: 0 }],
  indicator: leaf(n, 4, { method: 'count', value: `cases${n}`, points: 1.5 }),
})
const deduction = (n: string, name: string, points: number, conditions: Condition): Deduction => ({
  name: `leaf${n}/${name}`,
  conditions,
  event: { type: 'deduct', params: { points, reason: `扣 ${points} 分：${name}` } },
})
const late = (n: string): Condition => ({
  all: [
    { fact: `late${n}`, operator: 'equal', value: true },
    {
      any: [
        { fact: `days${n}`, operator: 'greaterThan', value: 30 },
        { not: { fact: `excused${n}`, operator: 'equal', value: true } },
      ],
    },
  ],
})
const lateFacts = (n: string): FactDefinition[] => [
  boolean(`late${n}`, `是否逾期 ${n}`),
  boolean(`excused${n}`, `是否说明原因 ${n}`),
  { id: `days${n}`, label: `逾期天数 ${n}`, type: 'number', decimals: 0 },
]
const twoDeductions = (n: string): Leaf => ({
  rules: 2,
  facts: lateFacts(n),
  indicator: leaf(n, 2, { method: 'full' }, [
    deduction(n, 'late', 1, late(n)),
    deduction(n, 'veryLate', 0.5, { fact: `days${n}`, operator: 'greaterThanInclusive', value: 60 }),
  ]),
})
const oneDeduction = (n: string): Leaf => ({
  rules: 1,
  facts: lateFacts(n),
  indicator: leaf(n, 2, { method: 'full' }, [deduction(n, 'late', 1, late(n))]),
})

/** One round: 27 indicators, 63 rules, 100 points. */
const LEAVES: readonly ((n: string) => Leaf)[] = [
  ...[rateBands, checklist(3), ratio, amountBands, checklist(2), steps, count, twoDeductions],
  ...[rateBands, checklist(3), ratio, amountBands, checklist(2), steps, count, twoDeductions],
  ...[rateBands, checklist(3), ratio, amountBands, checklist(2), steps, count, oneDeduction],
  ...[rateBands, ratio, oneDeduction],
]

/** Made-up departments with every fact known; about a third of the indicators lose something. The same each time. */
export function exampleSubmissions(ruleSet: RuleSet, size: number): Submission[] {
  const random = randomFrom(20_240_406)
  return Array.from({ length: size }, (_, index) => {
    const facts: Submission['facts'] = {}
    for (const { id, formula } of ruleSet.facts) if (formula === undefined) facts[id] = factFor(id, facts, random)
    return { id: `d${index + 1}`, name: `示例单位 ${index + 1}`, subject: 'department', year: 2024, facts }
  })
}

function factFor(id: string, facts: Submission['facts'], random: (below: number) => number): number | boolean {
  const fine = random(3) > 0
  if (id.startsWith('planned')) return (20_000 + random(500_000)) / 100
  if (id.startsWith('actual')) {
    const planned = facts[id.replace('actual', 'planned')] as number
    return Math.round(planned * (fine ? 100 : 50 + random(50))) / 100
  }
  if (id.startsWith('balance')) return random(fine ? 1000 : 4000) / 100
  if (id.startsWith('cases')) return fine ? 0 : random(4)
  if (id.startsWith('days')) return random(fine ? 30 : 90)
  return id.startsWith('late') ? !fine : fine
}

/** Whole numbers below a limit, by a linear congruence: the same on every machine. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
