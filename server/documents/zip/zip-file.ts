import { open, type FileHandle } from 'node:fs/promises'
import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'
import { directoryEntry, endRecord, localHeader } from './write-zip.ts'

/** The same archive as `writeZip`, written to a file part by part, of which none is ever held whole. */
export class ZipFile {
  readonly #handle: FileHandle
  readonly #directory: Buffer[] = []
  #end = 0

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async create(file: string): Promise<ZipFile> {
    return new ZipFile(await open(file, 'w'))
  }

  /** Writes one part, packed as its pieces come. */
  async add(name: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const part = { name: Buffer.from(name, 'utf8'), method: 8, crc: 0, size: 0, packedSize: 0 }
    const offset = this.#end
    this.#end += localHeader(part).length + part.name.length
    const pack = createDeflateRaw()
    const packing = (async () => {
      for await (const bytes of pack as AsyncIterable<Buffer>) {
        await this.#handle.write(bytes, 0, bytes.length, this.#end)
        this.#end += bytes.length
        part.packedSize += bytes.length
      }
    })()
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece, 'utf8')
      part.crc = crc32(bytes, part.crc)
      part.size += bytes.length
      if (!pack.write(bytes)) await Promise.race([once(pack, 'drain'), packing])
    }
    pack.end()
    await packing
    const head = Buffer.concat([localHeader(part), part.name])
    await this.#handle.write(head, 0, head.length, offset)
    this.#directory.push(directoryEntry(part, offset), part.name)
  }

  /** Writes the list of parts; the archive is on the disk. */
  async finish(): Promise<void> {
    const list = Buffer.concat(this.#directory)
    const end = Buffer.concat([list, endRecord(this.#directory.length / 2, list.length, this.#end)])
    await this.#handle.write(end, 0, end.length, this.#end)
    await this.#handle.sync()
    await this.#handle.close()
  }

  /** Something went wrong; what is there is no archive. */
  async leave(): Promise<void> {
    await this.#handle.close()
  }
}
