import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readClause } from '../../../server/core/notice/read-clause.ts'

/**
 * `examples/<method>.json`: sentences with the rules, facts and assumptions they must give, each checked by hand;
 * `examples/unread.json`: sentences that look like rules, and must stay text.
 */

interface Example {
  readonly text: string
  readonly points: number
  readonly rules: unknown
  readonly facts: unknown
  readonly assumptions: readonly string[]
}
const folder = 'test/core/notice/examples'
const examplesOf = (file: string): Example[] => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Example[]
const files = readdirSync(folder).filter((file) => file !== 'unread.json')
const leaf = (points: number) => ({ label: '某项指标', points, decimals: 2, prefix: 'f1' })

test.each(files.flatMap((file) => examplesOf(file).map((example) => ({ file, ...example }))))(
  '$file: $text',
  ({ text, points, rules, facts, assumptions }) => {
    const read = readClause(text, leaf(points))
    expect({ rules: read.rules, facts: read.facts, assumptions: read.assumptions.map(({ code }) => code) }).toEqual({
      rules,
      facts,
      assumptions,
    })
  },
)

test.each(examplesOf('unread.json'))('stays text: $text', ({ text, points }) => {
  const read = readClause(text, leaf(points))
  expect([read.rules, read.facts, read.assumptions]).toEqual([null, [], []])
  expect(read.why).not.toBeNull()
})

test('every method of the format is among them', () => {
  const all = files.flatMap(examplesOf).flatMap(({ rules }) => [...JSON.stringify(rules).matchAll(/"method":"(\w+)"/g)])
  const methods = new Set(all.map(([, method]) => method))
  expect([...methods].sort()).toEqual([
    'attainment',
    'bands',
    'cases',
    'checklist',
    'count',
    'full',
    'level',
    'ratio',
    'steps',
  ])
})
