import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { problemText } from '../../server/documents/import/cell-fault.ts'
import { isRuleSetWorkbook, readRuleSetTables } from '../../server/documents/rule-set/read-rule-set.ts'
import { ruleSetWorkbook } from '../../server/documents/rule-set/write-rule-set.ts'
import { cellText, type Table } from '../../server/documents/table.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import type { NewWorkbook } from '../../server/documents/xlsx/write/workbook.ts'
import { convert, hasOffice } from './office.ts'

const shipped = [
  ...readdirSync('rules').map((name) => join('rules', name)),
  'fixtures/notice-20-rows/rule-set.json',
].filter((file) => /\.json$/.test(file) && !/cases|schema/.test(file))
const load = (file: string): RuleSet => {
  const read = parseRuleSet(JSON.parse(readFileSync(file, 'utf8')))
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return read.value
}
const tablesOf = async (bytes: Buffer): Promise<Table[]> => {
  const tables = await readTables(bytes)
  if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
  return tables.value
}
const again = async (bytes: Buffer): Promise<RuleSet> => {
  const read = readRuleSetTables(await tablesOf(bytes))
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  return read.ruleSet
}
const YUEYANG = 'rules/yueyang-department.2018-01-01.json'

describe('a rule set as a workbook', () => {
  test.each(shipped)('%s comes back with the same hash, and the workbook with the same bytes', async (file) => {
    const ruleSet = load(file)
    const bytes = writeWorkbook(ruleSetWorkbook(ruleSet))
    expect(isRuleSetWorkbook(await tablesOf(bytes))).toBe(true)
    const back = await again(bytes)
    expect(contentHash(back)).toBe(contentHash(ruleSet))
    expect(writeWorkbook(ruleSetWorkbook(back)).equals(bytes)).toBe(true)
  })

  test.runIf(hasOffice)('saved by another program they come back with the same hash', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hengping-rules-xlsx-'))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    for (const file of shipped.slice(0, 2)) {
      const ruleSet = load(file)
      const path = join(folder, 'rules.xlsx')
      writeFileSync(path, writeWorkbook(ruleSetWorkbook(ruleSet)))
      expect(contentHash(await again(readFileSync(convert(path, 'xlsx')))), file).toBe(contentHash(ruleSet))
      rmSync(join(folder, 'saved'), { recursive: true })
    }
  })

  test('what a cell cannot hold stands in the JSON of its row', async () => {
    const ruleSet = structuredClone(load(YUEYANG))
    const [first] = ruleSet.indicators
    if (!first) throw new Error('no indicator')
    const odd = '一行\r\n又一行\u0001 _x000D_ \ud83d\ude00 结尾 '
    first.label = odd
    first.guide = ' 前后有空格 '
    ruleSet.facts[0] = {
      ...(ruleSet.facts[0] as RuleSet['facts'][number]),
      aliases: ['甲、乙', '丙'],
      max: 1 / 3,
      min: 1e-20,
    }
    const read = parseRuleSet(ruleSet)
    if (!read.ok) throw new Error(JSON.stringify(read.issues))
    const back = await again(writeWorkbook(ruleSetWorkbook(read.value)))
    expect(contentHash(back)).toBe(contentHash(read.value))
    expect(back.indicators[0]?.label).toBe(odd)
  })
})

/** The workbook of Yueyang with some cells changed: sheet, head of the column, row from 1, what is written. */
function changed(edits: readonly (readonly [string, string, number, string | number | null])[]): NewWorkbook {
  const book = structuredClone(ruleSetWorkbook(load(YUEYANG))) as NewWorkbook
  for (const [name, head, row, value] of edits) {
    const sheet = book.sheets.find((one) => one.name === name)
    const column = sheet?.rows[0]?.cells.findIndex((cell) => cell?.value === head) ?? -1
    const cells = sheet?.rows[row - 1]?.cells as { value: unknown }[] | undefined
    if (!cells || column < 0) throw new Error(`${name} ${head} ${row}`)
    cells[column] = { value }
  }
  return book
}
const rowOf = (book: NewWorkbook, name: string, text: string): number => {
  const rows = book.sheets.find((one) => one.name === name)?.rows ?? []
  return rows.findIndex(({ cells }) => cells.some((cell) => cell?.value === text)) + 1
}

test('cells that are edited arrive as edits, and nothing else changes', async () => {
  const ruleSet = load(YUEYANG)
  const plain = ruleSetWorkbook(ruleSet)
  const leaf = rowOf(plain, '指标', '财政供养人员控制率')
  const steps = rowOf(plain, '评分', '财政供养人员控制率')
  const back = await again(
    writeWorkbook(
      changed([
        ['指标', '分值', leaf, 6],
        ['评分', '每档或每次多少分', steps, 0.6],
        ['评分', '从哪里起', steps, '95%'],
        ['等级', '不低于', 2, 91],
      ]),
    ),
  )
  const find = (nodes: RuleSet['indicators'], label: string): RuleSet['indicators'][number] | undefined =>
    nodes.flatMap((node) => [node, ...(node.children ?? [])]).find((node) => node.label === label) ??
    nodes.map((node) => find(node.children ?? [], label)).find((node) => node !== undefined)
  const edited = find(back.indicators, '财政供养人员控制率')
  expect(edited).toMatchObject({ points: 6, scoring: { start: 0.95, points: 0.6 } })
  expect(back.grades?.[0]?.from).toBe(91)
  const expected = structuredClone(ruleSet)
  const same = find(expected.indicators, '财政供养人员控制率')
  Object.assign(same ?? {}, { points: 6 })
  Object.assign(same?.scoring ?? {}, { start: 0.95, points: 0.6 })
  Object.assign(expected.grades?.[0] ?? {}, { from: 91 })
  expect(contentHash(back)).toBe(contentHash(expected))
})

test.each([
  [['指标', '分值', 3, '五分'], /^指标 \w+3（分值）：“五分”不是数/],
  [['指标', '层级', 3, 4], /^指标 A3（层级）：层级要是 1 到 2/],
  [['指标', '适用条件（JSON）', 3, '{"all":'], /^指标 \w+3（适用条件（JSON））：不是读得懂的 JSON/],
  [['评分', '方法', 2, '打分'], /^评分 \w+2（方法）：“打分”不在可选的之内/],
  [['评分', '指标编号', 2, 'nobody'], /^评分 A2（指标编号）：“指标”里没有编号为“nobody”的指标/],
  [['评分', '看哪个数', 2, 'nothing'], /^评分 \w+2（看哪个数）：.*nothing/],
  [['数据项', '编号', 2, null], /^数据项/],
  [['等级', '不低于', 1, '至少'], /^等级 B1（至少）：不认识列名“至少”/],
  [['指标', '其他（JSON）', 2, '{"points": 1}'], /^指标 \w+2（分值）：这一项在“其他（JSON）”里也写了/],
] as const)('a mistake is told by its cell: %j', async (edit, message) => {
  const read = readRuleSetTables(await tablesOf(writeWorkbook(changed([edit]))))
  expect(read.ok).toBe(false)
  if (!read.ok) expect(read.problems.map(problemText).join('\n')).toMatch(message)
})

test('a sheet that was removed is missed; remarks of one’s own are left alone', async () => {
  const book = ruleSetWorkbook(load(YUEYANG))
  const without = { ...book, sheets: book.sheets.filter(({ name }) => name !== '扣分规则') }
  const read = readRuleSetTables(await tablesOf(writeWorkbook(without)))
  expect(read.ok ? [] : read.problems.map(problemText)).toEqual([
    '扣分规则：少了工作表“扣分规则”；不要的行可以删，工作表请留着。',
  ])
  const tables = await tablesOf(writeWorkbook(book))
  const noted = tables.map((table) => ({
    ...table,
    rows: table.rows.map((row) =>
      table.name === '等级'
        ? { ...row, cells: new Map([...row.cells, [40, row.row === 1 ? '备注：商定' : '已商定']]) }
        : row,
    ),
  }))
  expect(cellText(noted.find(({ name }) => name === '等级')?.rows[1]?.cells.get(40))).toBe('已商定')
  const same = readRuleSetTables(noted)
  expect(same.ok && contentHash(same.ruleSet)).toBe(contentHash(load(YUEYANG)))
})
