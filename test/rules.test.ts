import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'
import type { Indicator, RuleSet } from '../server/core/rule-set.ts'

const files = [
  ...readdirSync('rules')
    .filter((name) => /^[a-z-]+\.\d{4}-\d{2}-\d{2}\.json$/.test(name))
    .map((name) => `rules/${name}`),
  ...readdirSync('fixtures/cases').map((name) => `fixtures/cases/${name}/rule-set.json`),
]

function read(file: string): RuleSet {
  const result = parseRuleSet(JSON.parse(readFileSync(file, 'utf8')))
  if (!result.ok) throw new Error(`${file}: ${JSON.stringify(result.issues, null, 2)}`)
  return result.value
}

const thousandths = (points: number | undefined): number => Math.round((points ?? Number.NaN) * 1000)
const leavesOf = (nodes: readonly Indicator[]): Indicator[] =>
  nodes.flatMap((node) => (node.children ? leavesOf(node.children) : [node]))

/** Every node whose children do not add up to it, as sentences; children that share by `split` always do. */
function unbalanced(name: string, points: number | undefined, children: readonly Indicator[]): string[] {
  const sum = children.reduce((total, child) => total + thousandths(child.points), 0)
  const own = sum === thousandths(points) ? [] : [`${name}: ${String(points)} but children give ${sum / 1000}`]
  return [
    ...own,
    ...children.flatMap((child) =>
      child.children && !child.split ? unbalanced(child.id, child.points, child.children) : [],
    ),
  ]
}

describe.each(files)('%s', (file) => {
  test('is a valid rule set', () => {
    expect(parseRuleSet(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({ ok: true })
  })

  test('adds up at every node', () => {
    const { points, indicators } = read(file)
    expect(unbalanced('total', points, indicators)).toEqual([])
  })

  test('says why at every leaf and where it comes from', () => {
    const { indicators, provenance } = read(file)
    expect(leavesOf(indicators).filter(({ clause, label }) => !clause || !label)).toEqual([])
    expect(provenance?.documents.length).toBeGreaterThan(0)
  })
})

describe('guangdong-department', () => {
  const ruleSet = read('rules/guangdong-department.2024-01-01.json')

  test('has 27 indicators under 50 + 50, and only the first level is confirmed', () => {
    expect(leavesOf(ruleSet.indicators)).toHaveLength(27)
    expect(ruleSet.indicators.map(({ label, points, status }) => [label, points, status])).toEqual([
      ['履职效能', 50, 'confirmed'],
      ['管理效率', 50, 'confirmed'],
    ])
    const below = ruleSet.indicators.flatMap(({ children = [] }) => [...children, ...leavesOf(children)])
    expect(new Set(below.map(({ status }) => status))).toEqual(new Set(['unverified']))
  })

  test('says that it is unverified, as a whole and in every clause', () => {
    expect(ruleSet.provenance?.status).toBe('unverified')
    expect(ruleSet.provenance?.note).toBe('未经核实，请以当年通知为准')
    expect(leavesOf(ruleSet.indicators).filter(({ clause }) => !clause?.startsWith('（未经核实）'))).toEqual([])
  })

  test('has no rule made for one department', () => {
    const { provenance: _source, ...rules } = ruleSet
    for (const name of ['政法委', '花都', 'zhengfawei', 'huadu']) expect(JSON.stringify(rules)).not.toContain(name)
  })
})

test('mof-project is confirmed: 10, 50, 30 and 10', () => {
  const { provenance, indicators } = read('rules/mof-project.2024-01-01.json')
  expect(provenance?.status).toBe('confirmed')
  expect(indicators.map(({ label, points }) => [label, points])).toEqual([
    ['预算执行率', 10],
    ['产出指标', 50],
    ['效益指标', 30],
    ['满意度指标', 10],
  ])
})

test('yueyang-department is nine confirmed indicators of 36 points, and says that it is a part', () => {
  const { provenance, points, partial, indicators } = read('rules/yueyang-department.2018-01-01.json')
  expect([provenance?.status, points, partial, leavesOf(indicators).length]).toEqual(['confirmed', 36, true, 9])
})

test('mof-framework has 17 indicators, of which two were read in print', () => {
  const { provenance, indicators } = read('rules/mof-framework.2020-01-01.json')
  const leaves = leavesOf(indicators)
  expect([provenance?.status, leaves.length]).toEqual(['unverified', 17])
  expect(leaves.filter(({ status }) => status === 'confirmed').map(({ label }) => label)).toEqual([
    '立项依据充分性',
    '绩效指标明确性',
  ])
  const unread = leaves.filter(({ status }) => status !== 'confirmed')
  expect(unread.filter(({ clause, status }) => status !== 'unverified' || !clause?.startsWith('（未经核实）'))).toEqual(
    [],
  )
})

describe.each(['department', 'project'])('sichuan-%s', (subject) => {
  const { provenance, indicators } = read(`rules/sichuan-${subject}.2017-01-01.json`)

  test('has confirmed points, and says of every criterion that it is unverified', () => {
    expect(provenance?.status).toBe('unverified')
    const leaves = leavesOf(indicators)
    expect(
      leaves.filter(({ clause, status }) => status !== 'unverified' || !clause?.startsWith('（评分标准未经核实）')),
    ).toEqual([])
  })

  test('has the points of the printed table', () => {
    const blocks = subject === 'department' ? [25, 30, 45] : [30, 70]
    expect(indicators.map(({ points }) => points)).toEqual(blocks)
  })
})
