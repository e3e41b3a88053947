import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { refused, type Parsed } from '../core/issue.ts'
import { PackedBodies, toBody } from './bodies.ts'
import { createJournal } from './create-journal.ts'
import { syncFolder } from './disk.ts'
import { parseDatabase, type Database } from './earlier-database.ts'
import { EARLIER_FILE } from './load-folder.ts'
import { toGradingRow } from './changes/gradings.ts'
import type { Change } from './changes/index.ts'
import { toSubmissionRow } from './changes/submissions.ts'

/**
 * Turns the one file of the earlier version into bodies and a journal. Cut off in the middle, it begins again at the
 * next start, since the journal comes last. A file that is damaged or was changed by hand is refused and left alone.
 */
export async function migrateEarlier(folder: string, now: () => Date): Promise<Parsed<void>> {
  const file = join(folder, EARLIER_FILE)
  const database = await readEarlier(file)
  if (!database.ok) return database
  const { ruleSets, submissions, gradings } = database.value
  const texts = new Map<string, string>()
  const keep = (value: unknown): string => {
    const { hash, text } = toBody(value)
    texts.set(hash, text)
    return hash
  }
  const changes: Change[] = [
    { action: 'migrate', payload: { format: database.value.format } },
    ...ruleSets.map(({ id, effective, ruleSet }): Change => {
      return { action: 'addRuleSet', payload: { id, effective, hash: keep(ruleSet) } }
    }),
    {
      action: 'putSubmissions',
      payload: submissions.map(({ submission }) => toSubmissionRow(submission, keep(submission))),
    },
    { action: 'putGradings', payload: gradings.map((grading) => toGradingRow(grading, keep(grading), null)) },
  ]
  const bodies = new PackedBodies(folder)
  await bodies.write(texts)
  await bodies.close()
  return createJournal(folder, now, changes)
}

/** Renames the earlier file once the journal has its content. */
export async function putAsideEarlier(folder: string): Promise<string> {
  const file = join(folder, EARLIER_FILE)
  await rename(file, `${file}.bak`)
  await syncFolder(folder)
  return `以前版本的 ${EARLIER_FILE} 已转换为日志，原文件留作 ${EARLIER_FILE}.bak。`
}

async function readEarlier(file: string): Promise<Parsed<Database>> {
  try {
    return parseDatabase(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const broken = error instanceof SyntaxError
    const message = broken
      ? `数据文件 ${file} 不是完整的 JSON，请用备份恢复它，或用 --data 指定另一个目录。`
      : `数据文件 ${file} 读不出来，请检查文件权限，或用 --data 指定另一个目录。`
    return refused([{ path: '', code: broken ? 'database_broken' : 'database_unreadable', message }])
  }
}
