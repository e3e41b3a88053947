import { createHash } from 'node:crypto'
import type { Author } from '../changes/change-kind.ts'
import type { Change } from '../changes/index.ts'

/**
 * A record is one line, `seq hash json`. The hash covers the hash of the record before it, the sequence number and the
 * JSON, so that no record can be edited, removed, added or moved without every later hash changing.
 */

/** Where a chain has got to: the last record's number and hash. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** What a record says: who did what, and when by the clock of whoever keeps the store. */
export type Entry = Change & Author

/** Before the first record. */
export const START: Head = { seq: 0, hash: '0'.repeat(64) }
export const JOURNAL_FORMAT = 'hengping/journal@1'

/** The next line of a chain, with its line break, and the head it makes. */
export function sealRecord(head: Head, { time, actor, action, payload }: Entry): { head: Head; line: string } {
  const json = JSON.stringify({ time, actor, action, payload })
  const seq = head.seq + 1
  const hash = chainHash(head, seq, Buffer.from(json))
  return { head: { seq, hash }, line: `${seq} ${hash} ${json}\n` }
}

/**
 * Checks a line (without its line break) as the one that follows `head`.
 * @returns the head it makes and its JSON; null when it is not that line, or was changed
 */
export function openRecord(head: Head, line: Buffer): { head: Head; json: Buffer } | null {
  const seq = head.seq + 1
  const jsonStart = String(seq).length + 1 + 64 + 1
  if (line.length <= jsonStart) return null
  const json = line.subarray(jsonStart)
  const hash = chainHash(head, seq, json)
  return line.toString('latin1', 0, jsonStart) === `${seq} ${hash} ` ? { head: { seq, hash }, json } : null
}

/** What a checked record says. */
export const readEntry = (json: Buffer): Entry => JSON.parse(json.toString('utf8')) as Entry

function chainHash(previous: Head, seq: number, json: Buffer): string {
  return createHash('sha256').update(`${previous.hash} ${seq} `).update(json).digest('hex')
}
