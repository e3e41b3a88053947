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
