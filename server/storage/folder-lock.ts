import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'

const LOCK = '.hengping.lock'

/**
 * Takes a data folder for this process; a second process on the same folder is told whose it is.
 * A lock whose process is gone (or whose number another program has by now) is taken over.
 * @returns what gives the folder back
 */
export async function lockFolder(folder: string): Promise<Parsed<() => Promise<void>>> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, LOCK)
  const mine = await processMark(process.pid)
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await placeLock(file, mine)) {
      // two processes may take over the same left lock: the later one wins, the earlier one finds out here
      if (attempt > 0) await setTimeout(50)
      if ((await readLock(file)) === mine) return parsed(() => rm(file, { force: true }))
    }
    const holder = await readLock(file)
    const pid = Number.parseInt(holder, 10)
    if (isAlive(pid) && holder !== mine && (await processMark(pid)) === holder) return refused([inUse(pid)])
    await rm(file, { force: true })
  }
  return refused([inUse(null)])
}

/** Puts the whole lock there in one step, so that nobody ever reads half of one; false when there is one already. */
async function placeLock(file: string, mine: string): Promise<boolean> {
  const own = `${file}.${process.pid}`
  await writeFile(own, mine)
  try {
    await link(own, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    await rm(own, { force: true })
  }
}

const readLock = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

function inUse(pid: number | null): Issue {
  const who = pid === null ? '' : `（进程号 ${pid}）`
  return {
    path: '',
    code: 'folder_in_use',
    message: `数据目录正由另一个衡评进程${who}使用，请先停止它，或用 --data 指定另一个目录。`,
  }
}

/** Process number and, where the system tells, its start time: numbers are used again, pairs are not. */
async function processMark(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return `${pid} ${startTime}`.trim()
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
