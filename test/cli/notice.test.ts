import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { runCommand } from './terminal.ts'

let folder: string
const at = (name: string): string => join(folder, name)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-notice-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const TABLE = 'fixtures/notices/notice-20-rows.tsv'

test('a table becomes a draft that lints, with what is left to settle', async () => {
  const out = at('draft.json')
  const { code, output } = await runCommand(
    'rules',
    'read',
    TABLE,
    '--year',
    '2026',
    '--id',
    'county',
    '--region',
    '某县',
    '--out',
    out,
  )
  expect(code).toBe(0)
  expect(output).toContain(`20 条评分标准，读懂 18 条，写入 ${out}`)
  expect(output).toContain('第 10 行 i2-4 资金使用合规性（not_recognised）')
  const draft = parseRuleSet(JSON.parse(await readFile(out, 'utf8')))
  expect(draft.ok && draft.value).toMatchObject({
    id: 'county',
    title: 'notice-20-rows',
    points: 100,
    effective: { from: '2026-01-01' },
    provenance: { status: 'unverified' },
  })
  expect((await runCommand('lint', out)).code).toBe(0)
})

test('a workbook is read as well as text', async () => {
  const rows = (await readFile(TABLE, 'utf8')).trimEnd().split('\n').slice(0, 7)
  const cells = rows.map((row) => ({ cells: row.split('\t').map((value) => ({ value })) }))
  await writeFile(at('表.xlsx'), writeWorkbook({ title: '', sheets: [{ name: '评分表', rows: cells, widths: [] }] }))
  const { code, output } = await runCommand('rules', 'read', at('表.xlsx'), '--year', '2026', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(output)).toMatchObject({ table: '评分表', criteria: [{}, {}, {}, {}, {}, {}] })
})

test('an existing file is never replaced', async () => {
  await writeFile(at('draft.json'), '{}')
  const { code, complaints } = await runCommand('rules', 'read', TABLE, '--year', '2026', '--out', at('draft.json'))
  expect([code, complaints]).toEqual([2, `${at('draft.json')} 已经有了，不会覆盖；请用 --out 另写一个文件名。`])
})

test('--json prints the whole reading', async () => {
  const { output } = await runCommand('rules', 'read', TABLE, '--year', '2026', '--json')
  expect(Object.keys(JSON.parse(output) as object)).toEqual(['ruleSet', 'criteria', 'open', 'assumptions'])
})

test.each([
  [['rules', 'read', TABLE], /^请写明读哪张表、用于哪一年、写到哪里/],
  [['rules', 'read', TABLE, '--year', '2026', '--out', 'x.json', '--subject', 'unit'], /^--subject 只能是/],
  [['rules', 'read', 'none.tsv', '--year', '2026', '--json'], /^none\.tsv 没有这个文件/],
  [['rules', 'read', 'fixtures/notices/README.md', '--year', '2026', '--json'], /没有找到表头/],
])('what cannot be done is one sentence: %j', async (args, message) => {
  const { code, complaints } = await runCommand(...args)
  expect(code).toBe(2)
  expect(complaints).toMatch(message)
})
