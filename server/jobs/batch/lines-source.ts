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

/**
 * Pieces of a file that end with a line, the last one with the file; `start` in bytes from its beginning. All are read
 * into the same room: each is good until the next is asked for.
 */
async function* wholeLines(file: string): AsyncGenerator<{ readonly bytes: Buffer; readonly start: number }> {
  const handle = await open(file, 'r')
  try {
    let room = Buffer.allocUnsafe(READ_BYTES)
    // bytes of a line that is not whole yet, at the beginning of the room
    let held = 0
    for (let position = 0; ;) {
      if (held === room.length) room = Buffer.concat([room], 2 * held)
      const { bytesRead } = await handle.read(room, held, room.length - held, position)
      position += bytesRead
      const read = room.subarray(0, held + bytesRead)
      const end = bytesRead === 0 ? read.length : read.lastIndexOf(LINE_BREAK) + 1
      if (end > 0) yield { bytes: read.subarray(0, end), start: position - read.length }
      if (bytesRead === 0) return
      room.copyWithin(0, end, read.length)
      held = read.length - end
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
