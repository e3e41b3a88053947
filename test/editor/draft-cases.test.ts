import { expect, test } from 'vitest'
import { DraftCases } from '../../editor/state/draft-cases.svelte.ts'
import { ApiProblem } from '../../editor/problem.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { StandingAnswer } from '../../server/http/golden-shapes.ts'

const ruleSet = (title: string) => ({ title }) as RuleSet
const standing = (hash: string, ...names: string[]): StandingAnswer => ({
  hash,
  cases: names.map((name) => ({
    name,
    submission: null,
    pinned: null,
    ok: name !== '变',
    about: ['x'],
    awarded: [],
    differences:
      name === '变'
        ? [
            { node: 'x', message: '不同' },
            { node: null, message: '总分不同' },
          ]
        : [],
    acknowledged: [],
  })),
  untested: [],
  reasons: [],
})
const pin = { what: 'pin', submission: 's', indicator: 'x' } as const
/** Answers that are given when they are let go. */
function held<T>() {
  let release!: (value: T) => void
  const answer = new Promise<T>((resolve) => (release = resolve))
  return { answer, release }
}
const idle = () => new Promise((resolve) => setTimeout(resolve, 5))

test('a step before the first answer waits for it, so that it says which cases it saw', async () => {
  const seen: (string | null)[] = []
  const cases = new DraftCases(
    { ask: async () => standing('h1'), act: async (_, hash) => (seen.push(hash), standing('h2', '一')) },
    1000,
  )
  cases.request(ruleSet('a'))
  expect(await cases.step(pin)).toBe(true)
  expect(seen).toEqual(['h1'])
  expect(cases.standing?.hash).toBe('h2')
  cases.stop()
})

test('an answer that was on its way when a step was taken is not put in place of the step’s', async () => {
  const slow = held<StandingAnswer>()
  let asked = 0
  const cases = new DraftCases(
    {
      ask: () => (++asked === 2 ? slow.answer : Promise.resolve(standing('h1'))),
      act: async () => standing('h2', '一'),
    },
    0,
  )
  cases.request(ruleSet('a'))
  await idle()
  cases.request(ruleSet('b'))
  await idle()
  await cases.step(pin)
  slow.release(standing('h1'))
  await Promise.resolve()
  expect(cases.standing?.hash).toBe('h2')
  cases.stop()
})

test('what is edited while a step is taken is asked about afterwards; a refused step is told and changes nothing', async () => {
  const asked: string[] = []
  const act = held<StandingAnswer>()
  const cases = new DraftCases(
    { ask: async ({ title }) => (asked.push(title ?? ''), standing('h1')), act: () => act.answer },
    0,
  )
  cases.request(ruleSet('a'))
  await idle()
  const stepping = cases.step(pin)
  cases.request(ruleSet('b'))
  await idle()
  expect(asked).toEqual(['a'])
  act.release(standing('h2'))
  await stepping
  await idle()
  expect(asked).toEqual(['a', 'b'])

  const problem = { type: '', title: '', status: 409, code: 'cases_changed', detail: '别人改过', issues: [] }
  const refused = new DraftCases(
    { ask: async () => standing('h1'), act: () => Promise.reject(new ApiProblem(problem)) },
    0,
  )
  refused.request(ruleSet('a'))
  await idle()
  expect(await refused.step(pin)).toBe(false)
  expect([refused.problem?.code, refused.standing?.hash, refused.busy]).toEqual(['cases_changed', 'h1', false])
  refused.stop()
  cases.stop()
})

test('a case that differs in the total alone is no matter of one indicator', async () => {
  const cases = new DraftCases({ ask: async () => standing('h', '变', '同'), act: async () => standing('h') }, 0)
  cases.request(ruleSet('a'))
  await idle()
  expect(cases.about('x').map(({ name, here }) => [name, here])).toEqual([
    ['变', ['不同']],
    ['同', []],
  ])
  expect(cases.changed.map(({ name }) => name)).toEqual(['变'])
  cases.stop()
})

test('a first answer that does not come is told, and asked for again', async () => {
  let reached = false
  const cases = new DraftCases(
    {
      ask: () => (reached ? Promise.resolve(standing('h1')) : Promise.reject(new TypeError('nothing there'))),
      act: async () => standing('h2'),
    },
    0,
  )
  cases.request(ruleSet('a'))
  await idle()
  expect([cases.standing, cases.unknown?.code]).toEqual([null, 'offline'])
  reached = true
  cases.again()
  await idle()
  expect([cases.standing?.hash, cases.unknown]).toEqual(['h1', null])
  cases.stop()
})
