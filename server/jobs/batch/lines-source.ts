import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BatchSource } from './batch-source.ts'

/** Big enough that sending costs little, small enough that a few of them fit beside one another. */
const CHUNK_BYTES = 512 * 1024
const READ_BYTES = 4 * 1024 * 1024
const LINE_BREAK = 0x0a

/** A file with one submission a line. */
export async function linesOf(name: string): Promise<BatchSource> {
  const file = resolve(name)
  const { size, mtimeMs } = await stat(file)
  return {
    identity: `${size} ${mtimeMs}`,
    total: size,
    unit: 'bytes',
    async *chunks(skip) {
      let [id, item, line] = [0, 0, 1]
      for await (const { bytes, start } of wholeLines(file)) {
        for (let at = 0; at < bytes.length;) {
          let [from, first, firstLine] = [at, item, line]
          while (at < bytes.length && at - from < CHUNK_BYTES) {
            const found = bytes.indexOf(LINE_BREAK, at)
            const end = found === -1 ? bytes.length : found + 1
            if (!isEmpty(bytes, at, end)) item++
            line++
            at = end
            // an earlier run has its result
            if (item <= skip) [from, first, firstLine] = [at, item, line]
          }
          const [begin, to] = [start + from, start + at]
          if (item > first) yield { chunk: { id: id++, first, items: { file, from: begin, to, firstLine } }, done: to }
        }
      }
    },
  }
}

/** Pieces of a file that end with a line, the last one with the file; `start` in bytes from its beginning. */
async function* wholeLines(file: string): AsyncGenerator<{ readonly bytes: Buffer; readonly start: number }> {
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
        if (bytes.length > 0) yield { bytes, start: position - bytes.length }
        return
      }
      const last = bytes.lastIndexOf(LINE_BREAK) + 1
      rest = Buffer.from(bytes.subarray(last))
      if (last > 0) yield { bytes: bytes.subarray(0, last), start: position - bytes.length }
    }
  } finally {
    await handle.close()
  }
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
