import { expect, test } from 'vitest'
import { parseRuleSet } from '../../../server/core/parse-rule-set.ts'
import { readDelimited } from '../../../server/core/notice/table/delimited.ts'
import { readNotice, type NoticeOptions } from '../../../server/core/notice/read-notice.ts'
import type { Indicator } from '../../../server/core/rule-set.ts'

/** How tables are laid out: quoted cells, merged cells, where points stand, what does not add up. */

const options: NoticeOptions = { id: 'draft', title: '草稿', region: '某市', subject: 'department', year: 2026 }
const HEADER = '一级指标\t二级指标\t三级指标\t分值\t评分标准'
const read = (...lines: string[]) => {
  const reading = readNotice(lines.join('\n'), options)
  if (!reading.ok) throw new Error(JSON.stringify(reading.issues))
  expect(parseRuleSet(reading.value.ruleSet).ok).toBe(true)
  return reading.value
}
const outline = (nodes: readonly Indicator[]): unknown[] =>
  nodes.map(({ id, label, points, split, children }) => [
    id,
    label,
    points ?? split,
    ...(children ? outline(children) : []),
  ])
const codes = (items: readonly { code: string; row: number | null }[]) => items.map(({ code, row }) => `${code} ${row}`)

test('quoted cells hold line ends, separators and quotes; CRLF and a byte order mark are nothing', () => {
  expect(readDelimited('\ufeffa\t"b\r\n""c""\td"\r\n\t e ')).toEqual({
    ok: true,
    value: [
      ['a', 'b\n"c"\td'],
      ['', 'e'],
    ],
  })
  expect(readDelimited('a,"b,c"\nd,')).toEqual({
    ok: true,
    value: [
      ['a', 'b,c'],
      ['d', ''],
    ],
  })
  expect(readDelimited('a\n"b')).toMatchObject({
    ok: false,
    issues: [{ code: 'table_quote', message: expect.stringContaining('第 2 行') }],
  })
})

test('empty cells continue what is above; an empty deeper name makes the row a leaf', () => {
  const { ruleSet, open } = read(
    HEADER,
    '投入（60分）\t执行\t执行率\t40\t40分×执行率',
    '\t\t完成率\t10\t得分=完成率×分值',
    '\t结余\t\t10\t得分=结余率×分值',
    '产出\t\t\t40\t得分=完成率×分值',
    '合计\t\t\t100\t',
  )
  expect(outline(ruleSet.indicators)).toEqual([
    ['i1', '投入', 60, ['i1-1', '执行', 50, ['i1-1-1', '执行率', 40], ['i1-1-2', '完成率', 10]], ['i1-2', '结余', 10]],
    ['i2', '产出', 40],
  ])
  expect(open).toEqual([])
  expect(ruleSet.points).toBe(100)
})

test('a name written again in every row is the same indicator', () => {
  const { ruleSet } = read(HEADER, '投入\t执行\t甲率\t4\t得分=甲率×分值', '投入\t执行\t乙率\t6\t得分=乙率×分值')
  expect(outline(ruleSet.indicators)).toEqual([
    ['i1', '投入', 10, ['i1-1', '执行', 10, ['i1-1-1', '甲率', 4], ['i1-1-2', '乙率', 6]]],
  ])
})

test('points in one merged cell belong to the block, and are asked for', () => {
  const { ruleSet, open } = read(HEADER, '投入\t执行\t甲率\t10\t得分=甲率×分值', '\t\t乙率\t\t得分=乙率×分值')
  const block = ruleSet.indicators[0]?.children?.[0]
  expect(block).toMatchObject({ label: '执行', points: 10, split: 'even' })
  expect(block?.children?.map(({ label, points }) => [label, points])).toEqual([
    ['甲率', undefined],
    ['乙率', undefined],
  ])
  expect(codes(open)).toEqual(['not_recognised 2', 'not_recognised 3', 'points_missing 2'])
})

test.each([
  [
    'sums that differ',
    ['投入（50分）\t\t甲率\t40\t得分=甲率×分值', '合计\t\t\t100\t'],
    ['sum_differs 2', 'sum_differs null'],
  ],
  ['a leaf without points', ['投入\t\t甲率\t\t得分=甲率×分值'], ['points_missing 2', 'not_recognised 2']],
  ['a leaf without a criterion', ['投入\t\t甲率\t5\t'], ['clause_missing 2']],
  [
    'points that are none',
    ['投入\t\t甲率\t若干\t得分=甲率×分值'],
    ['points_unread 2', 'points_missing 2', 'not_recognised 2'],
  ],
  ['points said twice', ['投入\t\t甲率（4分）\t5\t得分=甲率×分值'], ['points_twice 2']],
  ['a footnote', ['投入\t\t甲率\t5\t得分=甲率×分值', '注：本表自印发之日起执行'], ['footnote 3']],
])('%s: listed', (_, lines, expected) => {
  expect(codes(read(HEADER, ...lines).open)).toEqual(expected)
})

test('what is not understood stays text, with a share from a reviewer', () => {
  const { ruleSet, criteria } = read(HEADER, '投入\t\t甲\t5\t根据情况酌情扣分')
  expect(ruleSet.indicators[0]?.children?.[0]).toEqual({
    id: 'i1-1',
    label: '甲',
    points: 5,
    clause: '根据情况酌情扣分',
    scoring: { method: 'level', level: 'f1_1a', share: 'f1_1b', levels: [{ name: '评定', from: 0, to: 1 }] },
  })
  expect(criteria[0]).toMatchObject({
    recognised: false,
    sentences: [{ recognised: null, note: '说到了得分扣分，没有读懂。' }],
  })
})

test('a formula in the column of explanations is used', () => {
  const { ruleSet } = read(
    '指标名称\t指标解释\t权重\t评分细则',
    '支出率\t支出率=（支出数÷预算数）×100%\t10\t得分=支出率×分值',
  )
  expect(ruleSet.facts).toMatchObject([
    { label: '预算数', given: true },
    { label: '支出数' },
    { label: '支出率', formula: 'f1b / f1a', display: 'percent' },
  ])
  expect(ruleSet.indicators[0]).toMatchObject({
    guide: '支出率=（支出数÷预算数）×100%',
    scoring: { method: 'ratio', value: 'f1c' },
  })
})

test('a row without a name goes on with the one above', () => {
  const { criteria, assumptions } = read(HEADER, '投入\t\t制度\t2\t①有制度，1分；', '\t\t\t\t②有执行，1分。')
  expect(criteria).toMatchObject([{ text: '①有制度，1分；\n②有执行，1分。', recognised: true }])
  expect(codes(assumptions)).toContain('row_continues 3')
})

test.each(['', '只有一行', '甲\t乙\n丙\t丁'])('no header, no table: %j', (text) => {
  expect(readNotice(text, options)).toMatchObject({ ok: false, issues: [{ code: 'notice_header' }] })
})
