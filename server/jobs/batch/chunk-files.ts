import { closeSync, openSync, readSync, writeSync } from 'node:fs'

/** The files that chunks are read from and written to, each opened once. */
export class ChunkFiles {
  readonly #open = new Map<string, number>()
  #bytes = Buffer.alloc(0)

  /** Bytes of a file, good until the next are read. @throws Error when the file has become shorter */
  read(file: string, from: number, to: number): Buffer {
    const length = to - from
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafe(length)
    for (let done = 0; done < length;) {
      const count = readSync(this.#fileOf(file, 'r'), this.#bytes, done, length - done, from + done)
      if (count === 0) throw new Error(`${file} ends before byte ${to}`)
      done += count
    }
    return this.#bytes.subarray(0, length)
  }

  /** Writes all of it at its place in a file that is there. */
  write(file: string, bytes: Uint8Array, at: number): void {
    const opened = this.#fileOf(file, 'r+')
    for (let done = 0; done < bytes.length;) done += writeSync(opened, bytes, done, bytes.length - done, at + done)
  }

  close(): void {
    for (const opened of this.#open.values()) closeSync(opened)
    this.#open.clear()
  }

  #fileOf(file: string, flags: 'r' | 'r+'): number {
    const known = this.#open.get(file)
    if (known !== undefined) return known
    const opened = openSync(file, flags)
    this.#open.set(file, opened)
    return opened
  }
}
