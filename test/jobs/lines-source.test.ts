import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileRange } from '../../server/jobs/batch/batch-job.ts'
import { linesOf } from '../../server/jobs/batch/lines-source.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-lines-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const MEGABYTE = 1024 * 1024

/** What the chunks of a file have, one behind the other: number of the first item, of the first line, and their bytes. */
async function chunksOf(text: string, skip = 0) {
  const file = join(folder, 'in.ndjson')
  await writeFile(file, text)
  const bytes = await readFile(file)
  const found: { first: number; firstLine: number; text: string }[] = []
  for await (const { chunk } of (await linesOf(file)).chunks(skip)) {
    const { from, to, firstLine } = chunk.items as FileRange
    found.push({ first: chunk.first, firstLine, text: bytes.toString('utf8', from, to) })
  }
  return found
}

test('lines of every length come whole and in order, those longer than what is read at once too', async () => {
  // a line as long as what is read at once, one shorter and one longer by a byte, several times as long, and short ones
  const lengths = [10, 4 * MEGABYTE - 11, 4 * MEGABYTE, 4 * MEGABYTE - 1, 7, 13 * MEGABYTE, 300, 4 * MEGABYTE + 1, 3]
  const lines = lengths.map((length, index) => `${String(index).repeat(length - 1)}\n`)
  const chunks = await chunksOf(lines.join(''))
  expect(chunks.map(({ text }) => text).join('') === lines.join('')).toBe(true)
  let count = 0
  for (const { first, firstLine, text } of chunks) {
    expect([first, firstLine]).toEqual([count, count + 1])
    expect(text.endsWith('\n')).toBe(true)
    count += text.split('\n').length - 1
  }
  expect(count).toBe(lengths.length)
})

test('the last line needs no line break, empty lines are no items, and what is done is passed over', async () => {
  expect(await chunksOf('')).toEqual([])
  expect(await chunksOf('\n \n')).toEqual([])
  const last = { first: 1, firstLine: 3, text: '{"b":2}' }
  expect(await chunksOf('{"a":1}\n\n{"b":2}')).toEqual([{ first: 0, firstLine: 1, text: '{"a":1}\n\n' }, last])
  expect(await chunksOf('{"a":1}\n\n{"b":2}', 1)).toEqual([last])
})
