import type { Readable } from 'node:stream'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { DocumentFault } from '../document-fault.ts'
import { LIMITS } from '../limits.ts'

/** One part of an archive, by what the archive's directory says of it. */
export type Part = Entry

/** The parts of a zip archive, checked by its directory before anything is unpacked. */
export class Archive {
  private constructor(
    private readonly zip: ZipFile,
    /** Parts by name, in the archive's order; folders are left out. */
    readonly parts: ReadonlyMap<string, Part>,
  ) {}

  /** @throws DocumentFault when the bytes are no archive, or one that is too large or unsafe to unpack. */
  static async open(bytes: Buffer): Promise<Archive> {
    if (bytes.length > LIMITS.fileBytes)
      throw new DocumentFault('file_too_large', `文件超过 ${LIMITS.fileBytes / 1024 / 1024} MB，请拆成几个文件。`)
    const zip = await asFault(fromBufferPromise(bytes, { lazyEntries: true }))
    if (zip.entryCount > LIMITS.parts) throw tooLarge(`文件里有 ${zip.entryCount} 个部分`)
    return new Archive(zip, await asFault(readDirectory(zip)))
  }

  /** The unpacked bytes of a part, in pieces; never more than its directory entry says. */
  async *read(part: Part): AsyncGenerator<Buffer> {
    const stream = await asFault(this.zip.openReadStreamPromise(part))
    yield* pieces(stream)
  }

  /** The bytes of a part as they lie in the archive, packed. */
  async raw(part: Part): Promise<Buffer> {
    const stream = await asFault(this.zip.openReadStreamPromise(part, { decodeFileData: false }))
    const all: Buffer[] = []
    for await (const piece of pieces(stream)) all.push(piece)
    return Buffer.concat(all)
  }

  /** The text of a part (UTF-8, or UTF-16 with its mark), in pieces. */
  async *text(part: Part): AsyncGenerator<string> {
    let decoder: TextDecoder | null = null
    for await (const piece of this.read(part)) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true })
      yield decode(decoder, piece)
    }
    if (decoder) yield decode(decoder)
  }
}

async function readDirectory(zip: ZipFile): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>()
  let unpacked = 0
  let packed = 0
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize
    packed += entry.compressedSize
    checkPart(entry)
    if (entry.fileName.endsWith('/')) continue
    // names of parts differ in more than case (ECMA-376 part 2, 6.2.2)
    if (parts.has(entry.fileName)) throw damaged()
    parts.set(entry.fileName, entry)
  }
  if (unpacked > LIMITS.unpackedBytes) throw tooLarge(`文件解开后超过 ${LIMITS.unpackedBytes / 1024 / 1024} MB`)
  if (unpacked > LIMITS.smallPart && unpacked > packed * LIMITS.ratio) throw squeezed()
  return parts
}

function checkPart(entry: Part): void {
  if (entry.isEncrypted()) throw new DocumentFault('encrypted', '文件加了密码，请去掉密码另存后再导入。')
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw damaged()
  if (entry.uncompressedSize > LIMITS.unpackedBytes)
    throw tooLarge(`文件解开后超过 ${LIMITS.unpackedBytes / 1024 / 1024} MB`)
  if (entry.uncompressedSize > LIMITS.smallPart && entry.uncompressedSize > entry.compressedSize * LIMITS.ratio)
    throw squeezed()
}

async function* pieces(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of stream) yield piece as Buffer
  } catch (error) {
    if (error instanceof DocumentFault) throw error
    throw damaged()
  }
}

function decode(decoder: TextDecoder, piece?: Buffer): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
  } catch {
    throw damaged()
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}

async function asFault<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof DocumentFault) throw error
    throw damaged()
  }
}

const tooLarge = (what: string): DocumentFault =>
  new DocumentFault('too_large', `${what}，超过上限，请删去用不到的工作表和内容，或拆成几个文件。`)
const squeezed = (): DocumentFault =>
  new DocumentFault('too_large', '文件的压缩比异常（解开后大得多），不予读取，请在 Excel 或 WPS 中另存一份再导入。')

/** Damaged, or made to look like what it is not. */
export const damaged = (): DocumentFault =>
  new DocumentFault('damaged', '文件损坏或不是真正的 xlsx，请在 Excel 或 WPS 中另存为 xlsx 后再导入。')
