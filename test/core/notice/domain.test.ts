import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readClause } from '../../../server/core/notice/read-clause.ts'
import { lintRuleSet } from '../../../server/core/lint/lint-rule-set.ts'
import { readNotice } from '../../../server/core/notice/read-notice.ts'
import type { Indicator } from '../../../server/core/rule-set.ts'
import { shapeOf } from './shape.ts'

/**
 * The kinds of criteria that occur, each with a real sentence, against the worked rule set of that name in
 * `format-vectors.json`. Those that speak of a block or of the total are read where they stand in a table.
 */

const SAME: Record<string, string | null> = {
  '4.01 proportional': '20分×执行率',
  '4.02 reverse': null,
  '4.03 full or ratio': null,
  '4.04 proportional above a floor': null,
  // the sentence with its ellipsis filled in from the worked rules
  '4.05 tiered': '≥90%计5分; 80%(含)-90%计4分; 70%(含)-80%计3分; 60%(含)-70%计2分; 低于60%不得分',
  '4.06 tolerance band': null,
  '4.07 window': null,
  // the start is written in the row it comes from
  '4.09 per percentage point': '≤100%得满分,每超过一个百分点扣0.5分,扣完为止',
  '4.10 per step': null,
  '4.11 per event': null,
  // its second half is in English
  '4.12 accumulate': '按数累加法, 每个原因得5分, 最多5个',
  '4.13 checklist, adding': null,
  '4.15 yes / no': null,
  '4.16 compare with last year': null,
  '4.17 qualitative level': null,
  '4.18 coefficient': null,
  '4.21 aggregate, then score': null,
  '4.24 rank': null,
  '4.25 share of the best': null,
  '4.26 external score': null,
}

/** The same points as the worked rules give, said in another way; each with what must be there. */
const OTHER_FORM: Record<string, unknown> = {
  // the standard is a fact, not the 50 of the worked rules
  '4.08 two-ended': { scoring: { method: 'attainment', target: 'f1a', direction: '=', equal: 'deviation' } },
  // counted: the items are not named
  '4.14 checklist, missing': { scoring: { method: 'count', points: 1 } },
  // a relative value is a share: full at 1, not at 100
  '4.20 weighted average': { scoring: { method: 'ratio', value: 'f1b' } },
  '4.29 no evidence': { scoring: { method: 'full' }, evidence: { required: true, without: 'zero' } },
  // on this indicator; as a finding for every one behind the table
  '4.30 graded penalty': {
    scoring: { method: 'full' },
    deductions: [1, 0.6, 0.3].map((share) => ({ event: { params: { share } } })),
  },
}

/** What they say is of a block or of the whole form, not of one indicator: see the tables below. */
const WHOLE = [
  '4.19 nested scale',
  '4.22 optional group',
  '4.23 choose one',
  '4.27 not applicable, whole form',
  '4.28 not applicable, per block',
  '4.31 multiplier on the total',
  '4.32 cap or veto',
]

interface Vector {
  readonly name: string
  readonly sentence: string
  readonly ruleSet: { readonly indicators: readonly [Indicator] }
}
const content = JSON.parse(readFileSync('test/data/format-vectors.json', 'utf8')) as Vector[] | { vectors: Vector[] }
const vectors = Array.isArray(content) ? content : content.vectors
const kinds = vectors.filter(({ name }) => name.startsWith('4.'))
const leafOf = ({ ruleSet }: Vector) => ruleSet.indicators[0]
const read = (vector: Vector, text: string | null = null) =>
  readClause(text ?? vector.sentence, {
    label: '某项指标',
    points: leafOf(vector).points ?? null,
    decimals: 2,
    prefix: 'f1',
  })

test('every kind is accounted for', () => {
  const accounted = [...Object.keys(SAME), ...Object.keys(OTHER_FORM), ...WHOLE]
  expect(kinds.map(({ name }) => name)).toEqual(accounted.sort())
  expect(accounted).toHaveLength(32)
})

test.each(kinds.filter(({ name }) => name in SAME))('$name: as the worked rules say', (vector) => {
  const text = SAME[vector.name] ?? vector.sentence
  const { rules } = read(vector, text)
  const leaf = leafOf(vector)
  expect(rules, text).not.toBeNull()
  expect(shapeOf({ id: 'x', points: leaf.points, clause: text, ...rules })).toEqual(shapeOf({ ...leaf, clause: text }))
})

test.each(kinds.filter(({ name }) => name in OTHER_FORM))('$name: the same in another form', (vector) => {
  expect(read(vector).rules).toMatchObject(OTHER_FORM[vector.name] as object)
})

test('what is counted apiece, up to so many', () => {
  const vector = kinds.find(({ name }) => name === '4.12 accumulate') as Vector
  const { rules } = readClause(SAME[vector.name] ?? '', { label: '某项', points: 40, decimals: 2, prefix: 'f1' })
  expect(rules).toMatchObject({ scoring: { method: 'count', points: 5, effect: 'earn', max: 25 } })
})

const tableOf = (rows: readonly (readonly (string | number)[])[]) => {
  const cell = (value: string | number): string => `"${String(value).replaceAll('"', '""')}"`
  const text = ['一级指标\t三级指标\t分值\t评分标准', ...rows.map((row) => row.map(cell).join('\t'))].join('\n')
  const options = { id: 'kinds', title: '各种写法', region: '示例', subject: 'department', year: 2026 } as const
  const reading = readNotice(text, options)
  if (!reading.ok) throw new Error(JSON.stringify(reading.issues))
  expect(lintRuleSet(reading.value.ruleSet).filter(({ severity }) => severity === 'error')).toEqual([])
  return reading.value
}
const sentenceOf = (name: string): string => kinds.find((vector) => vector.name === name)?.sentence ?? ''
const FORM = [
  ['大类甲（50分）', '甲率', 75, '得分=甲率×分值'],
  ['', '乙率', 25, '得分=乙率×分值'],
  ['大类乙（35分）', '丙率', 29, '得分=丙率×分值'],
  ['', '丁率', 6, '得分=丁率×分值；没有丁的不适用'],
  ['大类丙（15分）', '结转', 5, sentenceOf('4.23 choose one')],
  // all the names, in place of the ellipsis
  ['', '效益', 10, '经济/社会/生态/可持续/公平/使用效率(可选项) 10'],
  ['合计', '', 100, ''],
] as const
const NOTES = ['4.19', '4.27', '4.28', '4.30', '4.31', '4.32'].flatMap((kind) =>
  kinds.filter(({ name }) => name.startsWith(kind)).map(({ sentence }) => sentence),
)

test('what is said of blocks and of the whole form, where it stands in a table', () => {
  const { ruleSet, criteria, open, assumptions } = tableOf([...FORM, ...NOTES.map((note) => [note])])
  const [nested, block, parts] = ruleSet.indicators
  expect(nested).toMatchObject({ points: 50, of: 100 })
  expect(block).toMatchObject({ points: 35, notApplicable: 'rescale' })
  expect(ruleSet.notApplicable).toBe('rescale')
  expect(parts?.children?.[0]).toMatchObject({
    combine: 'one',
    choose: { fact: expect.any(String) as string },
    children: [{ label: '结转结余率' }, { label: '结转结余变动率' }],
  })
  expect(parts?.children?.[1]).toMatchObject({ points: 10, split: 'even' })
  expect(parts?.children?.[1]?.children?.map(({ label, applies }) => [label, applies !== undefined])).toEqual(
    ['经济', '社会', '生态', '可持续', '公平', '使用效率'].map((label) => [label, true]),
  )
  expect(ruleSet.findings?.map(({ share }) => share)).toEqual([1, 0.6, 0.3])
  expect(ruleSet.overrides?.map(({ event }) => event.params?.factor ?? event.params?.grade)).toEqual([
    0.9,
    0.8,
    0.7,
    '中',
  ])
  expect(criteria.every(({ recognised }) => recognised)).toBe(true)
  expect(assumptions.filter(({ code }) => code === 'form_rule').map(({ sentence }) => sentence)).toEqual(NOTES)
  // that the parts of the two groups have no criteria of their own is said
  expect(open.map(({ code }) => code)).toEqual(['parts_unscored', 'parts_unscored'])
})

test('pasted as one table, a row each: every sentence is read, but for what speaks of a block that is not there', () => {
  const rows = kinds.map((vector) => ({
    name: vector.name,
    text: SAME[vector.name] ?? vector.sentence,
    points: leafOf(vector).points ?? 0,
  }))
  const { criteria, open, ruleSet } = tableOf(rows.map(({ name, text, points }) => ['', name, points, text]))
  const absent = ['4.19 nested scale', '4.22 optional group', '4.28 not applicable, per block']
  const listed = rows.filter(({ name }) => absent.includes(name)).map(({ text }) => text)
  expect(criteria.filter(({ recognised }) => !recognised).map(({ text }) => text)).toEqual(listed)
  expect(open.filter(({ code }) => code === 'not_recognised').map(({ sentence }) => sentence)).toEqual(
    expect.arrayContaining(listed),
  )
  // a rule on the total beside an indicator leaves that indicator without a criterion: listed as well
  expect(open.filter(({ code }) => code === 'whole_form')).toHaveLength(3)
  expect(ruleSet.overrides?.map(({ event }) => event.params?.factor ?? event.params?.grade)).toEqual([
    0.9,
    0.8,
    0.7,
    '中',
  ])
})
