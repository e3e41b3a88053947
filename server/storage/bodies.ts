import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../core/canonical-json.ts'
import { inParallel, syncFolder, temporaryName, writeSynced } from './disk.ts'
import { StorageError } from './store.ts'

/** Where contents lie under their hashes. They never change. */
export interface Bodies {
  /** Resolves when all of them are kept, texts by hash. */
  write(texts: ReadonlyMap<string, string>): Promise<void>
  /** @throws StorageError when it is missing, or is not what its name says */
  read(hash: string): Promise<string>
}

/** A content and the canonical text it is kept as, named by that text's hash. */
export function toBody(value: unknown): { readonly hash: string; readonly text: string } {
  const text = canonicalJson(value)
  return { hash: hashOfText(text), text }
}

/** Of canonical JSON this is `contentHash`. */
const hashOfText = (text: string | Buffer): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

export function memoryBodies(): Bodies {
  const texts = new Map<string, string>()
  return {
    write: async (given) => given.forEach((text, hash) => texts.set(hash, text)),
    read: async (hash) => texts.get(hash) ?? unreadable(hash, null),
  }
}

/** Files open at once. */
const AT_ONCE = 16

/**
 * Contents as files `bodies/ab/<sha256>.json` of canonical JSON, so that `sha256sum` of a file is its name. Each is
 * written under another name, synced and renamed; all that wait are kept together, with one sync a folder. A file that
 * no record names is left from a write that was cut off, and does no harm.
 */
export class FileBodies implements Bodies {
  #waiting = new Map<string, string>()
  #next: Promise<void> | null = null
  #last: Promise<void> = Promise.resolve()
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  /** Looks only; nothing is made. */
  static at(folder: string): FileBodies {
    return new FileBodies(join(folder, 'bodies'))
  }

  /** Makes what is missing of the folders, and drops what a killed process left half written. */
  static async open(folder: string): Promise<FileBodies> {
    const bodies = FileBodies.at(folder)
    await rm(bodies.#temporary, { recursive: true, force: true })
    await mkdir(bodies.#temporary, { recursive: true })
    await inParallel(PREFIXES, AT_ONCE, (prefix) => mkdir(join(bodies.#root, prefix), { recursive: true }))
    await syncFolder(bodies.#root)
    await syncFolder(folder)
    return bodies
  }

  write(texts: ReadonlyMap<string, string>): Promise<void> {
    for (const [hash, text] of texts) this.#waiting.set(hash, text)
    this.#next ??= this.#last.then(() => {
      const batch = this.#waiting
      this.#waiting = new Map()
      this.#next = null
      return this.#keep(batch)
    })
    this.#last = this.#next.catch(() => undefined)
    return this.#next
  }

  async read(hash: string): Promise<string> {
    const text = await readFile(this.#file(hash)).catch((cause: unknown) => unreadable(hash, cause))
    return hashOfText(text) === hash ? text.toString('utf8') : unreadable(hash, null)
  }

  /** Every body there is, by hash. */
  async list(): Promise<string[]> {
    const names = await inParallel(PREFIXES, AT_ONCE, (prefix) =>
      readdir(join(this.#root, prefix)).catch(() => [] as string[]),
    )
    return names.flat().map((name) => `sha256:${name.replace(/\.json$/, '')}`)
  }

  async remove(hashes: readonly string[]): Promise<void> {
    await inParallel(hashes, AT_ONCE, (hash) => rm(this.#file(hash), { force: true }))
  }

  get #temporary(): string {
    return join(this.#root, 'tmp')
  }

  #file(hash: string): string {
    const name = hash.slice('sha256:'.length)
    return join(this.#root, name.slice(0, 2), `${name}.json`)
  }

  async #keep(batch: ReadonlyMap<string, string>): Promise<void> {
    const folders = new Set<string>()
    await inParallel(batch, AT_ONCE, async ([hash, text]) => {
      const file = this.#file(hash)
      const written = join(this.#temporary, temporaryName())
      await writeSynced(written, [text])
      await rename(written, file)
      folders.add(join(file, '..'))
    })
    await inParallel(folders, AT_ONCE, syncFolder)
  }
}

const PREFIXES = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'))

function unreadable(hash: string, cause: unknown): never {
  const name = hash.slice('sha256:'.length, 'sha256:'.length + 12)
  throw new StorageError(`存着的内容 ${name}… 缺失或损坏，请用 hengping verify 检查，并用备份恢复。`, { cause })
}
