import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parsed, type Parsed } from '../core/issue.ts'
import { replaceFile, syncFolder, writeSynced } from './disk.ts'
import { JOURNAL_FORMAT, sealRecord, START } from './journal/record.ts'
import { JOURNAL_FILE } from './load-folder.ts'
import type { Change } from './changes/index.ts'

/** Makes a journal whose first record says what it is, with `changes` behind it. It has its name only when it is whole. */
export async function createJournal(
  folder: string,
  now: () => Date,
  changes: readonly Change[] = [],
): Promise<Parsed<void>> {
  const first: Change = { action: 'init', payload: { format: JOURNAL_FORMAT } }
  const time = now().toISOString()
  const lines: string[] = []
  let head = START
  for (const change of [first, ...changes]) {
    const record = sealRecord(head, { ...change, actor: 'service', time })
    lines.push(record.line)
    head = record.head
  }
  await mkdir(folder, { recursive: true })
  const written = join(folder, `.${JOURNAL_FILE}.new`)
  await rm(written, { force: true })
  await writeSynced(written, lines)
  await replaceFile(written, join(folder, JOURNAL_FILE), folder)
  // a parent we may not read is not one we made the folder in
  await syncFolder(join(folder, '..')).catch(() => undefined)
  return parsed(undefined)
}
