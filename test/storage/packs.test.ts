import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Packs } from '../../server/storage/packs.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-packs-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const nameOf = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
const contents = Array.from({ length: 12 }, (_, index) => `第 ${index} 份内容\n${'x'.repeat(index * 3)}`)
const SMALL = 400

/** Writes contents a few at a time, going on in a new run each time. */
async function fill(): Promise<void> {
  for (let start = 0; start < contents.length; start += 4) {
    const packs = new Packs(folder, SMALL)
    await packs.load()
    await packs.append(
      new Map(contents.slice(start, start + 4).map((text) => [nameOf(text), Buffer.from(text)] as const)),
    )
    await packs.close()
  }
}

/** What a new run reads of every content: its text, null when it is not there, `damaged` when it is not itself. */
async function read(): Promise<(string | null)[]> {
  const packs = new Packs(folder, SMALL)
  await packs.load()
  const found = await Promise.all(
    contents.map(async (text) => {
      const bytes = await packs.read(nameOf(text))
      return bytes && (nameOf(bytes) === nameOf(text) ? bytes.toString() : 'damaged')
    }),
  )
  await packs.close()
  return found
}

test('contents are read again from full packs by their index, from the last one by its lines', async () => {
  await fill()
  const names = await readdir(join(folder, 'packs'))
  expect(names.filter((name) => name.endsWith('.pack')).length).toBeGreaterThan(1)
  expect(names.filter((name) => name.endsWith('.index')).length).toBeGreaterThan(0)
  expect(await read()).toEqual(contents)
  for (const name of names.filter((file) => file.endsWith('.index'))) await rm(join(folder, 'packs', name))
  expect(await read()).toEqual(contents)
})

test('with any byte of pack or index changed, a content is itself, damaged or missing, and never another', async () => {
  await fill()
  for (const name of await readdir(join(folder, 'packs'))) {
    const file = join(folder, 'packs', name)
    const bytes = await readFile(file)
    for (let position = 0; position < bytes.length; position += 3) {
      const changed = Buffer.from(bytes)
      changed[position]! ^= 1 << (position % 8)
      await writeFile(file, changed)
      const found = await read()
      found.forEach((text, index) => expect([contents[index], 'damaged', null]).toContain(text))
      if (name.endsWith('.index')) expect(found).toEqual(contents)
    }
    await writeFile(file, bytes)
  }
})

test('behind a content that was cut off nothing is written: a new pack begins', async () => {
  await fill()
  const last = (await readdir(join(folder, 'packs'))).filter((name) => name.endsWith('.pack')).at(-1)!
  const file = join(folder, 'packs', last)
  const whole = await readFile(file)
  await writeFile(file, Buffer.concat([whole, Buffer.from(`${'a'.repeat(64)} 500\nhalf`)]))
  const packs = new Packs(folder, SMALL)
  await packs.load()
  await packs.append(new Map([[nameOf('later'), Buffer.from('later')]]))
  expect((await packs.read(nameOf('later')))?.toString()).toBe('later')
  await packs.close()
  expect((await readdir(join(folder, 'packs'))).filter((name) => name.endsWith('.pack')).at(-1)).not.toBe(last)
  expect(await read()).toEqual(contents)
})
