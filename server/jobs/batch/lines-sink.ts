import { open, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parsed, refused, type Parsed } from '../../core/issue.ts'
import { syncFolder } from '../../storage/disk.ts'
import type { ChunkResult } from './batch-job.ts'
import type { BatchSink } from './batch-sink.ts'

/** So many bytes of results at a time are put on the disk, while the next are made. */
const SYNC_EVERY = 64 * 1024 * 1024
const LINE_BREAK = 0x0a
const CHUNK = 4 * 1024 * 1024

/** Makes another file of whole lines, and has it on the disk. */
type Turn = (lines: string, made: string) => Promise<void>

interface LinesOptions {
  readonly takes: LinesSink['takes']
  /** Leave aside what is there. */
  readonly restart: boolean
  /** Makes the file of the lines in the end, where it is another than they are. */
  readonly turn: Turn | null
}

/**
 * The file of results on its way: `OUT.part`, one line an item, beside it what it is made of, so that a run that was
 * killed goes on behind its last whole line. It gets its name when it is whole.
 */
export class LinesSink implements BatchSink {
  readonly takes: 'briefs' | 'lines'
  /** Items that are there already. */
  readonly done: number
  readonly #file: string
  readonly #handle: FileHandle
  readonly #turn: Turn | null
  #end: number
  #synced: number
  #isClosed = false
  #writing: Promise<void>[] = []
  /** The latest bytes on their way to the disk. */
  #syncing: Promise<void> = Promise.resolve()

  private constructor(
    file: string,
    handle: FileHandle,
    { takes, turn }: LinesOptions,
    { lines, end }: { lines: number; end: number },
  ) {
    this.takes = takes
    this.#file = file
    this.#turn = turn
    this.#handle = handle
    this.done = lines
    this.#end = end
    this.#synced = end
  }

  /**
   * @param madeOf everything the results depend on; results made of something else are not gone on with
   */
  static async open(file: string, madeOf: string, options: LinesOptions): Promise<Parsed<LinesSink>> {
    const part = `${file}.part`
    const before = options.restart ? null : await readFile(`${part}.json`, 'utf8').catch(() => null)
    if (before !== null && before !== madeOf) {
      const message = `${part} 是用别的输入、规则或程序评到一半的，不能接着评；要重新开始请加 --restart。`
      return refused([{ path: '', code: 'batch_changed', message }])
    }
    await writeFile(`${part}.json`, madeOf)
    const handle = await open(part, before === null ? 'w+' : 'a+').then(async (opened) => {
      // 'a' makes the file where it is missing; from here on it is written at places
      await opened.close()
      return open(part, 'r+')
    })
    const whole = await wholeLines(handle)
    await handle.truncate(whole.end)
    return parsed(new LinesSink(file, handle, options, whole))
  }

  /** Whoever made the lines writes them; later ones may be there before earlier ones are. */
  async write({ length }: ChunkResult, put: (file: string, at: number) => Promise<void>): Promise<void> {
    const written = put(`${this.#file}.part`, this.#end)
    // whoever awaits all of them hears of its fault
    written.catch(() => undefined)
    this.#writing.push(written)
    this.#end += length
    if (this.#end - this.#synced < SYNC_EVERY) return
    // those before are there first: a disk that is slower than the work slows it down
    await this.#syncing
    this.#synced = this.#end
    this.#syncing = this.#settle().then(() => this.#handle.datasync())
    this.#syncing.catch(() => undefined)
  }

  async #settle(): Promise<void> {
    const written = this.#writing
    this.#writing = []
    await Promise.all(written)
  }

  /** Everything is there: the file gets its name. */
  async finish(): Promise<void> {
    const part = `${this.#file}.part`
    await this.#settle()
    await this.#syncing
    await this.leave()
    const made = this.#turn ? `${part}.made` : part
    if (this.#turn) await this.#turn(part, made)
    await rename(made, this.#file)
    await syncFolder(dirname(this.#file))
    await rm(part, { force: true })
    await rm(`${part}.json`, { force: true })
  }

  /** Stopped on the way: what is there stays, to be gone on with. */
  async leave(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    // what went wrong with it is told to whoever finishes, and there is nothing to wait for but that it is over
    await this.#syncing.catch(() => undefined)
    await this.#handle.sync()
    await this.#handle.close()
  }
}

/** Lines from the beginning on; what stands behind a gap, which reads as zeros, was written before what belongs in it. */
async function wholeLines(handle: FileHandle): Promise<{ lines: number; end: number }> {
  const chunk = Buffer.alloc(CHUNK)
  let lines = 0
  let end = 0
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK, position)
    if (bytesRead === 0) return { lines, end }
    const gap = chunk.subarray(0, bytesRead).indexOf(0)
    const bytes = chunk.subarray(0, gap === -1 ? bytesRead : gap)
    for (let at = bytes.indexOf(LINE_BREAK); at !== -1; at = bytes.indexOf(LINE_BREAK, at + 1)) {
      lines++
      end = position + at + 1
    }
    if (gap !== -1) return { lines, end }
    position += bytesRead
  }
}
