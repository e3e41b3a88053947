import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Version } from '../../server/documents/import/import-form.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { filledTemplate, setFact, type Filling } from '../documents/fill.ts'

/** A file that cannot be taken, and what must be said of it. */
export interface BrokenFile {
  readonly file: string
  /** The sheet and cell, `填报 D9`; empty where it is about the whole file. */
  readonly place: string
  readonly words: RegExp
}

interface Mistake {
  readonly place: string
  readonly words: RegExp
  /** Spoils a workbook filled in, or makes other bytes of it. */
  readonly make: (filling: Filling) => Filling | Buffer
}

const TARGETS = '绩效指标'

/** What goes wrong with workbooks that come back from units, each another way. */
const MISTAKES: readonly Mistake[] = [
  { place: '填报 D10', words: /“约100”是约数/, make: (filling) => setFact(filling, 'budget', '约100') },
  { place: '', words: /改了扩展名的网页/, make: () => Buffer.from('<html><table></table></html>') },
  { place: `${TARGETS} B5`, words: /没有填“指标名称”/, make: (filling) => filling.set(TARGETS, 5, 2, '') },
  { place: '填报 D11', words: /小数/, make: (filling) => setFact(filling, 'spent', 12.34567) },
  { place: '填报 D6', words: /没有写评价年度/, make: (filling) => filling.set('填报', 6, 4, '去年') },
  { place: '填报 D4', words: /没有写名称/, make: (filling) => filling.set('填报', 4, 4, '') },
  { place: '', words: /旧版 xls/, make: () => Buffer.from('D0CF11E0A1B11AE1', 'hex') },
  {
    place: '',
    words: /文件损坏或不是真正的 xlsx/,
    make: (filling) => writeWorkbook(filling.done()).subarray(0, 3_000),
  },
  { place: '', words: /文件是空的/, make: () => Buffer.alloc(0) },
  { place: '填报 D10', words: /“一百多”不是数/, make: (filling) => setFact(filling, 'budget', '一百多') },
]

/**
 * Project forms filled in on the template, as a bureau gets them: in folders by hundreds.
 * @param broken how many of them have one fault; the last two hand in one and the same project
 */
export async function writeManyWorkbooks(
  folder: string,
  version: Version,
  { count, broken }: { readonly count: number; readonly broken: number },
): Promise<BrokenFile[]> {
  const forms = generateDistrict({ seed: 7, departments: 100, projects: count }).slice(100)
  const faults: BrokenFile[] = []
  const every = Math.floor(count / broken)
  for (const [index, form] of forms.entries()) {
    const inside = `第${Math.floor(index / 100) + 1}批`
    const file = join(inside, `${String(index + 1).padStart(4, '0')} ${form.name}.xlsx`)
    const number = index % every === every - 1 ? Math.floor(index / every) : null
    const mistake = number === null || number >= broken - 2 ? null : MISTAKES[number]!
    const isRepeated = number !== null && number >= broken - 2 && number < broken
    await mkdir(join(folder, inside), { recursive: true })
    const filling = filledTemplate(isRepeated ? { ...form, id: 'twice' } : form, version)
    const made = mistake ? mistake.make(filling) : filling
    await writeFile(join(folder, file), Buffer.isBuffer(made) ? made : writeWorkbook(made.done()))
    if (mistake) faults.push({ file, place: mistake.place, words: mistake.words })
    if (isRepeated) faults.push({ file, place: '', words: /里也有填报“twice”/ })
  }
  return faults
}
