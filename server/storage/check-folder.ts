import { parsed, type Parsed } from '../core/issue.ts'
import { PackedBodies } from './bodies.ts'
import { inParallel } from './disk.ts'
import { loadFolder, type Loaded } from './load-folder.ts'
import { START, type Head } from './journal/record.ts'
import { applyChange, bodiesOf } from './reducer.ts'
import { readSnapshot, stateOf } from './snapshot.ts'
import { emptyState, TABLE_NAMES, type State } from './tables.ts'

/** What was found in a data folder, beside what is refused outright. */
export interface FolderCheck {
  /** State and end of the journal, made from its records alone. */
  readonly loaded: Loaded
  /** Every body any record names. */
  readonly bodies: ReadonlySet<string>
  /** Bodies that no record names: left by writes that were cut off. */
  readonly unnamed: readonly string[]
  /** What is wrong, a sentence each. */
  readonly faults: readonly string[]
}

/** Bodies read at once. */
const AT_ONCE = 16

/**
 * Checks a data folder without changing it, while it is in use or not: the whole chain, the snapshot against the
 * records it stands on, and every body that any record names.
 * @param size look at no more of the journal than this, in bytes
 */
export async function checkFolder(folder: string, size?: number): Promise<Parsed<FolderCheck>> {
  const snapshot = await readSnapshot(folder)
  const standsOn = snapshot === null || snapshot === 'damaged' ? null : snapshot.journal
  const atSnapshot = emptyState()
  const bodies = new Set<string>()
  /** The record at the snapshot's number, as the journal has it. */
  let met: Head | null = null as Head | null
  const loaded = await loadFolder(folder, {
    useSnapshot: false,
    ...(size !== undefined && { size }),
    onEntry: (entry, head) => {
      for (const hash of bodiesOf(entry)) bodies.add(hash)
      if (!standsOn || head.seq > standsOn.seq) return
      applyChange(atSnapshot, entry, entry)
      met = head
    },
  })
  if (!loaded.ok) return loaded
  const faults: string[] = []
  if (snapshot === 'damaged') faults.push('state.json 损坏：下次启动会按日志重新算出。')
  else if (snapshot && standsOn) {
    const isThere = (met ?? START).hash === standsOn.hash
    if (!isThere || !sameRows(atSnapshot, stateOf(snapshot)))
      faults.push(`state.json 与日志的前 ${standsOn.seq} 条记录不符。`)
  }
  const files = new PackedBodies(folder)
  await inParallel(bodies, AT_ONCE, async (hash) => {
    await files.readBytes(hash).catch(() => faults.push(`内容 ${hash} 缺失或损坏，请用备份恢复。`))
  })
  const unnamed = (await files.list()).filter((hash) => !bodies.has(hash))
  await files.close()
  return parsed({ loaded: loaded.value, bodies, unnamed, faults })
}

/** Whether two states hold the same rows in the same order; a row at a time, since all of them as one text is large. */
function sameRows(a: State, b: State): boolean {
  return TABLE_NAMES.every((name) => {
    if (a[name].size !== b[name].size) return false
    const others = b[name].values()
    for (const row of a[name].values()) if (JSON.stringify(row) !== JSON.stringify(others.next().value)) return false
    return true
  })
}
