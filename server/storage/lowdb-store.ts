import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { defaultDatabase, parseDatabase, type Database } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import type { Store } from './store.ts'
import { TableStore } from './table-store.ts'

export const DATABASE_FILE = 'hengping.json'

/**
 * Opens the data folder, which this process then holds until `close`.
 * A file that is not ours, cannot be read or was changed is refused: never overwritten, never taken for empty.
 * @param options.create make a new data file where there is none; without it a missing file is refused
 */
export async function openLowdbStore(folder: string, options: { create: boolean }): Promise<Parsed<Store>> {
  const file = join(folder, DATABASE_FILE)
  const exists = await isFile(file)
  if (!exists) {
    const issues = await whyNotCreate(folder, options.create)
    if (issues.length > 0) return refused(issues)
  }
  const lock = await lockFolder(folder)
  if (!lock.ok) return lock
  const db = new Low<Database>(new JSONFile(file), defaultDatabase())
  const content = exists ? await readContent(db, file) : parsed(db.data)
  if (!content.ok) {
    await lock.value()
    return content
  }
  const save = async (database: Database): Promise<void> => {
    db.data = database
    await db.write()
  }
  if (!exists) await save(content.value)
  return parsed(new TableStore(content.value, save, lock.value))
}

async function readContent(db: Low<Database>, file: string): Promise<Parsed<Database>> {
  const initial: unknown = db.data
  try {
    await db.read()
  } catch (error) {
    const broken = error instanceof SyntaxError
    return refused([
      {
        path: '',
        code: broken ? 'database_broken' : 'database_unreadable',
        message: broken
          ? `数据文件 ${file} 不是完整的 JSON，请用备份恢复它，或用 --data 指定另一个目录。`
          : `数据文件 ${file} 读不出来，请检查文件权限，或用 --data 指定另一个目录。`,
      },
    ])
  }
  // lowdb keeps its default when the file says null, 0 or ""
  return db.data === initial ? parseDatabase(null) : parseDatabase(db.data)
}

/** A folder that holds other things is somebody else's, or its data file was lost: neither is a new beginning. */
async function whyNotCreate(folder: string, create: boolean): Promise<Issue[]> {
  const missing = `数据目录 ${folder} 里没有 ${DATABASE_FILE}`
  if (!create) {
    return [
      { path: '', code: 'database_missing', message: `${missing}，请先用 npm start 建立，或用 --data 指定目录。` },
    ]
  }
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (names.every((name) => name.startsWith('.'))) return []
  return [
    {
      path: '',
      code: 'folder_not_empty',
      message: `${missing}，却有别的文件；新装请指定一个空目录，数据文件丢失请先用备份恢复。`,
    },
  ]
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
