import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkSubmission } from '../../../server/core/checks/check-submission.ts'
import { CHECK_CODES } from '../../../server/core/checks/claim.ts'
import { CLAIMS } from '../../../server/core/checks/index.ts'
import type { CheckFinding } from '../../../server/core/grading.ts'
import type { PatchOperation } from '../../../server/core/json-patch.ts'
import type { RuleSet } from '../../../server/core/rule-set.ts'
import { BASES, changed, readJson, RULE_SETS } from './examples.ts'

/** `fixtures/checks/claims/<code>.json`: changes to a form that agrees with itself, and what the claim then says. */
interface Example {
  name: string
  base: keyof typeof BASES
  change: PatchOperation[]
  checks?: RuleSet['checks']
}
interface Finding extends Example {
  path: string
  severity: CheckFinding['severity']
  says: string[]
}
interface Examples {
  code: string
  finds: Finding[]
  agrees: Example[]
}

const FOLDER = 'fixtures/checks/claims'
const all = readdirSync(FOLDER).map((file) => readJson(`${FOLDER}/${file}`) as Examples)

const findingsOf = (code: string, { base, change, checks }: Example): CheckFinding[] => {
  const ruleSet: RuleSet = checks ? { ...RULE_SETS[base], checks } : RULE_SETS[base]
  return checkSubmission(changed(BASES[base], change), ruleSet).filter((finding) => finding.code === code)
}

test('every code has a claim and examples of both kinds', () => {
  expect(CLAIMS.map(({ code }) => code)).toEqual([...CHECK_CODES])
  expect(all.map(({ code }) => code)).toEqual([...CHECK_CODES])
  for (const { code, finds, agrees } of all)
    expect([code, finds.length > 0, agrees.length > 1]).toEqual([code, true, true])
})

test.each(Object.entries(BASES))('the %s all examples change agrees with itself', (base, submission) =>
  expect(checkSubmission(submission, RULE_SETS[base as keyof typeof BASES])).toEqual([]),
)

describe.each(all)('$code', ({ code, finds, agrees }) => {
  test.each(finds)('finds: $name', ({ path, severity, says, ...example }) => {
    const findings = findingsOf(code, example)
    expect(findings).toMatchObject([{ path, severity }])
    for (const words of says) expect(findings[0]?.message).toContain(words)
    // what was read, and what would agree
    expect(findings[0]?.message).toMatch(/^[^。].*。请.+。$/u)
  })

  test.each(agrees)('agrees: $name', (example) => expect(findingsOf(code, example)).toEqual([]))
})
