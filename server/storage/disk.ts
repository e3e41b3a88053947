import { open, rename, rm, type FileHandle } from 'node:fs/promises'

/** Writing that is on the disk, not only on its way there. A file system may write less than it is asked to. */

/** Writes all of `bytes` at `position`, however many calls that takes. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written)
    if (bytesWritten === 0) throw new Error('the file system took no byte')
    written += bytesWritten
  }
}

/**
 * A new file with these parts, synced. On an error nothing of it stays. The folder still has to be synced.
 * @param beginning written over the first bytes once all parts are there, for what is only known then
 */
export async function writeSynced(
  file: string,
  parts: Iterable<string> | AsyncIterable<string | Uint8Array>,
  beginning: () => string = () => '',
): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    let end = 0
    for await (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part
      await writeAll(handle, bytes, end)
      end += bytes.length
    }
    await writeAll(handle, Buffer.from(beginning()), 0)
    await handle.sync()
    if ((await handle.stat()).size !== end) throw new Error('the file is shorter than what was written')
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(file, { force: true }).catch(() => undefined)
    throw error
  }
  await handle.close()
}

/** Puts a written file in the place of another in one step, kept over a power cut. */
export async function replaceFile(written: string, file: string, folder: string): Promise<void> {
  await rename(written, file)
  await syncFolder(folder)
}

/** Makes the names in a folder last: a file that was made or renamed is only sure to be there after this. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Runs `work` on every item, at most `limit` at once. The first error rejects when all that were begun have ended. */
export async function inParallel<T, R>(items: Iterable<T>, limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const failed: unknown[] = []
  const queue = [...items].entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed.length > 0) return
      try {
        results[index] = await work(item)
      } catch (error) {
        failed.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, worker))
  if (failed.length > 0) throw failed[0]
  return results
}

let unique = 0
/** A name nobody else uses now, for a file on its way. */
export const temporaryName = (): string => `${process.pid}-${++unique}.tmp`
