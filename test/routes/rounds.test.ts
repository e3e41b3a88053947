import { beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { Grading } from '../../server/core/grading.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import {
  roundAnswerSchema,
  roundCheckSchema,
  roundComparisonSchema,
  roundGradingSchema,
  roundListSchema,
  roundResultsSchema,
  type Round,
  type RoundResult,
} from '../../server/http/round-shapes.ts'
import { sealedRunSchema } from '../../server/http/run-shapes.ts'
import type { BatchJob } from '../../server/jobs/batch/batch-job.ts'
import { workHere, type BatchWorker } from '../../server/jobs/batch/batch-worker.ts'
import { Rounds } from '../../server/rounds/rounds.ts'
import { fillStore } from '../sealing/sealed.ts'
import { department, ENGINE, rankedForm, send, setUp, type Setup } from './example.ts'

let setup: Setup
beforeEach(async () => {
  setup = await setUp()
  await fillStore(setup.services.store, ENGINE)
})

const get = (path: string) => setup.app.request(path)
const ranked = { ruleSet: 'ranked@2024-01-01', year: 2024 }
const readRound = async (id: string): Promise<Round> =>
  roundAnswerSchema.parse(await (await get(`/api/rounds/${id}`)).json()).round

async function start(body: object = ranked): Promise<Round> {
  const response = await send(setup.app, '/api/rounds', body)
  expect(response.status).toBe(200)
  return roundAnswerSchema.parse(await response.json()).round
}

const many = () => Array.from({ length: 900 }, (_, index) => department(`m${index}`, index / 1000))

/** Starts a round and waits for its end. */
async function grade(body: object = ranked): Promise<Round> {
  const { id } = await start(body)
  return waitFor(
    () => readRound(id),
    ({ state }) => !['waiting', 'running'].includes(state),
  )
}

async function waitFor<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function resultsOf(id: string): Promise<RoundResult[]> {
  return roundResultsSchema.parse(await (await get(`/api/rounds/${id}/results`)).json()).results
}
async function problemOf(response: Response) {
  const { status, code } = problemSchema.parse(await response.json())
  return [status, code]
}

/** The same form, where the place counts for less. */
const edited: RuleSet = {
  ...rankedForm,
  effective: { from: '2024-07-01' },
  indicators: [
    { ...rankedForm.indicators[0]!, points: 8 },
    {
      ...rankedForm.indicators[1]!,
      points: 2,
      scoring: { method: 'bands', value: 'place', bands: [{ is: 1, points: 2 }, { from: 2, points: 0 }] },
    },
  ],
} // prettier-ignore

describe('a round', () => {
  test('grades as grading one by one does, and says by what and against whom', async () => {
    const round = await grade()
    expect(round).toMatchObject({
      id: '1',
      state: 'done',
      size: 3,
      done: 3,
      year: 2024,
      cohort: { size: 3 },
      engine: ENGINE,
      counts: { final: 3, confirmed: 3, differing: 0, refused: 0 },
      progress: null,
      sealed: null,
      startedBy: 'demo:rules-1',
    })
    const results = await resultsOf('1')
    expect(results.map(({ submission, points, blocks }) => [submission.id, points, blocks])).toEqual([
      ['a', 9.4, [5.4, 4]],
      ['b', 4.2, [4.2, 0]],
      ['c', 3, [3, 0]],
    ])
    for (const { submission, grading } of results) {
      const alone = await setup.services.gradings.find(submission.id)
      expect(alone.ok && contentHash(alone.value)).toBe(grading)
    }
    expect(roundListSchema.parse(await (await get('/api/rounds')).json()).rounds).toEqual([round])
  })

  test('its results become current, unless the submission says something else by now', async () => {
    const { store } = setup.services
    await store.putSubmissions([department('d', 0.6)])
    const round = await grade()
    expect(round.size).toBe(4)
    expect((await setup.services.gradings.find('d')).ok).toBe(true)
    // what was graded together is compared together
    const a = await setup.services.gradings.find('a')
    expect(a.ok && a.value.cohort?.size).toBe(4)
  })

  test('reads the points of others', async () => {
    await grade({ ruleSet: 'reading@2024-01-01', year: 2024 })
    const [result] = await resultsOf('1')
    expect(result).toMatchObject({ submission: { id: 'reader' }, points: 8, status: 'final' })
  })

  test('who reads the points of another member is graded behind it', async () => {
    const { store, gradings } = setup.services
    const own = { ruleSet: 'reading', facts: { project: { grading: 'base' } } }
    await store.putSubmissions([
      department('above', null, own),
      department('top', null, { ...own, facts: { project: { grading: 'above' } } }),
      department('base', null, { ...own, facts: { project: 7 } }),
    ])
    await grade({ ruleSet: 'reading@2024-01-01', year: 2024 })
    const results = await resultsOf('1')
    expect(results.map(({ submission, points }) => [submission.id, points])).toEqual([
      ['reader', 8],
      ['base', 7],
      ['above', 7],
      ['top', 7],
    ])
    expect((await gradings.find('top')).ok).toBe(true)
  })

  test('one bad submission is one result with its reason', async () => {
    // what the form of today would not take lies in the store from before
    await setup.services.store.putSubmissions([department('b', null, { facts: { rate: 'much' } })])
    const round = await grade()
    expect(round).toMatchObject({ state: 'done', counts: { final: 2, refused: 1 } })
    const bad = (await resultsOf('1'))[1]!
    expect(bad).toMatchObject({ submission: { id: 'b' }, status: 'refused', grading: null, points: null })
    expect(bad.reasons[0]).toMatch(/^facts\.rate：“much”不是数.*。$/)
    expect(await problemOf(await get('/api/rounds/1/gradings/b'))).toEqual([404, 'not_graded'])
  })

  test('what lacks a fact comes to a range', async () => {
    await setup.services.store.putSubmissions([department('b', null)])
    expect((await grade()).counts).toMatchObject({ final: 2, provisional: 1 })
    expect((await resultsOf('1'))[1]).toMatchObject({ status: 'provisional', points: null, range: [0, 10] })
  })

  test('of some only, compared with all', async () => {
    await setup.services.store.commit({
      action: 'putOrganisations',
      payload: [{ id: 'u', name: '单位', code: null, aliases: [], group: '政府', parent: null, closed: false }],
    })
    await setup.services.store.putSubmissions([department('b', 0.7, { unit: 'u', region: '甲县', mark: '示例' })])
    for (const filter of [{ regions: ['甲县'] }, { groups: ['政府'] }, { marks: ['示例'] }, { submissions: ['b'] }]) {
      const round = await grade({ ...ranked, filter })
      expect(round).toMatchObject({ size: 1, cohort: { size: 3 }, filter })
      expect((await resultsOf(round.id)).map(({ submission }) => submission.id)).toEqual(['b'])
    }
  })

  test('by a draft is a trial: it leaves what is current alone, and cannot be sealed', async () => {
    const saved = await setup.app.request('/api/drafts/ranked/2024-07-01', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ revision: 0, ruleSet: edited }),
    })
    expect(saved.status).toBe(200)
    const round = await grade({ ...ranked, ruleSet: 'ranked@2024-07-01' })
    expect(round).toMatchObject({ state: 'done', ruleSet: { draft: 1 }, counts: { final: 3 } })
    expect(await setup.services.store.findGrading('a', 'ranked@2024-07-01')).toBeNull()
    expect((await resultsOf('1')).map(({ points }) => points)).toEqual([9.2, 5.6, 4])
    const sealed = await send(setup.app, '/api/runs', { ...ranked, round: '1' })
    expect((await problemOf(sealed))[0]).toBe(422)
  })
})

describe('before a round', () => {
  test('what is lacking is told, by fact and by submission', async () => {
    await setup.services.store.putSubmissions([
      department('b', null),
      department('c', null, { facts: { rate: { state: 'pending' } } }),
      department('d', null, { facts: { rate: 'much' } }),
    ])
    const response = await send(setup.app, '/api/rounds/check', ranked)
    const { size, lackingCount, facts, submissions } = roundCheckSchema.parse(await response.json())
    expect([size, lackingCount]).toEqual([4, 3])
    expect(facts).toEqual([{ fact: 'rate', label: '执行率', count: 2 }])
    expect(
      submissions.map(({ id, facts: [fact], faults }) => [id, fact?.state, fact?.leaves[0], faults.length]),
    ).toEqual([
      ['b', 'missing', '预算执行', 0],
      ['c', 'pending', '预算执行', 0],
      ['d', undefined, undefined, 1],
    ])
    expect((await setup.services.store.list('rounds')).length).toBe(0)
  })

  test.each([
    [{ ...ranked, ruleSet: 'none@2024-01-01' }, [404, 'unknown_rule_set']],
    [{ ...ranked, ruleSet: 'ranked' }, [404, 'unknown_rule_set']],
    [{ ...ranked, year: 2031 }, [422, 'round_empty']],
    [{ ...ranked, filter: { regions: ['无'] } }, [422, 'round_empty']],
    [{ ...ranked, filter: { submissions: ['nobody'] } }, [404, 'unknown_submission']],
    [{ ...ranked, filter: { submissions: ['project'] } }, [422, 'other_rule_set']],
    [{ ...ranked, more: 1 }, [422, expect.any(String)]],
  ])('%j is refused', async (body, expected) => {
    for (const path of ['/api/rounds', '/api/rounds/check']) {
      expect(await problemOf(await send(setup.app, path, body))).toEqual(expected)
    }
  })

  test.each(['', '/results', '/gradings/a', '/comparison/1', '/workbook'])('an unknown one has no %s', async (path) => {
    expect(await problemOf(await get(`/api/rounds/9${path}`))).toEqual([404, 'unknown_round'])
  })
})

describe('a round that is broken off', () => {
  /** Some of it done by a process that is there no more: told to stop when it begins its fifth chunk. */
  async function halfDone(): Promise<string> {
    const { store, gradings, life, engine } = setup.services
    await store.putSubmissions(many())
    let chunks = 0
    const startWorker = (job: BatchJob): BatchWorker => {
      const here = workHere(job)
      return {
        ...here,
        grade: (chunk) => {
          if (++chunks === 5) void before.stop()
          return here.grade(chunk)
        },
      }
    }
    const before = new Rounds({ gradings, life, engine, log: () => {}, workers: 1, startWorker })
    const begun = await before.start(store.as('service'), ranked)
    if (!begun.ok) throw new Error('not begun')
    await waitFor(
      async () => (await store.find('rounds', '1'))!.state,
      (state) => state === 'stopped',
    )
    return '1'
  }

  test('goes on behind its last result, and comes to what it would have come to', async () => {
    const id = await halfDone()
    const stopped = await readRound(id)
    expect(stopped).toMatchObject({ state: 'stopped', size: 903 })
    expect(stopped.reason).toMatch(/。$/)
    expect(stopped.done).toBeGreaterThanOrEqual(40)
    expect(stopped.done).toBeLessThan(903)
    // a submission that says something else since is graded as it was
    await setup.services.store.putSubmissions([department('m899', 0)])
    expect((await send(setup.app, `/api/rounds/${id}/continuation`, '')).status).toBe(200)
    expect(await problemOf(await send(setup.app, `/api/rounds/${id}/continuation`, ''))).toEqual([409, 'wrong_status'])
    const done = await waitFor(
      () => readRound(id),
      ({ state }) => state === 'done',
    )
    expect(done).toMatchObject({ done: 903, counts: { final: 903, confirmed: 903 }, cohort: { size: 903 } })
    const results = await resultsOf(id)
    expect(new Set(results.map(({ submission }) => submission.id)).size).toBe(903)
    const last = results.find(({ submission }) => submission.id === 'm899')!
    expect(last.points).toBe(5.39)
    expect((await setup.services.gradings.find('m899')).ok).toBe(false)
    expect(await problemOf(await send(setup.app, `/api/rounds/${id}/continuation`, ''))).toEqual([409, 'wrong_status'])
  })

  test('its results come page by page', async () => {
    const id = await halfDone()
    await send(setup.app, `/api/rounds/${id}/continuation`, '')
    await waitFor(
      () => readRound(id),
      ({ state }) => state === 'done',
    )
    const whole = await resultsOf(id)
    const paged: RoundResult[] = []
    for (let from: number | null = 0; from !== null;) {
      const page = roundResultsSchema.parse(
        await (await get(`/api/rounds/${id}/results?from=${from}&limit=300`)).json(),
      )
      expect(page.results.length).toBeGreaterThan(0)
      paged.push(...page.results)
      from = page.next
    }
    expect(paged).toEqual(whole)
  })

  test('of another program is not gone on with', async () => {
    const id = await halfDone()
    const { gradings, life, store } = setup.services
    const other = { version: '0.0.1', hash: 'sha256:other' }
    const after = new Rounds({ gradings, life, engine: other, log: () => {}, startWorker: workHere })
    const begun = await after.goOn(store, id)
    expect(!begun.ok && begun.issues[0]?.message).toMatch(/换版本/)
  })

  test('cancelled, it keeps what it has and ends for good', async () => {
    const id = await halfDone()
    expect((await send(setup.app, `/api/rounds/${id}/continuation`, '')).status).toBe(200)
    const answer = await send(setup.app, `/api/rounds/${id}/cancellation`, '')
    const { round } = roundAnswerSchema.parse(await answer.json())
    expect(round).toMatchObject({ state: 'cancelled', endedBy: 'demo:rules-1' })
    await setup.services.rounds.stop()
    const after = await readRound(id)
    expect(after).toMatchObject({ state: 'cancelled', done: after.done })
    expect((await resultsOf(id)).length).toBe(after.done)
    expect(await problemOf(await send(setup.app, `/api/rounds/${id}/cancellation`, ''))).toEqual([409, 'round_over'])
    expect(await problemOf(await send(setup.app, `/api/rounds/${id}/continuation`, ''))).toEqual([409, 'wrong_status'])
  })
})

describe('of a round that is done', () => {
  test('a result is read as it was then', async () => {
    await grade()
    await setup.services.store.putSubmissions([department('a', 0.1)])
    const answer = roundGradingSchema.parse(await (await get('/api/rounds/1/gradings/a')).json())
    expect(answer.submission.facts).toEqual({ rate: 0.9 })
    expect((answer.grading as unknown as Grading).points).toBe(9.4)
    expect(answer.ruleSet.id).toBe('ranked')
    expect(await problemOf(await get('/api/rounds/1/gradings/project'))).toEqual([404, 'not_graded'])
  })

  test('two are compared: who moved, and why', async () => {
    const { store } = setup.services
    await grade()
    await store.putSubmissions([department('c', 0.8), department('d', 0.6)])
    await store.addRuleSet(edited)
    await grade({ ...ranked, ruleSet: 'ranked@2024-07-01' })
    const response = await get('/api/rounds/2/comparison/1')
    const { before, after, entries } = roundComparisonSchema.parse(await response.json())
    expect([before.id, after.id]).toEqual(['1', '2'])
    const seen = entries.map(({ id, before: was, after: is, why }) => [
      id,
      was?.points,
      was?.rank,
      is?.points,
      is?.rank,
      why,
    ])
    expect(seen).toEqual([
      ['a', 9.4, 1, 9.2, 1, ['ruleSet', 'cohort']],
      ['b', 4.2, 2, 5.6, 3, ['ruleSet', 'cohort']],
      ['c', 3, 3, 6.4, 2, ['ruleSet', 'submission', 'cohort']],
      ['d', undefined, undefined, 4.8, 4, []],
    ])
    const same = roundComparisonSchema.parse(await (await get('/api/rounds/1/comparison/1')).json())
    expect(same.entries.every(({ why }) => why.length === 0)).toBe(true)
  })

  test('the workbook says all of it', async () => {
    await setup.services.store.putSubmissions([department('b', 0.9), department('d', null)])
    await grade()
    const response = await get('/api/rounds/1/workbook')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=.*\.xlsx/)
    const book = await readTables(Buffer.from(await response.arrayBuffer()))
    if (!book.ok) throw new Error(book.issues[0]?.message)
    const [ranking, figures, lines] = book.value
    expect([ranking?.name, figures?.name, lines?.name]).toEqual(['汇总排名', '评价情况', '扣分明细'])
    const column = (table: typeof ranking, number: number) => table?.rows.slice(2).map(({ cells }) => cells.get(number))
    expect(column(ranking, 1)).toEqual([1, 1, 3, '—'])
    expect(column(ranking, 3)).toEqual(['a', 'b', 'c', 'd'])
    expect(column(ranking, 7)).toEqual([9.4, 9.4, 3, '0–10'])
    const told = figures?.rows.map(({ cells }) => `${cells.get(1)}：${cells.get(2)}`).join('\n')
    expect(told).toContain('比较的范围：4 份，指纹 sha256:')
    expect(told).toContain('双算核验：4 份（全部），结论不同 0 份')
    expect(lines?.rows.some(({ cells }) => cells.get(1) === '部门 c' && cells.get(3) === -4)).toBe(true)
  })

  test('its results are sealed as they are, once', async () => {
    await grade()
    const { run } = sealedRunSchema.parse(await (await send(setup.app, '/api/runs', { ...ranked, round: '1' })).json())
    expect(run).toMatchObject({ id: 'ranked-2024-1', count: 3, round: '1' })
    expect(await readRound('1')).toMatchObject({ sealed: 'ranked-2024-1' })
    const other = { cookie: 'hengping-demo=demo:rules-2' }
    const again = await send(setup.app, '/api/runs', { ...ranked, round: '1', reason: '再来' }, other)
    expect(await problemOf(again)).toEqual([409, 'round_sealed'])
  })

  test('what was graded otherwise since is not sealed in its name', async () => {
    await grade()
    await setup.services.store.putSubmissions([department('d', 0.3)])
    for (const id of ['a', 'b', 'c', 'd']) await setup.services.gradings.gradeStored(id)
    expect(await problemOf(await send(setup.app, '/api/runs', { ...ranked, round: '1' }))).toEqual([422, 'round_moved'])
    expect(await problemOf(await send(setup.app, '/api/runs', { ...ranked, round: '7' }))).toEqual([
      404,
      'unknown_round',
    ])
  })
})

test('of several rounds one is graded at a time, the others wait', async () => {
  await setup.services.store.putSubmissions(many())
  const [first, second] = [await start(), await start()]
  expect([first.id, second.id]).toEqual(['1', '2'])
  expect(second.state).toBe('waiting')
  const done = await waitFor(
    () => readRound('2'),
    ({ state }) => state === 'done',
  )
  expect((await readRound('1')).state).toBe('done')
  // the same by the same makes the same, byte for byte
  const hashes = async (id: string) => (await resultsOf(id)).map(({ grading }) => grading)
  expect(await hashes('2')).toEqual(await hashes('1'))
  expect(done.counts.final).toBe(903)
})
