import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiProblem } from '../../editor/problem.ts'
import type { Draft, OpenDraft } from '../../editor/api-drafts.ts'
import { LocalEdits } from '../../editor/state/local-edits.ts'
import { SavedDraft, type DraftCalls } from '../../editor/state/saved-draft.svelte.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Problem } from '../../server/http/shapes.ts'
import { rankedForm, setUp, type Setup } from '../routes/example.ts'

/** Two leaves of 6 and 4; the draft is for 2025. */
const published = rankedForm
const next: RuleSet = { ...published, effective: { from: '2025-01-01' } }
const version = { id: 'ranked', effective: '2025-01-01' }

/** The browser's storage, with room for so many characters. */
class Room implements Storage {
  [name: string]: unknown
  readonly #free: number
  constructor(free = Infinity) {
    Object.defineProperty(this, 'free', { value: free })
    this.#free = free
  }
  get length() {
    return Object.keys(this).length
  }
  getItem(key: string) {
    return (this[key] as string | undefined) ?? null
  }
  setItem(key: string, value: string) {
    if (value.length > this.#free) throw new Error('QuotaExceededError')
    this[key] = value
  }
  removeItem(key: string) {
    delete this[key]
  }
  clear() {
    Object.keys(this).forEach((key) => delete this[key])
  }
  key(index: number) {
    return Object.keys(this)[index] ?? null
  }
}

const loggedOut: Problem = {
  type: 'about:blank',
  title: '没有登录',
  status: 401,
  code: 'not_signed_in',
  detail: '还没有登录，或登录已过期，请登录。',
  issues: [],
}

let setup: Setup
let room: Room
/** What the network does to the next calls. */
let network: 'well' | 'down' | 'answers lost' | 'logged out'

beforeEach(async () => {
  setup = await setUp([published])
  room = new Room()
  network = 'well'
  await callsOf('demo:rules-1').begin()
})

function callsOf(
  person: string,
): DraftCalls & { begin(): Promise<Draft>; post(step: string, body: object): Promise<Draft> } {
  const ask = async <T>(method: string, path = '', body?: object): Promise<T> => {
    if (network === 'logged out') throw new ApiProblem(loggedOut)
    if (network === 'down') throw new TypeError('Failed to fetch')
    const response = await setup.app.request(`/api/drafts/ranked/2025-01-01${path}`, {
      method,
      headers: { cookie: `hengping-demo=${person}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (network === 'answers lost') throw new TypeError('Failed to fetch')
    const answer: unknown = await response.json()
    if (!response.ok) throw new ApiProblem(answer as Problem)
    return answer as T
  }
  return {
    save: (_, revision, ruleSet) => ask('PUT', '', { revision, ruleSet }),
    read: () => ask('GET'),
    begin: () => ask('PUT', '', { revision: 0, ruleSet: next, base: 'ranked@2024-01-01' }),
    post: (step, body) => ask('POST', step, body),
  }
}

/** The draft as a window of `person` has it open; `name` is another for each window. */
async function open(person: string, name: string, more: { room?: Room; present?: () => boolean } = {}) {
  const calls = callsOf(person)
  const opened: OpenDraft = await calls.read(version, new AbortController().signal)
  return new SavedDraft(opened, {
    calls,
    local: new LocalEdits(more.room ?? room, person, version, name),
    origin: published,
    timing: { wait: 10, again: 10, patience: 1000 },
    ...(more.present && { isPresent: more.present }),
  })
}
const stored = async () => {
  const { draft, ruleSet } = await callsOf('demo:rules-1').read(version, new AbortController().signal)
  return { revision: draft.revision, points: ruleSet.indicators.map(({ points }) => points) }
}
const pointsOf = (window: SavedDraft) => window.edits.current.indicators.map(({ points }) => points)

describe('a draft saves itself', () => {
  test('a moment after the last edit, all of them at once', async () => {
    const window = await open('demo:rules-1', 'w')
    window.edits.setWeight('execution', 7000)
    window.edits.setWeight('standing', 3000)
    expect(window.state).toBe('waiting')
    await vi.waitFor(() => expect(window.state).toBe('saved'))
    expect(await stored()).toEqual({ revision: 2, points: [7, 3] })
    expect(window.draft.revision).toBe(2)
    expect(room).toHaveLength(0)
  })

  test('what is edited while it is being saved is saved next', async () => {
    const window = await open('demo:rules-1', 'w')
    window.edits.setWeight('execution', 7000)
    const saving = window.save()
    window.edits.setWeight('standing', 3000)
    await saving
    await vi.waitFor(() => expect(window.state).toBe('saved'))
    expect(await stored()).toEqual({ revision: 3, points: [7, 3] })
  })

  test('an edit taken back before it was saved asks for nothing', async () => {
    const window = await open('demo:rules-1', 'w')
    window.edits.setWeight('execution', 7000)
    window.edits.undo()
    expect(window.state).toBe('saved')
    await window.save()
    expect(await stored()).toEqual({ revision: 1, points: [6, 4] })
  })

  test('locked, it takes no edits', async () => {
    const window = await open('demo:rules-1', 'w')
    window.edits.locked = true
    window.edits.setWeight('execution', 7000)
    window.edits.spread(null)
    expect([pointsOf(window), window.state]).toEqual([[6, 4], 'saved'])
  })
})

describe('nothing is lost', () => {
  test('without a connection the edits stay in the browser and are saved once it is back', async () => {
    const window = await open('demo:rules-1', 'w')
    network = 'down'
    window.edits.setWeight('execution', 7000)
    await vi.waitFor(() => expect(window.state).toBe('away'))
    expect(room).toHaveLength(1)
    expect(window.problem?.code).toBe('offline')
    network = 'well'
    await vi.waitFor(() => expect(window.state).toBe('saved'))
    expect(await stored()).toEqual({ revision: 2, points: [7, 4] })
    expect(room).toHaveLength(0)
  })

  test('a session that ended: the edits wait for the next login and are saved then', async () => {
    const window = await open('demo:rules-1', 'w')
    network = 'logged out'
    window.edits.setWeight('execution', 7000)
    await vi.waitFor(() => expect(window.state).toBe('away'))
    expect([window.problem?.code, room.length]).toEqual(['not_signed_in', 1])
    network = 'well'
    await vi.waitFor(() => expect(window.state).toBe('saved'))
    expect(await stored()).toEqual({ revision: 2, points: [7, 4] })
  })

  test('saved, the answer lost, edited again: it is no conflict with oneself', async () => {
    const window = await open('demo:rules-1', 'w')
    network = 'answers lost'
    window.edits.setWeight('execution', 7000)
    await vi.waitFor(() => expect(window.state).toBe('away'))
    window.edits.setWeight('execution', 8000)
    network = 'well'
    await vi.waitFor(() => expect(window.state).toBe('saved'))
    expect(await stored()).toEqual({ revision: 3, points: [8, 4] })
  })

  test('a window that crashed leaves its edits to the next one', async () => {
    const crashed = await open('demo:rules-1', 'one')
    network = 'down'
    crashed.edits.setWeight('execution', 7000)
    crashed.stop()
    network = 'well'
    const window = await open('demo:rules-1', 'two')
    expect(pointsOf(window)).toEqual([6, 4])
    expect(window.left).toHaveLength(1)
    await window.bringIn(window.left[0]!.key)
    expect(pointsOf(window)).toEqual([7, 4])
    expect(window.edits.undoName).toBe('带入本机留存的改动')
    await vi.waitFor(() => expect(window.state).toBe('saved'))
    expect(await stored()).toEqual({ revision: 2, points: [7, 4] })
    expect([window.left, room.length]).toEqual([[], 0])
  })

  test('a window that closed after its edits were saved, and before it was told, leaves nothing to bring in', async () => {
    const closed = await open('demo:rules-1', 'one')
    network = 'answers lost'
    closed.edits.setWeight('execution', 7000)
    await vi.waitFor(() => expect(closed.state).toBe('away'))
    closed.stop()
    network = 'well'
    expect(room.length).toBe(1)
    const window = await open('demo:rules-1', 'two')
    expect([pointsOf(window), window.left, room.length]).toEqual([[7, 4], [], 0])
  })

  test('edits left behind that somebody else decided otherwise are a conflict, not overwritten', async () => {
    const crashed = await open('demo:rules-1', 'one')
    network = 'down'
    crashed.edits.setWeight('execution', 7000)
    crashed.stop()
    network = 'well'
    const other = await open('demo:rules-2', 'x')
    other.edits.setWeight('execution', 9000)
    await other.save()
    const window = await open('demo:rules-1', 'two')
    await window.bringIn(window.left[0]!.key)
    expect(window.state).toBe('conflict')
    expect(window.theirs).toMatchObject({ draft: { revision: 2, savedBy: 'demo:rules-2' } })
    expect([pointsOf(window)[0], room.length]).toEqual([7, 1])
    await window.settle(window.edits.current)
    expect(await stored()).toEqual({ revision: 3, points: [7, 4] })
  })

  test('another person is not offered them', async () => {
    const crashed = await open('demo:rules-1', 'one')
    network = 'down'
    crashed.edits.setWeight('execution', 7000)
    crashed.stop()
    network = 'well'
    expect((await open('demo:rules-2', 'two')).left).toEqual([])
  })

  test('no room in the browser is told', async () => {
    const window = await open('demo:rules-1', 'w', { room: new Room(100) })
    network = 'down'
    window.edits.setWeight('execution', 7000)
    expect(window.homeless).toBe(true)
    window.stop()
  })

  test('after somebody else logged in in the same browser, nothing is saved in their name', async () => {
    const window = await open('demo:rules-1', 'w', { present: () => false })
    window.edits.setWeight('execution', 7000)
    await vi.waitFor(() => expect(window.state).toBe('refused'))
    expect(window.problem?.code).toBe('other_person')
    expect((await stored()).revision).toBe(1)
    expect(room).toHaveLength(1)
  })
})

describe('two at one draft', () => {
  test('who comes second is told what the first did; what they agree on is saved on top of it', async () => {
    const [one, two] = [await open('demo:rules-1', '1'), await open('demo:rules-2', '2')]
    one.edits.setWeight('execution', 7000)
    await one.save()
    two.edits.setWeight('standing', 3000)
    await two.save()
    expect(two.state).toBe('conflict')
    expect(two.theirs?.draft).toMatchObject({ revision: 2, savedBy: 'demo:rules-1' })
    two.edits.setWeight('standing', 2000)
    expect(two.state).toBe('conflict')
    await two.settle({
      ...two.theirs!.ruleSet,
      indicators: [one.edits.current.indicators[0]!, two.edits.current.indicators[1]!],
    })
    expect(two.state).toBe('saved')
    expect(await stored()).toEqual({ revision: 3, points: [7, 2] })
    expect(two.edits.undoName).toBe(null)
  })

  test('two windows of one person: the same', async () => {
    const [one, two] = [await open('demo:rules-1', '1'), await open('demo:rules-1', '2')]
    one.edits.setWeight('execution', 7000)
    await one.save()
    two.edits.setWeight('execution', 5000)
    await two.save()
    expect([two.state, two.theirs?.draft.savedBy]).toEqual(['conflict', 'demo:rules-1'])
  })

  test('a third save while the second is being merged is merged as well', async () => {
    const [one, two] = [await open('demo:rules-1', '1'), await open('demo:rules-2', '2')]
    one.edits.setWeight('execution', 7000)
    await one.save()
    two.edits.setWeight('standing', 3000)
    await two.save()
    one.edits.setWeight('execution', 8000)
    await one.save()
    await two.settle(two.edits.current)
    expect([two.state, two.theirs?.draft.revision]).toEqual(['conflict', 3])
    expect((await stored()).points).toEqual([8, 4])
  })

  test('submitted by somebody else, the edits are refused and stay here until it is sent back', async () => {
    const window = await open('demo:rules-1', 'w')
    const other = callsOf('demo:rules-2')
    const explain = { what: 'explain', rules: null, reason: '头一年，还没有用例' }
    await other.post('/cases', { revision: 1, cases: null, step: explain })
    await other.post('/submission', { revision: 1 })
    window.edits.setWeight('execution', 5000)
    window.edits.setWeight('standing', 5000)
    await window.save()
    expect([window.state, window.problem?.code]).toEqual(['refused', 'submitted'])
    await vi.waitFor(() => expect(window.draft.status).toBe('submitted'))
    expect(room).toHaveLength(1)
    window.stepped(await other.post('/return', { revision: 1, remark: '再改' }))
    await vi.waitFor(() => expect(window.state).toBe('saved'))
    expect(await stored()).toEqual({ revision: 2, points: [5, 5] })
  })
})
