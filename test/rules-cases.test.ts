import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseCases } from '../server/core/golden/cases-file.ts'
import { missingOf } from '../server/core/golden/missing.ts'
import { testRuleSet } from '../server/core/golden/report.ts'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'

const names = readdirSync('rules')
  .filter((name) => /^[a-z-]+\.\d{4}-\d{2}-\d{2}\./.test(name))
  .sort()
const files = names.filter((name) => name.endsWith('.cases.json'))

async function reportOf(file: string) {
  const read = (name: string): unknown => JSON.parse(readFileSync(`rules/${name}`, 'utf8'))
  const ruleSet = parseRuleSet(read(file.replace(/\.cases\.json$/, '.json')))
  const cases = parseCases(read(file))
  if (!ruleSet.ok) throw new Error(JSON.stringify(ruleSet.issues, null, 2))
  if (!cases.ok) throw new Error(JSON.stringify(cases.issues, null, 2))
  return testRuleSet(ruleSet.value, cases.value)
}

test('every rule set has its cases, and no cases are without a rule set', () => {
  const ruleSets = names.filter((name) => !files.includes(name))
  expect(ruleSets.length).toBeGreaterThan(0)
  expect(ruleSets.map((name) => name.replace(/\.json$/, '.cases.json'))).toEqual(files)
})

describe.each(files)('rules/%s', (file) => {
  test('passes through both judges and tries every rule', async () => {
    const { ok, cases, coverage } = await reportOf(file)
    expect(cases.filter((result) => !result.ok).map(({ name, differences }) => ({ name, differences }))).toEqual([])
    expect(missingOf(coverage).map(({ text }) => text)).toEqual([])
    expect(coverage.issues).toEqual([])
    expect(ok).toBe(true)
  })
})
