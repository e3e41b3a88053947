import { open, stat } from 'node:fs/promises'
import type { BatchSource } from './batch-source.ts'

/** Big enough that sending costs little, small enough that a few of them fit beside one another. */
const CHUNK_BYTES = 512 * 1024
const READ_BYTES = 4 * 1024 * 1024
const LINE_BREAK = 0x0a

/** A file with one submission a line. */
export async function linesOf(file: string): Promise<BatchSource> {
  const { size, mtimeMs } = await stat(file)
  return {
    identity: `${size} ${mtimeMs}`,
    total: size,
    unit: 'bytes',
    async *chunks(skip) {
      let id = 0
      let item = 0
      let line = 1
      for await (const { bytes, end } of wholeLines(file)) {
        let start = 0
        while (start < bytes.length) {
          const { next, items, lines } = nextChunk(bytes, start)
          const first = item
          const firstLine = line
          item += items
          line += lines
          const part = bytes.subarray(start, next)
          start = next
          if (item <= skip) continue
          const from = first < skip ? skipItems(part, skip - first) : { bytes: part, lines: 0 }
          yield {
            chunk: {
              id: id++,
              first: Math.max(first, skip),
              items: { lines: from.bytes, firstLine: firstLine + from.lines },
            },
            done: end - (bytes.length - start),
          }
        }
      }
    },
  }
}

/** Pieces of a file that end with a line, the last one with the file; `end` in bytes from its beginning. */
async function* wholeLines(file: string): AsyncGenerator<{ readonly bytes: Buffer; readonly end: number }> {
  const handle = await open(file, 'r')
  try {
    let rest = Buffer.alloc(0)
    for (let position = 0; ;) {
      const piece = Buffer.allocUnsafe(READ_BYTES)
      const { bytesRead } = await handle.read(piece, 0, READ_BYTES, position)
      position += bytesRead
      const bytes =
        rest.length === 0 ? piece.subarray(0, bytesRead) : Buffer.concat([rest, piece.subarray(0, bytesRead)])
      if (bytesRead === 0) {
        if (bytes.length > 0) yield { bytes, end: position }
        return
      }
      const last = bytes.lastIndexOf(LINE_BREAK) + 1
      rest = Buffer.from(bytes.subarray(last))
      if (last > 0) yield { bytes: bytes.subarray(0, last), end: position - rest.length }
    }
  } finally {
    await handle.close()
  }
}

/** Where the next chunk of whole lines ends, and how many items and lines it has. */
function nextChunk(bytes: Buffer, start: number): { next: number; items: number; lines: number } {
  let next = start
  let items = 0
  let lines = 0
  while (next < bytes.length && next - start < CHUNK_BYTES) {
    const found = bytes.indexOf(LINE_BREAK, next)
    const end = found === -1 ? bytes.length : found + 1
    if (!isEmpty(bytes, next, end)) items++
    lines++
    next = end
  }
  return { next, items, lines }
}

function skipItems(bytes: Buffer, skip: number): { bytes: Buffer; lines: number } {
  let start = 0
  let lines = 0
  for (let items = 0; items < skip; lines++) {
    const end = bytes.indexOf(LINE_BREAK, start) + 1
    if (!isEmpty(bytes, start, end)) items++
    start = end
  }
  return { bytes: bytes.subarray(start), lines }
}

/** Whether a line has nothing but blanks: it is no item, as `String.trim` would say it. */
function isEmpty(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte > 0x7f) return bytes.toString('utf8', start, end).trim() === ''
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false
  }
  return true
}
