import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TableImport } from '../../editor/state/table-import.svelte.ts'

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

let stored: unknown[]
let table: TableImport
/** How the service answers what is read: what stands in the table's second line is the id. */
let read: (id: string) => Promise<Response>
const answered = (id: string) => json(200, { submissions: [{ id }], problems: [], notes: [], refused: [] })

beforeEach(async () => {
  vi.useFakeTimers()
  stored = []
  read = (id) => Promise.resolve(answered(id))
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.includes('/api/imports')) return read((await (init!.body as Blob).text()).split('\n')[1]!.trim())
    if (url.includes('/api/rule-sets')) return json(200, { ruleSets: [{ id: 'k', effective: '2024-01-01', retired: null }] })
    if (init?.method !== 'POST' || !url.endsWith('/api/submissions')) return json(200, { submissions: [], ruleSets: [] })
    stored.push(...(JSON.parse(String(init.body)) as { id: string }[]).map(({ id }) => id))
    return json(201, { submissions: [] })
  }) // prettier-ignore
  table = new TableImport()
  await table.load()
  await table.paste('编号\nold')
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('rows that are mended on the page', () => {
  test('what was typed last is stored, never what was read before it', async () => {
    table.change(1, 0, 'new')
    expect(table.reading).toBe(true)
    await table.save()
    expect(stored).toEqual([])
    await vi.advanceTimersByTimeAsync(1000)
    expect(table.reading).toBe(false)
    await table.save()
    expect(stored).toEqual(['new'])
  })

  test('what is typed while the rows are read is still to be read', async () => {
    let answer!: (response: Response) => void
    read = () => new Promise((resolve) => (answer = resolve))
    table.change(1, 0, 'newer')
    await vi.advanceTimersByTimeAsync(1000)
    table.change(1, 0, 'newest')
    answer(answered('newer'))
    await vi.advanceTimersByTimeAsync(0)
    await table.save()
    expect([table.reading, stored]).toEqual([true, []])
    read = (id) => Promise.resolve(answered(id))
    await vi.advanceTimersByTimeAsync(1000)
    await table.save()
    expect(stored).toEqual(['newest'])
  })

  test('rows that could not be read again are not stored as they were before', async () => {
    read = () => Promise.reject(new TypeError('Failed to fetch'))
    table.change(1, 0, 'new')
    await vi.advanceTimersByTimeAsync(1000)
    expect([table.reading, table.answer.problem?.code]).toEqual([false, 'offline'])
    await table.save()
    expect(stored).toEqual([])
  })
})

test('what is stored already is of the version chosen last, whichever list comes first', async () => {
  const versions = [
    { id: 'k', effective: '2024-01-01', retired: null, subject: 'department' },
    { id: 'p', effective: '2024-01-01', retired: null, subject: 'project' },
  ]
  const lists = new Map<string, (response: Response) => void>()
  vi.stubGlobal('fetch', (input: string | URL | Request) => {
    const url = new URL(input instanceof Request ? input.url : String(input), 'http://a')
    if (url.pathname === '/api/rule-sets') return Promise.resolve(json(200, { ruleSets: versions }))
    return new Promise<Response>((resolve) => lists.set(url.searchParams.get('subject')!, resolve))
  })
  const other = new TableImport()
  void other.load()
  await vi.advanceTimersByTimeAsync(0)
  void other.turnTo('p@2024-01-01')
  await vi.advanceTimersByTimeAsync(0)
  lists.get('project')!(json(200, { submissions: [{ id: 'a-project' }] }))
  await vi.advanceTimersByTimeAsync(0)
  lists.get('department')!(json(200, { submissions: [{ id: 'a-department' }] }))
  await vi.advanceTimersByTimeAsync(0)
  expect([...other.known]).toEqual(['a-project'])
})
