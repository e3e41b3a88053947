import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JournalFile } from '../../server/storage/journal/journal-file.ts'
import { openRecord, readEntry, sealRecord, START, type Head } from '../../server/storage/journal/record.ts'
import type { Change } from '../../server/storage/changes/index.ts'

const change = (id: string): Change => ({ action: 'putSubmissions', payload: [{ id, hash: 'sha256:aa' }] })
const by = { actor: 'service', time: '2024-01-01T00:00:00.000Z' }
const entry = (id: string) => ({ ...change(id), ...by })

test('a record opens only behind its own predecessor, and only unchanged', () => {
  const first = sealRecord(START, entry('一\n二'))
  const second = sealRecord(first.head, entry('b'))
  const lineOf = ({ line }: { line: string }): Buffer => Buffer.from(line.slice(0, -1))
  expect(first.line.split('\n')).toHaveLength(2)
  const opened = openRecord(START, lineOf(first))
  expect(opened?.head).toEqual(first.head)
  expect(readEntry(opened!.json)).toEqual(entry('一\n二'))
  expect(openRecord(first.head, lineOf(second))?.head).toEqual(second.head)
  expect(openRecord(START, lineOf(second))).toBeNull()
  expect(openRecord({ ...first.head, hash: START.hash }, lineOf(second))).toBeNull()
  expect(openRecord(START, Buffer.from(first.line.slice(0, -1).replace('一', '三')))).toBeNull()
  expect(openRecord(START, Buffer.from(''))).toBeNull()
})

let folder: string
let handle: FileHandle
let journal: JournalFile
let committed: Head[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-journal-'))
  handle = await open(join(folder, 'journal'), 'w+')
  committed = []
  journal = new JournalFile(handle, { head: START, bytes: 0 }, (_change, _by, head) => committed.push(head))
})
afterEach(async () => {
  await journal.close()
  await rm(folder, { recursive: true, force: true })
})

test('one who asks again as soon as it is answered is answered every time', async () => {
  for (let index = 0; index < 200; index++) await journal.append(by, change(String(index)))
  expect(committed.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  expect((await readFile(join(folder, 'journal'), 'utf8')).split('\n')).toHaveLength(201)
})

test('all who wait share one sync, and are answered after it, in order', async () => {
  let syncs = 0
  const real = handle.datasync.bind(handle)
  handle.datasync = async () => {
    syncs++
    const before = committed.length
    await real()
    expect(committed).toHaveLength(before)
  }
  const answered: number[] = []
  const ask = async (index: number): Promise<void> => {
    await journal.append(by, change(String(index)))
    answered.push(index)
  }
  await Promise.all(Array.from({ length: 500 }, (_, index) => ask(index)))
  expect(answered).toEqual(Array.from({ length: 500 }, (_, index) => index))
  expect(syncs).toBeLessThanOrEqual(2)
})

test('history is read backwards, page by page, to the first record', async () => {
  const all = Array.from({ length: 700 }, (_, index) => `单位-${index}`)
  await Promise.all(all.map((id) => journal.append(by, change(id))))
  const seen: string[] = []
  let before: number | undefined
  for (;;) {
    const { entries, next } = await journal.history({ limit: 90, ...(before !== undefined && { before }) })
    seen.push(...entries.map(({ payload }) => (payload as unknown as { id: string }[])[0]!.id))
    if (next === null) break
    before = next
  }
  expect(seen).toEqual(all.toReversed())
  const found = await journal.history({
    limit: 5,
    matches: ({ payload }) => (payload as unknown as { id: string }[])[0]!.id.endsWith('99'),
  })
  expect(found.entries.map(({ seq, actor }) => [seq, actor])).toEqual([
    [700, 'service'],
    [600, 'service'],
    [500, 'service'],
    [400, 'service'],
    [300, 'service'],
  ])
})
