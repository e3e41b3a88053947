import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { NO_ENTRIES } from '../../server/forms/entries.ts'
import { breakdownBody } from '../../server/forms/goals/form-goals.ts'
import { addPerson } from '../access/people.ts'
import { openStore } from './folders.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-goals-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('what was given to offices, and who is limited to one, is there again when the folder is opened again', async () => {
  const store = await openStore(folder)
  await addPerson(store, 'roads', ['department'], ['unit-a'], '道路科')
  const about = {
    id: 'a',
    unit: 'unit-a',
    name: '甲局',
    subject: 'department',
    year: 2024,
    ruleSet: 'r@2024-01-01',
  } as const
  const form = { ...about, hash: contentHash(NO_ENTRIES), revision: 0 }
  expect((await store.commit({ action: 'saveForm', payload: form }, [NO_ENTRIES])).ok).toBe(true)
  const body = breakdownBody([{ item: 'x', office: '道路科', person: '张三', due: null, target: '' }])
  const summary = { items: 2, parts: [{ office: '道路科', count: 1 }] }
  const given = { id: 'a', hash: contentHash(body), revision: 0, summary, reopens: [] }
  expect((await store.commit({ action: 'saveBreakdown', payload: given }, [body])).ok).toBe(true)
  const finished = { id: 'a', office: '道路科', revision: 1 }
  expect((await store.as('roads').commit({ action: 'finishPart', payload: finished })).ok).toBe(true)
  // a form that is broken down is not changed past its parts
  const past = await store.commit({ action: 'saveForm', payload: { ...form, revision: 1 } }, [NO_ENTRIES])
  expect(past).toMatchObject({ ok: false, issues: [{ code: 'goals_changed' }] })
  const before = [await store.find('breakdowns', 'a'), await store.find('accounts', 'roads')]
  await store.close()

  const again = await openStore(folder)
  expect([await again.find('breakdowns', 'a'), await again.find('accounts', 'roads')]).toEqual(before)
  expect(before[0]).toMatchObject({ items: 2, parts: [{ office: '道路科', done: { actor: 'roads' } }] })
  expect(before[1]).toMatchObject({ office: '道路科' })
  expect(await again.readBody(given.hash)).toEqual(body)
  await again.close()
})
