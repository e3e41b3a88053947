import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { JOURNAL_FILE } from '../storage/load-folder.ts'

/** Where a journal begins and has got to. */
export interface JournalPosition {
  /** Hash of its first record: no two data folders have the same. */
  readonly first: string
  /** Number and hash of its last record. */
  readonly seq: number
  readonly hash: string
}

const LINE_BREAK = 0x0a
const CHUNK = 64 * 1024

/**
 * Reads the position of a folder's journal from its file, in use or not. All up to it is on the disk when this resolves,
 * so that a checkpoint never speaks of a record that a power cut may still take.
 */
export async function readJournalPosition(folder: string): Promise<JournalPosition> {
  const handle = await open(join(folder, JOURNAL_FILE), 'r')
  try {
    const { size } = await handle.stat()
    await handle.datasync()
    // behind the last line break there may be a record that is being written
    const end = await lineBreakBefore(handle, size)
    const last = await recordAt(handle, (await lineBreakBefore(handle, end)) + 1)
    const first = await recordAt(handle, 0)
    return { first: first.hash, ...last }
  } finally {
    await handle.close()
  }
}

/** Where the last line break before `end` stands; -1 when there is none. */
async function lineBreakBefore(handle: FileHandle, end: number): Promise<number> {
  for (let to = end; to > 0; to -= CHUNK) {
    const from = Math.max(0, to - CHUNK)
    const bytes = Buffer.alloc(to - from)
    await handle.read(bytes, 0, bytes.length, from)
    const found = bytes.lastIndexOf(LINE_BREAK)
    if (found >= 0) return from + found
  }
  return -1
}

async function recordAt(handle: FileHandle, start: number): Promise<{ seq: number; hash: string }> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(100), 0, 100, start)
  const [, seq, hash] = /^(\d+) ([0-9a-f]{64}) /.exec(buffer.toString('latin1', 0, bytesRead)) ?? []
  if (seq === undefined || hash === undefined) throw new Error('the journal has no record there')
  return { seq: Number(seq), hash }
}
