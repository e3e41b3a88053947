import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RoundList } from '../../editor/state/round-list.svelte.ts'
import { RoundView } from '../../editor/state/round-view.svelte.ts'

const json = (body: unknown) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

/** How the service answers a look at the round. */
let answer: () => Promise<Response>
let looks = 0
const round = { round: { id: '1', state: 'running', done: 0, size: 9, ruleSet: { points: 100 } } }

beforeEach(() => {
  vi.useFakeTimers()
  looks = 0
  answer = () => Promise.resolve(json(round))
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input)
    if (init?.method === 'POST') return Promise.resolve(json(round))
    if (!/\/api\/rounds(\/1)?$/.test(url)) return Promise.resolve(json({ runs: [], organisations: [] }))
    looks += 1
    return answer()
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('whatever is done while a look is on its way, a round is looked at by one look after another', async () => {
  const view = new RoundView('1')
  view.start()
  await vi.advanceTimersByTimeAsync(0)
  let arrive!: (response: Response) => void
  answer = () => new Promise((resolve) => (arrive = resolve))
  await vi.advanceTimersByTimeAsync(600)
  answer = () => Promise.resolve(json(round))
  await view.cancel()
  arrive(json(round))
  await vi.advanceTimersByTimeAsync(0)
  looks = 0
  await vi.advanceTimersByTimeAsync(6000)
  expect(looks).toBe(10)
  view.stop()
  await vi.advanceTimersByTimeAsync(6000)
  expect(looks).toBe(10)
})

test('a list of rounds that takes long to come is waited for, and comes', async () => {
  const list = new RoundList()
  const rounds = (done: number) => json({ rounds: [{ state: 'running', done }] })
  answer = () => Promise.resolve(rounds(1))
  void list.look()
  await vi.advanceTimersByTimeAsync(0)
  answer = () => new Promise((resolve) => setTimeout(() => resolve(rounds(2)), 3000))
  await vi.advanceTimersByTimeAsync(6000)
  expect(list.loaded.value?.[0]?.done).toBe(2)
  list.stop()
  looks = 0
  await vi.advanceTimersByTimeAsync(60_000)
  expect(looks).toBe(0)
})
