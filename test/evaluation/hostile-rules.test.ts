import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen, type Listener } from '../../server/cli/listener.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import { EvaluationPool } from '../../server/evaluation/pool.ts'
import { setUp } from '../routes/example.ts'
import { buildEvaluator } from '../support/built-evaluator.ts'
import { LONG, PATIENCE } from '../support/runs.ts'
import { timed } from '../support/timed.ts'
import { HOSTILE_RULES } from './hostile-rules.ts'

const small = JSON.parse(readFileSync(new URL('../data/small-rule-set.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>
const leaf = (change: object): object => ({
  ...{ id: 'a', label: 'x', points: 100, clause: 'x', scoring: { method: 'full' } },
  ...change,
})
/** A rule set that nothing is wrong with, with room for one rule. */
const whole = { ...small, overrides: [], indicators: [leaf({})] }
const cases = (when: unknown): object => ({ method: 'cases', cases: [{ when, points: 1 }], otherwise: 0 })

const ownKeys = Reflect.ownKeys(Object.prototype)
afterAll(() => expect(Reflect.ownKeys(Object.prototype)).toEqual(ownKeys))

/** The rule wherever a rule set has room for one. */
const places: readonly [string, (rule: (typeof HOSTILE_RULES)[number]['rule']) => unknown][] = [
  ['an override', ({ conditions, event = { type: 'zero' } }) => ({ overrides: [{ name: 'x', conditions, event }] })],
  [
    'a deduction',
    ({ conditions, event = { type: 'deduct', params: { points: 1, reason: 'x' } } }) => ({
      indicators: [leaf({ deductions: [{ name: 'a/x', conditions, event }] })],
    }),
  ],
  ['a condition of an indicator', ({ conditions }) => ({ indicators: [leaf({ applies: conditions })] })],
  ['a case', ({ conditions }) => ({ indicators: [leaf({ scoring: cases(conditions) })] })],
  ['conditions by name', ({ named, conditions }) => ({ conditions: named ?? { a: conditions } })],
]
describe('the reader', () => {
  test('takes the rule set they are put into', () => {
    const result = parseRuleSet(whole)
    expect(result.ok ? [] : result.issues).toEqual([])
  })

  describe.each(HOSTILE_RULES)('$name', ({ rule, harmless }) => {
    const isEvent = rule.event !== undefined
    const able = places.filter(([place]) => !isEvent || place === 'an override' || place === 'a deduction')
    test.each(able)('as %s', (place, put) => {
      const given = { ...whole, ...(put(rule) as object) }
      const { result, milliseconds } = timed(() => parseRuleSet(given), 50)
      expect(milliseconds).toBeLessThan(50 * PATIENCE)
      if (harmless && place !== 'conditions by name') {
        expect(result.ok ? [] : result.issues).toEqual([])
        return
      }
      expect(result.ok).toBe(false)
      if (!result.ok) for (const { message } of result.issues) expect(message).toMatch(/。$/)
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    })
  })

  test('R14: what is not filled in earns nothing', () => {
    const [rule] = HOSTILE_RULES.filter(({ harmless }) => harmless)
    const given = parseRuleSet({ ...whole, indicators: [leaf({ scoring: cases(rule?.rule.conditions) })] })
    if (!given.ok) throw new Error('refused')
    const submission = { id: 'a', name: 'a', subject: 'department' as const, year: 2024, facts: {} }
    const grading = compileRuleSet(given.value).grade(submission)
    expect([grading.points, grading.indicators[0]?.status]).toEqual([null, 'missing'])
  })
})

describe('past every check, in a process of its own', () => {
  const DEADLINE = LONG ? 2_000 : 500
  let built: Awaited<ReturnType<typeof buildEvaluator>>
  let pool: EvaluationPool
  let listener: Listener
  /** What a quiet machine would be allowed, longer where this one is slow just now. */
  let allowed: { readonly answer: number; readonly replacement: number }
  const logged: unknown[] = []
  beforeAll(async () => {
    built = await buildEvaluator()
    pool = new EvaluationPool({
      ...{ entry: built.entry, size: 1, log: (error: unknown) => logged.push(error) },
      deadlines: { unvalidated: DEADLINE, read: 30_000 },
    })
    const { services } = await setUp()
    const opened = await listen('127.0.0.1', 0)
    if (!opened.ok) throw new Error(opened.issues[0]?.message)
    listener = opened.value
    const { app } = await setUp([], { ...services, evaluation: pool })
    listener.open((request) => app.fetch(request))
    const begun = performance.now()
    await pool.run('read', { ruleSet: small })
    const start = performance.now() - begun
    const idle = await slowestDuring(later(300))
    allowed = { answer: Math.max(200 * PATIENCE, 4 * idle), replacement: Math.max(1_000 * PATIENCE, 4 * start) }
  })
  afterAll(async () => {
    await listener.stop()
    await pool.stop()
    await built.remove()
  })

  const healthz = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const begun = performance.now()
      get(`${listener.address}/healthz`, (response) =>
        response.resume().on('end', () => {
          if (response.statusCode === 200) resolve(performance.now() - begun)
          else reject(new Error(`healthz: ${response.statusCode}`))
        }),
      ).on('error', reject)
    })

  /** The longest that the service takes to answer while `work` is under way. */
  async function slowestDuring(work: Promise<unknown>): Promise<number> {
    let isDone = false
    void work.finally(() => (isDone = true)).catch(() => undefined)
    let slowest = 0
    while (!isDone) {
      slowest = Math.max(slowest, await healthz())
      await later(10)
    }
    return slowest
  }

  const kindOf = ({ name }: { readonly name: string }): string | undefined => name.split(' ')[0]
  const oneOfEach = HOSTILE_RULES.filter(
    (rule, at) => HOSTILE_RULES.findIndex((r) => kindOf(r) === kindOf(rule)) === at,
  )

  test.each(LONG ? HOSTILE_RULES : oneOfEach)('$name', async ({ rule, stopped }) => {
    expect((await pool.run('read', { ruleSet: small })).ok).toBe(true)
    const job = pool.enqueue('unvalidated', rule)
    const slowest = await slowestDuring(job)
    const answer = await job
    const ended = performance.now()
    if (stopped) expect(answer.ok ? 'done' : answer.issues[0]?.code).toBe('evaluation_stopped')
    else expect(answer.ok || ['evaluation_stopped', 'too_deep'].includes(answer.issues[0]?.code ?? '')).toBe(true)
    expect(slowest).toBeLessThan(allowed.answer)
    // the next one is done at once, by the same process or by one in its place
    expect((await pool.run('read', { ruleSet: small })).ok).toBe(true)
    expect(performance.now() - ended).toBeLessThan(allowed.replacement)
  })
})
