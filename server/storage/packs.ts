import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile, syncFolder, temporaryName, writeAll, writeSynced } from './disk.ts'

/**
 * Contents one behind the other in files that only grow, `packs/000001.pack`: a line `sha256 bytes`, the content, a line
 * break. A hundred contents that come at once cost one sync, where a hundred files would cost two hundred.
 */

interface Place {
  readonly pack: string
  readonly at: number
  readonly length: number
}

interface OpenPack {
  readonly name: string
  readonly handle: FileHandle
  /** Where its last whole content ends. */
  end: number
}

/** A pack that has grown beyond this gets an index beside it and is followed by a new one. */
const FULL = 64 * 1024 * 1024
const CHUNK = 4 * 1024 * 1024
const ENTRY = /^([0-9a-f]{64}) (\d{1,10})$/
const LONGEST_LINE = 64 + 1 + 10 + 1
const LINE_BREAK = 0x0a

export class Packs {
  readonly #folder: string
  readonly #full: number
  readonly #places = new Map<string, Place>()
  readonly #readers = new Map<string, Promise<FileHandle>>()
  /** The pack written to, and where it ends; none until something is written. */
  #current: OpenPack | null = null
  /** A pack from an earlier run that may be written on, and its size. */
  #open: { readonly name: string; readonly end: number } | null = null

  constructor(folder: string, full = FULL) {
    this.#folder = join(folder, 'packs')
    this.#full = full
  }

  /** Learns where every content lies. Whatever stands behind the last whole one of a pack is never looked at again. */
  async load(): Promise<void> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [] as string[]
      throw error
    })
    this.#open = null
    for (const file of names.filter((name) => name.endsWith('.pack')).sort()) {
      const name = file.slice(0, -'.pack'.length)
      const index = names.includes(`${name}.index`) ? await this.#readIndex(name) : null
      const { entries, end, size } = index ?? (await this.#scan(name))
      for (const { hash, at, length } of entries) this.#places.set(hash, { pack: name, at, length })
      this.#open = index === null && end === size && end < this.#full ? { name, end } : null
    }
  }

  has(hash: string): boolean {
    return this.#places.has(hash)
  }

  hashes(): IterableIterator<string> {
    return this.#places.keys()
  }

  /** @returns the bytes kept under a hash, unchecked; null when there are none */
  async read(hash: string): Promise<Buffer | null> {
    const place = this.#places.get(hash)
    if (!place) return null
    const handle = await this.#reader(place.pack)
    const bytes = Buffer.alloc(place.length)
    const { bytesRead } = await handle.read(bytes, 0, place.length, place.at)
    return bytesRead === place.length ? bytes : null
  }

  /** What lies there is not what its name says: the next one that is handed in is kept anew. */
  forget(hash: string): void {
    this.#places.delete(hash)
  }

  /** Appends contents by hash with one sync. One call at a time. */
  async append(contents: ReadonlyMap<string, Buffer>): Promise<void> {
    if (contents.size === 0) return
    const pack = await this.#writable()
    const parts: Buffer[] = []
    const places: [string, Place][] = []
    let end = pack.end
    for (const [hash, content] of contents) {
      const line = Buffer.from(`${hash} ${content.length}\n`)
      places.push([hash, { pack: pack.name, at: end + line.length, length: content.length }])
      parts.push(line, content, NEWLINE)
      end += line.length + content.length + 1
    }
    await writeAll(pack.handle, Buffer.concat(parts), pack.end)
    await pack.handle.datasync()
    pack.end = end
    for (const [hash, place] of places) this.#places.set(hash, place)
    if (end >= this.#full) await this.#finish(pack)
  }

  async close(): Promise<void> {
    const handles = await Promise.all(this.#readers.values())
    this.#readers.clear()
    await Promise.all(handles.map((handle) => handle.close()))
    await this.#current?.handle.close()
    this.#current = null
  }

  async #writable(): Promise<OpenPack> {
    const current = this.#current ?? (await this.#goOn())
    if (current) return (this.#current = current)
    await mkdir(this.#folder, { recursive: true })
    const packs = (await readdir(this.#folder)).filter((file) => file.endsWith('.pack')).sort()
    const name = String(Number.parseInt(packs.at(-1) ?? '0', 10) + 1).padStart(6, '0')
    const handle = await open(this.#file(name), 'wx')
    await handle.sync()
    await syncFolder(this.#folder)
    await syncFolder(join(this.#folder, '..'))
    return (this.#current = { name, handle, end: 0 })
  }

  /** Without its index a pack is read through at the next start: nothing depends on it. */
  async #finish(pack: OpenPack): Promise<void> {
    this.#current = null
    await pack.handle.close()
    await this.#writeIndex(pack.name).catch(() => undefined)
  }

  async #goOn(): Promise<OpenPack | null> {
    if (!this.#open) return null
    const { name, end } = this.#open
    this.#open = null
    return { name, handle: await open(this.#file(name), 'r+'), end }
  }

  #reader(name: string): Promise<FileHandle> {
    const known = this.#readers.get(name) ?? open(this.#file(name), 'r')
    this.#readers.set(name, known)
    return known
  }

  #file(name: string): string {
    return join(this.#folder, `${name}.pack`)
  }

  /** Finds the contents of a pack by their lines; the contents themselves are checked when they are read. */
  async #scan(name: string): Promise<Scanned> {
    const handle = await open(this.#file(name), 'r')
    try {
      const { size } = await handle.stat()
      const entries: Entry[] = []
      let chunk = Buffer.alloc(0)
      let from = 0
      let at = 0
      while (at < size) {
        if (at + LONGEST_LINE > from + chunk.length && from + chunk.length < size) {
          chunk = Buffer.alloc(Math.min(CHUNK, size - at))
          from = at
          await handle.read(chunk, 0, chunk.length, from)
        }
        const start = at - from
        const lineEnd = chunk.indexOf(LINE_BREAK, start)
        const line = lineEnd < 0 ? null : ENTRY.exec(chunk.toString('latin1', start, lineEnd))
        if (!line) break
        const entry = { hash: line[1]!, at: from + lineEnd + 1, length: Number(line[2]) }
        const next = entry.at + entry.length + 1
        if (next > size) break
        entries.push(entry)
        at = next
        if (at > from + chunk.length) {
          chunk = Buffer.alloc(0)
          from = at
        }
      }
      return { entries, end: at, size }
    } finally {
      await handle.close()
    }
  }

  async #writeIndex(pack: string): Promise<void> {
    const lines = [...this.#places].flatMap(([hash, place]) =>
      place.pack === pack ? [`${hash} ${place.at} ${place.length}\n`] : [],
    )
    const text = lines.join('')
    const written = join(this.#folder, `.${temporaryName()}`)
    await writeSynced(written, [text, `${sumOf(text)}\n`])
    await replaceFile(written, join(this.#folder, `${pack}.index`), this.#folder)
  }

  /** An index whose checksum does not hold is as good as none: the pack says it all. */
  async #readIndex(pack: string): Promise<Scanned | null> {
    const text = await readFile(join(this.#folder, `${pack}.index`), 'utf8').catch(() => '')
    const end = text.length - SUM_LENGTH - 1
    if (end < 0 || text.slice(end, -1) !== sumOf(text.slice(0, end))) return null
    const lines = text.slice(0, end).split('\n').slice(0, -1)
    const entries = lines.map((line) => {
      const [hash = '', at, length] = line.split(' ')
      return { hash, at: Number(at), length: Number(length) }
    })
    return { entries, end: 0, size: 0 }
  }
}

const SUM_LENGTH = 64
const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex')

interface Entry {
  readonly hash: string
  readonly at: number
  readonly length: number
}

interface Scanned {
  readonly entries: readonly Entry[]
  /** Where the last whole content ends, and the file. */
  readonly end: number
  readonly size: number
}

const NEWLINE = Buffer.from('\n')
