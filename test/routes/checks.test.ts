import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { checkCountsSchema, submissionChecksSchema } from '../../server/http/check-shapes.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { projectRoot } from '../../server/project.ts'
import { setUp, type Setup } from './example.ts'

const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(projectRoot, path), 'utf8'))
const FOUNDING = 'huadu-zhengfawei-2024'
let setup: Setup
let founding: Submission
beforeAll(async () => {
  setup = await setUp([(await read('rules/guangdong-department.2024-01-01.json')) as RuleSet])
  founding = (await read(`fixtures/${FOUNDING}.json`)) as Submission
  const corrected = (await read(`fixtures/checks/${FOUNDING}-corrected.json`)) as Submission
  await setup.services.store.putSubmissions([founding, { ...corrected, id: 'corrected' }])
})
const ask = (path: string): Promise<Response> => Promise.resolve(setup.app.request(`/api/${path}`))
const checksOf = async (id: string) =>
  submissionChecksSchema.parse(await (await ask(`submissions/${id}/checks`)).json()).checks
const counts = async (query = '') => checkCountsSchema.parse(await (await ask(`checks${query}`)).json()).counts

describe('what contradicts itself, asked of the service', () => {
  test('the founding document: as the command says, each with what has to hold', async () => {
    const found = await checksOf(FOUNDING)
    expect(found.map(({ code, path }) => [code, path])).toEqual([
      ['C04', 'texts.管理效率分析'],
      ['C19', 'facts.adjustedBudget'],
      ['C23', 'texts.管理效率分析'],
      ['C24', 'texts.专项'],
      ['C25', 'selfScores.management'],
    ])
    expect(found[0]).toMatchObject({ severity: 'error', title: expect.any(String) as string })
    expect(found[0]?.message).toContain('49÷50=98%')
    expect(found.every(({ title }) => title !== '')).toBe(true)
    expect(await checksOf('corrected')).toEqual([])
  })

  test('the list has how many, and has them anew once the form is handed in again', async () => {
    expect(await counts('?subject=department')).toEqual([
      { submission: FOUNDING, errors: 1, warnings: 4 },
      { submission: 'corrected', errors: 0, warnings: 0 },
    ])
    expect(await counts('?subject=project')).toEqual([])
    const mended = { ...founding, texts: {} }
    await setup.services.store.putSubmissions([mended])
    const after = (await counts()).find(({ submission }) => submission === FOUNDING)
    expect(after?.errors).toBe(0)
    expect((await checksOf(FOUNDING)).filter(({ severity }) => severity === 'error')).toEqual([])
    await setup.services.store.putSubmissions([founding])
  })

  test('nothing of it is part of a grading', async () => {
    const grading = await setup.services.gradings.gradeStored(FOUNDING)
    if (!grading.ok) throw new Error(JSON.stringify(grading.issues))
    const before = contentHash(grading.value)
    await checksOf(FOUNDING)
    const stored = await setup.services.gradings.find(FOUNDING)
    expect(stored.ok && [contentHash(stored.value), stored.value.checks]).toEqual([before, []])
  })

  test.each([
    ['submissions/nobody/checks', 404, 'unknown_submission'],
    [`submissions/${FOUNDING}/checks?ruleSet=none`, 404, 'unknown_rule_set'],
    ['checks?subject=other', 422, 'invalid'],
  ])('%s: %i', async (path, status, code) => {
    const response = await ask(path)
    expect(response.status).toBe(status)
    if (status === 404) expect(problemSchema.parse(await response.json()).code).toBe(code)
  })
})
