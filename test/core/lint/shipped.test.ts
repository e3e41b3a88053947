import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lintRuleSet } from '../../../server/core/lint/lint-rule-set.ts'
import { timed } from '../../support/timed.ts'
import { PATIENCE } from '../../support/runs.ts'

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))

interface Accepted {
  readonly ruleSet: string
  readonly code: string
  readonly path: string
  readonly reason: string
}
/** Warnings that a shipped rule set keeps, each with why. */
const accepted = read('fixtures/lint/shipped.json') as Accepted[]
const shipped = readdirSync(new URL('../../../rules/', import.meta.url)).filter((name) =>
  /\.\d{4}-\d\d-\d\d\.json$/u.test(name),
)

test.each(shipped)('rules/%s: no errors, and no warnings but those accepted', (name) => {
  const found = lintRuleSet(read(`rules/${name}`))
  expect(found.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
  const kept = accepted.filter(({ ruleSet }) => `${ruleSet}.json` === name)
  expect(found.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(
    kept.map(({ code, path }) => `${code} ${path}`).sort(),
  )
})

test('every accepted warning says why, of a rule set that is there', () => {
  for (const { ruleSet, reason } of accepted) {
    expect(shipped).toContain(`${ruleSet}.json`)
    expect(reason).toMatch(/[\u4e00-\u9fff]{5}/u)
  }
})

test('the largest form is linted within 100 ms', () => {
  const ruleSet = read('rules/guangdong-department.2024-01-01.json')
  lintRuleSet(ruleSet)
  expect(timed(() => lintRuleSet(ruleSet)).milliseconds).toBeLessThan(100 * PATIENCE)
})
