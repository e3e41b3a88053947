/** What a file is, by its bytes. */
export interface FileType {
  readonly type: string
  readonly extension: string
}

/** What a browser may show in a page of its own; everything else is saved. */
export const SHOWN_TYPES: ReadonlySet<string> = new Set(['application/pdf', 'image/png', 'image/jpeg'])

export const ACCEPTED_TYPES = 'PDF、PNG、JPEG、Word、Excel、PowerPoint、WPS、OFD'

const PARTS: readonly (FileType & { readonly part: string })[] = [
  {
    part: 'word/document.xml',
    extension: 'docx',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  {
    part: 'xl/workbook.xml',
    extension: 'xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  {
    part: 'ppt/presentation.xml',
    extension: 'pptx',
    type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
  { part: 'OFD.xml', extension: 'ofd', type: 'application/ofd' },
]

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)

/**
 * What a file's bytes say it is, whatever its name says; null for everything a unit has no reason to attach, pages and
 * programs among it.
 */
export function fileTypeOf(bytes: Uint8Array): FileType | null {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return { type: 'application/pdf', extension: 'pdf' }
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return { type: 'image/png', extension: 'png' }
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return { type: 'image/jpeg', extension: 'jpg' }
  // Word, Excel and WPS before 2007: one container for all of them
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
    return { type: 'application/x-ole-storage', extension: '' }
  if (!startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return null
  // the directory of an archive names its parts as they are
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return PARTS.find(({ part }) => names.includes(part)) ?? null
}

/** Extensions that fit the old container. */
const OLD_OFFICE = /\.(doc|xls|ppt|wps|et|dps)$/i

/**
 * A name that a file may be saved under: no path, nothing a file system refuses, and an ending that is what it is, so
 * that nothing saved opens as something else.
 */
export function safeFileName(given: string, { extension }: FileType): string {
  const plain = given
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, '')
    .trim()
    .slice(0, 150)
  const name = plain === '' ? '佐证' : plain
  if (extension === '') return OLD_OFFICE.test(name) ? name : `${name}.doc`
  const fits = extension === 'jpg' ? /\.jpe?g$/i.test(name) : name.toLowerCase().endsWith(`.${extension}`)
  return fits ? name : `${name}.${extension}`
}
