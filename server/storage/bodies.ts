import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../core/canonical-json.ts'
import { Packs } from './packs.ts'
import { StorageError } from './store.ts'

/** Where contents lie under their hashes. They never change. */
export interface Bodies {
  /** Resolves when all of them are kept, texts (or their UTF-8) by hash. */
  write(texts: ReadonlyMap<string, string | Uint8Array>): Promise<void>
  /** @throws StorageError when it is missing, or is not what its name says */
  read(hash: string): Promise<string>
  /** The same of what need not be text, such as a file handed in. */
  readBytes(hash: string): Promise<Buffer>
  close(): Promise<void>
}

/** A content and the canonical text it is kept as, named by that text's hash. */
export function toBody(value: unknown): { readonly hash: string; readonly text: string } {
  const text = canonicalJson(value)
  return { hash: hashOfBytes(text), text }
}

/** Of canonical JSON this is `contentHash`. */
export const hashOfBytes = (text: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`

export function memoryBodies(): Bodies {
  const contents = new Map<string, Buffer>()
  const readBytes = async (hash: string): Promise<Buffer> => contents.get(hash) ?? unreadable(hash, null)
  return {
    write: async (given) => given.forEach((text, hash) => contents.set(hash, Buffer.from(text))),
    read: async (hash) => (await readBytes(hash)).toString('utf8'),
    readBytes,
    close: async () => {},
  }
}

/**
 * Contents in the packs of a data folder, canonical JSON or the bytes of a file. All that wait are kept together, with one sync. A content
 * that no record names is left from a write that was cut off, and does no harm.
 */
export class PackedBodies implements Bodies {
  #waiting = new Map<string, string | Uint8Array>()
  #next: Promise<void> | null = null
  #last: Promise<void> = Promise.resolve()
  #loaded: Promise<void> | null = null
  readonly #packs: Packs
  readonly #earlier: string

  /** Reads only, until something is written. */
  constructor(folder: string) {
    this.#packs = new Packs(folder)
    this.#earlier = join(folder, 'bodies')
  }

  write(texts: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
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
    return (await this.readBytes(hash)).toString('utf8')
  }

  async readBytes(hash: string): Promise<Buffer> {
    await this.#load()
    const name = nameOf(hash)
    const packed = await this.#packs.read(name).catch((cause: unknown) => unreadable(hash, cause))
    const bytes = packed ?? (await readFile(this.#earlierFile(name)).catch((cause: unknown) => unreadable(hash, cause)))
    if (hashOfBytes(bytes) === hash) return bytes
    this.#packs.forget(name)
    return unreadable(hash, null)
  }

  /** Every content there is, by hash. */
  async list(): Promise<string[]> {
    await this.#load()
    const folders = await readdir(this.#earlier).catch(() => [] as string[])
    const files = await Promise.all(
      folders.filter((name) => /^[0-9a-f]{2}$/.test(name)).map((name) => readdir(join(this.#earlier, name))),
    )
    const names = [...this.#packs.hashes(), ...files.flat().map((file) => file.replace(/\.json$/, ''))]
    return [...new Set(names)].map((name) => `sha256:${name}`)
  }

  async close(): Promise<void> {
    await this.#last
    await this.#packs.close()
  }

  async #keep(batch: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
    await this.#load()
    const contents = new Map<string, Buffer>()
    for (const [hash, text] of batch) {
      if (!this.#packs.has(nameOf(hash))) contents.set(nameOf(hash), Buffer.from(text))
    }
    await this.#packs.append(contents)
  }

  #load(): Promise<void> {
    return (this.#loaded ??= this.#packs.load())
  }

  /** The first journals had a file a content. */
  #earlierFile(name: string): string {
    return join(this.#earlier, name.slice(0, 2), `${name}.json`)
  }
}

const nameOf = (hash: string): string => hash.slice('sha256:'.length)

function unreadable(hash: string, cause: unknown): never {
  const name = nameOf(hash).slice(0, 12)
  throw new StorageError(`存着的内容 ${name}… 缺失或损坏，请用 hengping verify 检查，并用备份恢复。`, { cause })
}
