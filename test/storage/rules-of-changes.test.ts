import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { toBody } from '../../server/storage/bodies.ts'
import type { Change } from '../../server/storage/changes/index.ts'
import { sealRecord, START, type Head } from '../../server/storage/journal/record.ts'
import { exampleRuleSet, exampleSubmission } from './examples.ts'
import { openStore, whyRefused } from './folders.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-rules-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A journal of these changes whose chain holds, whoever wrote it. */
async function writeJournal(changes: readonly (readonly [actor: string, change: Change])[]): Promise<void> {
  let head: Head = START
  const lines: string[] = []
  const init: Change = { action: 'init', payload: { format: 'hengping/journal@1' } }
  for (const [actor, change] of [['service', init] as const, ...changes]) {
    const record = sealRecord(head, { ...change, actor, time: '2024-05-06T07:08:09.000Z' })
    lines.push(record.line)
    head = record.head
  }
  await writeFile(join(folder, 'journal.log'), lines.join(''))
}

const draft = { id: 'example', effective: '2025-01-01' }
const hash = contentHash(exampleRuleSet())
const saved: Change = { action: 'saveDraft', payload: { ...draft, title: '示例', hash, revision: 0 } }
const submitted: Change = { action: 'submitDraft', payload: { ...draft, revision: 1 } }
const published: Change = { action: 'publishDraft', payload: { ...draft, revision: 1, hash } }

describe('a journal whose chain holds', () => {
  test('is taken when somebody else approved', async () => {
    await writeJournal([
      ['zhang', saved],
      ['zhang', submitted],
      ['li', published],
    ])
    const store = await openStore(folder)
    expect(await store.find('ruleSets', 'example@2025-01-01')).toMatchObject({
      published: { proposer: 'zhang', approver: 'li' },
    })
    await store.close()
  })

  test('is refused with its number when it lets somebody approve their own', async () => {
    await writeJournal([
      ['zhang', saved],
      ['zhang', submitted],
      ['zhang', published],
    ])
    expect(await whyRefused(folder)).toMatch(/^journal_damaged .*第 4 条记录不合规则（.*不能批准.*备份/)
  })

  test('is refused when it knows more than this version', async () => {
    await writeJournal([['zhang', { action: 'abolish', payload: {} } as unknown as Change]])
    expect(await whyRefused(folder)).toMatch(/^journal_newer .*第 2 条记录的动作“abolish”/)
    expect((await readFile(join(folder, 'journal.log'), 'utf8')).split('\n')).toHaveLength(3)
  })
})

test('contents that lie in a file each, as at first, are read as those in packs', async () => {
  const store = await openStore(folder)
  const [stored] = await store.putSubmissions([exampleSubmission()])
  await store.close()
  const { hash: name, text } = toBody(exampleSubmission())
  expect(name).toBe(stored!.hash)
  await rm(join(folder, 'packs'), { recursive: true })
  const file = join(folder, 'bodies', name.slice(7, 9), `${name.slice(7)}.json`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  const again = await openStore(folder)
  expect((await again.findSubmission('unit-1'))?.submission).toEqual(exampleSubmission())
  await again.close()
})

test('a commit is decided on what was decided before it, however many come at once', async () => {
  const store = await openStore(folder)
  const save = (actor: string, revision: number, title: string) =>
    store
      .as(actor)
      .commit({ action: 'saveDraft', payload: { ...draft, title, hash: contentHash({ title }), revision } }, [
        { title },
      ])
  const first = await Promise.all(Array.from({ length: 40 }, (_, index) => save(`p${index}`, 0, String(index))))
  expect(first.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await store.find('drafts', 'example@2025-01-01')).toMatchObject({ revision: 1, title: '0', editors: ['p0'] })
  await store.close()
})
