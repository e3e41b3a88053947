import { DocumentFault } from '../document-fault.ts'
import { LIMITS } from '../limits.ts'
import { damaged, type Archive, type Part } from '../zip/archive.ts'
import { meaningOfBuiltIn, meaningOfFormat, type NumberMeaning } from './number-formats.ts'
import { attribute, readXml, type XmlHandlers } from './xml.ts'

/** A sheet as the workbook lists it. */
export interface SheetEntry {
  readonly name: string
  readonly hidden: boolean
  readonly part: Part
}

/** What the sheets need besides themselves. */
export interface WorkbookParts {
  readonly sheets: readonly SheetEntry[]
  readonly sharedTexts: readonly string[]
  /** What a number means under each cell format. */
  readonly meanings: readonly NumberMeaning[]
  readonly from1904: boolean
}

const UNSAFE_NAMES: readonly (readonly [RegExp, string])[] = [
  [/vbaproject|macrosheets\/|dialogsheets\//i, '宏'],
  [/externallinks\//i, '指向其他文件的链接'],
  [/embeddings\/|activex\//i, '嵌入的对象'],
]
const UNSAFE_TYPES: readonly (readonly [RegExp, string])[] = [
  [/macro|vbaproject/i, '宏'],
  [/externallink/i, '指向其他文件的链接'],
  [/oleobject|activex|package\.(?!core-properties|relationships)/i, '嵌入的对象'],
]

/** Reads everything of a workbook but its sheets' rows. @throws DocumentFault */
export async function readWorkbookParts(archive: Archive): Promise<WorkbookParts> {
  for (const name of archive.parts.keys()) refuseUnsafe(name, UNSAFE_NAMES)
  await readContentTypes(archive)
  const main = await readRelations(archive, '')
  const path = [...main.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target
  if (path === undefined) throw damaged()
  const relations = await readRelations(archive, path)
  const book = await readBook(archive, path, relations)
  const named = (type: string): Part | undefined => {
    const target = [...relations.values()].find((relation) => relation.type.endsWith(type))?.target
    return target === undefined ? undefined : archive.parts.get(target)
  }
  const [texts, styles] = [named('/sharedStrings'), named('/styles')]
  return {
    ...book,
    sharedTexts: texts ? await readSharedTexts(archive, texts) : [],
    meanings: styles ? await readMeanings(archive, styles) : [],
  }
}

async function readContentTypes(archive: Archive): Promise<void> {
  const part = archive.parts.get('[Content_Types].xml')
  if (!part) throw damaged()
  await readXml(archive.text(part), {
    open: (_, attributes) => refuseUnsafe(attribute(attributes, 'ContentType') ?? '', UNSAFE_TYPES),
  })
}

function refuseUnsafe(text: string, list: typeof UNSAFE_NAMES): void {
  const found = list.find(([pattern]) => pattern.test(text))
  if (found)
    throw new DocumentFault('unsafe_content', `文件里有${found[1]}，不予读取，请去掉后另存为普通的 xlsx 再导入。`)
}

interface Relation {
  readonly type: string
  readonly target: string
}

/** What a part refers to, by relation id; targets outside the file are left out and never followed. */
async function readRelations(archive: Archive, path: string): Promise<Map<string, Relation>> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const part = archive.parts.get(`${folder}_rels/${path.slice(folder.length)}.rels`)
  const relations = new Map<string, Relation>()
  if (!part) return relations
  await readXml(archive.text(part), {
    open(name, attributes) {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
      const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attribute(attributes, key) ?? '')
      relations.set(id ?? '', { type: type ?? '', target: resolve(folder, target ?? '') })
    },
  })
  return relations
}

/** A target relative to a folder of the archive; a target that climbs out names nothing. */
function resolve(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

async function readBook(
  archive: Archive,
  path: string,
  relations: ReadonlyMap<string, Relation>,
): Promise<{ sheets: SheetEntry[]; from1904: boolean }> {
  const part = archive.parts.get(path)
  if (!part) throw damaged()
  const sheets: SheetEntry[] = []
  let from1904 = false
  await readXml(archive.text(part), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      if (sheets.length >= LIMITS.sheets)
        throw new DocumentFault('too_large', `工作表超过 ${LIMITS.sheets} 张，请拆成几个文件。`)
      const title = attribute(attributes, 'name') ?? ''
      const relation = relations.get(attribute(attributes, 'id') ?? '')
      // charts have sheets of their own, with no cells
      if (relation && !relation.type.endsWith('/worksheet')) return
      const sheet = relation && archive.parts.get(relation.target)
      // a part listed twice would be read twice: a small file could grow without end
      if (!sheet || sheets.some((other) => other.part === sheet || other.name === title)) throw damaged()
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible'
      sheets.push({ name: title, hidden, part: sheet })
    },
  })
  return { sheets, from1904 }
}

async function readSharedTexts(archive: Archive, part: Part): Promise<string[]> {
  const texts: string[] = []
  let characters = 0
  const collector = new TextCollector()
  await readXml(archive.text(part), {
    open(name) {
      if (name === 'si') collector.start()
      collector.open(name)
    },
    text: (text) => collector.text(text),
    close(name) {
      collector.close(name)
      if (name !== 'si') return
      const text = collector.take()
      characters += text.length
      if (texts.length >= LIMITS.sharedTexts || characters > LIMITS.sharedCharacters)
        throw new DocumentFault('too_large', '文件里的文字太多，请删去用不到的工作表，或拆成几个文件。')
      texts.push(text)
    },
  })
  return texts
}

/** Collects the text of `<t>` elements; readings printed above characters (`rPh`) are no part of it. */
export class TextCollector implements XmlHandlers {
  private collected = ''
  private inText = false
  private phonetic = 0

  start(): void {
    this.collected = ''
  }
  open(name: string): void {
    if (name === 'rPh') this.phonetic += 1
    else if (name === 't') this.inText = this.phonetic === 0
  }
  text(text: string): void {
    if (!this.inText) return
    this.collected += text
    if (this.collected.length > LIMITS.cellCharacters)
      throw new DocumentFault('too_large', `有单元格的文字超过 ${LIMITS.cellCharacters} 个字，请缩短后再导入。`)
  }
  close(name: string): void {
    if (name === 'rPh') this.phonetic -= 1
    else if (name === 't') this.inText = false
  }
  take(): string {
    return unescape(this.collected)
  }
}

/** `_x000D_` stands for a character that XML cannot hold; `_x005F_` for the underscore that begins such a name. */
function unescape(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
}

async function readMeanings(archive: Archive, part: Part): Promise<NumberMeaning[]> {
  const written = new Map<number, NumberMeaning>()
  const meanings: NumberMeaning[] = []
  let inCellFormats = false
  await readXml(archive.text(part), {
    open(name, attributes) {
      if (name === 'numFmt')
        written.set(
          Number(attribute(attributes, 'numFmtId')),
          meaningOfFormat(attribute(attributes, 'formatCode') ?? ''),
        )
      if (name === 'cellXfs') inCellFormats = true
      if (name !== 'xf' || !inCellFormats) return
      const id = Number(attribute(attributes, 'numFmtId') ?? 0)
      meanings.push(written.get(id) ?? meaningOfBuiltIn(id))
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
  })
  return meanings
}
