import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile, syncFolder, temporaryName, writeSynced } from '../storage/disk.ts'

/**
 * The evaluators whose gradings a data folder holds, each a file `engines/<sha256>.mjs` that never changes, so that
 * every grading can be computed again by the program that made it.
 */
const ENGINES = 'engines'

/** Where the evaluator of that hash (`sha256:…`) lies. */
export const engineFile = (folder: string, hash: string): string =>
  join(folder, ENGINES, `${hash.slice('sha256:'.length)}.mjs`)

/** Whether the evaluator is there as its name says; `damaged` when the file says something else. */
export async function findEngine(folder: string, hash: string): Promise<'kept' | 'missing' | 'damaged'> {
  // a grading may name anything, also a way out of the folder
  if (!/^sha256:[0-9a-f]{64}$/.test(hash)) return 'missing'
  const code = await readFile(engineFile(folder, hash)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (code === null) return 'missing'
  return hashOf(code) === hash ? 'kept' : 'damaged'
}

/**
 * Keeps an evaluator, given as its text, synced before this resolves. One that is there stays as it is; a damaged one is put right, since
 * its name says what it has to be.
 * @returns its hash
 */
export async function keepEngine(folder: string, code: string): Promise<string> {
  const hash = hashOf(code)
  if ((await findEngine(folder, hash)) === 'kept') return hash
  const engines = join(folder, ENGINES)
  await mkdir(engines, { recursive: true })
  const written = join(engines, temporaryName())
  await rm(written, { force: true })
  await writeSynced(written, [code])
  await replaceFile(written, engineFile(folder, hash), engines)
  await syncFolder(folder)
  return hash
}

const hashOf = (code: string | Buffer): string => `sha256:${createHash('sha256').update(code).digest('hex')}`
