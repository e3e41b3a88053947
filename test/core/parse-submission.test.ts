import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { parseJson } from '../../server/core/json-text.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import {
  parseSubmission,
  parseSubmissionText,
  parseUnreadText,
  readByRuleSet,
} from '../../server/core/parse-submission.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { mutations } from '../support/mutate.ts'
import { runs, PATIENCE } from '../support/runs.ts'
import { timed } from '../support/timed.ts'

const ruleSet: RuleSet = {
  points: 100,
  decimals: 2,
  facts: [
    { id: 'budget', label: '全年预算数', type: 'number', unit: '万元', decimals: 2, aliases: ['预算数'] },
    { id: 'spent', label: '支出数', type: 'number', unit: '万元', decimals: 2, min: 0, max: 100000 },
    { id: 'rate', label: '预算执行率', formula: 'spent / budget' },
    { id: 'place', label: '名次', cohort: { of: 'rate', figure: 'rank' } },
    { id: 'satisfaction', label: '满意度', type: 'number', unit: '%', decimals: 1 },
    { id: 'share', label: '占比', type: 'number' },
    { id: 'paidLate', label: '是否逾期', type: 'boolean' },
    { id: 'level', label: '档次', type: 'choice', options: ['达成', '部分达成', '未达成'] },
    { id: 'signed', label: '签订日期', type: 'date' },
    { id: 'code', label: '证件号码', type: 'text' },
    {
      id: 'targets',
      label: '绩效目标',
      type: 'list',
      fields: [
        { id: 'name', label: '名称', type: 'text' },
        { id: 'target', label: '目标值', type: 'number', decimals: 2 },
        { id: 'actual', label: '完成值', type: 'number', decimals: 2 },
        { id: 'done', label: '完成率', formula: 'actual / target' },
      ],
    },
    { id: 'free' },
  ],
  indicators: [
    {
      id: 'block',
      label: '产出',
      points: 60,
      children: [
        {
          id: 'output',
          label: '产出指标',
          points: 60,
          each: { list: 'targets', points: 'even' },
          scoring: { method: 'ratio', value: 'done' },
        },
      ],
    },
    { id: 'execution', label: '预算执行', points: 40, scoring: { method: 'ratio', value: 'rate' } },
  ],
  findings: [{ id: 'severe', label: '严重', share: 1 }],
}

const base = { id: 'a', name: '花都区委政法委', subject: 'department', year: 2024 }
const rows = [
  { id: 'r1', name: '场次', target: '4', actual: '４' },
  { id: 'r2', name: '成本', target: '73.00', actual: null },
]

describe('parseSubmission normalises each fact by its definition', () => {
  test.each<[string, unknown, unknown]>([
    ['budget', '2,936.68万元', 2936.68],
    ['budget', 2936.68, 2936.68],
    ['budget', '—', null],
    ['budget', '', null],
    ['budget', null, null],
    ['budget', '-5', -5],
    ['satisfaction', '95％', 95],
    ['satisfaction', 96, 96],
    ['share', '95%', 0.95],
    ['paidLate', '是', true],
    ['paidLate', '否', false],
    ['paidLate', false, false],
    ['level', '部分达成', '部分达成'],
    ['level', ['达成', '未达成'], ['达成', '未达成']],
    ['signed', '2024-02-29', '2024-02-29'],
    ['code', '440106199001011234', '440106199001011234'],
    ['code', '  ', null],
    ['code', 'e\u0301', '\u00e9'],
    ['budget', { state: 'pending' }, { state: 'pending' }],
    ['budget', { state: 'notApplicable', reason: '无' }, { state: 'notApplicable', reason: '无' }],
    [
      'budget',
      { value: '1,000', source: 'assumed', note: '文件未写' },
      { value: 1000, source: 'assumed', note: '文件未写' },
    ],
    ['share', { grading: 'huadu-wanggehua-2024' }, { grading: 'huadu-wanggehua-2024' }],
    [
      'targets',
      rows,
      [
        { id: 'r1', name: '场次', target: 4, actual: 4 },
        { id: 'r2', name: '成本', target: 73, actual: null },
      ],
    ],
    [
      'targets',
      { value: [{ id: 'r', target: { value: '5' } }], note: '附件' },
      { value: [{ id: 'r', target: { value: 5 } }], note: '附件' },
    ],
    ['targets', { state: 'pending' }, { state: 'pending' }],
    ['targets', [], []],
    ['targets', '', null],
    ['free', 'anything', 'anything'],
    ['free', ['a', 1], ['a', 1]],
  ])('%s: %j → %j', (id, given, expected) => {
    const result = parseSubmission({ ...base, facts: { [id]: given } }, ruleSet)
    expect(result).toEqual({ ok: true, value: { ...base, facts: { [id]: expected } } })
  })

  test('without a rule set the shape alone is read, and values stay as they are', () => {
    const facts = { any: '2,936.68', n: 5, rows: [{ id: 'r', x: [1, 'a'] }], s: { state: 'missing' }, empty: '' }
    expect(parseSubmission({ ...base, facts })).toEqual({
      ok: true,
      value: { ...base, facts: { ...facts, empty: null } },
    })
  })

  test('a row without an id is named by its number', () => {
    const submission = {
      ...base,
      facts: { targets: [{ id: 'a' }, { name: '乙' }] },
      selfScores: { 'output/2': { points: 1 } },
    }
    expect(parseSubmission(submission, ruleSet)).toEqual({ ok: true, value: submission })
  })

  test('self scores, findings, evidence and texts are kept; rows of a leaf are named <leaf>/<row>', () => {
    const submission = {
      ...base,
      format: 'hengping/submission@1',
      facts: { targets: [{ id: 'r1' }] },
      selfScores: { block: { points: 59, reason: '一项未完成' }, 'output/r1': { points: 60 } },
      findings: { execution: ['severe'], 'output/r1': ['severe'] },
      evidence: [{ indicator: 'output', title: '台账' }, { indicator: 'output/r1' }],
      texts: { summary: '总体情况' },
      notes: ['来自公开文件'],
    }
    expect(parseSubmission(submission, ruleSet)).toEqual({ ok: true, value: submission })
  })
})

const facts = (value: Record<string, unknown>): unknown => ({ ...base, facts: value })

describe('parseSubmission refuses', () => {
  test.each<[string, unknown, string, string, string]>([
    ['not an object', '[]', '', 'invalid_type', '对象'],
    ['no name', { ...base, name: undefined, facts: {} }, 'name', 'required', '缺少“name”'],
    ['no facts', base, 'facts', 'required', '缺少“facts”'],
    ['unknown subject', { ...base, subject: 'x', facts: {} }, 'subject', 'invalid_value', 'department、project'],
    ['unknown key', { ...base, facts: {}, score: 99 }, 'score', 'unknown_key', '不认识“score”'],
    ['year as text', { ...base, year: '2024', facts: {} }, 'year', 'invalid_type', '应为数，现在是“2024”'],
    ['approximate', facts({ spent: '约100' }), 'facts.spent', 'number_approximate', '约数'],
    ['other unit', facts({ spent: '1亿元' }), 'facts.spent', 'number_unit', '亿元，这里的单位是万元'],
    ['decimals', facts({ spent: 1.005 }), 'facts.spent', 'number_decimals', '最多 2 位小数'],
    ['decimals of text', facts({ spent: '1.005' }), 'facts.spent', 'number_decimals', '最多 2 位小数'],
    ['below min', facts({ spent: -1 }), 'facts.spent', 'number_min', '“支出数”不能小于 0'],
    ['above max', facts({ spent: '100,000.01' }), 'facts.spent', 'number_max', '不能大于 100000'],
    ['given value', facts({ spent: { value: '很多' } }), 'facts.spent.value', 'number_text', '“很多”不是数'],
    ['number as boolean', facts({ spent: true }), 'facts.spent', 'number', '应为数，现在是 true'],
    ['boolean text', facts({ paidLate: 'true' }), 'facts.paidLate', 'boolean', '应填是或否'],
    ['option', facts({ level: '基本达成' }), 'facts.level', 'choice', '达成、部分达成、未达成'],
    ['option in list', facts({ level: ['达成', '好'] }), 'facts.level[1]', 'choice', '“好”'],
    ['option twice', facts({ level: ['达成', '达成'] }), 'facts.level', 'choice', '两次'],
    ['no such day', facts({ signed: '2023-02-29' }), 'facts.signed', 'date', '真实的日期'],
    ['date in words', facts({ signed: '2024年1月1日' }), 'facts.signed', 'date', '2024-12-31'],
    ['number for text', facts({ code: 440106 }), 'facts.code', 'text', '加引号'],
    ['not a list', facts({ targets: 5 }), 'facts.targets', 'list', '“绩效目标”应为列表'],
    ['row not an object', facts({ targets: ['x'] }), 'facts.targets[0]', 'row', '第 1 行'],
    [
      'cell',
      facts({ targets: [{ id: 'r', actual: '≥266米' }] }),
      'facts.targets[0].actual',
      'number_comparison',
      '条件',
    ],
    [
      'unknown field',
      facts({ targets: [{ actuel: 1 }] }),
      'facts.targets[0].actuel',
      'unknown_field',
      '是不是 actual（完成值）',
    ],
    ['derived field', facts({ targets: [{ done: 1 }] }), 'facts.targets[0].done', 'derived', '由公式算出'],
    [
      'row id twice',
      facts({ targets: [{ id: 'r' }, { id: 'r' }] }),
      'facts.targets[1].id',
      'row_id_repeated',
      '第 2 行与第 1 行',
    ],
    [
      'row id of an unnamed row',
      facts({ targets: [{ id: '2' }, {}] }),
      'facts.targets[1].id',
      'row_id_repeated',
      '编号都是“2”',
    ],
    ['row id number', facts({ targets: [{ id: 5 }] }), 'facts.targets[0].id', 'row_id', '应为文本'],
    ['rows for a number', facts({ spent: [{ id: 'r' }] }), 'facts.spent', 'number', '应为数，现在是列表'],
    ['unknown fact', facts({ spend: 1 }), 'facts.spend', 'unknown_fact', '是不是 spent（支出数）'],
    ['label as id', facts({ 支出数: 1 }), 'facts.支出数', 'unknown_fact', '是不是 spent（支出数）'],
    ['alias as id', facts({ 预算数: 1 }), 'facts.预算数', 'unknown_fact', '是不是 budget（全年预算数）'],
    ['far from all', facts({ whatever: 1 }), 'facts.whatever', 'unknown_fact', '请核对名称或删去'],
    ['derived fact', facts({ rate: 1 }), 'facts.rate', 'derived', '“预算执行率”由系统算出'],
    ['cohort figure', facts({ place: 1 }), 'facts.place', 'derived', '系统算出'],
    ['state', facts({ spent: { state: 'unknown' } }), 'facts.spent.state', 'state', 'notApplicable（不适用）'],
    [
      'key beside state',
      facts({ spent: { state: 'pending', value: 1 } }),
      'facts.spent.value',
      'unknown_key',
      '“value”',
    ],
    ['key beside value', facts({ spent: { value: 1, sauce: 'x' } }), 'facts.spent.sauce', 'unknown_key', '“sauce”'],
    ['object as value', facts({ spent: { amount: 1 } }), 'facts.spent', 'value', '{"value": …}'],
    ['grading for text', facts({ code: { grading: 'x' } }), 'facts.code', 'grading', '只有数值项'],
    ['grading empty', facts({ share: { grading: '' } }), 'facts.share.grading', 'grading', '编号'],
    ['nested cell', facts({ free: { value: { value: 1 } } }), 'facts.free.value', 'value', '应为'],
    ['prototype', facts({ constructor: 1 }), 'facts.constructor', 'name_refused', 'constructor'],
    [
      'self score',
      { ...base, facts: {}, selfScores: { executoin: { points: 1 } } },
      'selfScores.executoin',
      'unknown_indicator',
      '是不是 execution（预算执行）',
    ],
    ['finding leaf', { ...base, facts: {}, findings: { x: [] } }, 'findings.x', 'unknown_indicator', '“x”'],
    [
      'finding on a block',
      { ...base, facts: {}, findings: { block: ['severe'] } },
      'findings.block',
      'not_a_leaf',
      '末级指标',
    ],
    [
      'finding id',
      { ...base, facts: {}, findings: { execution: ['sever'] } },
      'findings.execution[0]',
      'unknown_finding',
      '是不是 severe（严重）',
    ],
    [
      'evidence',
      { ...base, facts: {}, evidence: [{ indicator: 'y' }] },
      'evidence[0].indicator',
      'unknown_indicator',
      '“y”',
    ],
    [
      'row unknown',
      { ...base, facts: { targets: rows }, selfScores: { 'output/r9': { points: 1 } } },
      'selfScores.output/r9',
      'unknown_row',
      '“r9”',
    ],
    [
      'row of no list',
      { ...base, facts: {}, selfScores: { 'execution/r1': { points: 1 } } },
      'selfScores.execution/r1',
      'unknown_indicator',
      '不按行评分',
    ],
  ])('%s', (_name, input, path, code, words) => {
    const result = parseSubmission(input, ruleSet)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.issues).toHaveLength(1)
    expect(result.issues[0]).toMatchObject({ path, code })
    expect(result.issues[0]?.message).toContain(words)
  })

  test('collects every fault, up to 200', () => {
    const result = parseSubmission({ id: 'a', facts: { spent: '约1', budget: 'x', bogus: 1 } }, ruleSet)
    expect(result.ok ? [] : result.issues.map((issue) => issue.path)).toEqual([
      'name',
      'subject',
      'year',
      'facts.spent',
      'facts.budget',
      'facts.bogus',
    ])
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]))
    const long = parseSubmission(facts(many), ruleSet)
    expect(long.ok ? 0 : long.issues.length).toBe(200)
  })
})

test('what comes out goes in again unchanged, with the same hash', () => {
  const once = parseSubmission(
    facts({ spent: '1,000.50', targets: rows, satisfaction: '95%', paidLate: '是' }),
    ruleSet,
  )
  expect(once.ok).toBe(true)
  if (!once.ok) return
  const twice = parseSubmission(once.value, ruleSet)
  expect(twice).toEqual(once)
  if (twice.ok) expect(contentHash(twice.value)).toBe(contentHash(once.value))
})

const folder = new URL('../../fixtures/invalid-submissions/', import.meta.url)
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  { path: string; code: string; words: string }
>

describe('fixtures/invalid-submissions', () => {
  test('every file is listed', () => {
    const files = readdirSync(folder).filter((file) => file !== 'expected.json' && file !== 'rule-set.json')
    expect(files.sort()).toEqual(Object.keys(expected).sort())
  })

  test.each(Object.entries(expected))('%s', (file, { path, code, words }) => {
    const json = parseJson(readFileSync(new URL(file, folder), 'utf8'))
    const result = json.ok ? parseSubmission(json.value, ruleSet) : json
    const issue = result.ok ? undefined : result.issues.find((one) => one.code === code)
    expect(issue).toMatchObject({ path, code })
    expect(issue?.message).toContain(words)
  })
})

test('5,000 mutated submissions: never throws, each under 100 ms, nothing accepted that is not data', () => {
  const seed = {
    ...base,
    facts: { spent: '1,000', targets: rows, level: '达成', paidLate: '是' },
    evidence: [{ indicator: 'output' }],
  }
  const value = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true }),
    fc.constantFrom('', '-', '约1', '__proto__', NaN, -0, [], {}, { state: 'pending' }, { value: null }, [[[]]]),
  )
  const place = fc.constantFrom(
    'id',
    'facts',
    'facts.spent',
    'facts.targets',
    'facts.targets.0',
    'facts.level',
    'evidence',
    'selfScores',
    'findings',
    'texts',
    'facts.new',
  )
  fc.assert(
    fc.property(place, value, fc.boolean(), (path, replacement, withRules) => {
      const input = structuredClone(seed) as unknown as Record<string, unknown>
      const parts = path.split('.')
      const last = parts.pop() as string
      const target = parts.reduce<Record<string, unknown>>((at, part) => at[part] as Record<string, unknown>, input)
      target[last] = replacement
      const { result, milliseconds } = timed(() => parseSubmission(input, withRules ? ruleSet : undefined))
      expect(milliseconds).toBeLessThan(100 * PATIENCE)
      if (result.ok) expect(parseJson(JSON.stringify(result.value))).toEqual({ ok: true, value: result.value })
      else expect(result.issues.length).toBeGreaterThan(0)
    }),
    { numRuns: 5_000 },
  )
})

test('read first and held to a rule set later, a submission comes out as when both are done at once', () => {
  const rules = parseRuleSet(JSON.parse(readFileSync('rules/guangdong-department.2024-01-01.json', 'utf8')))
  if (!rules.ok) throw new Error(rules.issues[0]?.message)
  const district = generateDistrict({ seed: 3, departments: 6, projects: 0 })
  const wild = fc.oneof(fc.constantFrom('约1', '95％', '', '-', '2,936.68万元', -1, 1e12, null, [], {}), fc.jsonValue())
  let taken = 0
  fc.assert(
    fc.property(
      fc.constantFrom(...district).chain((submission) => mutations(submission, wild)),
      (input) => {
        const read = parseSubmission(input)
        if (!read.ok) return
        taken++
        expect(readByRuleSet(read.value, rules.value)).toEqual(parseSubmission(input, rules.value))
      },
    ),
    runs(20_000, 400),
  )
  expect(taken).toBeGreaterThan(50)
})

test('what a rule set reads as it stands in an unread text reads as it stands without a rule set, too', () => {
  const ruleSets = ['guangdong-department', 'mof-project'].map((id) => {
    const rules = parseRuleSet(JSON.parse(readFileSync(`rules/${id}.2024-01-01.json`, 'utf8')))
    if (!rules.ok) throw new Error(rules.issues[0]?.message)
    return rules.value
  })
  const district = generateDistrict({ seed: 3, departments: 6, projects: 6 })
  const wild = fc.oneof(
    fc.constantFrom('95％', '', ' ', '是', -1, 0.125, true, null, [], {}, ['a'], { value: [] }, { state: 'pending' }),
    fc.jsonValue(),
  )
  let asItStands = 0
  fc.assert(
    fc.property(
      fc
        .constantFrom(...district)
        .chain((submission) => fc.oneof(fc.constant(submission), mutations(submission, wild))),
      fc.constantFrom(...ruleSets),
      (input, rules) => {
        const text = JSON.stringify(input) ?? ''
        const unread = parseUnreadText(text)
        if (!unread) return
        const held = readByRuleSet(unread, rules)
        if (!held.ok || held.value !== unread) return
        asItStands++
        const read = parseSubmissionText(text)
        expect(read).toEqual({ ok: true, value: unread })
        if (read.ok) expect(readByRuleSet(read.value, rules)).toEqual(held)
      },
    ),
    runs(20_000, 600),
  )
  expect(asItStands).toBeGreaterThan(50)
})
