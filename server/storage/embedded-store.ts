import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { PackedBodies } from './bodies.ts'
import { DocumentStore } from './document-store.ts'
import { lockFolder } from './folder-lock.ts'
import { createJournal } from './create-journal.ts'
import { JournalFile } from './journal/journal-file.ts'
import type { Head } from './journal/record.ts'
import { EARLIER_FILE, isFile, JOURNAL_FILE, loadFolder, whyNoJournal, type Loaded } from './load-folder.ts'
import { migrateEarlier, putAsideEarlier } from './migrate-earlier.ts'
import { applyChange } from './reducer.ts'
import { removeHalfSnapshots, takeSnapshot, writeSnapshot } from './snapshot.ts'
import type { Store } from './store.ts'
import { sizeOf } from './tables.ts'

export interface OpenOptions {
  /** Make a new store in an empty folder, or convert that of an earlier version; without it both are refused. */
  readonly create: boolean
  /** The clock that stamps records. */
  readonly now?: () => Date
  /** Told what people should know of the start, a sentence each. */
  readonly tell?: (line: string) => void
}

/**
 * Opens a data folder, which this process then holds until `close`. What was acknowledged is there; a record that was
 * being written when the power went is cut off and told. Whatever else does not fit is refused: never overwritten,
 * never taken for empty.
 */
export async function openEmbeddedStore(folder: string, options: OpenOptions): Promise<Parsed<Store>> {
  const { create, now = () => new Date(), tell = () => {} } = options
  const file = join(folder, JOURNAL_FILE)
  const earlier = await isFile(join(folder, EARLIER_FILE))
  if (!(await isFile(file)) && !(create && earlier)) {
    const issues = await whyNoJournal(folder, create)
    if (issues.length > 0) return refused(issues)
  }
  const lock = await lockFolder(folder)
  if (!lock.ok) return lock
  const opened = await openLocked().catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error
    return refused([unusable(folder, error)])
  })
  if (!opened.ok) await lock.value()
  return opened

  async function openLocked(): Promise<Parsed<Store>> {
    // looked at again: only now is the folder ours
    if (!(await isFile(file))) {
      const made = earlier ? await migrateEarlier(folder, now) : await createJournal(folder, now)
      if (!made.ok) return made
      if (earlier) tell(await putAsideEarlier(folder))
    } else if (earlier) {
      tell(`${EARLIER_FILE} 是以前版本的数据文件，现在的数据在 ${JOURNAL_FILE}，不读它。`)
    }
    const loaded = await loadFolder(folder)
    if (!loaded.ok) return loaded
    for (const note of loaded.value.notes) tell(note)
    await removeHalfSnapshots(folder)
    return parsed(await startStore(folder, loaded.value, now, lock.ok ? lock.value : async () => {}))
  }
}

function unusable(folder: string, { code, syscall }: NodeJS.ErrnoException): Issue {
  const message = `数据目录 ${folder} 不能用（${syscall} ${code}），请检查它的权限和磁盘，或用 --data 指定另一个目录。`
  return { path: '', code: 'folder_unusable', message }
}

/** A snapshot is due after this many records, or a quarter as many as there are rows. */
const SNAPSHOT_AFTER = 200
/** … or after this long, when anything changed. */
const SNAPSHOT_EVERY = 60_000

async function startStore(
  folder: string,
  { state, end, places, snapshot }: Loaded,
  now: () => Date,
  release: () => Promise<void>,
): Promise<Store> {
  const handle = await open(join(folder, JOURNAL_FILE), 'r+')
  if (end.torn > 0) {
    await handle.truncate(end.bytes)
    await handle.sync()
  }
  let head: Head = end.head
  let saved = snapshot?.seq ?? 0
  let saving: Promise<void> | null = null
  const save = (): Promise<void> => {
    const at = head
    return writeSnapshot(folder, takeSnapshot(state, at)).then(() => void (saved = at.seq))
  }
  // one that fails is tried again later: the journal has it all
  const saveSoon = (): void => {
    saving ??= save()
      .catch(() => undefined)
      .finally(() => (saving = null))
  }
  const journal = new JournalFile(handle, { ...end, places }, (change, by, at) => {
    applyChange(state, change, by)
    head = at
    if (head.seq - saved >= Math.max(SNAPSHOT_AFTER, sizeOf(state) / 4)) saveSoon()
  })
  const timer = setInterval(() => head.seq > saved && saveSoon(), SNAPSHOT_EVERY)
  timer.unref()
  const finish = async (): Promise<void> => {
    clearInterval(timer)
    await saving
    if (head.seq > saved && journal.fault === null) await save().catch(() => undefined)
    await release()
  }
  return new DocumentStore({ state, bodies: new PackedBodies(folder), journal, now, release: finish })
}
