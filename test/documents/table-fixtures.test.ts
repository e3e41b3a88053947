import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemText } from '../../server/documents/import/cell-fault.ts'
import { importForm } from '../../server/documents/import/import-form.ts'
import { importSummary } from '../../server/documents/import/import-summary.ts'
import { readTableFile } from '../../server/documents/read-table-file.ts'
import { cellText, type Table } from '../../server/documents/table.ts'
import { annotateWorkbook } from '../../server/documents/xlsx/annotate.ts'
import { projectRoot } from '../../server/project.ts'
import { readRuleSetFile, type RuleSetFile } from '../../server/rule-set-files.ts'

/** Tables saved by other programs: the xlsx files by openpyxl 3.1.5 (from our template), the CSV as older WPS saves it. */

const fixture = (name: string): Promise<Buffer> => readFile(join(projectRoot, 'fixtures/tables', name))
async function tablesOf(bytes: Buffer): Promise<Table[]> {
  const tables = await readTableFile(bytes)
  if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
  return tables.value
}
async function guangdong(): Promise<RuleSetFile> {
  const version = await readRuleSetFile(join(projectRoot, 'rules/guangdong-department.2024-01-01.json'))
  if (!version.ok) throw new Error('rule set')
  return version.value
}

test('a template filled in and saved by another program', async () => {
  const read = importForm(await tablesOf(await fixture('filled-template.xlsx')), await guangdong())
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  const { facts, ...form } = read.value
  expect(form).toMatchObject({ id: 'huadu-zhengfawei-2024', name: '花都区委政法委', year: 2024 })
  expect(facts).toMatchObject({
    initialBudget: 2936.68,
    adjustedBudget: 2781.82,
    spent: { value: 2781.82, note: '原填 27818200元，换算为 2781.82 万元。' },
    assetIncomePaidInTime: { state: 'notApplicable', reason: '没有资产收益' },
    contracts: [{ name: '合同一', awarded: '2024-03-01', signed: '2024-03-15', filingDays: 5 }],
  })
  // a percent cell of 0.985 in a row counted in %, and plain numbers in the others
  const targets = facts['targets'] as { unit: string; actual: number }[]
  expect(targets).toHaveLength(12)
  for (const { unit, actual } of targets) expect(actual).toBe(unit === '%' ? 98.5 : 100)
})

test('its one mistake is told by its cell, in a copy that is otherwise the same', async () => {
  const bytes = await fixture('filled-with-one-error.xlsx')
  const tables = await tablesOf(bytes)
  const read = importForm(tables, await guangdong())
  const problems = read.ok ? [] : read.problems
  expect(problems.map(problemText)).toEqual(['填报 D13（新增预算入库项目数）：“约3”是约数，请填准确的数。'])
  const copy = await annotateWorkbook(bytes, '错误说明', [{ sheet: '填报', row: 13, text: '约数' }])
  if (!copy.ok) throw new Error('copy')
  const differences = (await tablesOf(copy.value)).flatMap((table, index) =>
    table.rows.flatMap(({ row, cells }) =>
      [...cells].flatMap(([column, cell]) => {
        const before = tables[index]?.rows.find((one) => one.row === row)?.cells.get(column)
        return cellText(before) === cellText(cell) ? [] : [[table.name, row, column, cell]]
      }),
    ),
  )
  expect(differences).toEqual([
    ['填报', 12, 9, '错误说明'],
    ['填报', 13, 9, '约数'],
  ])
  expect((await tablesOf(copy.value)).map(({ rows }) => rows.length)).toEqual(tables.map(({ rows }) => rows.length))
})

test('a summary in GB18030: the unit with a fault is refused whole, the others taken', async () => {
  const [table] = await tablesOf(await fixture('summary-gb18030.csv'))
  if (!table) throw new Error('no table')
  const read = importSummary(table, await guangdong(), {})
  expect(read.submissions.map(({ id, facts }) => [id, facts])).toEqual([
    [
      'a-2024',
      {
        initialBudget: 2936.68,
        adjustedBudget: { value: 2781.82, note: '原填 27818200 元，换算为 2781.82 万元。' },
        spent: 2781.82,
        goalRating: 98,
      },
    ],
    [
      'c-2024',
      {
        initialBudget: 100.5,
        adjustedBudget: { value: 100.5, note: '原填 1005000 元，换算为 100.5 万元。' },
        spent: 98,
        goalRating: 100,
      },
    ],
  ])
  expect(read.refused).toEqual(['乙局'])
  expect(read.problems.map(problemText)).toEqual(['F3（乙局 支出数）：“支出数”不能小于 0，现在是 -12.5，请核对。'])
})
