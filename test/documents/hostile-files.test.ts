import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../server/project.ts'
import { LONG, PATIENCE } from '../support/runs.ts'
import { partsOf, rawXlsx, relationships, repeatedPart, sheetOf, text, workbook } from './raw-xlsx.ts'
import { writeZip } from '../../server/documents/zip/write-zip.ts'

/**
 * Files made to hang, fill or fool a reader, and honest ones of the largest size, each read by a process of its own that
 * is killed when it takes too long.
 */

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-hostile-'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'test/documents/reader-process.ts', outDir: join(folder, 'built'), target: 'node20' },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  readonly code: string | null
  readonly message: string | null
  readonly rows: number
  readonly cells: number
  readonly last: unknown
  readonly milliseconds: number
  readonly peakMb: number
}

/** Reads files in a process that is killed when it takes too long; one outcome a file. */
async function readIn(...files: readonly Buffer[]): Promise<Outcome[]> {
  const names = await Promise.all(
    files.map(async (bytes, index) => {
      const name = join(folder, `${index}.xlsx`)
      await writeFile(name, bytes)
      return name
    }),
  )
  const output = await new Promise<string>((resolve, reject) =>
    execFile(
      process.execPath,
      ['--max-old-space-size=1024', join(folder, 'built', 'reader-process.js'), ...names],
      { timeout: 60_000, killSignal: 'SIGKILL' },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    ),
  )
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome)
}

/** A process a file in the long run; in the short one a process for all, whose memory is then the most of them all. */
async function readEach(files: readonly Buffer[]): Promise<Outcome[]> {
  if (!LONG) return readIn(...files)
  const outcomes: Outcome[] = []
  for (const bytes of files) outcomes.push(...(await readIn(bytes)))
  return outcomes
}

/** Digits that do not pack well, the same in every run. */
function digits(count: number): string {
  let [seed, made] = [20_240_406, '']
  while (made.length < count) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    made += String(seed)
  }
  return made.slice(0, count)
}

/** One file's process may take 150 MB; the process for all of them also holds what the files before left behind. */
const MOST_MB = LONG ? 150 : 200

const HEAD = sheetOf('').split('</sheetData>')[0] ?? ''
const TAIL = '</sheetData></worksheet>'
const DATA = 'xl/worksheets/sheet1.xml'
const spaces = Buffer.alloc(1024 * 1024, ' ')
const noise = digits(60_000)
/** 100 rows of 12 numbers each, without addresses. */
const rows100 = Buffer.from(
  Array.from({ length: 100 }, (_, row) => {
    const cell = (_: unknown, column: number): string =>
      `<c><v>${noise.slice(row * 480 + column * 40, row * 480 + column * 40 + 5)}</v></c>`
    return `<row>${Array.from({ length: 12 }, cell).join('')}</row>`
  }).join(''),
)
const laughs = `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
const foreign = `<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>`
const one = '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>'
const honest = (): Buffer => rawXlsx(sheetOf(one))
const shared = (content: string) => text('xl/sharedStrings.xml', content)
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

const REFUSED: readonly (readonly [name: string, code: string, make: () => Buffer])[] = [
  ['300 MB of spaces in 300 KB', 'too_large', () => rawXlsx(repeatedPart(DATA, HEAD, spaces, 300, TAIL))],
  ['3 GB in 3 MB', 'too_large', () => rawXlsx(repeatedPart(DATA, HEAD, spaces, 3072, TAIL))],
  [
    '150 MB of spaces between rows, packed too tightly',
    'too_large',
    () => rawXlsx(repeatedPart(DATA, HEAD, spaces, 150, TAIL)),
  ],
  ['5 million cells', 'too_large', () => rawXlsx(repeatedPart(DATA, HEAD, rows100, 4167, TAIL))],
  ['a part that unpacks to more than it says', 'damaged', () => lyingSize()],
  [
    'entities within entities',
    'doctype',
    () => rawXlsx(`${laughs}${sheetOf('<row r="1"><c r="A1"><v>&b;</v></c></row>')}`),
  ],
  [
    'an entity from a file',
    'doctype',
    () => rawXlsx(`${foreign}${sheetOf('<row r="1"><c r="A1"><v>&x;</v></c></row>')}`),
  ],
  [
    'a DOCTYPE in the shared texts',
    'doctype',
    () => rawXlsx(sheetOf(one), [shared(`${laughs}<sst><si><t>&b;</t></si></sst>`)]),
  ],
  ['an entity nobody declared', 'damaged', () => rawXlsx(sheetOf('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'))],
  [
    'row 1,000,000,000',
    'too_large',
    () => rawXlsx(sheetOf('<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>')),
  ],
  [
    'A1 and XFD1048576',
    'too_large',
    () => rawXlsx(sheetOf(`${one}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`)),
  ],
  ['cell ZZZZZZ1', 'damaged', () => rawXlsx(sheetOf('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'))],
  ['rows that go back', 'damaged', () => rawXlsx(sheetOf(`<row r="2"><c r="A2"><v>1</v></c></row>${one}`))],
  [
    'one cell of 100 MB',
    'too_large',
    () => rawXlsx(repeatedPart(DATA, `${HEAD}<row><c t="str"><v>`, spaces, 100, `</v></c></row>${TAIL}`)),
  ],
  [
    'one cell of 18 MB that does not pack',
    'too_large',
    () => rawXlsx(repeatedPart(DATA, `${HEAD}<row><c t="str"><v>`, Buffer.from(noise), 300, `</v></c></row>${TAIL}`)),
  ],
  [
    'one attribute of 18 MB',
    'too_large',
    () => rawXlsx(repeatedPart(DATA, `${HEAD}<row x="`, Buffer.from(noise), 300, `"></row>${TAIL}`)),
  ],
  [
    'one comment of 18 MB',
    'too_large',
    () => rawXlsx(repeatedPart(DATA, `${HEAD}<!--`, Buffer.from(noise), 300, `-->${TAIL}`)),
  ],
  [
    'a million tags inside one another',
    'damaged',
    () =>
      rawXlsx(
        repeatedPart(DATA, HEAD, Buffer.from(digits(10_000).replace(/\d{10}/g, (d) => `<a b="${d}">`)), 1000, TAIL),
      ),
  ],
  [
    '2,001 parts',
    'too_large',
    () =>
      rawXlsx(
        sheetOf(one),
        Array.from({ length: 2001 }, (_, index) => text(`x/${index}.xml`, '')),
      ),
  ],
  ['a part that climbs out', 'damaged', () => rawXlsx(sheetOf(one), [text('../../evil.txt', 'x')])],
  ['two parts of one name', 'damaged', () => writeZip([...partsOf(sheetOf(one)), text(DATA, sheetOf(''))])],
  [
    'one part listed as 150 sheets',
    'damaged',
    () =>
      rawXlsx(sheetOf(one), [
        text(
          'xl/workbook.xml',
          workbook(
            Array.from({ length: 150 }, (_, index) => `<sheet name="${index}" sheetId="${index + 1}" r:id="r1"/>`).join(
              '',
            ),
          ),
        ),
      ]),
  ],
  ['201 sheets', 'too_large', () => manySheets(201)],
  ['macros', 'unsafe_content', () => rawXlsx(sheetOf(one), [text('xl/vbaProject.bin', 'x')])],
  [
    'macros under another name',
    'unsafe_content',
    () =>
      rawXlsx(sheetOf(one), [
        text(
          '[Content_Types].xml',
          '<Types><Override PartName="/xl/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
      ]),
  ],
  [
    'links to other files',
    'unsafe_content',
    () => rawXlsx(sheetOf(one), [text('xl/externalLinks/externalLink1.xml', '<x/>')]),
  ],
  ['an embedded object', 'unsafe_content', () => rawXlsx(sheetOf(one), [text('xl/embeddings/oleObject1.bin', 'x')])],
  [
    'a shared text that is not there',
    'damaged',
    () => rawXlsx(sheetOf('<row r="1"><c r="A1" t="s"><v>5</v></c></row>'), [shared('<sst/>')]),
  ],
  ['a number that is none', 'damaged', () => rawXlsx(sheetOf('<row r="1"><c r="A1"><v>0x10</v></c></row>'))],
  ['an archive with a password', 'encrypted', () => encrypted()],
  ['an archive without a workbook', 'damaged', () => writeZip([text('a.txt', 'x')])],
  ['a sheet that ends in the middle', 'damaged', () => rawXlsx(sheetOf(one).slice(0, -20))],
  ['25 MB', 'file_too_large', () => Buffer.concat([honest(), Buffer.alloc(25 * 1024 * 1024)])],
]

/** The directory says 200 bytes; the part unpacks to 50 MB. */
function lyingSize(): Buffer {
  const part = repeatedPart(DATA, HEAD, spaces, 50, TAIL)
  return rawXlsx({ ...part, size: 200 } as typeof part)
}

function encrypted(): Buffer {
  const bytes = honest()
  for (let at = bytes.indexOf('PK\u0001\u0002'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 4))
    bytes[at + 8] = 1
  return bytes
}

function manySheets(count: number): Buffer {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const listed = numbers.map((number) => `<sheet name="${number}" sheetId="${number}" r:id="r${number}"/>`).join('')
  return rawXlsx(sheetOf(one), [
    text('xl/workbook.xml', workbook(listed)),
    text(
      'xl/_rels/workbook.xml.rels',
      relationships(...numbers.map((number) => [`${OFFICE}/worksheet`, `worksheets/s${number}.xml`] as const)),
    ),
    ...numbers.map((number) => text(`xl/worksheets/s${number}.xml`, sheetOf(one))),
  ])
}

describe('refused within a second and 150 MB', () => {
  let outcomes: Outcome[]
  beforeAll(async () => {
    outcomes = await readEach(REFUSED.map(([, , make]) => make()))
  })
  test.each(REFUSED.map(([name, code], index) => [name, code, index] as const))('%s', (_, code, index) => {
    const outcome = outcomes[index]
    expect(outcome?.code, JSON.stringify(outcome)).toBe(code)
    expect(outcome?.message).toMatch(/请/)
    expect(outcome?.milliseconds, JSON.stringify(outcome)).toBeLessThan(1000 * PATIENCE)
    expect(outcome?.peakMb, JSON.stringify(outcome)).toBeLessThan(MOST_MB)
  })
})

const whole = (element: string): string => sheetOf(one, element)
const READ: readonly (readonly [name: string, make: () => Buffer])[] = [
  [
    'a merge over the whole sheet',
    () => rawXlsx(whole('<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
  ],
  [
    'drop-downs on 12 whole columns',
    () =>
      rawXlsx(
        whole(
          `<dataValidations>${'ABCDEFGHIJKL'.replace(/./g, (c) => `<dataValidation type="list" sqref="${c}1:${c}1048576"><formula1>"是,否"</formula1></dataValidation>`)}</dataValidations>`,
        ),
      ),
  ],
  [
    'a drop-down on everything',
    () =>
      rawXlsx(
        whole(
          '<dataValidations><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"是"</formula1></dataValidation></dataValidations>',
        ),
      ),
  ],
  ['a style on the last row', () => rawXlsx(sheetOf(`${one}<row r="1048576"><c r="XFD1048576" s="1"/></row>`))],
  [
    'a link to a website',
    () =>
      rawXlsx(sheetOf(one), [
        text(
          'xl/worksheets/_rels/sheet1.xml.rels',
          '<Relationships><Relationship Id="r1" Type="x/hyperlink" Target="http://example.gov.cn" TargetMode="External"/></Relationships>',
        ),
      ]),
  ],
]

test('what only looks large is read as it is', async () => {
  const outcomes = await readEach(READ.map(([, make]) => make()))
  for (const [index, [name]] of READ.entries()) {
    expect(outcomes[index], name).toMatchObject({ code: null, rows: 1, cells: 1, last: '名称' })
    expect(outcomes[index]?.milliseconds, name).toBeLessThan(1000 * PATIENCE)
    expect(outcomes[index]?.peakMb, name).toBeLessThan(MOST_MB)
  }
})

test('100,000 rows of 12 are read within 3 s and 200 MB', async () => {
  const numbers = Array.from({ length: 11 }, (_, column) => noise.slice(column * 7, column * 7 + 7))
  const body = Array.from({ length: 100_000 }, (_, index) => {
    const row = index + 1
    const cells = numbers.map(
      (number, column) => `<c r="${'BCDEFGHIJKL'[column]}${row}" s="1"><v>${number.slice(0, 5)}.${row % 100}</v></c>`,
    )
    return `<row r="${row}" spans="1:12"><c r="A${row}" t="s"><v>${index % 1000}</v></c>${cells.join('')}</row>`
  }).join('')
  const texts = Array.from({ length: 1000 }, (_, index) => `<si><t>第${index}个单位</t></si>`).join('')
  const [outcome] = await readIn(rawXlsx(sheetOf(body), [shared(`<sst>${texts}</sst>`)]))
  expect(outcome).toMatchObject({ code: null, rows: 100_000, cells: 1_200_000 })
  expect(outcome?.milliseconds, JSON.stringify(outcome)).toBeLessThan(3000 * PATIENCE)
  expect(outcome?.peakMb, JSON.stringify(outcome)).toBeLessThan(200)
})
