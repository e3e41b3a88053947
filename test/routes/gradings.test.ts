import { beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { gradingSchema, type Grading } from '../../server/core/grading.ts'
import { problemSchema, storedGradingSchema } from '../../server/http/shapes.ts'
import { ENGINE, department, plainForm, rankedForm, readingForm, send, setUp, type Setup } from './example.ts'

let setup: Setup
beforeEach(async () => {
  setup = await setUp([rankedForm, plainForm, readingForm])
  await setup.services.store.putSubmissions([department('a', 1), department('b', 0.5)])
})

async function grade(body: unknown): Promise<Grading> {
  const response = await send(setup.app, '/api/gradings', body)
  expect(response.status).toBe(200)
  return storedGradingSchema.parse(await response.json()).grading
}

async function refusal(response: Response) {
  return { status: response.status, problem: problemSchema.parse(await response.json()) }
}

describe('POST /api/gradings', () => {
  test('grades a stored submission, names everything by hash, and has it confirmed', async () => {
    const grading = gradingSchema.parse(await grade({ submission: 'b' }))
    expect(grading).toMatchObject({
      status: 'final',
      points: 3,
      grade: '差',
      confirmedBy: 'json-rules-engine',
      engine: ENGINE,
      ruleSet: { id: 'ranked', effective: '2024-01-01', hash: contentHash(rankedForm) },
      submission: { id: 'b', hash: contentHash(department('b', 0.5)) },
      cohort: { size: 2 },
    })
  })

  test('what was graded can be read again, by the same bytes', async () => {
    const grading = await grade({ submission: 'a' })
    const response = await setup.app.request('/api/gradings/a')
    expect(await response.json()).toEqual({ grading: JSON.parse(JSON.stringify(grading)) })
    expect((await setup.app.request('/api/gradings/a?ruleSet=ranked@2024-01-01')).status).toBe(200)
  })

  test('a submission given in full is graded among the stored ones, and not kept', async () => {
    const grading = await grade({ submission: department('new', 0.8) })
    expect(grading).toMatchObject({ points: 4.8, cohort: { size: 3 }, confirmedBy: 'json-rules-engine' })
    expect(await setup.services.store.findSubmission('new')).toBeNull()
    expect(await setup.services.store.findGrading('new', 'ranked@2024-01-01')).toBeNull()
  })

  test('only the same year is compared', async () => {
    await setup.services.store.putSubmissions([department('later', 2, { year: 2025 })])
    expect((await grade({ submission: 'a' })).points).toBe(10)
  })

  test("another grading's points stay open until it exists, and are read by hash then", async () => {
    const project = department('p', 0.85, { subject: 'project', ruleSet: 'plain' })
    const reader = department('r', null, { ruleSet: 'reading', facts: { project: { grading: 'p' } } })
    await setup.services.store.putSubmissions([reader, project])
    expect(await grade({ submission: 'r' })).toMatchObject({ status: 'provisional', points: null, range: [0, 10] })
    const read = await grade({ submission: 'p' })
    expect(await grade({ submission: 'r' })).toMatchObject({
      status: 'final',
      points: 8.5,
      inputs: [{ id: 'p', points: 8.5, hash: contentHash(read) }],
    })
  })

  test.each([
    ['an unknown submission', { submission: 'none' }, 404, 'unknown_submission', 'submission'],
    ['an unknown rule set', { submission: 'a', ruleSet: 'none' }, 404, 'unknown_rule_set', 'ruleSet'],
    ['a version of no year', { submission: 'a', ruleSet: 'ranked@2020-01-01' }, 404, 'unknown_rule_set', 'ruleSet'],
    [
      'the rule set of the other subject',
      { submission: 'a', ruleSet: 'plain' },
      422,
      'other_subject',
      'submission.subject',
    ],
    [
      'a submission of facts it does not know',
      { submission: 'a', ruleSet: 'reading' },
      422,
      'unknown_fact',
      'submission.facts.rate',
    ],
    ['half a submission', { submission: { id: 'x' } }, 422, 'required', 'submission.name'],
    ['neither id nor submission', { submission: 7 }, 422, 'invalid_type', 'submission'],
    ['a key too many', { submission: 'a', force: true }, 422, 'unknown_key', 'force'],
    ['null', null, 422, 'invalid_type', ''],
  ])('%s is refused', async (_, body, status, code, path) => {
    const { status: answered, problem } = await refusal(await send(setup.app, '/api/gradings', body))
    expect([answered, problem.code, problem.issues[0]?.path]).toEqual([status, code, path])
  })

  test('with several rule sets of a subject and none named, one has to be', async () => {
    const { ruleSet: _, ...submission } = department('x', 1)
    const { status, problem } = await refusal(await send(setup.app, '/api/gradings', { submission }))
    expect([status, problem.code]).toEqual([422, 'rule_set_needed'])
  })
})

describe('GET /api/gradings/{submission}', () => {
  test('nothing graded yet is 404 and says what to do', async () => {
    const { status, problem } = await refusal(await setup.app.request('/api/gradings/a'))
    expect([status, problem.code]).toEqual([404, 'not_graded'])
    expect(problem.detail).toContain('请先评分')
  })

  test('a grading of what was replaced is not shown as current', async () => {
    await grade({ submission: 'a' })
    await setup.services.store.putSubmissions([department('a', 0.1)])
    expect((await setup.app.request('/api/gradings/a')).status).toBe(404)
  })
})

describe('grading all that is stored', () => {
  test('grades each once, those that are read first, and says how far it is', async () => {
    const { store, gradings } = setup.services
    await store.putSubmissions([
      department('r', null, { ruleSet: 'reading', facts: { project: { grading: 'p' } } }),
      department('p', 1, { subject: 'project', ruleSet: 'plain' }),
      department('unplaced', 1, { subject: 'project', ruleSet: 'gone' }),
    ])
    const progress: string[] = []
    const result = await gradings.gradeAll((done, total) => progress.push(`${done}/${total}`))
    expect(result).toEqual({ graded: 4, refused: [] })
    expect(progress).toEqual(['1/4', '2/4', '3/4', '4/4'])
    expect((await store.findGrading('r', 'reading@2024-01-01'))?.points).toBe(10)
    expect((await store.findGrading('b', 'ranked@2024-01-01'))?.points).toBe(3)
    expect(await gradings.gradeAll(() => {})).toEqual({ graded: 0, refused: [] })
  })

  test('one that its rule set cannot read is named, the others are graded', async () => {
    await setup.services.store.putSubmissions([department('odd', 1, { facts: { nonsense: 1 } })])
    expect(await setup.services.gradings.gradeAll(() => {})).toEqual({ graded: 2, refused: ['部门 odd'] })
  })

  test('one that is replaced meanwhile, and what comes after it was broken off, get no grading', async () => {
    const { store, gradings } = setup.services
    await store.putSubmissions([department('later', 1)])
    const stop = new AbortController()
    let replacing: Promise<unknown> = Promise.resolve()
    const result = await gradings.gradeAll((done, total) => {
      expect(total).toBe(3)
      if (done === 1) replacing = store.putSubmissions([department('a', 0.1)])
      if (done === 2) stop.abort()
    }, stop.signal)
    await replacing
    expect(result).toEqual({ graded: 2, refused: [] })
    const rows = await store.list('gradings')
    expect(rows.map(({ submission }) => submission)).toEqual(['b'])
  })

  test('submissions that read each other stay open', async () => {
    const { store, gradings } = setup.services
    const circle = (id: string, other: string) =>
      department(id, null, { ruleSet: 'reading', facts: { project: { grading: other } } })
    await store.putSubmissions([circle('x', 'y'), circle('y', 'x')])
    await gradings.gradeAll(() => {})
    expect((await store.findGrading('x', 'reading@2024-01-01'))?.status).toBe('provisional')
    expect((await store.findGrading('y', 'reading@2024-01-01'))?.status).toBe('provisional')
  })
})
