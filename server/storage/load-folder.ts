import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { RecordPlaces } from './history.ts'
import { readEntry, type Entry, type Head } from './journal/record.ts'
import { readJournal, type JournalEnd } from './journal/read-journal.ts'
import { applyChange, isKnown, refuseChange } from './reducer.ts'
import { readSnapshot, SNAPSHOT_FILE, stateOf } from './snapshot.ts'
import { emptyState, type State } from './tables.ts'

export const JOURNAL_FILE = 'journal.log'
/** The one file of version 0.1.0 before there was a journal. */
export const EARLIER_FILE = 'hengping.json'

/** What a data folder says, checked from the first record to the last. */
export interface Loaded {
  readonly state: State
  readonly end: JournalEnd
  readonly places: RecordPlaces
  /** The record the snapshot stands on; null when there is none that can be used. */
  readonly snapshot: Head | null
  /** What people should know, a sentence each. */
  readonly notes: readonly string[]
}

interface LoadOptions {
  /** Look at no more of the journal than this, in bytes. */
  readonly size?: number
  /** Start from the snapshot; without it every record is applied. Both give the same state. */
  readonly useSnapshot?: boolean
  /** Told of every record that is applied. */
  readonly onEntry?: (entry: Entry, head: Head) => void
}

/**
 * Reads a data folder without changing it: the chain of all records, and the state from the last good snapshot and the
 * records after it. A damaged snapshot is noted and the state made from the whole journal. Refused are a damaged or
 * shortened journal and one that is not the snapshot's.
 */
export async function loadFolder(folder: string, options: LoadOptions = {}): Promise<Parsed<Loaded>> {
  const { useSnapshot = true, onEntry } = options
  const file = join(folder, JOURNAL_FILE)
  const notes: string[] = []
  const found = useSnapshot ? await readSnapshot(folder) : null
  if (found === 'damaged') notes.push(`${SNAPSHOT_FILE} 损坏，不采用；已按完整的日志重新算出现状。`)
  const snapshot = found === 'damaged' ? null : found
  const state = snapshot ? stateOf(snapshot) : emptyState()
  const start = snapshot?.journal ?? null
  const places = new RecordPlaces()
  /** The first record that says what may not be. */
  let wrong: Issue | null = null as Issue | null
  let meets = start === null
  const handle = await open(file, 'r')
  try {
    const size = options.size ?? (await handle.stat()).size
    const end = await readJournal(handle, size, (head, json, at) => {
      places.add(head.seq, at)
      if (start !== null && head.seq <= start.seq) {
        if (head.seq === start.seq) meets = head.hash === start.hash
        return
      }
      if (wrong) return
      const entry = readEntry(json)
      wrong = whyWrong(state, entry, head)
      if (wrong) return
      applyChange(state, entry, entry)
      onEntry?.(entry, head)
    })
    if (!end.ok) return refused(end.issues.map((issue) => ({ ...issue, message: `${file}：${issue.message}` })))
    if (wrong) return refused([{ ...wrong, message: `${file}：${wrong.message}` }])
    if (!meets) return refused([notTogether(file, end.value.head, start!)])
    if (end.value.torn > 0) notes.push(tornSentence(end.value))
    return parsed({ state, end: end.value, places, snapshot: start, notes })
  } finally {
    await handle.close()
  }
}

/** A record that holds in the chain and still cannot be: of a newer version, or written past the rules. */
function whyWrong(state: State, entry: Entry, { seq }: Head): Issue | null {
  if (!isKnown(entry.action)) {
    const message = `第 ${seq} 条记录的动作“${entry.action}”这个版本不认识，请用写下它的那个（较新的）版本打开。`
    return { path: '', code: 'journal_newer', message }
  }
  const issue = refuseChange(state, entry, entry)
  const message = `第 ${seq} 条记录不合规则（${issue?.message}），日志被改写过，请用备份恢复（hengping restore）。`
  return issue && { path: '', code: 'journal_damaged', message }
}

/** A folder without a journal: the sentence that says what to do about it, or none when a new one may be made there. */
export async function whyNoJournal(folder: string, create: boolean): Promise<Issue[]> {
  const missing = `数据目录 ${folder} 里没有 ${JOURNAL_FILE}`
  const issue = (code: string, message: string): Issue[] => [{ path: '', code, message: `${missing}${message}` }]
  if (await isFile(join(folder, EARLIER_FILE))) {
    return issue('database_earlier', `，只有以前版本的 ${EARLIER_FILE}；请先用 npm start 打开一次，它会转换数据。`)
  }
  if (!create) return issue('database_missing', '，请先用 npm start 建立，或用 --data 指定目录。')
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (names.every((name) => name.startsWith('.'))) return []
  return issue('folder_not_empty', '，却有别的文件；新装请指定一个空目录，日志丢失请先用备份恢复。')
}

export async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

function notTogether(file: string, end: Head, snapshot: Head): Issue {
  const short = end.seq < snapshot.seq
  const why = short
    ? `只到第 ${end.seq} 条记录，而 ${SNAPSHOT_FILE} 到过第 ${snapshot.seq} 条：后面的记录丢失了`
    : `第 ${snapshot.seq} 条记录与 ${SNAPSHOT_FILE} 不是同一份数据`
  return { path: '', code: 'journal_replaced', message: `${file}：${why}，请用备份恢复（hengping restore）。` }
}

function tornSentence({ head, bytes, torn }: JournalEnd): string {
  return `日志末尾有一条没有写完的记录（第 ${head.seq} 条之后，从第 ${bytes} 字节起共 ${torn} 字节），它没有被确认过，不采用。`
}
