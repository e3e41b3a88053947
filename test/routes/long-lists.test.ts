import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { MAX_ROWS } from '../../server/core/submission-checks/rows.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { send, setUp } from './example.ts'

const ruleSet = JSON.parse(
  readFileSync(new URL('../../rules/mof-project.2024-01-01.json', import.meta.url), 'utf8'),
) as RuleSet
const submission = (rows: number): object => {
  const fields = ruleSet.facts.find(({ id }) => id === 'targets')?.fields ?? []
  const cell = fields.map(({ id, type, options }): [string, unknown] => [
    id,
    type === 'number' ? 1 : type === 'choice' ? options?.[0] : 'x',
  ])
  const targets = Array.from({ length: rows }, (_, at) => ({ ...Object.fromEntries(cell), id: `r${at}` }))
  return { id: 'long', name: '长', subject: 'project', year: 2024, facts: { budget: 1, spent: 1, targets } }
}

test('while a long list is graded others get their turn', async () => {
  const { app } = await setUp([ruleSet])
  const graded = send(app, '/api/gradings', { submission: submission(200), ruleSet: 'mof-project' })
  let isDone = false
  void graded.then(() => (isDone = true))
  let turns = 0
  while (!isDone) {
    expect((await app.request('/healthz')).status).toBe(200)
    turns++
    await setImmediate()
  }
  expect((await graded).status).toBe(200)
  // one after each of its rows, however quickly a row is judged
  expect(turns).toBeGreaterThan(150)
})

test('a list longer than any form is refused with a sentence', async () => {
  const { app } = await setUp([ruleSet])
  const response = await send(app, '/api/gradings', { submission: submission(MAX_ROWS + 1), ruleSet: 'mof-project' })
  expect(response.status).toBe(422)
  const { issues } = (await response.json()) as { issues: unknown }
  expect(issues).toEqual([
    {
      path: 'submission.facts.targets',
      code: 'too_many',
      message: '一张清单最多 2000 行，现在有 2001 行，请汇总后填报。',
    },
  ])
})
