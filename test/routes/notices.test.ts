import { readFileSync } from 'node:fs'
import { Document, Packer, Paragraph, Table, TableCell, TableRow, VerticalMergeType } from 'docx'
import { beforeAll, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { writeZip } from '../../server/documents/zip/write-zip.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { noticeAnswerSchema } from '../../server/http/notice-shapes.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { setUp, type Setup } from './example.ts'

let setup: Setup
beforeAll(async () => {
  setup = await setUp([])
})

const post = (body: string | Buffer, query = ''): Promise<Response> =>
  Promise.resolve(
    setup.app.request(`/api/notices${query}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
    }),
  )
const answered = async (response: Response) => {
  expect(response.status).toBe(200)
  return noticeAnswerSchema.parse(await response.json())
}
const HEAD = ['一级指标', '三级指标', '分值', '评分标准']
const RULES = [
  ['投入（10分）', '控制率', '5', '≤100%得满分；每超过一个百分点扣0.5分，扣完为止'],
  ['', '重点支出安排率', '5', '≥90%计5分；80%（含）-90%计4分；低于80%不得分'],
  ['过程（6分）', '资金使用合规性', '6', '酌情扣1-3分'],
]
const check = (answer: Awaited<ReturnType<typeof answered>>) => {
  expect(answer.criteria.map(({ label, recognised }) => [label, recognised])).toEqual([
    ['控制率', true],
    ['重点支出安排率', true],
    ['资金使用合规性', false],
  ])
  const [input, process] = (answer.ruleSet as RuleSet).indicators
  expect(input).toMatchObject({ label: '投入', points: 10, children: [{ points: 5 }, { points: 5 }] })
  expect(process?.children?.[0]?.scoring).toMatchObject({ method: 'level' })
  expect(answer.open.filter(({ code }) => code === 'not_recognised')).toMatchObject([{ sentence: '酌情扣1-3分' }])
}

test('a pasted table becomes a draft that can be saved as it is; nothing is stored before', async () => {
  const text = [HEAD, ...RULES].map((cells) => cells.join('\t')).join('\r\n')
  const found = await answered(await post(text, `?id=bureau&year=2027&title=${encodeURIComponent('某局')}`))
  check(found)
  expect(found).toMatchObject({
    table: '',
    ruleSet: { id: 'bureau', title: '某局', effective: { from: '2027-01-01' } },
  })
  expect(await setup.services.store.list('drafts')).toEqual([])
  const { life, store } = setup.services
  const draft = { id: 'bureau', effective: '2027-01-01', revision: 0, ruleSet: found.ruleSet }
  expect(await life.save(store, draft)).toMatchObject({ ok: true })
  expect(await life.open(store, draft)).toMatchObject({ ok: true, value: { issues: [] } })
})

test('a workbook: the sheet that has a header is read, merged cells and all, and others like it are named', async () => {
  const rows = [['附件：评分表'], HEAD, ...RULES].map((row) => ({ cells: row.map((value) => ({ value })) }))
  const sheet = (name: string) => ({
    name,
    rows,
    widths: [12, 12, 8, 40],
    merges: [{ rows: [3, 4] as const, columns: [1, 1] as const }],
  })
  const cover = { name: '说明', rows: [{ cells: [{ value: '填表说明' }] }], widths: [20] }
  const found = await answered(
    await post(writeWorkbook({ title: '', sheets: [cover, sheet('评分表'), sheet('旧表')] })),
  )
  check(found)
  expect(found.table).toBe('评分表')
  expect(found.criteria.map(({ row }) => row)).toEqual([3, 4, 5])
  expect(found.open.find(({ code }) => code === 'other_table')?.sentence).toBe('旧表')
})

test('a Word document: merged cells, several paragraphs in a cell', async () => {
  const cell = (text: string, merge?: 'restart' | 'continue') =>
    new TableCell({
      children: text.split('；').map((line, index, all) => new Paragraph(index < all.length - 1 ? `${line}；` : line)),
      ...(merge && { verticalMerge: merge === 'restart' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE }),
    })
  const [first = [], second = [], third = []] = RULES
  const row = (cells: readonly TableCell[]) => new TableRow({ children: cells })
  const document = new Document({
    sections: [
      {
        children: [
          new Paragraph('关于印发指标体系的通知'),
          new Table({
            rows: [
              row(HEAD.map((text) => cell(text))),
              row(first.map((text, index) => cell(text, index === 0 ? 'restart' : undefined))),
              row(second.map((text, index) => cell(text, index === 0 ? 'continue' : undefined))),
              row(third.map((text) => cell(text))),
            ],
          }),
        ],
      },
    ],
  })
  const found = await answered(await post(await Packer.toBuffer(document)))
  check(found)
  expect(found.table).toBe('第 1 张表')
})

test.each([
  ['甲\t乙', 'notice_header'],
  ['三级指标\t评分标准\n"没有结束\t5分', 'table_quote'],
  [Buffer.from('PK\u0003\u0004not a workbook'), 'damaged'],
  [Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]), 'old_format'],
])('what is no scoring table is refused with a sentence: %j', async (body, code) => {
  const response = await post(body)
  expect(response.status).toBe(422)
  const { issues } = problemSchema.parse(await response.json())
  expect(issues[0]?.code).toBe(code)
  expect(issues[0]?.message).toMatch(/请|要有/u)
})

/** A document of our own making: its table is the body's XML. */
const documentOf = (body: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', bytes: Buffer.from('<Types/>') },
    {
      name: 'word/document.xml',
      bytes: Buffer.from(`<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`),
    },
  ])
const cellOf = (text: string, more = '') => `<w:tc>${more}<w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`

test.each([
  [
    'too_large',
    `<w:tbl><w:tr>${cellOf('三级指标', '<w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>')}${cellOf('分值')}</w:tr></w:tbl>`,
  ],
  ['damaged', '<w:tbl><w:tr><w:tc>'.repeat(60)],
  ['notice_header', '<w:p/>'],
  ['too_large', `<w:tbl><w:tr>${cellOf('长'.repeat(40_000))}</w:tr></w:tbl>`],
])('a hostile document is refused (%s)', async (code, body) => {
  const response = await post(documentOf(body))
  expect([response.status, problemSchema.parse(await response.json()).issues[0]?.code]).toEqual([422, code])
})

test('the twenty rows of the worked notice, as they are pasted', async () => {
  const found = await answered(await post(readFileSync('fixtures/notices/notice-20-rows.tsv')))
  expect(`${found.criteria.filter(({ recognised }) => recognised).length} of ${found.criteria.length}`).toBe('18 of 20')
})
