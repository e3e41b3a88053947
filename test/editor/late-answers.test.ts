import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AccountPreview } from '../../editor/state/account-preview.svelte.ts'
import { FormGoals } from '../../editor/state/form-goals.svelte.ts'
import { HistoryList } from '../../editor/state/history-list.svelte.ts'
import { goOn } from '../../editor/state/location.svelte.ts'
import { UserActions } from '../../editor/state/users.svelte.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'

const json = (body: unknown) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

/** What was asked, and how each question is answered, in the order in which they were asked. */
let asked: { readonly method: string; readonly url: string; answer(body: unknown): Promise<void> }[]

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input)
    return new Promise<Response>((resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      const answer = async (body: unknown): Promise<void> => {
        resolve(json(body))
        await vi.advanceTimersByTimeAsync(0)
      }
      asked.push({ method: init?.method ?? 'GET', url, answer })
    })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('the goals of a form', () => {
  test('a reading that began before a change does not undo what is shown of the change', async () => {
    const goals = new FormGoals('a')
    void goals.load()
    await asked[0]!.answer({ revision: 1 })
    void goals.load()
    const finished = goals.finish('法规科')
    await asked[2]!.answer({ revision: 2 })
    await asked[1]!.answer({ revision: 1 })
    expect(await finished).toBe(true)
    expect(goals.loaded.value?.revision).toBe(2)
  })
})

describe('the journal', () => {
  test('what is earlier is not added to what another filter shows', async () => {
    const list = new HistoryList()
    void list.load()
    await asked[0]!.answer({ entries: [{ seq: 9 }], next: 9 })
    list.change({ about: '财政局' })
    void list.loadEarlier()
    await asked[1]!.answer({ entries: [{ seq: 7 }], next: null })
    await vi.advanceTimersByTimeAsync(1000)
    expect(new URL(asked[1]!.url, 'http://a').searchParams.get('about')).toBe('财政局')
    expect([list.entries, asked.length]).toEqual([[{ seq: 7 }], 2])
  })
})

describe('accounts of people', () => {
  test('a password that is reset twice at once is reset once', async () => {
    const users = new UserActions()
    const user = { id: 'li' } as Parameters<UserActions['reset']>[0]
    const first = users.reset(user)
    void users.reset(user)
    expect(asked).toHaveLength(1)
    await asked[0]!.answer({ id: 'li', password: 'Wutong7-Qiaoliang' })
    await asked[1]!.answer({ users: [] })
    expect([await first, users.busy, users.passing?.password]).toEqual([true, false, 'Wutong7-Qiaoliang'])
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET'])
  })
})

test('what took long leads on only whoever waited for it', () => {
  vi.stubGlobal('window', { location: { hash: '#/rounds/new' } })
  const [goToFirst, goToSecond] = [goOn(), goOn()]
  goToFirst('#/rounds/1')
  expect(window.location.hash).toBe('#/rounds/1')
  goToSecond('#/rounds/2')
  expect(window.location.hash).toBe('#/rounds/1')
})

test('what was wrong with one account is not said of the next that is looked at', async () => {
  const preview = new AccountPreview((_, submission) =>
    submission === 'a' ? Promise.reject(new TypeError('not reached')) : new Promise(() => undefined),
  )
  await preview.request({} as RuleSet, 'a')
  expect(preview.problem?.code).toBe('offline')
  void preview.request({} as RuleSet, 'b')
  expect(preview.problem).toBe(null)
})
