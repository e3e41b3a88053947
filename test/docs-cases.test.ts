import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCases } from '../server/core/golden/cases-file.ts'
import { testRuleSet } from '../server/core/golden/report.ts'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'

/** The JSON examples of a page, in their order. */
const examplesOf = (page: string): unknown[] =>
  [...readFileSync(page, 'utf8').matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, json = '']) => JSON.parse(json) as unknown,
  )

const [example, explained] = examplesOf('docs/cases.md')

test('the cases of docs/cases.md pass on the rule set of docs/format.md, and cover it', async () => {
  const [ruleSet, cases] = [parseRuleSet(examplesOf('docs/format.md')[0]), parseCases(example)]
  if (!ruleSet.ok || !cases.ok) throw new Error(JSON.stringify([ruleSet, cases]))
  const report = await testRuleSet(ruleSet.value, cases.value)
  expect(report.cases.flatMap(({ differences }) => differences)).toEqual([])
  expect(report.ok).toBe(true)
  expect(report.cases).toHaveLength(5)
})

test('what cannot occur is explained as the page shows it', () =>
  expect(parseCases({ ...(example as object), ...(explained as object) })).toMatchObject({ ok: true }))
