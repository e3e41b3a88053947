import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../../server/core/canonical-json.ts'
import { cloneRuleSet } from '../../../server/core/clone-rule-set.ts'
import { diffRuleSets, diffText } from '../../../server/core/diff/index.ts'
import { applyPatch } from '../../../server/core/json-patch.ts'
import type { Criterion, Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { is, ruleSetOf } from '../small.ts'

const percent = { type: 'number', display: 'percent' } as const
const base: RuleSet = ruleSetOf(
  [
    {
      id: 'input',
      label: '投入',
      points: 20,
      children: [
        { id: 'execution', label: '预算执行率', points: 10, scoring: { method: 'ratio', value: 'rate' } },
        { id: 'plan', label: '目标设定', points: 10, scoring: { method: 'full' } },
      ],
    },
    {
      id: 'process',
      label: '过程',
      points: 20,
      children: [{ id: 'open', label: '信息公开', points: 20, scoring: { method: 'full' } }],
    },
  ],
  {
    id: 'small',
    effective: { from: '2024-01-01' },
    grades: [
      { name: '优', from: 90 },
      { name: '差', from: 0 },
    ],
    facts: [
      { id: 'spent', label: '支出数', type: 'number', unit: '万元' },
      { id: 'budget', label: '预算数', type: 'number', unit: '万元' },
      { id: 'adjusted', label: '调整后预算数', type: 'number', unit: '万元' },
      { id: 'rate', label: '支出率', formula: 'spent / budget', display: 'percent' },
      { id: 'share', label: '公开率', ...percent },
      { id: 'late', label: '未按时公开', type: 'boolean' },
      {
        id: 'projects',
        label: '项目',
        type: 'list',
        fields: [
          { id: 'name', label: '名称', type: 'text' },
          { id: 'amount', label: '金额', type: 'number' },
        ],
      },
    ],
  },
)

/** The lines of what an edit changed, after checking that its operations make the edited one. */
function linesOf(edit: (copy: RuleSet) => void, from: RuleSet = base): string[] {
  const to = structuredClone(from)
  edit(to)
  const diff = diffRuleSets(from, to)
  const operations = diff.groups.flatMap(({ changes }) => changes.flatMap((change) => change.operations))
  expect(canonicalJson(applyPatch(from, operations))).toBe(canonicalJson(to))
  return diffText(diff).slice(1)
}

const leaf = (copy: RuleSet, id: string): Indicator => {
  const all = copy.indicators.flatMap((node) => [node, ...(node.children ?? [])])
  return all.find((node) => node.id === id)!
}
const factOf = (copy: RuleSet, id: string) => copy.facts.find((fact) => fact.id === id)!

/** The base with another criterion on 预算执行率. */
const scored = (scoring: Criterion | Criterion[], more: Partial<Indicator> = {}): RuleSet => {
  const copy = structuredClone(base)
  Object.assign(leaf(copy, 'execution'), { scoring, ...more })
  return copy
}
const linesBetween = (a: Criterion | Criterion[], b: Criterion | Criterion[]): string[] =>
  linesOf((copy) => (leaf(copy, 'execution').scoring = b), scored(a))

const steps = { method: 'steps', value: 'rate', start: 0.95, side: 'below', step: 0.01, points: 0.5 } as const
const bands: Criterion = {
  method: 'bands',
  value: 'rate',
  bands: [
    { from: 0.9, points: 5 },
    { from: 0.8, below: 0.9, points: 4 },
    { below: 0.8, points: 0 },
  ],
}
const changedBands = (at: number, change: object): Criterion => ({
  ...bands,
  bands: bands.bands.map((band, index) => (index === at ? { ...band, ...change } : band)),
})

test.each<[string, Criterion | Criterion[], Criterion | Criterion[], string[]]>([
  ['an amount a step', steps, { ...steps, points: 1 }, ['预算执行率：每低 1 个百分点扣 0.5 分 → 扣 1 分']],
  ['a step', steps, { ...steps, step: 0.02 }, ['预算执行率：每低 1 个百分点扣 0.5 分 → 每低 2 个百分点扣 0.5 分']],
  ['a start', steps, { ...steps, start: 0.9 }, ['预算执行率：满分线 95% → 90%']],
  [
    'what is left of a step',
    steps,
    { ...steps, whole: 'down' },
    ['预算执行率：零头：不足一档的按比例扣 → 不足一档的不扣'],
  ],
  ['a default written out', steps, { ...steps, whole: 'prorata' }, ['预算执行率：零头写明：不足一档的按比例扣']],
  ['points of a band', bands, changedBands(0, { points: 4.5 }), ['预算执行率：≥ 90% 一档：得 5 分 → 4.5 分']],
  ['the end of a band', bands, changedBands(0, { from: 0.85 }), ['预算执行率：得 5 分一档：分档下限 90% → 85%']],
  [
    'a boundary of two bands',
    bands,
    {
      ...bands,
      bands: bands.bands.map((band, index) =>
        index === 0 ? { ...band, from: 0.85 } : index === 1 ? { ...band, below: 0.85 } : band,
      ),
    },
    [expect.stringMatching(/^预算执行率：得 5 分与得 .+ 分两档的分界 90% → 85%$/)],
  ],
  [
    'an end that no longer belongs to its band',
    bands,
    { ...bands, bands: [{ above: 0.9, points: 5 }, ...bands.bands.slice(1)] },
    ['预算执行率：得 5 分一档：分档下限 90% → 90%（不含）'],
  ],
  ['a limit', steps, { ...steps, zeroBelow: 0.5 }, ['预算执行率：增加规定：低于 50% 不得分']],
  [
    'another limit',
    { ...steps, zeroBelow: 0.5 },
    { ...steps, zeroBelow: 0.6 },
    ['预算执行率：低于 50% 不得分 → 低于 60% 不得分'],
  ],
  [
    'one more band',
    bands,
    { ...bands, bands: [{ is: 1, points: 6 }, ...bands.bands] },
    ['预算执行率：增加一档：为 100% 得 6 分'],
  ],
  ['one band less', bands, { ...bands, bands: bands.bands.slice(1) }, ['预算执行率：删去一档：≥ 90% 得 5 分']],
  [
    'another method',
    bands,
    steps,
    [
      '预算执行率：评分方法由“分级评分”改为“每…扣…”：支出率 ≥ 95% 得满分，每低 1 个百分点扣 0.5 分，不足一档的按比例扣，扣完为止',
    ],
  ],
  [
    'another fact read',
    { method: 'ratio', value: 'rate' },
    { method: 'ratio', value: 'share', target: 0.9 },
    ['预算执行率：', '  取数“支出率” → “公开率”', '  满分的值 100% → 90%'],
  ],
  [
    'one of several criteria',
    [{ ...steps, when: is('late') }, bands],
    [{ ...steps, when: is('late'), points: 2 }, bands],
    ['预算执行率：未按时公开为“是”时：每低 1 个百分点扣 0.5 分 → 扣 2 分'],
  ],
  [
    'an item of a checklist',
    { method: 'checklist', items: [{ id: 'a', label: '已制定制度', fact: 'late', points: 1 }] },
    { method: 'checklist', items: [{ id: 'a', label: '已制定制度', fact: 'late', points: 2, expect: false }] },
    ['预算执行率：', '  “已制定制度”：得 1 分 → 2 分', '  “已制定制度”：应为“是” → “否”'],
  ],
])('%s', (_, before, after, expected) => expect(linesBetween(before, after)).toEqual(expected))

test.each<[string, (copy: RuleSet) => void, string[]]>([
  ['points', (copy) => (leaf(copy, 'execution').points = 8), ['预算执行率：分值 10 → 8']],
  [
    'a move to another block',
    ({ indicators: [input, process] }) => process!.children!.push(input!.children!.shift()!),
    ['预算执行率：由“投入”移到“过程”之下，排第 2'],
  ],
  [
    'a move out of all blocks',
    ({ indicators }) => indicators.unshift(indicators[0]!.children!.pop()!),
    ['目标设定：由“投入”移到一级指标，排第 1'],
  ],
  [
    'a move among siblings',
    ({ indicators }) => indicators[0]!.children!.reverse(),
    ['目标设定：在“投入”中由第 2 移到第 1'],
  ],
  [
    'one indicator put in before others',
    ({ indicators }) =>
      indicators[0]!.children!.unshift({ id: 'new', label: '资金到位', points: 5, scoring: { method: 'full' } }),
    ['资金到位：新增（5 分，在“投入”之下排第 1）：得满分'],
  ],
  ['a subtree removed', ({ indicators }) => indicators.shift(), ['投入：删去（20 分，下级 2 个指标）']],
  [
    'a block dissolved into the top',
    ({ indicators }) => indicators.splice(0, 1, ...indicators[0]!.children!),
    ['预算执行率：由“投入”移到一级指标，排第 1', '目标设定：由“投入”移到一级指标，排第 2', '投入：删去（20 分）'],
  ],
  ['another id', (copy) => (leaf(copy, 'plan').id = 'goal'), ['目标设定：编号由“plan”改为“goal”']],
  [
    'a policy',
    (copy) => (leaf(copy, 'open').notApplicable = { moveTo: 'plan' }),
    ['信息公开：不适用时：按上级的办法 → 不适用的，分值移到“目标设定”'],
  ],
  [
    'a deduction',
    (copy) =>
      (leaf(copy, 'open').deductions = [
        {
          name: 'late',
          conditions: is('late'),
          event: { type: 'deduct', params: { points: 2, reason: '公开不及时' } },
        },
      ]),
    ['信息公开：增加扣分规则：“公开不及时”：未按时公开为“是”的，扣 2 分'],
  ],
  [
    'a formula',
    (copy) => (factOf(copy, 'rate').formula = 'spent / adjusted'),
    ['数据项“支出率”：公式：支出数 ÷ 预算数 → 支出数 ÷ 调整后预算数'],
  ],
  ['a percentage', (copy) => (factOf(copy, 'share').max = 1.2), ['数据项“公开率”：最大值：不限 → 120%']],
  ['a label', (copy) => (factOf(copy, 'spent').label = '执行数'), ['数据项“执行数”：名称“支出数” → “执行数”']],
  ['the order of facts', ({ facts }) => facts.push(facts.shift()!), ['数据项“支出数”：顺序由第 1 改为第 7']],
  [
    'a column',
    (copy) => factOf(copy, 'projects').fields!.push({ id: 'score', label: '得分', type: 'number', unit: '分' }),
    ['数据项“项目”：增加栏目：“得分”（数，分）'],
  ],
  ['a fact removed', ({ facts }) => facts.splice(5, 1), ['数据项“未按时公开”：删去：是否']],
  ['a grade', ({ grades }) => (grades![0]!.from = 85), ['等级：“优”：下限 90 分 → 85 分']],
  [
    'a grade put in',
    ({ grades }) => grades!.splice(1, 0, { name: '良', from: 80 }),
    ['等级：增加一档：“良”（80 分及以上）'],
  ],
  [
    'a rule on the total',
    (copy) =>
      (copy.overrides = [
        {
          name: 'low',
          conditions: { fact: 'share:open', operator: 'lessThan', value: 0.6 },
          event: { type: 'capGrade', params: { grade: '差' } },
        },
      ]),
    ['总分规则：增加一条：“信息公开”得分率 < 60% 的，等级不高于“差”'],
  ],
  [
    'where it comes from',
    (copy) => (copy.provenance = { status: 'confirmed', documents: [{ title: '某办法' }] }),
    ['整份指标体系：增加出处：“某办法”'],
  ],
  ['a check', (copy) => (copy.checks = [{ code: 'C01', tolerance: 0.01 }]), ['核对：增加一项：C01']],
  ['no change', () => undefined, []],
])('%s', (_, edit, expected) => expect(linesOf(edit)).toEqual(expected))

test('a rule on the total says what became of its effect and its reason', () => {
  const conditions = is('late')
  const from: RuleSet = {
    ...base,
    overrides: [{ name: 'late', conditions, event: { type: 'multiply', params: { factor: 0.9 } } }],
  }
  const edit = (copy: RuleSet) =>
    (copy.overrides![0]!.event = { type: 'capPoints', params: { points: 80, reason: '未按时公开' } })
  expect(linesOf(edit, from)).toEqual([
    '总分规则：“late”：调整：总分 × 0.9 → 总分不高于 80 分；理由：（无） → “未按时公开”',
  ])
})

test('two indicators that change places, parent and child, are two moves at most', () => {
  const lines = linesOf((copy) => {
    const [input] = copy.indicators
    const plan = input!.children!.pop()!
    delete plan.scoring
    copy.indicators[0] = { ...plan, children: [input!] }
  })
  expect(lines.filter((line) => line.includes('移到'))).toEqual([
    '  由“投入”移到一级指标，排第 1',
    '投入：由一级指标移到“目标设定”之下，排第 1',
  ])
})

test('of a long text what differs is shown', () => {
  const clause = (points: string) =>
    `${'按规定及时足额公开预决算信息，'.repeat(5)}得 ${points} 分；${'否则酌情扣分。'.repeat(5)}`
  const from = structuredClone(base)
  leaf(from, 'open').clause = clause('10')
  expect(linesOf((copy) => (leaf(copy, 'open').clause = clause('8')), from)).toEqual([
    '信息公开：评分标准原文“…预决算信息，得 10 分；否则酌情扣…” → “…预决算信息，得 8 分；否则酌情扣…”',
  ])
})

test('groups say what they are about, and places are in the newer version', () => {
  const to = structuredClone(base)
  to.indicators[1]!.children!.push(to.indicators[0]!.children!.shift()!)
  expect(diffRuleSets(base, to)).toEqual({
    from: { id: 'small', effective: { from: '2024-01-01' } },
    to: { id: 'small', effective: { from: '2024-01-01' } },
    groups: [
      {
        about: 'indicator',
        id: 'execution',
        label: '预算执行率',
        changes: [
          {
            kind: 'moved',
            path: '/indicators/1/children/1',
            sentence: '由“投入”移到“过程”之下，排第 2',
            operations: [{ op: 'move', from: '/indicators/0/children/0', path: '/indicators/1/children/1' }],
          },
        ],
      },
    ],
  })
})

test('equal versions are said to be equal', () =>
  expect(diffText(diffRuleSets(base, base))).toEqual([
    'small（2024-01-01 起施行） → small（2024-01-01 起施行）：内容相同',
  ]))

test('the rule sets of this project differ from each other in sentences', () => {
  const [a, b] = ['mof-project.2024-01-01', 'guangdong-department.2024-01-01'].map(
    (name) => JSON.parse(readFileSync(`rules/${name}.json`, 'utf8')) as RuleSet,
  ) as [RuleSet, RuleSet]
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const { groups } = diffRuleSets(from, to)
    const operations = groups.flatMap(({ changes }) => changes.flatMap((change) => change.operations))
    expect(canonicalJson(applyPatch(from, operations))).toBe(canonicalJson(to))
  }
})

test('a copy for another year is told with its date, in one sentence; a note of one’s own by itself', () => {
  const provenance = { status: 'confirmed' as const, documents: [{ title: '通知' }], note: '照原文' }
  const origin = { ...base, provenance }
  const copy = cloneRuleSet(origin, 2025)
  const copied = linesOf((to) => Object.assign(to, copy), origin)
  expect(copied).toEqual(['整份指标体系：施行日期 2024-01-01 → 2025-01-01（由 small@2024-01-01 复制，未经核实）'])
  const own = linesOf((to) => Object.assign(to, { ...copy, provenance: { ...provenance, note: '另写' } }), origin)
  expect(own.slice(1)).toEqual(['  施行日期 2024-01-01 → 2025-01-01', '  出处的说明“照原文” → “另写”'])
})
