import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLAIMS } from '../server/core/checks/index.ts'
import { ruleSetSchema } from '../server/core/rule-set.ts'

const page = readFileSync('docs/checks.md', 'utf8')

test('docs/checks.md lists every check as it is', () => {
  const rows = page.split('\n').filter((line) => /^\| C\d\d /u.test(line))
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
  expect(cells.map(([, code, title, severity, tolerance]) => [code, title, severity, tolerance])).toEqual(
    CLAIMS.map(({ code, title, severity, tolerance, toleranceUnit }) => [
      code,
      title,
      severity === 'error' ? '错误' : '提醒',
      toleranceUnit === null ? '—' : `${tolerance.toText(2, true)}（${toleranceUnit}）`,
    ]),
  )
})

test('its example of “checks” is one a rule set may have', () => {
  const [, json = ''] = /```json\n("checks": [\s\S]*?)```/u.exec(page) ?? []
  const { checks } = JSON.parse(`{${json}}`) as { checks: unknown }
  expect(ruleSetSchema.shape.checks.safeParse(checks)).toMatchObject({ success: true })
})
