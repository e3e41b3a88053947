import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { EvaluationPool, type PoolOptions } from '../../server/evaluation/pool.ts'
import { buildEvaluator, childrenOf, isRunning } from '../support/built-evaluator.ts'
import { evaluationHere } from '../support/evaluation-here.ts'
import { PATIENCE } from '../support/runs.ts'

const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as Record<string, unknown>
const ruleSet = json('rules/guangdong-department.2024-01-01.json')
const notice = json('fixtures/notice-20-rows/rule-set.json')
const cases = json('fixtures/notice-20-rows/rule-set.cases.json')

let built: Awaited<ReturnType<typeof buildEvaluator>>
beforeAll(async () => void (built = await buildEvaluator()))
afterAll(() => built.remove())

let pool: EvaluationPool
let logged: unknown[]
afterEach(() => pool.stop())

const DEADLINE = 600
const JOBS = { spin: DEADLINE, spinInMicrotasks: DEADLINE, read: 20_000 }
function open(options: Partial<PoolOptions> = {}): EvaluationPool {
  logged = []
  pool = new EvaluationPool({ entry: built.entry, log: (e) => logged.push(e), size: 1, deadlines: JOBS, ...options })
  return pool
}
const issueOf = async (answer: Promise<{ ok: boolean; issues?: readonly { code: string; message: string }[] }>) =>
  (await answer).issues?.[0]

test('answers what this process would answer, byte for byte', async () => {
  const there = open()
  const here = evaluationHere()
  const other = {
    ...ruleSet,
    title: '另一份',
    grades: [
      { name: '优', from: 95 },
      { name: '差', from: 0 },
    ],
  }
  const broken = { ...ruleSet, points: 'x', surprise: 1 }
  for (const given of [ruleSet, other, broken, null, []]) {
    expect(await there.run('read', { ruleSet: given })).toEqual(await here.run('read', { ruleSet: given }))
    expect(await there.run('findings', { ruleSet: given })).toEqual(await here.run('findings', { ruleSet: given }))
    const pair = { from: ruleSet, to: given }
    expect(await there.run('changes', pair)).toEqual(await here.run('changes', pair))
  }
  const tried = await there.run('cases', { ruleSet: notice, cases })
  expect(tried).toEqual(await here.run('cases', { ruleSet: notice, cases }))
  expect(tried.ok && tried.value.ok).toBe(true)
})

describe('what a process is given', () => {
  test('no environment, no code from text, 256 MB', async () => {
    process.env['HENGPING_SECRET'] = 'x'
    const { value } = (await open().enqueue('environment', null)) as unknown as {
      value: { names: string[]; args: string[] }
    }
    expect(
      value.names.filter((name) => name !== 'NODE_CHANNEL_FD' && name !== 'NODE_CHANNEL_SERIALIZATION_MODE'),
    ).toEqual([])
    expect(value.args).toEqual(['--max-old-space-size=256', '--disallow-code-generation-from-strings'])
    expect((await issueOf(pool.enqueue('makeCode', null)))?.code).toBe('evaluation_stopped')
  })

  test('built-ins that cannot be changed', async () => {
    const { value } = (await open().enqueue('pollute', null)) as unknown as { value: string[] }
    expect(value).toEqual(value.map(() => 'TypeError'))
    expect(value.length).toBeGreaterThan(5)
  })
})

describe.each([
  ['spin', /超过 1 秒/],
  ['spinInMicrotasks', /超过 1 秒/],
  ['hoard', /内存/],
  ['hoardOutsideTheHeap', /内存/],
  ['end', /算不下去/],
  ['answerDeep', /算不下去/],
] as const)('a job that ends as %s', (kind, sentence) => {
  test('is told so, and the next one is done by a fresh process within a second', async () => {
    open({ deadlines: { ...JOBS, hoard: 30_000, hoardOutsideTheHeap: 30_000 } })
    const started = performance.now()
    await pool.run('read', { ruleSet })
    const start = performance.now() - started
    const [before] = await childrenOf(process.pid)
    const begun = performance.now()
    const issue = await issueOf(pool.enqueue(kind, null))
    const stopped = performance.now()
    expect(issue?.code).toBe('evaluation_stopped')
    expect(issue?.message).toMatch(sentence)
    if (kind.startsWith('spin')) expect(stopped - begun).toBeLessThan(DEADLINE + 500 * PATIENCE)
    expect((await pool.run('read', { ruleSet })).ok).toBe(true)
    expect(performance.now() - stopped).toBeLessThan(Math.max(1_000 * PATIENCE, 4 * start))
    expect(await childrenOf(process.pid)).not.toContain(before)
  })
})

test('a process that is kept busy holds nobody up while there is another', async () => {
  open({ size: 2, deadlines: { spin: 20_000 } })
  let isStopped = false
  const spinning = pool.enqueue('spin', null).then(() => (isStopped = true))
  for (let index = 0; index < 5; index++) expect((await pool.run('read', { ruleSet })).ok).toBe(true)
  expect(isStopped).toBe(false)
  await pool.stop()
  await spinning
})

describe('a queue', () => {
  test('is bounded, and says so at once', async () => {
    open({ queue: 2, deadlines: { spin: 1_500 } })
    const begun = performance.now()
    const spinning = [0, 1, 2].map(() => pool.enqueue('spin', null))
    expect((await issueOf(pool.enqueue('read', { ruleSet })))?.code).toBe('evaluation_busy')
    expect(performance.now() - begun).toBeLessThan(500 * PATIENCE)
    await pool.stop()
    expect((await Promise.all(spinning.map(issueOf))).map((issue) => issue?.code)).toEqual(
      Array(3).fill('evaluation_busy'),
    )
  })

  test('is not waited in for ever, nor by those who have left', async () => {
    open({ patience: 300, deadlines: { ...JOBS, spin: 1_000 } })
    while (!(await pool.run('read', { ruleSet })).ok);
    const spinning = pool.enqueue('spin', null)
    await later(50)
    const left = new AbortController()
    const leaving = pool.enqueue('read', { ruleSet }, { signal: left.signal })
    const waiting = pool.enqueue('read', { ruleSet })
    left.abort()
    expect((await issueOf(leaving))?.code).toBe('evaluation_busy')
    expect((await issueOf(waiting))?.message).toContain('过几秒再试')
    expect((await issueOf(spinning))?.code).toBe('evaluation_stopped')
  })
})

test('input too deep to be sent is refused, and the process is none the worse', async () => {
  open()
  const deep = Array.from({ length: 200_000 }).reduce<unknown>((inner) => [inner], 1)
  expect((await issueOf(pool.run('read', { ruleSet: deep })))?.code).toBe('too_deep')
  expect((await pool.run('read', { ruleSet })).ok).toBe(true)
  expect(logged).toEqual([])
})

test('contents are sent once, and again to a fresh process', async () => {
  open()
  const sent: string[] = []
  const submission = { id: 'a', name: '甲', subject: 'department', year: 2024, facts: {} }
  const contents: Record<string, unknown> = { set: ruleSet, one: submission, list: ['one'] }
  const materials = {
    names: Object.keys(contents),
    read: async (names: readonly string[]) => (sent.push(...names), names.map((name) => contents[name])),
  }
  const input = { edited: ruleSet, before: 'set', population: 'list', gradings: [] }
  const effect = await pool.run('effect', input, { materials })
  expect(effect).toMatchObject({ ok: true, value: { size: 1, changed: 0 } })
  expect(await pool.run('effect', input, { materials })).toEqual(effect)
  expect(sent).toEqual(['set', 'one', 'list'])
  await pool.enqueue('end', null)
  expect(await pool.run('effect', input, { materials })).toEqual(effect)
  expect(sent).toHaveLength(6)
})

test('jobs of one thread are done by one process, also after others; once that is gone, by another', async () => {
  open({ size: 2 })
  const pid = async (thread?: string) =>
    ((await pool.enqueue('pid', null, thread === undefined ? {} : { thread })) as unknown as { value: number }).value
  const first = await pid('a')
  const together = await Promise.all([pid(), pid(), pid('a'), pid('a'), pid()])
  expect([together[2], together[3]]).toEqual([first, first])
  for (let index = 0; index < 4; index++) {
    await Promise.all([pid(), pid()])
    expect(await pid('a')).toBe(first)
  }
  await pool.enqueue('end', null, { thread: 'a' })
  const second = await pid('a')
  expect(second).not.toBe(first)
  expect(await pid('a')).toBe(second)
})

test('a store that cannot be read is a fault of the store, not of the rule set', async () => {
  open()
  const materials = { names: ['x'], read: () => Promise.reject(new Error('no disk')) }
  await expect(pool.enqueue('read', { ruleSet }, { materials })).rejects.toThrow('no disk')
  expect((await pool.run('read', { ruleSet })).ok).toBe(true)
})

test('a program that does not start is tried again after a pause, not over and over', async () => {
  open({ entry: { file: '/nowhere/main.js', args: [] }, patience: 300 })
  expect((await issueOf(pool.run('read', { ruleSet })))?.code).toBe('evaluation_busy')
})

describe('nothing is left behind', () => {
  test('after stop', async () => {
    // the deadline must not come first
    open({ size: 2, deadlines: { ...JOBS, spin: 60_000 } })
    const spinning = pool.enqueue('spin', null)
    await pool.run('read', { ruleSet })
    const children = await childrenOf(process.pid)
    expect(children.length).toBeGreaterThanOrEqual(2)
    await pool.stop()
    expect(children.filter(isRunning)).toEqual([])
    expect((await issueOf(spinning))?.message).toContain('正在停止')
    expect((await issueOf(pool.run('read', { ruleSet })))?.code).toBe('evaluation_busy')
  })

  test('by a service that is killed, even while one of its processes is kept busy', async () => {
    const host = spawn(process.execPath, [built.entry.file, 'host'], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(host.stdout, 'data')
    const children = await childrenOf(host.pid!)
    expect(children).toHaveLength(2)
    host.kill('SIGKILL')
    const killed = performance.now()
    while (children.some(isRunning) && performance.now() - killed < 30_000) await later(20)
    expect(children.filter(isRunning)).toEqual([])
    expect(performance.now() - killed).toBeLessThan(1_000 * PATIENCE)
  })
})
