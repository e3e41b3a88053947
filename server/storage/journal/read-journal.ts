import type { FileHandle } from 'node:fs/promises'
import { parsed, refused, type Parsed } from '../../core/issue.ts'
import { JOURNAL_FORMAT, openRecord, readEntry, START, type Head } from './record.ts'

/** A journal read to its end. */
export interface JournalEnd {
  readonly head: Head
  /** Where the last whole record ends, in bytes. */
  readonly bytes: number
  /** Bytes behind it: a record that was being written when the power went, never acknowledged. */
  readonly torn: number
}

const CHUNK = 4 * 1024 * 1024
const LINE_BREAK = 0x0a

/**
 * Reads a journal from its beginning and checks every record against the chain. Only an unfinished last line is taken
 * for torn; whatever else does not fit is refused with its number.
 * @param size how many bytes to read: what stands behind them is not looked at
 * @param onRecord told of every record that holds, in order, with its JSON and its first byte
 */
export async function readJournal(
  handle: FileHandle,
  size: number,
  onRecord: (head: Head, json: Buffer, at: number) => void,
): Promise<Parsed<JournalEnd>> {
  let head = START
  let bytes = 0
  let rest = Buffer.alloc(0)
  for (let position = 0; position < size;) {
    const chunk = Buffer.alloc(Math.min(CHUNK, size - position))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position)
    if (bytesRead === 0) break
    position += bytesRead
    const text = rest.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    let start = 0
    for (let end = text.indexOf(LINE_BREAK); end !== -1; end = text.indexOf(LINE_BREAK, start)) {
      const record = openRecord(head, text.subarray(start, end))
      if (!record) return head.seq === 0 ? foreign() : damaged(head.seq + 1)
      if (head.seq === 0 && !isBeginning(record.json)) return foreign()
      head = record.head
      onRecord(head, record.json, bytes)
      bytes += end + 1 - start
      start = end + 1
    }
    rest = Buffer.from(text.subarray(start))
  }
  return head.seq === 0 ? foreign() : parsed({ head, bytes, torn: rest.length })
}

function isBeginning(json: Buffer): boolean {
  const entry = readEntry(json)
  return entry.action === 'init' && entry.payload.format === JOURNAL_FORMAT
}

/** The first record is written whole before the file gets its name: a file without it was never a journal of ours. */
function foreign(): Parsed<never> {
  const message = '不是衡评的日志，或开头已损坏，请用备份恢复，或用 --data 指定另一个目录。'
  return refused([{ path: '', code: 'journal_foreign', message }])
}

function damaged(seq: number): Parsed<never> {
  const message = `第 ${seq} 条记录与前后对不上：它或它前面被改动、删除或损坏过，请用备份恢复（hengping restore）。`
  return refused([{ path: '', code: 'journal_damaged', message }])
}
