import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Low, type Adapter } from 'lowdb'
import { replaceFile, temporaryName, writeSynced } from './disk.ts'
import type { Head } from './journal/record.ts'
import { gradingKey, type GradingRow, type RuleSetRow, type State, type SubmissionRow } from './state.ts'
import { ruleSetKey } from './store.ts'

/**
 * The state at one record of the journal, as readable JSON. The journal says it all; a snapshot saves reading what
 * every record did, and people may look into it.
 */
export interface Snapshot {
  readonly format: typeof SNAPSHOT_FORMAT
  /** The last record it stands on. */
  readonly journal: Head
  readonly ruleSets: readonly RuleSetRow[]
  readonly submissions: readonly SubmissionRow[]
  readonly gradings: readonly GradingRow[]
}

export const SNAPSHOT_FILE = 'state.json'
const TEMPORARY = `.${SNAPSHOT_FILE}.`
const SNAPSHOT_FORMAT = 'hengping/state@1'

/** A copy of the rows as they are now. */
export function takeSnapshot(state: State, journal: Head): Snapshot {
  return {
    format: SNAPSHOT_FORMAT,
    journal,
    ruleSets: [...state.ruleSets.values()],
    submissions: [...state.submissions.values()],
    gradings: [...state.gradings.values()],
  }
}

export function stateOf(snapshot: Snapshot): State {
  return {
    ruleSets: new Map(snapshot.ruleSets.map((row) => [ruleSetKey(row), row])),
    submissions: new Map(snapshot.submissions.map((row) => [row.id, row])),
    gradings: new Map(snapshot.gradings.map((row) => [gradingKey(row.submission, row.ruleSet), row])),
  }
}

/** Writes a snapshot in the place of the last one: whole or not at all. */
export async function writeSnapshot(folder: string, snapshot: Snapshot): Promise<void> {
  const db = new Low<Snapshot | 'damaged' | null>(new SnapshotFile(folder), null)
  db.data = snapshot
  await db.write()
}

/** @returns null when there is none; `damaged` when its checksum does not hold */
export async function readSnapshot(folder: string): Promise<Snapshot | 'damaged' | null> {
  const db = new Low<Snapshot | 'damaged' | null>(new SnapshotFile(folder), null)
  await db.read()
  return db.data
}

/** Drops what a killed process left half written. */
export async function removeHalfSnapshots(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(TEMPORARY))
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })))
}

/** The first line is the checksum of every byte after it. */
const HEADER = /^\{"checksum":"([0-9a-f]{64})",\n$/
const HEADER_BYTES = 80
/** Rows turned into text before others get their turn. */
const ROWS_AT_ONCE = 2_000

class SnapshotFile implements Adapter<Snapshot | 'damaged' | null> {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async read(): Promise<Snapshot | 'damaged' | null> {
    const bytes = await readFile(join(this.#folder, SNAPSHOT_FILE)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (bytes === null) return null
    const checksum = HEADER.exec(bytes.toString('latin1', 0, HEADER_BYTES))?.[1]
    const body = bytes.subarray(HEADER_BYTES)
    if (createHash('sha256').update(body).digest('hex') !== checksum) return 'damaged'
    const snapshot = JSON.parse(`{${body.toString('utf8')}`) as Snapshot
    return snapshot.format === SNAPSHOT_FORMAT ? snapshot : 'damaged'
  }

  async write(snapshot: Snapshot | 'damaged' | null): Promise<void> {
    if (snapshot === null || snapshot === 'damaged') return
    const parts: string[] = []
    const hash = createHash('sha256')
    for await (const part of textOf(snapshot)) {
      hash.update(part)
      parts.push(part)
    }
    const written = join(this.#folder, `${TEMPORARY}${temporaryName()}`)
    await writeSynced(written, [`{"checksum":"${hash.digest('hex')}",\n`, ...parts])
    await replaceFile(written, join(this.#folder, SNAPSHOT_FILE), this.#folder)
  }
}

/** One row a line; pauses between slices, so that a large state does not hold up those who wait for answers. */
async function* textOf({ ruleSets, submissions, gradings, ...header }: Snapshot): AsyncGenerator<string> {
  yield JSON.stringify(header).slice(1, -1)
  for (const [name, rows] of Object.entries({ ruleSets, submissions, gradings })) {
    yield `,\n"${name}":[`
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const lines = rows.slice(start, start + ROWS_AT_ONCE).map((row: object) => JSON.stringify(row))
      yield `${start === 0 ? '\n' : ',\n'}${lines.join(',\n')}`
      await setImmediate()
    }
    yield rows.length === 0 ? ']' : '\n]'
  }
  yield '}\n'
}
