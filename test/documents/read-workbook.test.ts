import { expect, test } from 'vitest'
import { CellFault } from '../../server/documents/table.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { rawXlsx, sheetOf, text, workbook } from './raw-xlsx.ts'

const styles = (formats: string, ...ids: number[]) =>
  text(
    'xl/styles.xml',
    `<styleSheet><numFmts>${formats}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>${ids.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`,
  )

/** The values of the first row of a sheet with these cells. */
async function cellsOf(cells: string, ...other: ReturnType<typeof text>[]): Promise<unknown[]> {
  const read = await readTables(rawXlsx(sheetOf(`<row r="1">${cells}</row>`), other))
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return [...(read.value[0]?.rows[0]?.cells.values() ?? [])].map((value) =>
    value instanceof CellFault ? value.message : value,
  )
}

test('texts: shared, inline, of formulas; runs joined, readings left out, spaces kept', async () => {
  const shared = text(
    'xl/sharedStrings.xml',
    '<sst><si><t xml:space="preserve"> 甲 </t></si><si><r><rPr/><t>中</t></r><r><t>国</t></r><rPh><t>zhong</t></rPh></si></sst>',
  )
  const cells =
    '<c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a&amp;b</t></r><r><t>_x000D_</t></r></is></c>' +
    '<c t="str"><f>A1</f><v>乙</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t><![CDATA[<丙>]]></t></is></c>'
  expect(await cellsOf(cells, shared)).toEqual(['中国', ' 甲 ', 'a&b\r', '乙', true, '<丙>'])
})

test('an 18-digit code is kept as text; as a number it was lost before, and says so', async () => {
  const [kept, lost] = await cellsOf('<c t="str"><v>440106199001011234</v></c><c><v>4.40106199001011E+17</v></c>')
  expect(kept).toBe('440106199001011234')
  expect(lost).toContain('设为文本')
})

test('numbers are what a spreadsheet shows: 15 digits; percent cells are their text', async () => {
  const values = ['0.96', '0.28999999999999998', '1.2', '-0.055', '1E-3', '0.12345678']
  const percent = values.map((value) => `<c s="1"><v>${value}</v></c>`).join('')
  const written = '<c s="2"><v>0.5</v></c><c s="3"><v>0.5</v></c>'
  const plain = '<c><v>28.999999999999996</v></c><c><v>2781.8199999999997</v></c><c><v>-0</v></c><c><v>1E2</v></c>'
  const formats =
    '<numFmt numFmtId="164" formatCode="0.0%;[Red]-0.0%"/><numFmt numFmtId="165" formatCode="0&quot;%&quot;"/>'
  expect(await cellsOf(percent + written + plain, styles(formats, 0, 10, 164, 165))).toEqual([
    '96%', '29%', '120%', '-5.5%', '0.1%', '12.345678%', '50%', 0.5, 29, 2781.82, -0, 100,
  ]) // prettier-ignore
})

test('dates by the format of their cell, Chinese built-in formats too, in both calendars', async () => {
  const cells =
    '<c s="1"><v>45657</v></c><c s="2"><v>45657.75</v></c><c s="3"><v>45657</v></c><c s="4"><v>0.5</v></c><c s="1"><v>59</v></c><c s="1"><v>60</v></c><c s="1"><v>61</v></c>'
  const formats =
    '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="[Red]0.0&quot;yd&quot;"/>'
  const given = styles(formats, 0, 14, 31, 170, 171)
  const gone = '日期不在日历上，请改成真实的日期。'
  expect(await cellsOf(cells, given)).toEqual([
    '2024-12-31',
    '2024-12-31',
    '2024-12-31',
    0.5,
    '1900-02-28',
    gone,
    '1900-03-01',
  ])
  const from1904 = text(
    'xl/workbook.xml',
    workbook('<sheet name="表" sheetId="1" r:id="r1"/>', '<workbookPr date1904="1"/>'),
  )
  expect(await cellsOf('<c s="1"><v>44195</v></c>', given, from1904)).toEqual(['2024-12-31'])
})

test('errors and formulas without a result are told, not read as nothing', async () => {
  const [error, open] = await cellsOf('<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><f>SUM(B1)</f></c>')
  expect(error).toContain('#DIV/0!')
  expect(open).toContain('保存后再导入')
})

test('cells and rows without addresses, other prefixes, UTF-16, hidden sheets', async () => {
  const prefixed =
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>' +
    '<x:row><x:c/><x:c><x:v>7</x:v></x:c></x:row><x:row r="5"><x:c r="D5"><x:v>8</x:v></x:c></x:row></x:sheetData></x:worksheet>'
  const part = { name: 'xl/worksheets/sheet1.xml', bytes: Buffer.from(`\uFEFF${prefixed}`, 'utf16le') }
  const book = text('xl/workbook.xml', workbook('<sheet name="字典" sheetId="1" state="veryHidden" r:id="r1"/>'))
  const read = await readTables(rawXlsx(part, [book]))
  expect(read).toEqual({
    ok: true,
    value: [
      {
        name: '字典',
        hidden: true,
        rows: [
          { row: 1, cells: new Map([[2, 7]]) },
          { row: 5, cells: new Map([[4, 8]]) },
        ],
      },
    ],
  })
})

test('names of JavaScript are texts like any other', async () => {
  const before = Object.getOwnPropertyNames(Object.prototype)
  const cell = (name: string): string => `<c t="inlineStr"><is><t>${name}</t></is></c>`
  expect(await cellsOf(['__proto__', 'constructor', 'prototype'].map(cell).join(''))).toEqual([
    '__proto__',
    'constructor',
    'prototype',
  ])
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
})

test('cut anywhere, a file is refused or read whole, and never throws', async () => {
  const bytes = rawXlsx(sheetOf('<row r="1"><c r="A1"><v>1</v></c></row>'))
  for (let length = 0; length < bytes.length; length += 7) {
    const read = await readTables(bytes.subarray(0, length))
    expect(read.ok ? null : read.issues[0]?.code).toBe('damaged')
  }
})

test('a byte changed anywhere is refused or read, and never throws', async () => {
  const bytes = rawXlsx(sheetOf('<row r="1"><c r="A1"><v>1</v></c></row>'))
  for (let at = 0; at < bytes.length; at += 3) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 0x55
    const read = await readTables(changed)
    expect(read.ok || read.issues.every(({ message }) => message.includes('请'))).toBe(true)
  }
})
