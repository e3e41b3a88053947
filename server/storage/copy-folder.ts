import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { copyProofs } from '../sealing/copy-proofs.ts'
import { PackedBodies } from './bodies.ts'
import { checkFolder } from './check-folder.ts'
import { replaceFile, writeSynced } from './disk.ts'
import type { Head } from './journal/record.ts'
import { isFile, JOURNAL_FILE, loadFolder, whyNoJournal } from './load-folder.ts'
import { bodiesOf } from './reducer.ts'
import { takeSnapshot, writeSnapshot } from './snapshot.ts'

/** Bodies copied with one sync. */
const TOGETHER = 500

/**
 * Copies a data folder into an empty one, whether it is in use or not: bodies first, then what proofs need, then the
 * journal up to its last whole record, then a snapshot made from the copy. The journal gets its name last, so that half a copy is never taken
 * for a whole one; the copy is checked when it is done.
 * @returns the last record copied
 */
export async function copyFolder(from: string, to: string): Promise<Parsed<Head>> {
  return copyWhole(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error
    const message = `从 ${from} 复制到 ${to} 时出错（${error.syscall} ${error.code}），请检查磁盘空间和权限后，另指定一个空目录重来。`
    return fault('copy_failed', message)
  })
}

async function copyWhole(from: string, to: string): Promise<Parsed<Head>> {
  if (!(await isFile(join(from, JOURNAL_FILE)))) return refused(await whyNoJournal(from, false))
  const taken = await readdir(to).catch(() => [] as string[])
  if (taken.some((name) => name !== '.hengping.lock'))
    return fault('folder_not_empty', `${to} 不是空目录，请另指定一个。`)
  const size = await syncedSize(join(from, JOURNAL_FILE))
  const named: string[] = []
  const loaded = await loadFolder(from, {
    size,
    useSnapshot: false,
    onEntry: (entry) => void named.push(...bodiesOf(entry)),
  })
  if (!loaded.ok) return loaded
  const { bytes, head } = loaded.value.end
  const source = new PackedBodies(from)
  const target = new PackedBodies(to)
  for (let start = 0; start < named.length; start += TOGETHER) {
    const contents = new Map<string, Uint8Array>()
    for (const hash of named.slice(start, start + TOGETHER)) {
      const bytes = await source.readBytes(hash).catch(() => null)
      if (bytes === null) return fault('body_damaged', `${from}：内容 ${hash} 缺失或损坏，没有复制完；请用更早的备份。`)
      contents.set(hash, bytes)
    }
    await target.write(contents)
  }
  await source.close()
  await target.close()
  await copyProofs(from, to)
  const written = join(to, `.${JOURNAL_FILE}.new`)
  await writeSynced(written, bytesOf(join(from, JOURNAL_FILE), bytes))
  await replaceFile(written, join(to, JOURNAL_FILE), to)
  await writeSnapshot(to, takeSnapshot(loaded.value.state, head))
  const copy = await checkFolder(to)
  if (!copy.ok) return copy
  const { faults, loaded: copied } = copy.value
  const same = faults.length === 0 && copied.end.head.hash === head.hash
  return same ? parsed(head) : fault('copy_differs', `复制到 ${to} 的内容与原来的不符：${faults[0] ?? '日志不同'}`)
}

/** How long the journal is, all of that being on the disk. */
async function syncedSize(file: string): Promise<number> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    await handle.datasync()
    return size
  } finally {
    await handle.close()
  }
}

async function* bytesOf(file: string, end: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    yield* handle.createReadStream({ start: 0, end: end - 1, autoClose: false })
  } finally {
    await handle.close()
  }
}

function fault(code: string, message: string): Parsed<never> {
  return refused([{ path: '', code, message }])
}
