import { afterEach, beforeEach, expect, test } from 'vitest'
import { Audit } from '../../server/accounts/audit.ts'
import type { EventPayload } from '../../server/storage/changes/event.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import { StorageError, type Store } from '../../server/storage/store.ts'

let now: Date
let store: Store
let audit: Audit
let logged: unknown[]
beforeEach(() => {
  now = new Date('2024-06-03T01:00:00Z')
  logged = []
  store = createMemoryStore(() => now)
  audit = new Audit(
    store,
    (error) => logged.push(error),
    () => now,
  )
})
afterEach(() => audit.close())

const told = async () =>
  (await store.history({ limit: 1000 })).entries
    .filter(({ action }) => action === 'event')
    .map(({ actor, payload }) => ({ actor, ...(payload as EventPayload) }))
    .reverse()
const failure = (address: string): EventPayload => ({ event: 'login.failed', ok: false, detail: { address } })
const flood = (address: string, times: number) => {
  for (let count = 0; count < times; count++) audit.refused('anyone', address, failure(address))
}

test('of a flood five a minute are told one by one, the rest as a number, each place for itself', async () => {
  flood('10.0.0.1', 1000)
  flood('10.0.0.2', 3)
  await audit.flush()
  const counts = (await told()).map(({ detail }) => `${detail?.['address']} ${detail?.['more'] ?? 1}`)
  expect(counts.filter((line) => line === '10.0.0.1 1')).toHaveLength(5)
  expect(counts.filter((line) => line === '10.0.0.2 1')).toHaveLength(3)
  expect(counts.filter((line) => line === '10.0.0.1 995')).toHaveLength(1)
  expect(counts).toHaveLength(9)
})

test('after a minute they are told again', async () => {
  flood('10.0.0.1', 10)
  now = new Date(now.getTime() + 60_001)
  flood('10.0.0.1', 2)
  await audit.flush()
  expect((await told()).map(({ detail }) => detail?.['more'] ?? 1)).toEqual([1, 1, 1, 1, 1, 1, 1, 5])
})

test('what has to be told and cannot be kept does not happen', async () => {
  const broken = { ...store, as: () => ({ commit: () => Promise.reject(new StorageError('没有存下来。')) }) }
  const other = new Audit(broken as unknown as Store, (error) => logged.push(error))
  await expect(other.tell('wang', { event: 'login', ok: true })).rejects.toThrow('没有存下来。')
  other.refused('anyone', '10.0.0.1', failure('10.0.0.1'))
  await other.close()
  expect(logged).toHaveLength(1)
})

test('what is held back is told at the end', async () => {
  flood('10.0.0.1', 7)
  await audit.close()
  expect((await told()).map(({ detail }) => detail?.['more'] ?? 1)).toEqual([1, 1, 1, 1, 1, 2])
})
