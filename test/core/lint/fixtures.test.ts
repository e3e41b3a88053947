import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applyPatch } from '../../../server/core/json-patch.ts'
import type { LintFinding } from '../../../server/core/lint/finding.ts'
import { lintRuleSet } from '../../../server/core/lint/lint-rule-set.ts'

const folder = new URL('../../../fixtures/lint/', import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))

interface Expected {
  readonly file: string
  readonly code: string
  readonly path: string
  readonly severity: LintFinding['severity']
  readonly fixable: boolean
}
const expected = read('expected.json') as Expected[]
const LISTS = ['expected.json', 'shipped.json']

test('every file in fixtures/lint is listed', () => {
  const files = readdirSync(folder).filter((file) => !LISTS.includes(file))
  expect(expected.map(({ file }) => file).sort()).toEqual(files.sort())
})

/** A finding as the list writes it. */
const brief = ({ code, path, severity, fix }: LintFinding) => ({ code, path, severity, fixable: fix !== null })

describe('each file has its one fault, and the fix takes it away and adds none', () => {
  test.each(expected)('$file', ({ file, ...fault }) => {
    const ruleSet = read(file)
    const found = lintRuleSet(ruleSet)
    expect(found.map(brief)).toEqual([fault])
    const [finding] = found as [LintFinding]
    expect(finding.message).toMatch(/^[^。]*[\u4e00-\u9fff][^。]*。$/u)
    if (!finding.fix) return
    expect(finding.fix.label).toMatch(/[\u4e00-\u9fff]/u)
    expect(lintRuleSet(applyPatch(ruleSet, finding.fix.patch)).map(({ message }) => message)).toEqual([])
  })
})
