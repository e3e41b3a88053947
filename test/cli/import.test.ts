import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Submission } from '../../server/core/submission.ts'
import { cellText } from '../../server/documents/table.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import type { NewSheet } from '../../server/documents/xlsx/write/workbook.ts'
import { runCommand } from './terminal.ts'

let folder: string
const at = (name: string): string => join(folder, name)
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'hengping-import-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

type Values = readonly (readonly (string | number)[])[]
async function workbook(name: string, values: Values, sheet: Partial<NewSheet> = {}): Promise<string> {
  const rows = values.map((row) => ({ cells: row.map((value) => ({ value })) }))
  const widths = (values[0] ?? []).map(() => 12)
  await writeFile(at(name), writeWorkbook({ title: '', sheets: [{ name: '表', widths, rows, ...sheet }] }))
  return at(name)
}
const submissions = async (name: string): Promise<Submission[]> => {
  const content = JSON.parse(await readFile(at(name), 'utf8')) as Submission | Submission[]
  return Array.isArray(content) ? content : [content]
}

test('template, then import as it is: what is still to be filled in is said', async () => {
  const made = await runCommand('template', '--rules', 'guangdong-department', '--out', at('t.xlsx'))
  expect([made.code, made.complaints]).toEqual([0, ''])
  const { code, complaints } = await runCommand(
    'import',
    at('t.xlsx'),
    '--name',
    '甲局',
    '--year',
    '2024',
    '--out',
    at('s.json'),
  )
  expect(code).toBe(0)
  expect(complaints).toMatch(/还有 \d+ 项没有填：部门整体绩效目标指标、年初预算数/)
  expect(await submissions('s.json')).toEqual([
    {
      format: 'hengping/submission@1', id: '甲局-2024', name: '甲局', subject: 'department', year: 2024,
      ruleSet: 'guangdong-department@2024-01-01', facts: {},
    },
  ]) // prettier-ignore
})

test('a table of names and values, by aliases, in 元', async () => {
  const file = await workbook('form.xlsx', [
    ['部门整体支出自评基础数据表', '', ''],
    ['', '', '金额单位：元'],
    ['序号', '项目', '金额'],
    [1, '单位名称', '乙局'],
    [2, '评价年度', '2024年'],
    [3, '年初预算金额', 29366800],
    [4, '全年预算数', '27,818,200.00'],
    [5, '执行数', '2781.82万元'],
    [6, '办公经费', 3],
  ])
  const { code, complaints } = await runCommand(
    'import',
    file,
    '--rules',
    'guangdong-department',
    '--out',
    at('s.json'),
  )
  expect(code).toBe(0)
  const [form] = await submissions('s.json')
  expect(form).toMatchObject({ id: '乙局-2024', name: '乙局', year: 2024 })
  expect(form?.facts).toEqual({
    initialBudget: { value: 2936.68, note: '原填 29366800 元，换算为 2936.68 万元。' },
    adjustedBudget: { value: 2781.82, note: '原填 27,818,200.00 元，换算为 2781.82 万元。' },
    spent: 2781.82,
  })
  expect(complaints).toContain('“办公经费”在这一版里没有，值 3 没有导入')
})

test('--map: a name of last year is imported as it is said to be; without it, it is left out and told', async () => {
  const file = await workbook('old.xlsx', [
    ['单位名称', '年度', '年初预算数', '决算支出'],
    ['丁局', 2024, 100, 90],
  ])
  const args = ['import', file, '--rules', 'guangdong-department']
  const without = await runCommand(...args, '--out', at('a.json'))
  expect([without.code, without.complaints]).toEqual([0, expect.stringContaining('这一版里没有“决算支出”这一栏')])
  expect((await submissions('a.json'))[0]?.facts).toEqual({ initialBudget: 100 })
  expect((await runCommand(...args, '--map', '决算支出=spent', '--out', at('b.json'))).code).toBe(0)
  expect((await submissions('b.json'))[0]?.facts).toEqual({ initialBudget: 100, spent: 90 })
  const bad = await runCommand(...args, '--map', '决算支出')
  expect([bad.code, bad.complaints]).toEqual([2, expect.stringContaining('--map 写')])
})

const SUMMARY: Values = [
  ['单位名称', '单位编号', '年初预算数', '调整后预算数（元）', '支出数', '绩效目标质量评分', '是否有专项资金'],
  ['甲局', 'a', 100, 1200000, '99.5', 98, '是'],
  ['乙局', 'b', '约100', 1200000, 99.5, 98, '有'],
  ['丙局', 'c', '1,000.5', '', '-', '', '否'],
  ['合计', '', 1100.5, 2400000, 199, '', ''],
]

test('one row a unit: each whole or not at all, mistakes in a copy of the workbook', async () => {
  const file = await workbook('all.xlsx', SUMMARY)
  const { code, output, complaints } = await runCommand(
    'import', file, '--rules', 'guangdong-department', '--year', '2024', '--out', at('s.json'),
  ) // prettier-ignore
  expect(code).toBe(1)
  expect(output).toContain('已导入 2 份填报')
  expect((await submissions('s.json')).map(({ id, facts }) => [id, facts])).toEqual([
    ['a-2024', { initialBudget: 100, adjustedBudget: { value: 120, note: '原填 1200000 元，换算为 120 万元。' }, spent: 99.5, goalRating: 98, hasSpecialFunds: true }],
    ['c-2024', { initialBudget: 1000.5, spent: null, hasSpecialFunds: false }],
  ]) // prettier-ignore
  expect(complaints).toMatch(/表 C3（乙局 年初预算数）：“约100”是约数/)
  expect(complaints).toContain('1 个单位没有导入：乙局。')
  const copy = await readTables(await readFile(at('all.错误.xlsx')))
  const rows = copy.ok ? (copy.value[0]?.rows ?? []) : []
  expect(rows.map(({ cells }) => cellText(cells.get(8)))).toEqual([
    '',
    '错误说明',
    expect.stringContaining('约数'),
    '',
    '',
  ])
})

test('corrected in the copy, it is imported', async () => {
  const file = await workbook('all.xlsx', SUMMARY)
  const args = ['--rules', 'guangdong-department', '--year', '2024', '--out']
  await runCommand('import', file, ...args, at('s.json'))
  const bytes = await readFile(at('all.错误.xlsx'))
  const copy = await readTables(bytes)
  if (!copy.ok) throw new Error('copy')
  const values = (copy.value[0]?.rows ?? []).map(({ cells }) =>
    Array.from({ length: 8 }, (_, index) =>
      cellText(cells.get(index + 1))
        .replace('约100', '100')
        .replace(/^有$/, '是'),
    ),
  )
  const { code } = await runCommand('import', await workbook('again.xlsx', values), ...args, at('s2.json'))
  expect(code).toBe(0)
  expect((await submissions('s2.json')).map(({ name }) => name)).toEqual(['甲局', '乙局', '丙局'])
})

test('CSV: fields in quotes, the year in a column', async () => {
  await writeFile(at('u.csv'), '\uFEFF单位名称,支出数,年度\n花都区,"2,781.82",2024\n')
  const { code } = await runCommand('import', at('u.csv'), '--rules', 'guangdong-department', '--out', at('s.json'))
  expect(code).toBe(0)
  expect((await submissions('s.json'))[0]?.facts).toEqual({ spent: 2781.82 })
})

test.each([
  [[], /请写明一个表格文件/],
  [['没有.xlsx'], /没有这个文件/],
  [['x.xlsx', '--year', '二四'], /请写明/],
])('%j is answered in a sentence', async (args, words) => {
  const { code, complaints } = await runCommand('import', ...args)
  expect(code).toBe(2)
  expect(complaints).toMatch(words)
  expect(complaints).not.toMatch(/\n\s+at /)
})

test('files that are there are not replaced; a table of something else is told so', async () => {
  const file = await workbook('other.xlsx', [['天气', '温度'], ['晴', 20]]) // prettier-ignore
  const none = await runCommand('import', file, '--rules', 'guangdong-department', '--name', '甲', '--year', '2024')
  expect([none.code, none.complaints]).toEqual([2, expect.stringContaining('没有找到可以导入的表')])
  const without = await runCommand('import', file)
  expect([without.code, without.complaints]).toEqual([2, expect.stringContaining('--rules')])
  const over = await runCommand('template', '--rules', 'mof-project', '--out', file)
  expect([over.code, over.complaints]).toEqual([2, expect.stringContaining('不会覆盖')])
})
