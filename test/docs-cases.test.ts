import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCases } from '../server/core/golden/cases-file.ts'
import { testRuleSet } from '../server/core/golden/report.ts'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'

const firstJson = (page: string): unknown =>
  JSON.parse(/```json\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8'))?.[1] ?? '')

test('the cases of docs/cases.md pass on the rule set of docs/format.md, and cover it', async () => {
  const [ruleSet, cases] = [parseRuleSet(firstJson('docs/format.md')), parseCases(firstJson('docs/cases.md'))]
  if (!ruleSet.ok || !cases.ok) throw new Error(JSON.stringify([ruleSet, cases]))
  const report = await testRuleSet(ruleSet.value, cases.value)
  expect(report.cases.flatMap(({ differences }) => differences)).toEqual([])
  expect(report.ok).toBe(true)
  expect(report.cases).toHaveLength(5)
})
