import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readClause } from '../../../server/core/notice/read-clause.ts'
import { readNotice } from '../../../server/core/notice/read-notice.ts'

/**
 * Criteria of published scoring tables, collected after the grammar was written and not looked at while it was. `rules` is
 * what was checked by hand against the sentence; null: it must stay text. As collected 11 were read, none wrong; two ways of
 * writing were added, which read those marked `later`, then the grammar was extended by this set: `extended`.
 */
interface Published {
  readonly source: string
  readonly label: string
  readonly points: number
  readonly text: string
  readonly rules: unknown
  readonly facts: readonly string[]
  readonly later?: true
  readonly extended?: true
}
const { sources, sentences } = JSON.parse(readFileSync('fixtures/notices/public-sentences.json', 'utf8')) as {
  sources: Record<string, { title: string; place: string }>
  sentences: Published[]
}

test('each names where it was published', () => {
  for (const { source } of sentences) expect(sources[source]).toMatchObject({ title: expect.any(String) as string })
})

test.each(sentences)('$source $label: read right or left as text', ({ label, points, text, rules, facts }) => {
  const read = readClause(text, { label, points, decimals: 2, prefix: 'f1' })
  expect({ rules: read.rules, facts: read.facts.map((fact) => fact.label) }).toEqual({ rules, facts })
})

test('how many are read', () => {
  const read = sentences.filter(({ rules }) => rules !== null)
  const then = read.filter(({ extended }) => !extended)
  const first = then.filter(({ later }) => !later)
  expect(`${first.length}, then ${then.length}, then ${read.length} of ${sentences.length}`).toBe(
    '11, then 15, then 37 of 53',
  )
})

test('pasted as one table: as each alone, and every other is listed', () => {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const table = [
    '三级指标\t分值\t评分标准',
    ...sentences.map((one) => [one.label, one.points, cell(one.text)].join('\t')),
  ]
  const read = readNotice(table.join('\n'), { id: 'd', title: 'd', region: 'd', subject: 'department', year: 2026 })
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  const { criteria, open } = read.value
  expect(criteria.map(({ recognised }) => recognised)).toEqual(sentences.map(({ rules }) => rules !== null))
  expect(open.filter(({ code }) => code === 'not_recognised').map(({ sentence }) => sentence)).toEqual(
    sentences.filter(({ rules }) => rules === null).map(({ text }) => text),
  )
})
