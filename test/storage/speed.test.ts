import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JournalFile } from '../../server/storage/journal/journal-file.ts'
import { JOURNAL_FORMAT, sealRecord, START } from '../../server/storage/journal/record.ts'
import { loadFolder } from '../../server/storage/load-folder.ts'
import type { Change } from '../../server/storage/changes/index.ts'
import { takeSnapshot, writeSnapshot } from '../../server/storage/snapshot.ts'
import { LONG } from '../support/runs.ts'
import { exampleSubmission } from './examples.ts'
import { openStore } from './folders.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-speed-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const hashOf = (index: number): string => `sha256:${index.toString(16).padStart(64, '0')}`
const row = (index: number): Change => ({
  action: 'putSubmissions',
  payload: [{ id: `unit-${index % 50_000}`, hash: hashOf(index) }],
})

/** How often a second `clients` that each wait for the answer before they ask again are answered. */
async function rate(clients: number, milliseconds: number, ask: (call: number) => Promise<unknown>): Promise<number> {
  let calls = 0
  const end = performance.now() + milliseconds
  const client = async (): Promise<void> => {
    while (performance.now() < end) await ask(calls++)
  }
  await Promise.all(Array.from({ length: clients }, client))
  return Math.round((calls / milliseconds) * 1000)
}

/** Writes a journal of so many records, unsynced: what counts is reading it. */
async function writeJournal(records: number): Promise<void> {
  let head = START
  const lines: string[] = []
  const first: Change = { action: 'init', payload: { format: JOURNAL_FORMAT } }
  for (let index = 0; index < records; index++) {
    const change = index === 0 ? first : row(index)
    const record = sealRecord(head, { ...change, actor: 'service', time: '2024-01-01T00:00:00.000Z' })
    head = record.head
    lines.push(record.line)
  }
  await writeFile(join(folder, 'journal.log'), lines.join(''))
}

test('200,000 records without a snapshot are read (long runs: in three seconds), and a snapshot of 50,000 rows gives the same state', async () => {
  await writeJournal(200_000)
  const began = performance.now()
  const loaded = await loadFolder(folder)
  const took = performance.now() - began
  if (!loaded.ok) throw new Error(loaded.issues[0]?.message)
  const { state, end } = loaded.value
  expect([end.head.seq, state.submissions.size]).toEqual([200_000, 50_000])
  const blocked = monitorEventLoopDelay({ resolution: 5 })
  blocked.enable()
  await writeSnapshot(folder, takeSnapshot(state, end.head))
  blocked.disable()
  const again = performance.now()
  const fromSnapshot = await loadFolder(folder)
  const tookAgain = performance.now() - again
  expect(fromSnapshot.ok && fromSnapshot.value.state).toEqual(state)
  const figures = [took, blocked.max / 1e6, tookAgain].map(Math.round)
  if (!LONG) return
  console.log(`启动：全部日志 ${figures[0]} 毫秒，写现状最长阻塞 ${figures[1]} 毫秒，从现状 ${figures[2]} 毫秒`)
  expect(took).toBeLessThan(3_000)
})

describe.runIf(LONG)('group commit', () => {
  test('64 clients share their syncs', async () => {
    const file = join(folder, 'raw')
    const handle = await open(file, 'w+')
    const raw = await rate(1, 2_000, async (call) => {
      await handle.write('x'.repeat(200), call * 200)
      await handle.datasync()
    })
    await handle.close()
    const journalHandle = await open(join(folder, 'journal'), 'w+')
    const journal = new JournalFile(journalHandle, { head: START, bytes: 0 }, () => {})
    const append = (call: number): Promise<void> =>
      journal.append({ actor: 'service', time: new Date().toISOString() }, row(call))
    const one = await rate(1, 2_000, append)
    const many = await rate(64, 3_000, append)
    await journal.close()
    const store = await openStore(join(folder, 'data'))
    const put = (call: number): Promise<unknown> => store.putSubmissions([exampleSubmission({ id: `unit-${call}` })])
    const storedOne = await rate(1, 2_000, put)
    const storedMany = await rate(64, 4_000, put)
    await store.close()
    console.log(
      `每秒确认：磁盘 fdatasync ${raw}；日志 1 个客户 ${one}，64 个 ${many}（${(many / one).toPrecision(3)} 倍）；` +
        `连同内容 1 个客户 ${storedOne}，64 个 ${storedMany}（${(storedMany / storedOne).toPrecision(3)} 倍）`,
    )
    expect(many).toBeGreaterThan(10 * one)
    expect(storedMany).toBeGreaterThan(10 * storedOne)
    expect(one).toBeGreaterThan(raw / 2)
  })

  test('on a disk that takes ten milliseconds to sync, 64 clients are answered four thousand times a second', async () => {
    const handle = await open(join(folder, 'slow'), 'w+')
    const real = handle.datasync.bind(handle)
    handle.datasync = async () => {
      await Promise.all([real(), setTimeout(10)])
    }
    const journal = new JournalFile(handle, { head: START, bytes: 0 }, () => {})
    const by = { actor: 'service', time: '2024-01-01T00:00:00.000Z' }
    const answered = await rate(64, 3_000, (call) => journal.append(by, row(call)))
    await journal.close()
    console.log(`同步要 10 毫秒的磁盘，64 个客户每秒确认 ${answered}`)
    expect(answered).toBeGreaterThan(4_000)
  })

  test('one who comes while others keep coming waits no longer than they', async () => {
    const store = await openStore(join(folder, 'data'))
    const waits: number[] = []
    const asked: Promise<void>[] = []
    const begin = performance.now()
    for (let call = 0; performance.now() - begin < 3_000; call++) {
      const came = performance.now()
      const put = store.putSubmissions([exampleSubmission({ id: `unit-${call}` })])
      asked.push(put.then(() => void waits.push(performance.now() - came)))
      await setTimeout(2)
    }
    await Promise.all(asked)
    await store.close()
    waits.sort((a, b) => a - b)
    const median = waits[Math.floor(waits.length / 2)]!
    const slowest = waits.at(-1)!
    console.log(
      `每 2 毫秒来一个，共 ${waits.length} 个：中位 ${median.toPrecision(3)} 毫秒，最慢 ${slowest.toPrecision(3)} 毫秒（${(slowest / median).toPrecision(3)} 倍）`,
    )
    expect(slowest).toBeLessThan(20 * median)
  })
})
