import { crc32, deflateRawSync } from 'node:zlib'

/** A part to be written: bytes to pack, or a part of another archive as it lies there. */
export type NewPart =
  | { readonly name: string; readonly bytes: Buffer }
  | {
      readonly name: string
      readonly packed: Buffer
      readonly method: number
      readonly crc32: number
      readonly size: number
    }

/** What an archive says of a part. */
interface PartRecord {
  readonly name: Buffer
  readonly packedSize: number
  readonly method: number
  readonly crc: number
  readonly size: number
}
interface PackedPart extends PartRecord {
  readonly packed: Buffer
}

/** 1 January 1980: an archive says nothing of when it was made, so the same content is the same bytes. */
const DATE = 0x21
const UTF8_NAMES = 0x0800

/** A zip archive of these parts, in their order; the same parts always give the same bytes. */
export function writeZip(parts: readonly NewPart[]): Buffer {
  const written: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts.map(pack)) {
    const head = localHeader(part)
    directory.push(directoryEntry(part, offset), part.name)
    written.push(head, part.name, part.packed)
    offset += head.length + part.name.length + part.packed.length
  }
  const list = Buffer.concat(directory)
  return Buffer.concat([...written, list, endRecord(parts.length, list.length, offset)])
}

/** The same archive in pieces, as its parts come: none is held longer than it takes to pack it. */
export async function* zipPieces(parts: AsyncIterable<NewPart>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  let count = 0
  for await (const given of parts) {
    const part = pack(given)
    const head = localHeader(part)
    directory.push(directoryEntry(part, offset), part.name)
    yield Buffer.concat([head, part.name, part.packed])
    offset += head.length + part.name.length + part.packed.length
    count += 1
  }
  const list = Buffer.concat(directory)
  yield Buffer.concat([list, endRecord(count, list.length, offset)])
}

function pack(part: NewPart): PackedPart {
  const name = Buffer.from(part.name, 'utf8')
  if ('packed' in part) {
    const { packed, method, crc32: crc, size } = part
    return { name, packed, packedSize: packed.length, method, crc, size }
  }
  const { bytes } = part
  const packed = deflateRawSync(bytes)
  return { name, packed, packedSize: packed.length, method: 8, crc: crc32(bytes), size: bytes.length }
}

/** The fields that local header and directory entry share, from “version needed” on. */
function writeShared(into: Buffer, at: number, { packedSize, method, crc, size, name }: PartRecord): void {
  into.writeUInt16LE(20, at)
  into.writeUInt16LE(UTF8_NAMES, at + 2)
  into.writeUInt16LE(method, at + 4)
  into.writeUInt16LE(DATE, at + 8)
  into.writeUInt32LE(crc, at + 10)
  into.writeUInt32LE(packedSize, at + 14)
  into.writeUInt32LE(size, at + 18)
  into.writeUInt16LE(name.length, at + 22)
}

export function localHeader(part: PartRecord): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  writeShared(head, 4, part)
  return head
}

export function directoryEntry(part: PartRecord, offset: number): Buffer {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(20, 4)
  writeShared(entry, 6, part)
  entry.writeUInt32LE(offset, 42)
  return entry
}

export function endRecord(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
