import { parsed, refused, type Parsed } from '../core/issue.ts'

/** The text of a file: UTF-16 by its mark, else UTF-8 with or without one, else GB18030 (what older WPS and Excel save). */
export function decodeText(bytes: Buffer): Parsed<string> {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0
  const encodings = mark === 0xfffe ? ['utf-16le'] : mark === 0xfeff ? ['utf-16be'] : ['utf-8', 'gb18030']
  for (const encoding of encodings) {
    const text = decodeAs(encoding, bytes)
    if (text !== null) return parsed(text)
  }
  const message = '文件的编码认不出来，请另存为 xlsx，或 UTF-8 编码的 CSV。'
  return refused([{ path: '', code: 'encoding', message }])
}

function decodeAs(encoding: string, bytes: Buffer): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? null : text
  } catch {
    return null
  }
}
