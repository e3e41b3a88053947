import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { cellText } from '../../server/documents/table.ts'
import { Archive } from '../../server/documents/zip/archive.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { projectRoot } from '../../server/project.ts'
import { setUp, type Setup } from './example.ts'

const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(projectRoot, path), 'utf8'))
let setup: Setup
beforeAll(async () => {
  setup = await setUp([(await read('rules/guangdong-department.2024-01-01.json')) as RuleSet])
  const founding = (await read('fixtures/huadu-zhengfawei-2024.json')) as Submission
  const long = { ...founding, id: 'long', texts: { 产出: '长'.repeat(200_001) } }
  await setup.services.store.putSubmissions([founding, long, { ...founding, id: 'open' }])
  for (const id of [founding.id, 'long']) await setup.services.gradings.gradeStored(id)
})

const ask = (path: string): Promise<Response> => Promise.resolve(setup.app.request(`/api/documents/${path}`))
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer())

describe('documents of a grading', () => {
  test('the form says what the stored grading says', async () => {
    const response = await ask('huadu-zhengfawei-2024/form')
    expect(response.status).toBe(200)
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain(
      '花都区委政法委-2024-自评表.xlsx',
    )
    const tables = await readTables(await bytesOf(response))
    if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
    const rows = tables.value[0]?.rows.map(({ cells }) => [...cells.values()].map(cellText)) ?? []
    expect(rows.find(([first]) => first === '合计')).toContain('99')
  })

  test('the statement is a docx of the same points', async () => {
    const response = await ask('huadu-zhengfawei-2024/statement')
    expect(response.headers.get('content-type')).toMatch(/wordprocessingml/)
    const archive = await Archive.open(await bytesOf(response))
    const part = archive.parts.get('word/document.xml')
    if (!part) throw new Error('no document')
    let text = ''
    for await (const piece of archive.text(part)) text += piece
    expect(text).toContain('管理效率指标分值50分，得分49分，得分率为98%。')
  })

  test('the review sheet has every indicator, its own score beside ours, and the deviation', async () => {
    const response = await ask('huadu-zhengfawei-2024/review')
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain('-2024-复核表.xlsx')
    const tables = await readTables(await bytesOf(response))
    if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
    const rows = tables.value[0]!.rows.map(({ cells }) => cells)
    const heads = [...rows[3]!].map(([column, cell]) => [cellText(cell), column] as const)
    const at = (row: (typeof rows)[number], head: string): string => cellText(row.get(new Map(heads).get(head)!))
    expect(heads.map(([head]) => head).slice(4)).toEqual([
      '指标性质', '指标值', '计量单位', '权重', '自评完成值', '自评得分', '复核完成值', '复核得分', '复核指标偏差', '备注',
    ]) // prettier-ignore
    const total = rows.find((row) => cellText(row.get(1)) === '合计')!
    expect(['权重', '自评得分', '复核得分', '复核指标偏差'].map((head) => at(total, head))).toEqual([
      '100',
      '99',
      '99',
      '0',
    ])
    const block = rows.find((row) => cellText(row.get(1)) === '管理效率小计')!
    expect([at(block, '自评得分'), at(block, '复核得分')]).toEqual(['49', '49'])
    const lost = rows.find((row) => [...row.values()].map(cellText).includes('绩效结果应用'))!
    expect(at(lost, '备注')).toMatch(/^扣 1 分：/)
    const own = rows.find((row) => [...row.values()].map(cellText).includes('未成年人重复违法犯罪率'))!
    expect([at(own, '指标性质'), at(own, '指标值'), at(own, '计量单位'), at(own, '自评完成值')]).toEqual(['定量', '≤17.34', '%', '6.99']) // prettier-ignore
  })

  test('the form says where the form contradicts itself', async () => {
    const tables = await readTables(await bytesOf(await ask('huadu-zhengfawei-2024/form')))
    if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
    expect(tables.value.map(({ name }) => name)).toEqual(['自评表', '扣分明细', '一致性核对'])
    expect(tables.value[2]!.rows.slice(2).map(({ cells }) => cellText(cells.get(2)))).toEqual(['C04', 'C19', 'C23', 'C24', 'C25']) // prettier-ignore
  })

  const POPULATION = 'ruleSet=guangdong-department@2024-01-01&year=2024'

  test('everybody’s documents in one zip, what could not be printed named in it; the summary alone', async () => {
    const archive = await Archive.open(await bytesOf(await ask(`archive?${POPULATION}`)))
    expect([...archive.parts.keys()]).toEqual([
      '花都区委政法委/自评表.xlsx',
      '花都区委政法委/复核表.xlsx',
      '花都区委政法委/附件3 自评表说明.docx',
      '汇总.xlsx',
      '没有写出的.txt',
    ])
    let said = ''
    for await (const piece of archive.text(archive.parts.get('没有写出的.txt')!)) said += piece
    expect(said).toContain('花都区委政法委：文字说明共 200001 字')
    const summary = await readTables(await bytesOf(await ask(`summary?${POPULATION}`)))
    if (!summary.ok) throw new Error(JSON.stringify(summary.issues))
    expect(summary.value.map(({ name }) => name)).toEqual(['汇总排名', '扣分明细', '复核汇总表'])
    for (const path of ['archive', 'summary'])
      expect((await ask(`${path}?ruleSet=guangdong-department@2024-01-01&year=2020`)).status).toBe(404)
  })

  test.each([
    ['nobody/form', 404, 'unknown_submission'],
    ['nobody/statement', 404, 'unknown_submission'],
    ['open/form', 404, 'not_graded'],
    ['long/statement', 422, 'texts_too_long'],
    ['huadu-zhengfawei-2024/form?ruleSet=none', 404, 'unknown_rule_set'],
  ])('%s: %i', async (path, status, code) => {
    const response = await ask(path)
    expect([response.status, problemSchema.parse(await response.json()).code]).toEqual([status, code])
  })
})
