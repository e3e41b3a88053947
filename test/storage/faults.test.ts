import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StorageError } from '../../server/storage/store.ts'
import { exampleSubmission } from './examples.ts'
import { openStore } from './folders.ts'
import { setUp } from '../routes/example.ts'
import { createServices } from '../../server/services.ts'
import { evaluationHere } from '../support/evaluation-here.ts'

/** Every file handle's own methods, so that a disk that fails can be played. */
type Handles = Pick<FileHandle, 'write' | 'sync' | 'datasync'>
let handles: Handles
let original: Handles
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-faults-'))
  const handle = await open(folder, 'r')
  handles = Object.getPrototypeOf(handle) as Handles
  original = { write: handles.write, sync: handles.sync, datasync: handles.datasync }
  await handle.close()
})
afterEach(async () => {
  Object.assign(handles, original)
  await rm(folder, { recursive: true, force: true })
})

const fault = (code: string): Error => Object.assign(new Error(`${code}: the disk fails`), { code, syscall: 'write' })

/** Lets `method` fail on and after its `good`-th call. */
function failAfter(method: keyof Handles, good: number, error: Error): void {
  let calls = 0
  const real = original[method] as (...args: unknown[]) => Promise<unknown>
  Object.assign(handles, {
    [method](this: FileHandle, ...args: unknown[]) {
      return calls++ < good ? real.apply(this, args) : Promise.reject(error)
    },
  })
}

async function ids(): Promise<string[]> {
  const store = await openStore(folder)
  const found = (await store.listSubmissions()).map(({ submission }) => submission.id)
  await store.close()
  return found
}

describe('a disk that writes short', () => {
  test('gets the rest until it has all of it', async () => {
    const real = original.write as (...args: unknown[]) => Promise<{ bytesWritten: number }>
    let short = 0
    Object.assign(handles, {
      write(this: FileHandle, bytes: Uint8Array, offset: number, length: number, position: number) {
        const less = Math.max(1, Math.ceil(length / 3))
        if (less < length) short++
        return real.call(this, bytes, offset, less, position)
      },
    })
    const store = await openStore(folder)
    const given = Array.from({ length: 40 }, (_, index) => exampleSubmission({ id: `unit-${index}` }))
    await Promise.all(given.map((submission) => store.putSubmissions([submission])))
    await store.close()
    Object.assign(handles, original)
    expect(short).toBeGreaterThan(40)
    expect(await ids()).toEqual(given.map(({ id }) => id))
  })
})

describe.each<[keyof Handles, string]>([
  ['write', 'EIO'],
  ['write', 'ENOSPC'],
  ['datasync', 'EIO'],
  ['datasync', 'ENOSPC'],
])('a disk whose %s ends with %s', (method, code) => {
  test.each([0, 1, 2, 5, 9, 17, 30])('after %d good calls: nothing acknowledged is lost', async (good) => {
    const store = await openStore(folder)
    await store.putSubmissions([exampleSubmission({ id: 'before' })])
    failAfter(method, good, fault(code))
    const acknowledged = ['before']
    const errors: unknown[] = []
    let started = 1
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let round = 0; errors.length === 0 && round < 200; round++) {
        started++
        const id = `unit-${writer}-${round}`
        await store.putSubmissions([exampleSubmission({ id })]).then(
          () => acknowledged.push(id),
          (error: unknown) => errors.push(error),
        )
      }
    })
    await Promise.all(writers)
    expect(acknowledged.length + errors.length).toBe(started)
    expect(errors.length).toBeGreaterThan(0)
    for (const error of errors) expect(error).toBeInstanceOf(StorageError)
    expect((errors[0] as StorageError).message).toMatch(/没有存下来.*只读.*磁盘空间/)
    expect((errors[0] as StorageError).message).not.toContain(folder)
    Object.assign(handles, original)
    // the disk is well again, and still nothing is written: what a failed sync lost is not known
    await expect(store.putSubmissions([exampleSubmission({ id: 'after' })])).rejects.toThrow(/只读/)
    const held = (await store.listSubmissions()).map(({ submission }) => submission.id)
    expect(new Set(held)).toEqual(new Set(acknowledged))
    await store.close()
    const kept = await ids()
    expect(kept).toEqual([...new Set(kept)])
    expect(kept).toEqual(expect.arrayContaining(acknowledged))
  })
})

test.each([0, 1, 2])('a folder that cannot be synced after %d good calls keeps nothing and says so', async (good) => {
  const store = await openStore(folder)
  failAfter('sync', good, fault('EIO'))
  await expect(store.putSubmissions([exampleSubmission()])).rejects.toThrow(StorageError)
  expect(store.fault).toMatch(/只读/)
  await store.close()
  Object.assign(handles, original)
  expect(await ids()).toEqual([])
})

test('a service that cannot store answers 503 to writers and says so in its health; reading goes on', async () => {
  const store = await openStore(folder)
  const { app } = await setUp([], createServices(store, { version: '0.0.0', hash: 'sha256:engine' }, evaluationHere()))
  const put = (id: string): Response | Promise<Response> =>
    app.request('/api/submissions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(exampleSubmission({ id })),
    })
  expect((await put('one')).status).toBe(201)
  expect((await app.request('/healthz')).status).toBe(200)
  failAfter('datasync', 0, fault('EIO'))
  const refused = await put('two')
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ code: 'storage_failed', detail: expect.stringMatching(/只读/) })
  const health = await app.request('/healthz')
  expect(health.status).toBe(503)
  expect(await health.json()).toMatchObject({ status: 'readonly', message: expect.stringMatching(/重新启动/) })
  const list = (await (await app.request('/api/submissions')).json()) as { submissions: { id: string }[] }
  expect(list.submissions.map(({ id }) => id)).toEqual(['one'])
  await store.close()
})
