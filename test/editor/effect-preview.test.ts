import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem } from '../../editor/problem.ts'
import { EffectPreview } from '../../editor/state/effect-preview.svelte.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Effect } from '../../server/http/shapes.ts'

const ruleSet = (title: string): RuleSet => ({ title, points: 100, decimals: 2, facts: [], indicators: [] as never })
const distribution = { graded: 0, open: 0, mean: null, grades: [], histogram: [] }
const effectOf = (size: number): Effect => ({
  size,
  before: distribution,
  after: distribution,
  changed: 0,
  gradeMoves: [],
  movers: [],
  near: { count: 0, listed: [] },
  still: [],
})

/** A server that answers when told to, and remembers what it was asked. */
function slowServer() {
  const asked: {
    title: string | undefined
    signal: AbortSignal
    answer(effect: Effect): void
    fail(e: unknown): void
  }[] = []
  const ask = (asking: RuleSet, signal: AbortSignal) =>
    new Promise<Effect>((answer, fail) => asked.push({ title: asking.title, signal, answer, fail }))
  return { asked, ask }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('edits of one frame are one question, and those made while it is open are the next one', async () => {
  const { asked, ask } = slowServer()
  const preview = new EffectPreview(ask)
  preview.request(ruleSet('a'))
  preview.request(ruleSet('b'))
  await vi.advanceTimersByTimeAsync(16)
  expect(asked.map(({ title }) => title)).toEqual(['b'])
  for (const title of ['c', 'd', 'e']) {
    preview.request(ruleSet(title))
    await vi.advanceTimersByTimeAsync(16)
  }
  expect(asked).toHaveLength(1)
  asked[0]!.answer(effectOf(1))
  await vi.advanceTimersByTimeAsync(0)
  // shown while the next one is on its way
  expect(preview.effect?.size).toBe(1)
  expect(asked.map(({ title }) => title)).toEqual(['b', 'e'])
  expect(asked[0]!.signal.aborted).toBe(false)
  asked[1]!.answer(effectOf(2))
  await vi.advanceTimersByTimeAsync(1000)
  expect(preview.effect?.size).toBe(2)
  expect(asked).toHaveLength(2)
})

test('a question that takes too long is dropped for a newer one, and its late answer is not shown', async () => {
  const { asked, ask } = slowServer()
  const preview = new EffectPreview(ask)
  preview.request(ruleSet('a'))
  await vi.advanceTimersByTimeAsync(16)
  await vi.advanceTimersByTimeAsync(300)
  preview.request(ruleSet('b'))
  await vi.advanceTimersByTimeAsync(16)
  expect(asked[0]!.signal.aborted).toBe(true)
  asked[1]!.answer(effectOf(2))
  asked[0]!.answer(effectOf(1))
  await vi.advanceTimersByTimeAsync(0)
  expect(preview.effect?.size).toBe(2)
})

test('计算中 only after 300 ms of waiting for the answer', async () => {
  const { asked, ask } = slowServer()
  const preview = new EffectPreview(ask)
  preview.request(ruleSet('a'))
  await vi.advanceTimersByTimeAsync(315)
  expect(preview.busy).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(preview.busy).toBe(true)
  asked[0]!.answer(effectOf(1))
  await vi.advanceTimersByTimeAsync(0)
  expect(preview.busy).toBe(false)
})

test('sums off: the last answer stays, marked as old, and nothing is asked', async () => {
  const { asked, ask } = slowServer()
  const preview = new EffectPreview(ask)
  preview.request(ruleSet('a'))
  await vi.advanceTimersByTimeAsync(16)
  asked[0]!.answer(effectOf(1))
  await vi.advanceTimersByTimeAsync(0)
  preview.request(ruleSet('b'))
  preview.hold()
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(1)
  expect([preview.held, preview.effect?.size]).toEqual([true, 1])
  preview.request(ruleSet('c'))
  expect(preview.held).toBe(false)
})

test('a refusal is told in the server’s words and keeps the last answer', async () => {
  const { asked, ask } = slowServer()
  const preview = new EffectPreview(ask, { gather: 0, patience: 300 })
  preview.request(ruleSet('a'))
  await vi.advanceTimersByTimeAsync(16)
  asked[0]!.answer(effectOf(1))
  await vi.advanceTimersByTimeAsync(0)
  preview.request(ruleSet('b'))
  await vi.advanceTimersByTimeAsync(0)
  const problem = { type: '', title: '内容有问题', status: 422, code: 'x', detail: '分值合计应为 100。', issues: [] }
  asked[1]!.fail(new ApiProblem(problem))
  await vi.advanceTimersByTimeAsync(0)
  expect(preview.problem?.detail).toBe('分值合计应为 100。')
  expect(preview.effect?.size).toBe(1)
})
