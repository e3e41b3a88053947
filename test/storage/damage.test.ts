import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { loadFolder } from '../../server/storage/load-folder.ts'
import type { State } from '../../server/storage/tables.ts'
import type { Store } from '../../server/storage/store.ts'
import { exampleGrading, exampleRuleSet, exampleSubmission } from './examples.ts'
import { openStore } from './folders.ts'

/**
 * A store of some records, its snapshot standing in the middle, damaged in every way. It may be refused, or give what it
 * held after one of its records; never anything else, and never nothing.
 */
let folder: string
let journal: Buffer
let snapshot: Buffer
/** Everything the store held after each of its records. */
const prefixes: string[] = []
const file = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-damage-'))
  const first = await openStore(folder)
  prefixes.push(await everything(first))
  await first.addRuleSet(exampleRuleSet())
  prefixes.push(await everything(first))
  await put(first, 0, 6)
  await first.close()
  snapshot = await readFile(file('state.json'))
  const second = await openStore(folder)
  await put(second, 6, 12)
  await second.close()
  journal = await readFile(file('journal.log'))
  await writeFile(file('state.json'), snapshot)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function put(store: Store, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index++) {
    await store.putSubmissions([exampleSubmission({ id: `单位-${index % 8}`, facts: { rate: index / 100 } })])
    prefixes.push(await everything(store))
    await store.putGradings([exampleGrading(`单位-${index % 8}`, 'example@2024-01-01', index)])
    prefixes.push(await everything(store))
  }
}

/** What a store answers, and … */
async function everything(store: Store): Promise<string> {
  const ruleSets = await store.listRuleSets()
  const submissions = await store.listSubmissions()
  const gradings = await Promise.all(
    submissions.map(({ submission }) => store.findGrading(submission.id, 'example@2024-01-01')),
  )
  return JSON.stringify([
    ruleSets.map(({ id, hash }) => [id, hash]),
    submissions.map(({ hash, submission }) => [submission.id, hash]),
    gradings.flatMap((grading) => (grading ? [[grading.submission.id, contentHash(grading), grading.points]] : [])),
  ])
}

/** … what the state of a folder says, for the same. */
function everythingIn({ ruleSets, submissions, gradings }: State): string {
  return JSON.stringify([
    [...ruleSets.values()].map(({ id, hash }) => [id, hash]),
    [...submissions.values()].map(({ id, hash }) => [id, hash]),
    [...gradings.values()].map(({ submission, hash, points }) => [submission, hash, points]),
  ])
}

/** How many records a folder of these files holds; `null` when it is refused. */
async function heldRecords(damagedJournal: Buffer, damagedSnapshot: Buffer | null): Promise<number | null> {
  await writeFile(file('journal.log'), damagedJournal)
  if (damagedSnapshot) await writeFile(file('state.json'), damagedSnapshot)
  else await rm(file('state.json'), { force: true })
  const loaded = await loadFolder(folder)
  if (!loaded.ok) {
    expect(loaded.issues[0]?.message).toMatch(/备份/)
    return null
  }
  const records = prefixes.indexOf(everythingIn(loaded.value.state)) + 1
  expect(records, 'wrong data was served').toBeGreaterThan(0)
  return records
}

function flipped(bytes: Buffer, position: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[position]! ^= 1 << (position % 8)
  return copy
}

describe('damage is noticed, never served', () => {
  test('cut at every byte of the last 400, the journal gives a clean prefix or is refused', async () => {
    for (const kept of [snapshot, null]) {
      for (let cut = 1; cut <= 400; cut++) {
        const left = journal.subarray(0, journal.length - cut)
        const records = await heldRecords(left, kept)
        expect(records).toBe(left.toString('latin1').split('\n').length - 1)
      }
    }
  })

  test('cut behind its snapshot, the journal is refused', async () => {
    const lines = journal.toString().split('\n')
    expect(await heldRecords(Buffer.from(`${lines.slice(0, 5).join('\n')}\n`), snapshot)).toBeNull()
  })

  test('with a bit flipped at every third byte, the journal is refused, but for the last line break', async () => {
    for (let position = 0; position < journal.length; position += 3) {
      expect(await heldRecords(flipped(journal, position), snapshot), `byte ${position}`).toBeNull()
    }
    expect(await heldRecords(flipped(journal, journal.length - 1), snapshot)).toBe(prefixes.length - 1)
  })

  test('with a bit flipped at every third byte, the snapshot is not used, and the state made again', async () => {
    for (let position = 0; position < snapshot.length; position += 3) {
      expect(await heldRecords(journal, flipped(snapshot, position)), `byte ${position}`).toBe(prefixes.length)
    }
    expect(await heldRecords(journal, snapshot.subarray(0, snapshot.length - 1))).toBe(prefixes.length)
    expect(await heldRecords(journal, Buffer.alloc(0))).toBe(prefixes.length)
    expect(await heldRecords(journal, null)).toBe(prefixes.length)
  })

  test('that the snapshot was damaged, and what was torn off, is told', async () => {
    await writeFile(file('journal.log'), Buffer.concat([journal, Buffer.from('27 abc')]))
    await writeFile(file('state.json'), flipped(snapshot, 200))
    const told: string[] = []
    await (await openStore(folder, { tell: (line) => told.push(line) })).close()
    expect(told).toEqual([
      'state.json 损坏，不采用；已按完整的日志重新算出现状。',
      `日志末尾有一条没有写完的记录（第 ${prefixes.length} 条之后，从第 ${journal.length} 字节起共 6 字节），它没有被确认过，不采用。`,
    ])
    expect(await readFile(file('journal.log'))).toEqual(journal)
  })

  test('a record removed, swapped, doubled or edited is refused with its number', async () => {
    const lines = journal.toString().trimEnd().split('\n')
    const tell = async (changed: string[]): Promise<string> => {
      await writeFile(file('journal.log'), `${changed.join('\n')}\n`)
      await rm(file('state.json'), { force: true })
      return openStore(folder).then(
        () => 'opened',
        (error: Error) => error.message,
      )
    }
    expect(await tell(lines.toSpliced(4, 1))).toMatch(/第 5 条记录与前后对不上/)
    expect(await tell(lines.toSpliced(4, 2, lines[5]!, lines[4]!))).toMatch(/第 5 条/)
    expect(await tell(lines.toSpliced(4, 0, lines[4]!))).toMatch(/第 6 条/)
    expect(await tell(lines.toSpliced(4, 1, lines[4]!.replace('单位-', '单位：')))).toMatch(/第 5 条/)
    expect(await tell(lines.slice(1))).toMatch(/不是衡评的日志/)
    expect(await tell(lines)).toBe('opened')
  })

  test('the snapshot of another store is refused', async () => {
    const other = await mkdtemp(join(tmpdir(), 'hengping-damage-'))
    const store = await openStore(other, { now: () => new Date(0) })
    for (let index = 0; index < 3; index++) await store.putSubmissions([exampleSubmission({ id: `${index}` })])
    await store.close()
    expect(await heldRecords(journal, await readFile(join(other, 'state.json')))).toBeNull()
    await rm(other, { recursive: true })
  })
})
