import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Low, type Adapter } from 'lowdb'
import { replaceFile, temporaryName, writeSynced } from './disk.ts'
import type { Head } from './journal/record.ts'
import { ACCOUNT_POLICY } from './changes/accounts.ts'
import { gradingKey } from './changes/gradings.ts'
import { ruleSetKey } from './store.ts'
import { emptyState, TABLE_NAMES, type State, type TableName, type Tables } from './tables.ts'

/**
 * The state at one record of the journal, as readable JSON. The journal says it all; a snapshot saves reading what
 * every record did, and people may look into it.
 */
export type Snapshot = {
  readonly format: typeof SNAPSHOT_FORMAT
  /** The last record it stands on. */
  readonly journal: Head
} & { readonly [T in TableName]?: readonly Tables[T][] }

export const SNAPSHOT_FILE = 'state.json'
const TEMPORARY = `.${SNAPSHOT_FILE}.`
const SNAPSHOT_FORMAT = 'hengping/state@1'

/** A copy of the rows as they are now. */
export function takeSnapshot(state: State, journal: Head): Snapshot {
  const tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, [...state[name].values()]]))
  return { format: SNAPSHOT_FORMAT, journal, ...tables }
}

/** How a row of each table is named. */
const KEYS: { readonly [T in TableName]: (row: Tables[T]) => string } = {
  ruleSets: ruleSetKey,
  submissions: ({ id }) => id,
  gradings: ({ submission, ruleSet }) => gradingKey(submission, ruleSet),
  drafts: ruleSetKey,
  forms: ({ id }) => id,
  breakdowns: ({ id }) => id,
  organisations: ({ id }) => id,
  rounds: ({ id }) => id,
  runs: ({ id }) => id,
  accounts: ({ id }) => id,
  accountPolicy: () => ACCOUNT_POLICY,
}

/** A table that a snapshot of an earlier version does not have is empty. */
export function stateOf(snapshot: Snapshot): State {
  const state = emptyState()
  for (const name of TABLE_NAMES) fill(state, name, snapshot[name] ?? [])
  return state
}

function fill<T extends TableName>(state: State, name: T, rows: readonly Tables[T][]): void {
  for (const row of rows) state[name].set(KEYS[name](row), row)
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
    const hash = createHash('sha256')
    const written = join(this.#folder, `${TEMPORARY}${temporaryName()}`)
    const header = (checksum: string): string => `{"checksum":"${checksum}",\n`
    async function* parts(): AsyncGenerator<string> {
      yield header('0'.repeat(64))
      for await (const part of textOf(snapshot as Snapshot)) {
        hash.update(part)
        yield part
      }
    }
    await writeSynced(written, parts(), () => header(hash.digest('hex')))
    await replaceFile(written, join(this.#folder, SNAPSHOT_FILE), this.#folder)
  }
}

/** One row a line; pauses between slices, so that a large state does not hold up those who wait for answers. */
async function* textOf({ format, journal, ...tables }: Snapshot): AsyncGenerator<string> {
  yield JSON.stringify({ format, journal }).slice(1, -1)
  for (const [name, rows] of Object.entries(tables)) {
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
