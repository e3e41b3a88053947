import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCases } from '../server/core/golden/cases-file.ts'
import { testRuleSet } from '../server/core/golden/report.ts'
import { lintRuleSet } from '../server/core/lint/lint-rule-set.ts'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'

/** A notice of 20 rows, and the rule set written for it from docs/rule-sets.md alone. */

const folder = 'fixtures/notice-20-rows'
const readJson = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))
const content = readJson('rule-set.json')
const read = parseRuleSet(content)
if (!read.ok) throw new Error(JSON.stringify(read.issues))
const ruleSet = read.value

const rows = readFileSync(`${folder}/notice.md`, 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, , number = '']) => /^\d+$/.test(number))
  .map(([, , , label, points, clause]) => ({ label, points: Number(points), clause }))

test('every row of the notice is an indicator, in its order, with its points and its own words', () => {
  const indicators = ruleSet.indicators.flatMap(({ children = [] }) => children)
  expect(rows).toHaveLength(20)
  expect(indicators.map(({ label, points }) => ({ label, points }))).toEqual(
    rows.map(({ label, points }) => ({ label, points })),
  )
  for (const [index, { clause, children }] of indicators.entries())
    if (!children) expect(clause).toBe(rows[index]?.clause)
})

test('lint finds nothing', () => expect(lintRuleSet(content)).toEqual([]))

test('the cases reckoned by hand from the notice pass, and try every rule and every end of a band', async () => {
  const cases = parseCases(readJson('rule-set.cases.json'))
  if (!cases.ok) throw new Error(JSON.stringify(cases.issues))
  const report = await testRuleSet(ruleSet, cases.value)
  expect(report).toMatchObject({ ok: true, coverage: { complete: true } })
})
