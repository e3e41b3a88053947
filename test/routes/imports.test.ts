import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { cellText } from '../../server/documents/table.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { importAnswerSchema } from '../../server/http/import-shapes.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { projectRoot } from '../../server/project.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { send, setUp, type Setup } from './example.ts'

const KEY = 'guangdong-department@2024-01-01'
const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(projectRoot, path), 'utf8'))
let setup: Setup
beforeAll(async () => {
  setup = await setUp([(await read('rules/guangdong-department.2024-01-01.json')) as RuleSet])
  await setup.services.store.putSubmissions([(await read('fixtures/huadu-zhengfawei-2024.json')) as Submission])
})

const post = (body: string | Buffer, query = `ruleSet=${KEY}`, path = '/api/imports'): Promise<Response> =>
  Promise.resolve(
    setup.app.request(`${path}?${query}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
    }),
  )
const answered = async (response: Response) => {
  expect(response.status).toBe(200)
  return importAnswerSchema.parse(await response.json())
}
const SUMMARY = ['名称\t单位编号\t评价年度\t年初预算数\t调整后预算数\t支出数', '甲局\ta\t2024\t100\t90\t90']

describe('POST /api/imports', () => {
  test('rows copied from a spreadsheet become submissions, one a row; nothing is stored', async () => {
    const found = await answered(await post([...SUMMARY, '乙局\tb\t2024\t2,936.68\t2936.68万元\t１００'].join('\n')))
    expect(found.submissions.map(({ name, unit, year }) => [name, unit, year])).toEqual([
      ['甲局', 'a', 2024],
      ['乙局', 'b', 2024],
    ])
    expect(found.submissions[1]?.facts).toMatchObject({ initialBudget: 2936.68, spent: 100 })
    expect(await setup.services.store.findSubmission('a-2024')).toBeNull()
    // what was read is what may be handed in
    expect((await send(setup.app, '/api/submissions', found.submissions)).status).toBe(201)
    expect((await setup.services.store.findSubmission('a-2024'))?.submission.name).toBe('甲局')
  })

  test('a faulty unit is left out whole, and every cell that is wrong is named', async () => {
    const found = await answered(await post([...SUMMARY, '丙局\tc\t2024\t约100\t90\t九十几'].join('\n')))
    expect(found.submissions.map(({ name }) => name)).toEqual(['甲局'])
    expect(found.refused).toEqual(['丙局'])
    expect(found.problems.map(({ row, column, name }) => [row, column, name])).toEqual([
      [3, 4, '丙局 年初预算数'],
      [3, 6, '丙局 支出数'],
    ])
    expect(found.problemCount).toBe(2)
  })

  test.each([
    ['ruleSet=none@2024-01-01', '甲', 404, 'unknown_rule_set'],
    [`ruleSet=${KEY}`, '', 422, 'empty'],
    [`ruleSet=${KEY}`, '<html><table></table>', 422, 'html'],
    ['', '甲', 422, 'required'],
  ])('%s %j: %i', async (query, body, status, code) => {
    const response = await post(body, query)
    expect(response.status).toBe(status)
    expect(problemSchema.parse(await response.json()).code).toBe(code)
  })

  test('a column that is not known is left out until somebody says what it is', async () => {
    const text = ['名称\t评价年度\t决算支出金额\t年初预算数', '甲局\t2024\t90\t100'].join('\n')
    const found = await answered(await post(text))
    expect(found.differences.map(({ kind, scope, name, place, value }) => [kind, scope, name, place, value])).toEqual([
      ['unknown', '', '决算支出金额', 'C2', '90'],
    ])
    expect(found.submissions[0]?.facts).toEqual({ initialBudget: 100 })
    expect(found.choices).toContainEqual({ scope: '', id: 'spent', label: '支出数' })
    const mapping = encodeURIComponent(JSON.stringify([{ scope: '', name: '决算支出金额', to: 'spent' }]))
    const mapped = await answered(await post(text, `ruleSet=${KEY}&mapping=${mapping}`))
    expect([mapped.submissions[0]?.facts, mapped.differences]).toEqual([{ initialBudget: 100, spent: 90 }, []])
    expect((await post(text, `ruleSet=${KEY}&mapping=nothing`)).status).toBe(422)
  })

  test('a file that is too large is refused before it is read', async () => {
    expect((await post(Buffer.alloc(16 * 1024 * 1024 + 1))).status).toBe(413)
  })
})

test('the template of a stored version is filled in and read back', async () => {
  const response = await setup.app.request(
    '/api/rule-sets/guangdong-department/2024-01-01/template?last=huadu-zhengfawei-2024',
  )
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  const found = await answered(await post(bytes, `ruleSet=${KEY}&name=丁局&unit=d&year=2025`))
  expect(found.submissions[0]).toMatchObject({ id: 'd-2025', name: '丁局', year: 2025, ruleSet: KEY })
  expect((await setup.app.request('/api/rule-sets/guangdong-department/2024-01-01/template?last=none')).status).toBe(
    404,
  )
  expect((await setup.app.request('/api/rule-sets/none/2024-01-01/template')).status).toBe(404)
})

describe('POST /api/imports/annotated', () => {
  test('the same workbook comes back with what is wrong with each row', async () => {
    const rows = [...SUMMARY, '丙局\tc\t2024\t约100\t90\t80'].map((line) => ({
      cells: line.split('\t').map((value) => ({ value })),
    }))
    const bytes = writeWorkbook({ title: '汇总', sheets: [{ name: '表', widths: Array<number>(6).fill(12), rows }] })
    const response = await post(bytes, `ruleSet=${KEY}`, '/api/imports/annotated')
    expect(response.status).toBe(200)
    const tables = await readTables(Buffer.from(await response.arrayBuffer()))
    if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
    const cells = tables.value[0]?.rows.map((row) => cellText(row.cells.get(7)))
    expect(cells).toEqual(['', '错误说明', expect.stringContaining('约100')])
  })

  test('text has no place for notes', async () => {
    const response = await post(SUMMARY.join('\n'), `ruleSet=${KEY}`, '/api/imports/annotated')
    expect(problemSchema.parse(await response.json()).code).toBe('not_a_workbook')
  })
})
