import { Engine, type RuleProperties, type TopLevelCondition } from 'json-rules-engine'
import { parsed } from '../../server/core/issue.ts'
import { serveJobs } from '../../server/evaluation/child.ts'
import type { Perform } from '../../server/evaluation/jobs.ts'
import { createPerform } from '../../server/evaluation/perform.ts'
import { EvaluationPool } from '../../server/evaluation/pool.ts'

/**
 * The evaluation process with jobs that skip every check. Built for tests only: the program itself has no such job.
 * Told `host`, it is a service that starts one and makes it hang.
 */

/** A rule as json-rules-engine takes it, with conditions it may refer to by name. */
export interface RawRule {
  readonly conditions: unknown
  readonly event?: unknown
  readonly named?: Readonly<Record<string, unknown>>
  readonly facts?: Readonly<Record<string, unknown>>
}

const FACTS = { n: `${'a'.repeat(40)}!`, s: [3, 1, 2], budget: 10, rows: [{ n: `${'a'.repeat(40)}!`, s: [1], x: 2 }] }

/** json-rules-engine with its own path resolver, and everything allowed that it can allow. */
async function runUnvalidated({ conditions, event, named = {}, facts = {} }: RawRule): Promise<unknown> {
  const engine = new Engine([], {
    allowUndefinedFacts: true,
    allowUndefinedConditions: true,
    replaceFactsInEventParams: true,
  })
  engine.addOperator('matches', (value: string, pattern: string) => new RegExp(pattern).test(value))
  for (const [name, condition] of Object.entries(named)) engine.setCondition(name, condition as TopLevelCondition)
  engine.addRule({ conditions, event: event ?? { type: 'rule' } } as RuleProperties)
  const { results, events } = await engine.run({ ...FACTS, ...facts })
  return { results: results.length, events: events.length }
}

const raw: Readonly<Record<string, (input: never) => unknown>> = {
  unvalidated: runUnvalidated,
  spin: () => {
    for (;;);
  },
  spinInMicrotasks: async () => {
    for (;;) await Promise.resolve()
  },
  hoard: () => {
    const held: unknown[] = []
    for (;;) held.push(Array.from({ length: 1_000 }, (_, index) => ({ index })))
  },
  hoardOutsideTheHeap: () => {
    const held: unknown[] = []
    for (;;) held.push(Buffer.alloc(16 << 20, 1))
  },
  end: () => process.exit(3),
  pid: () => process.pid,
  answerDeep: () => Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 1),
  environment: () => ({ names: Object.keys(process.env), args: process.execArgv }),
  makeCode: () => new Function('return 1')() as unknown,
  pollute: () => {
    const attempts = [
      () => Object.assign(Object.prototype, { polluted: true }),
      () => Object.defineProperty(Array.prototype, 'at', { value: null }),
      () => ((Promise.prototype as { then: unknown }).then = null),
      () => ((JSON as { stringify: unknown }).stringify = null),
      () => Object.setPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()), null) as unknown,
      () => ((String.prototype as { normalize: unknown }).normalize = null),
      () => ((Map.prototype as { get: unknown }).get = null),
    ]
    return attempts.map((attempt) => {
      try {
        attempt()
        return 'done'
      } catch (error) {
        return (error as Error).name
      }
    })
  },
}

if (process.argv[2] === 'evaluate') {
  const perform = createPerform()
  const performAny: Perform = async (kind, input, materials) => {
    const job = raw[kind]
    return job ? parsed(await job(input as never)) : perform(kind, input, materials)
  }
  await serveJobs(performAny)
}

if (process.argv[2] === 'host') {
  const entry = { file: process.argv[1] ?? '', args: ['evaluate'] }
  const pool = new EvaluationPool({ entry, log: () => undefined, size: 2 })
  void pool.enqueue('spin', null)
  await pool.enqueue('environment', null)
  console.log('both are there')
  setInterval(() => undefined, 1_000)
}
