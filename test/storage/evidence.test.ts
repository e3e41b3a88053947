import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { NO_ENTRIES } from '../../server/forms/entries.ts'
import { checkFolder } from '../../server/storage/check-folder.ts'
import { copyFolder } from '../../server/storage/copy-folder.ts'
import { openStore } from './folders.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-evidence-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Every byte there is, so that nothing takes it for text. */
const BYTES = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from(Array.from({ length: 1024 }, (_, at) => at % 256))])
const HASH = `sha256:${createHash('sha256').update(BYTES).digest('hex')}`

async function keepFile(data: string): Promise<void> {
  const store = await openStore(data)
  const about = {
    id: 'a',
    unit: 'a',
    name: '甲局',
    subject: 'department',
    year: 2024,
    ruleSet: 'x@2024-01-01',
  } as const
  const payload = { ...about, hash: contentHash(NO_ENTRIES), revision: 0 }
  expect((await store.commit({ action: 'saveForm', payload }, [NO_ENTRIES])).ok).toBe(true)
  const file = { hash: HASH, name: 'a.pdf', type: 'application/pdf', size: BYTES.length, indicator: 'i', fact: null }
  const attached = { action: 'attachFile', payload: { id: 'a', file } } as const
  expect((await store.commit(attached, [], new Map([[HASH, BYTES]]))).ok).toBe(true)
  await store.close()
}

test('a file is kept byte for byte, copied, and read again', async () => {
  const [data, copy] = [join(folder, 'data'), join(folder, 'copy')]
  await keepFile(data)
  expect((await copyFolder(data, copy)).ok).toBe(true)
  const store = await openStore(copy)
  expect(Buffer.from(await store.readBytes(HASH)).equals(BYTES)).toBe(true)
  expect((await store.find('forms', 'a'))?.files).toHaveLength(1)
  await store.close()
})

test('one that is damaged is found by its hash, and not copied', async () => {
  const data = join(folder, 'data')
  await keepFile(data)
  const [pack] = (await readdir(join(data, 'packs'))).filter((name) => name.endsWith('.pack'))
  const file = join(data, 'packs', pack!)
  const bytes = await readFile(file)
  const at = bytes.indexOf(BYTES)
  bytes[at + 500]! ^= 1
  await writeFile(file, bytes)
  const checked = await checkFolder(data)
  expect(checked.ok && checked.value.faults).toEqual([expect.stringContaining(HASH)])
  expect((await copyFolder(data, join(folder, 'copy'))).ok).toBe(false)
})
