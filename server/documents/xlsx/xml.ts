import { SaxesParser } from 'saxes'
import { DocumentFault } from '../document-fault.ts'
import { LIMITS } from '../limits.ts'
import { damaged } from '../zip/archive.ts'

/** Attributes by name as written, prefix included; no prototype. */
export type Attributes = Readonly<Record<string, string>>

/** What is told of a part, in its order. Names come without their prefix. */
export interface XmlHandlers {
  open?(name: string, attributes: Attributes): void
  /** A text between two tags; entities are resolved. */
  text?(text: string): void
  close?(name: string): void
}

/**
 * Reads XML piece by piece; nothing but the open tags is kept.
 * @throws DocumentFault for a DOCTYPE (entities, files from elsewhere), for what is not well-formed, for tags too deep,
 *   and for a single text or tag that is too long.
 */
export async function readXml(pieces: AsyncIterable<string>, handlers: XmlHandlers): Promise<void> {
  const reader = new XmlReader(handlers)
  for await (const piece of pieces) reader.write(piece)
  reader.close()
}

class XmlReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: false })
  private depth = 0
  /** Characters read since the last tag ended. */
  private sinceTag = 0

  constructor({ open, text, close }: XmlHandlers) {
    this.parser.on('error', (error) => {
      throw error instanceof DocumentFault ? error : damaged()
    })
    this.parser.on('doctype', () => {
      throw new DocumentFault('doctype', '文件里有 DOCTYPE 声明，表格里不该有，不予读取，请另存一份再导入。')
    })
    this.parser.on('opentag', (tag) => {
      this.sinceTag = 0
      if (++this.depth > LIMITS.depth) throw damaged()
      open?.(localName(tag.name), tag.attributes)
    })
    this.parser.on('closetag', (tag) => {
      this.sinceTag = 0
      this.depth -= 1
      close?.(localName(tag.name))
    })
    if (text) this.parser.on('text', text)
    if (text) this.parser.on('cdata', text)
  }

  write(piece: string): void {
    this.sinceTag += piece.length
    this.parser.write(piece)
    if (this.sinceTag > LIMITS.stepCharacters)
      throw new DocumentFault('too_large', '文件里有一段文字长得异常，不予读取，请核对后另存一份再导入。')
  }

  close(): void {
    this.parser.close()
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** An attribute by its name without prefix, as `r:id` may have another prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name]
  const written = Object.keys(attributes).find((key) => localName(key) === name)
  return written === undefined ? undefined : attributes[written]
}
