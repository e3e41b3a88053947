import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readClause } from '../../../server/core/notice/read-clause.ts'
import { readNotice } from '../../../server/core/notice/read-notice.ts'
import type { Indicator } from '../../../server/core/rule-set.ts'
import { shapeOf } from './shape.ts'

/**
 * The kinds of criteria that occur, each with a real sentence, against the worked rule set of that name in
 * `format-vectors.json`. Some of them do not say all that a rule needs, or speak of the total: those must stay text.
 */

const SAME: Record<string, string | null> = {
  '4.01 proportional': '20分×执行率',
  '4.02 reverse': null,
  '4.03 full or ratio': null,
  '4.04 proportional above a floor': null,
  // the sentence with its ellipsis filled in from the worked rules
  '4.05 tiered': '≥90%计5分; 80%(含)-90%计4分; 70%(含)-80%计3分; 60%(含)-70%计2分; 低于60%不得分',
  '4.06 tolerance band': null,
  // the start is written in the row it comes from
  '4.09 per percentage point': '≤100%得满分,每超过一个百分点扣0.5分,扣完为止',
  '4.10 per step': null,
  '4.11 per event': null,
  '4.13 checklist, adding': null,
  '4.15 yes / no': null,
  '4.16 compare with last year': null,
  '4.17 qualitative level': null,
  '4.18 coefficient': null,
  '4.24 rank': null,
  '4.26 external score': null,
}
const OPEN = [
  '4.07 window',
  '4.08 two-ended',
  '4.12 accumulate',
  '4.19 nested scale',
  '4.20 weighted average',
  '4.21 aggregate, then score',
  '4.22 optional group',
  '4.23 choose one',
  '4.25 share of the best',
  '4.27 not applicable, whole form',
  '4.28 not applicable, per block',
  '4.29 no evidence',
  '4.30 graded penalty',
  '4.31 multiplier on the total',
  '4.32 cap or veto',
]
/** Read as a count of what is missing, which gives the same points as the worked list of items. */
const OTHER_FORM = '4.14 checklist, missing'

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

test('every kind is accounted for: 17 of 32 are read', () => {
  expect(kinds.map(({ name }) => name)).toEqual([...Object.keys(SAME), ...OPEN, OTHER_FORM].sort())
  expect(Object.keys(SAME).length + 1).toBe(17)
})

test.each(kinds.filter(({ name }) => name in SAME))('$name: as the worked rules say', (vector) => {
  const text = SAME[vector.name] ?? vector.sentence
  const { rules } = read(vector, text)
  const leaf = leafOf(vector)
  expect(rules, text).not.toBeNull()
  expect(shapeOf({ id: 'x', points: leaf.points, clause: text, ...rules })).toEqual(shapeOf({ ...leaf, clause: text }))
})

test.each(kinds.filter(({ name }) => OPEN.includes(name)))('$name: stays text', (vector) => {
  expect(read(vector).rules).toBeNull()
})

test('每少一项扣1分 alone names no items: counted', () => {
  const vector = kinds.find(({ name }) => name === OTHER_FORM) as Vector
  expect(read(vector).rules).toMatchObject({ scoring: { method: 'count', points: 1 } })
})

test('pasted as one table: those are read, and every other is listed as it is written', () => {
  const texts = kinds.map((vector) => ({
    name: vector.name,
    text: SAME[vector.name] ?? vector.sentence,
    points: leafOf(vector).points ?? 0,
  }))
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const rows = texts.map(({ name, text, points }) => [name, points, cell(text)].join('\t'))
  const read = readNotice(['指标名称\t分值\t评分标准', ...rows].join('\n'), {
    id: 'kinds',
    title: '各种写法',
    region: '示例',
    subject: 'department',
    year: 2026,
  })
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  const recognised = read.value.criteria.filter((one) => one.recognised).map(({ text }) => text)
  const expected = texts.filter(({ name }) => !OPEN.includes(name)).map(({ text }) => text)
  expect(recognised).toEqual(expected)
  const listed = read.value.open.filter(({ code }) => code === 'not_recognised').map(({ sentence }) => sentence)
  expect(listed).toEqual(texts.filter(({ name }) => OPEN.includes(name)).map(({ text }) => text))
})
