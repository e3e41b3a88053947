import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { ruleFileAnswerSchema } from '../../server/http/notice-shapes.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { ruleSetWorkbook } from '../../server/documents/rule-set/write-rule-set.ts'
import { setUp, type Setup } from './example.ts'

let setup: Setup
let ruleSet: RuleSet
beforeAll(async () => {
  ruleSet = JSON.parse(await readFile('rules/yueyang-department.2018-01-01.json', 'utf8')) as RuleSet
  setup = await setUp([ruleSet])
})

const post = async (body: string | Uint8Array) => {
  const response = await setup.app.request('/api/rule-sets/file', {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
  return response
}
const answered = async (response: Response) => {
  expect(response.status).toBe(200)
  return ruleFileAnswerSchema.parse(await response.json())
}

test('a version goes out as a workbook and comes back the same; a draft likewise', async () => {
  const out = await setup.app.request('/api/rule-sets/yueyang-department/2018-01-01/workbook')
  expect(out.headers.get('content-disposition')).toContain('yueyang-department.2018-01-01.xlsx')
  const back = await answered(await post(new Uint8Array(await out.arrayBuffer())))
  expect([back.problems, back.hash]).toEqual([[], contentHash(ruleSet)])

  const { life, store } = setup.services
  const changed = { ...ruleSet, title: '改过的', effective: { from: '2030-01-01' } }
  const draft = { id: 'yueyang-department', effective: '2030-01-01', revision: 0, ruleSet: changed }
  expect((await life.save(store, draft)).ok).toBe(true)
  const mine = await setup.app.request('/api/drafts/yueyang-department/2030-01-01/workbook')
  expect((await answered(await post(new Uint8Array(await mine.arrayBuffer())))).hash).toBe(
    contentHash(changed as RuleSet),
  )
})

test('JSON is read as well; what is wrong is told by its path or its cell', async () => {
  expect((await answered(await post(JSON.stringify(ruleSet)))).hash).toBe(contentHash(ruleSet))
  const bad = await answered(await post(JSON.stringify({ ...ruleSet, points: -1 })))
  expect(bad).toMatchObject({ ruleSet: null, problems: [{ sheet: '', row: null, name: 'points' }] })
  const book = ruleSetWorkbook({ ...ruleSet, points: -1 })
  const cell = await answered(await post(writeWorkbook(book)))
  expect(cell).toMatchObject({ ruleSet: null, problems: [{ sheet: '基本信息', row: 6, column: 2, name: '总分' }] })
})

test.each([
  ['名称\t分值', 'no_rule_set'],
  [writeWorkbook({ title: '', sheets: [{ name: '表', rows: [], widths: [] }] }), 'no_rule_set'],
  ['PK不是工作簿', 'damaged'],
])('what is no rule set is refused with a sentence', async (body, code) => {
  const response = await post(body)
  expect(response.status).toBe(422)
  expect(problemSchema.parse(await response.json()).issues[0]?.code).toBe(code)
})

test('what is not there has no workbook', async () => {
  expect((await setup.app.request('/api/rule-sets/none/2024-01-01/workbook')).status).toBe(404)
  expect((await setup.app.request('/api/drafts/none/2024-01-01/workbook')).status).toBe(404)
})
