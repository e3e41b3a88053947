import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../../server/documents/clean-text.ts'
import { annotateWorkbook } from '../../server/documents/xlsx/annotate.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { runs, seeded } from '../support/runs.ts'
import { rawXlsx } from './raw-xlsx.ts'
import { Archive } from '../../server/documents/zip/archive.ts'
import { sheetNames, writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import type { NewWorkbook } from '../../server/documents/xlsx/write/workbook.ts'

const cells = (...values: (string | number | null)[]): NewWorkbook => ({
  title: '试',
  sheets: [{ name: '表', widths: values.map(() => 10), rows: [{ cells: values.map((value) => ({ value })) }] }],
})
async function roundTrip(workbook: NewWorkbook): Promise<unknown[]> {
  const read = await readTables(writeWorkbook(workbook))
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return [...(read.value[0]?.rows[0]?.cells.values() ?? [])]
}

test('what is written is read again', async () => {
  const values = [1, -0.25, 2936.68, '花都区', '  两端空格 ', '第一行\n第二行', 'a<b>&"c"', '𠮷㛃', '_x000D_', '95%']
  expect(await roundTrip(cells(...values))).toEqual(values)
})

test(seeded('any text and any number come back, but for what no file can hold'), async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('=', '_', 'x', '0', '4', '1', '&', '<', ']', '>', '\r', '\n', ' ', '\u0000') }),
  )
  const number = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }).map((value) => value / 1000)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(text, number), { minLength: 1, maxLength: 20 }), async (values) => {
      const expected = values.map((value) => (typeof value === 'string' ? cleanText(value) : value))
      expect(await roundTrip(cells(...values))).toEqual(expected.filter((value) => value !== ''))
    }),
    runs(20_000, 200),
  )
})

test('texts that look like formulas stay texts, also when they are edited', async () => {
  const texts = ['=1+1', '+86', '-5', '@SUM(A1)', '＝1', '\t=1', "=cmd|' /C calc'!A0", '=HYPERLINK("file:///c:/")']
  expect(await roundTrip(cells(...texts))).toEqual(texts)
  const bytes = writeWorkbook(cells(...texts))
  expect((await partText(bytes, 'xl/worksheets/sheet1.xml')).match(/<f[ >]|<hyperlink/gi)).toBeNull()
  expect(await partText(bytes, 'xl/styles.xml')).toContain('quotePrefix="1"')
  expect(await partText(writeWorkbook(cells('甲', '1=1')), 'xl/styles.xml')).not.toContain('quotePrefix')
})

test('characters that no XML can hold are replaced, so that the file opens', async () => {
  const broken = ['a\u0000b', 'c\uFFFFd', 'e\uD800f', '\u001Bg', 'h\r\ni\rj']
  expect(await roundTrip(cells(...broken))).toEqual(['a\uFFFDb', 'c\uFFFDd', 'e\uFFFDf', '\uFFFDg', 'h\ni\nj'])
})

test('a text longer than a cell is cut and says so', async () => {
  const [text] = (await roundTrip(cells('长'.repeat(40_000)))) as string[]
  expect(text?.length).toBeLessThanOrEqual(32_767)
  expect(text?.endsWith('……')).toBe(true)
})

test('the same workbook is the same bytes', () => {
  expect(writeWorkbook(cells('甲', 1)).equals(writeWorkbook(cells('甲', 1)))).toBe(true)
})

test('names of sheets are what a workbook allows, each its own', () => {
  expect(sheetNames(['自评[表]:1/2', '', 'x'.repeat(40), 'x'.repeat(40), 'X'.repeat(31)])).toEqual([
    '自评表12',
    '表',
    'x'.repeat(31),
    `${'x'.repeat(28)}（2）`,
    `${'X'.repeat(28)}（3）`,
  ])
})

test('notes go into a column of their own, whatever the rows are spelled like', async () => {
  const prefixed =
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cols><x:col min="1" max="1" width="9"/></x:cols><x:sheetData>' +
    '<x:row r="1" spans="1:2"><x:c r="B1"><x:v>1</x:v></x:c></x:row><x:row r="2"/><x:row><x:c r="A3" t="inlineStr"><x:is><x:t>&lt;row r="9"></x:t></x:is></x:c></x:row>' +
    '</x:sheetData></x:worksheet>'
  const copy = await annotateWorkbook(rawXlsx(prefixed), '错误说明', [
    { sheet: '表', row: 2, text: '空行' },
    { sheet: '表', row: 3, text: '甲' },
    { sheet: '表', row: 3, text: '=乙' },
    { sheet: '别的表', row: 1, text: '丙' },
  ])
  if (!copy.ok) throw new Error(JSON.stringify(copy.issues))
  const read = await readTables(copy.value)
  expect(read.ok && read.value[0]?.rows).toEqual([
    { row: 1, cells: new Map<number, unknown>([[2, 1], [3, '错误说明']]) },
    { row: 2, cells: new Map([[3, '空行']]) },
    { row: 3, cells: new Map([[1, '<row r="9">'], [3, '甲\n=乙']]) },
  ]) // prettier-ignore
})

async function partText(bytes: Buffer, name: string): Promise<string> {
  const archive = await Archive.open(bytes)
  const part = archive.parts.get(name)
  let content = ''
  if (part) for await (const piece of archive.text(part)) content += piece
  return content
}
