import { beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { problemSchema, storedSubmissionSchema, submissionListSchema } from '../../server/http/shapes.ts'
import { department, plainForm, rankedForm, send, setUp, type Setup } from './example.ts'

let setup: Setup
beforeEach(async () => {
  setup = await setUp([rankedForm, plainForm])
})

async function listed(query = '') {
  const response = await setup.app.request(`/api/submissions${query}`)
  return submissionListSchema.parse(await response.json()).submissions
}

describe('POST /api/submissions', () => {
  test('one submission is stored and read back', async () => {
    const response = await send(setup.app, '/api/submissions', department('a', 0.9))
    const hash = contentHash(department('a', 0.9))
    expect([response.status, await response.json()]).toEqual([201, { submissions: [{ id: 'a', hash }] }])
    const read = storedSubmissionSchema.parse(await (await setup.app.request('/api/submissions/a')).json())
    expect(read).toEqual({ hash, submission: department('a', 0.9) })
  })

  test('a list is stored in its order; a second hand-in takes the place of the first', async () => {
    await send(setup.app, '/api/submissions', [department('b', 1), department('a', 1)])
    await send(setup.app, '/api/submissions', department('b', 0.5))
    expect((await listed()).map(({ id }) => id)).toEqual(['b', 'a'])
    expect((await listed())[0]?.hash).toBe(contentHash(department('b', 0.5)))
  })

  test('with one fault in a list nothing is stored, and every fault has its place', async () => {
    const list = [department('a', 1), department('b', 1, { facts: { rate: 'about 1' } }), department('a', 1), { id: 5 }]
    const response = await send(setup.app, '/api/submissions', list)
    expect(response.status).toBe(422)
    const { issues } = problemSchema.parse(await response.json())
    expect(issues.map((issue) => issue.path)).toEqual(expect.arrayContaining(['[1].facts.rate', '[2].id', '[3].id']))
    expect(await listed()).toEqual([])
  })

  test.each([
    ['an unknown rule set', department('a', 1, { ruleSet: 'none' }), 'ruleSet', /没有指标体系“none”/],
    ['a rule set of a later year', department('a', 1, { year: 2020 }), 'ruleSet', /2020 年度/],
    ['the rule set of the other subject', department('a', 1, { ruleSet: 'plain' }), 'subject', /评的是项目/],
    ['an empty list', [], '', /没有填报/],
    ['a number', 5, '', /应为对象/],
  ])('%s is refused in a sentence', async (_, body, path, sentence) => {
    const response = await send(setup.app, '/api/submissions', body)
    const problem = problemSchema.parse(await response.json())
    expect([response.status, problem.issues[0]?.path]).toEqual([422, path])
    expect(problem.detail).toMatch(sentence)
  })

  test('without a rule set of its own it is held to the only one of its subject', async () => {
    const { ruleSet: _, ...submission } = department('a', 1, { facts: { nonsense: 1 } })
    const response = await send(setup.app, '/api/submissions', submission)
    expect(problemSchema.parse(await response.json()).issues[0]?.path).toBe('facts.nonsense')
  })
})

describe('GET /api/submissions', () => {
  test('tells assumed values, self scores and the current grading', async () => {
    await send(setup.app, '/api/submissions', [
      department('a', 1, {
        facts: { rate: { value: 1, source: 'assumed', note: '文件未载明' } },
        selfScores: { execution: { points: 5.5 }, standing: { points: 4 } },
        mark: '示例数据',
      }),
      department('b', 0.5),
    ])
    expect((await listed()).map(({ grading }) => grading)).toEqual([null, null])
    await send(setup.app, '/api/gradings', { submission: 'b' })
    const [a, b] = await listed()
    expect(a).toMatchObject({ assumed: 1, selfPoints: 9.5, mark: '示例数据', grading: null })
    expect(b).toMatchObject({ assumed: 0, selfPoints: null, mark: null })
    expect(b?.grading).toMatchObject({ status: 'final', points: 3, grade: '差', lostLines: 2, confirmed: true })
  })

  test('a grading of what was replaced is no longer current', async () => {
    await send(setup.app, '/api/submissions', department('a', 1))
    await send(setup.app, '/api/gradings', { submission: 'a' })
    expect((await listed())[0]?.grading?.points).toBe(10)
    await send(setup.app, '/api/submissions', department('a', 0.5))
    expect((await listed())[0]?.grading).toBeNull()
  })

  test('keeps to the subject asked for, and refuses one it does not know', async () => {
    await send(setup.app, '/api/submissions', [
      department('a', 1),
      department('p', 1, { subject: 'project', ruleSet: 'plain' }),
    ])
    expect((await listed('?subject=project')).map(({ id }) => id)).toEqual(['p'])
    const response = await setup.app.request('/api/submissions?subject=county')
    expect(response.status).toBe(422)
    expect(problemSchema.parse(await response.json()).issues[0]?.path).toBe('subject')
  })

  test.each(['示例 单位', 'a/b', 'constructor', '%', 'a?b#c'])('an id may be any text: %j', async (id) => {
    await send(setup.app, '/api/submissions', department(id, 1))
    const response = await setup.app.request(`/api/submissions/${encodeURIComponent(id)}`)
    expect(storedSubmissionSchema.parse(await response.json()).submission.id).toBe(id)
  })

  test('an unknown id is 404 with a sentence', async () => {
    const response = await setup.app.request('/api/submissions/none')
    expect(response.status).toBe(404)
    expect(problemSchema.parse(await response.json()).detail).toContain('none')
  })
})
