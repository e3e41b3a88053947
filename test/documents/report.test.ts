import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellText, type Table } from '../../server/documents/table.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { Archive } from '../../server/documents/zip/archive.ts'
import { report } from '../../server/cli/report.ts'
import { projectRoot } from '../../server/project.ts'
import { hasOffice, pagesOf, toPdf } from './office.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'hengping-report-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const fixture = (name: string): string => join(projectRoot, 'fixtures', `${name}.json`)
const FOUNDING = ['huadu-zhengfawei-2024', 'huadu-jiceng-zhili-2024', 'huadu-wanggehua-2024'].map(fixture)

let made = 0
async function reported(...args: string[]): Promise<{ code: number; said: string; tables: Table[]; bytes: Buffer }> {
  const file = join(folder, `${(made += 1)}.xlsx`)
  const said: string[] = []
  const print = (text: string): void => void said.push(text)
  const code = await report([...args, '--out', file], join(projectRoot, 'rules'), {
    print, complain: print, columns: null, colour: false,
  }) // prettier-ignore
  const bytes = await readFile(file)
  const tables = await readTables(bytes)
  if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
  return { code, said: said.join('\n'), tables: tables.value, bytes }
}
const texts = (table: Table | undefined): string[][] =>
  (table?.rows ?? []).map(({ cells }) =>
    Array.from({ length: Math.max(...cells.keys()) }, (_, index) => cellText(cells.get(index + 1))),
  )

describe('the founding document', () => {
  let forms: Awaited<ReturnType<typeof reported>>
  beforeAll(async () => void (forms = await reported(...FOUNDING)))

  test('a sheet each, the ranking of those of one rule set, and every line lost', () => {
    expect(forms.code).toBe(0)
    expect(forms.tables.map(({ name }) => name.slice(0, 8))).toEqual([
      '汇总排名',
      '花都区委政法委',
      '基层社会治理业务',
      '广州市综合网格化',
      '扣分明细',
      '复核汇总表',
      '一致性核对',
    ])
  })

  test('the page adds up: the points of its rows are its total, 99', () => {
    const rows = texts(forms.tables.find(({ name }) => name === '花都区委政法委'))
    const heads = rows[3] ?? []
    const [points, awarded] = [heads.indexOf('分值'), heads.indexOf('得分')]
    const total = rows.find(([first]) => first === '合计') ?? []
    const body = rows.slice(4, rows.indexOf(total))
    const sum = (column: number): number =>
      body.reduce((all, row) => all + Math.round(Number(row[column] || 0) * 1000), 0) / 1000
    expect([sum(points), sum(awarded), total[points], total[awarded]]).toEqual([100, 99, '100', '99'])
    expect(rows[0]?.[0]).toBe('广东省部门整体支出绩效自评表')
    expect(rows[1]?.at(-1)).toBe('金额单位：万元')
    expect(rows[2]?.[0]).toMatch(/得分：99 \/ 100.*等级：优/)
    expect(body.filter((row) => row[heads.indexOf('扣分原因')]).map((row) => row.at(-1))).toEqual([
      expect.stringMatching(/^扣 1 分：第 1 行“自评复核中发现的问题”/),
    ])
  })

  test('own indicators are rows below their indicator, with the unit’s own score once', () => {
    const rows = texts(forms.tables.find(({ name }) => name.startsWith('基层')))
    const start = rows.findIndex(([first]) => first === '产出指标')
    const end = rows.findIndex(([first]) => first === '效益指标')
    const own = rows.slice(start, end)
    expect(own.length).toBeGreaterThan(2)
    expect(own.map((row) => row[1]).every((name) => name !== '')).toBe(true)
    const points = own.map((row) => Number(row[2]))
    expect(points.reduce((all, one) => all + one, 0)).toBe(50)
    // criterion and self score belong to the indicator and stand beside its first row
    expect(own.map((row) => [row[3] !== '', row[4]])).toEqual(
      own.map((_, index) => [index === 0, index === 0 ? '50' : '']),
    )
  })

  test('every line lost has its reason, clause, values and what would have kept it', () => {
    const rows = texts(forms.tables.find(({ name }) => name === '扣分明细'))
    expect(rows).toHaveLength(3)
    expect(rows[2]).toEqual([
      '花都区委政法委', '绩效管理 / 绩效结果应用', '-1', expect.stringContaining('扣 1 分'), expect.stringContaining('扣1分'),
      expect.stringContaining('是否已整改到位 否（推定）'), '扣 1 分', expect.stringContaining('改为“是”'), 'resultsUse/1-row',
    ]) // prettier-ignore
  })

  test('printed on A4 with its head on every page and page numbers', async () => {
    const archive = await Archive.open(forms.bytes)
    const text = async (name: string): Promise<string> => {
      const part = archive.parts.get(name)
      let all = ''
      if (part) for await (const piece of archive.text(part)) all += piece
      return all
    }
    expect(await text('xl/worksheets/sheet2.xml')).toMatch(
      /paperSize="9" orientation="landscape".*第 &amp;P 页 共 &amp;N 页/s,
    )
    expect(await text('xl/workbook.xml')).toContain(
      `<definedName name="_xlnm.Print_Titles" localSheetId="1">'花都区委政法委'!$4:$4</definedName>`,
    )
    for (const name of archive.parts.keys())
      expect(await text(name)).not.toMatch(/<f[ >]|hyperlink|<mergeCell ref="([A-Z]+\d+):\1"/)
  })
})

test('text from a form cannot become a formula, break the file or be cut out of it', async () => {
  const form = JSON.parse(await readFile(FOUNDING[0] ?? '', 'utf8')) as Record<string, unknown>
  const file = join(folder, 'hostile.json')
  await writeFile(
    file,
    JSON.stringify({
      ...form,
      name: '=HYPERLINK("file:///c:/x","y")',
      selfScores: { resultsUse: { points: 2, reason: '@SUM(1)\uFFFF\u0001<b>&' } },
    }),
  )
  const { tables } = await reported(file)
  const all = texts(tables[0]).flat()
  expect(all).toContain('名称：=HYPERLINK("file:///c:/x","y")\u3000\u3000评价年度：2024 年')
  expect(all.find((text) => text.includes('自评说明'))).toContain('自评说明：@SUM(1)\uFFFD\uFFFD<b>&')
  expect(texts(tables[1])[2]?.[0]).toBe('=HYPERLINK("file:///c:/x","y")')
})

test('what is not final has a range and no place', async () => {
  const form = JSON.parse(await readFile(FOUNDING[0] ?? '', 'utf8')) as { facts: Record<string, unknown>; id: string }
  const open = join(folder, 'open.json')
  const { goalRating: _, ...facts } = form.facts
  await writeFile(
    open,
    JSON.stringify([{ ...form, id: 'open', name: '缺评分', facts }, form, { ...form, id: 'twin', name: '并列' }]),
  )
  const { tables } = await reported(open)
  const rows = texts(tables.find(({ name }) => name === '汇总排名'))
  expect(rows.slice(2).map((row) => [row[0], row[1], row[4], row.at(-1)])).toEqual([
    ['1', '花都区委政法委', '99', '已定'],
    ['1', '并列', '99', '已定'],
    ['—', '缺评分', expect.stringMatching(/^\d+(\.\d+)?–\d+/), '暂定'],
  ])
})

test.runIf(hasOffice)('the review sheet, printed by LibreOffice: its head and a number on every page', async () => {
  const zip = join(folder, 'review.zip')
  const silent = { print: () => {}, complain: () => {}, columns: null, colour: false }
  await report([FOUNDING[0]!, '--out', zip], join(projectRoot, 'rules'), silent)
  const archive = await Archive.open(await readFile(zip))
  const pieces: Buffer[] = []
  for await (const piece of archive.read(archive.parts.get('花都区委政法委/复核表.xlsx')!)) pieces.push(piece)
  const file = join(folder, 'review.xlsx')
  await writeFile(file, Buffer.concat(pieces))
  const pages = pagesOf(toPdf(file)).map((lines) => lines.join('').replace(/\s/gu, ''))
  expect(pages.length).toBeGreaterThan(1)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain('指标性质指标值计量单位权重自评完成值')
    expect(page).toContain(`第${index + 1}页共${pages.length}页`)
  }
  expect(pages[0]).toContain('金额单位：万元')
  expect(pages.join('')).toContain('合计100.0099.0099.000.00')
})

const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`])
    return true
  } catch {
    return false
  }
}

test.skipIf(!has('xmllint'))(
  'every part is well-formed by xmllint (skipped where xmllint is not installed)',
  async () => {
    const { bytes } = await reported(...FOUNDING)
    const archive = await Archive.open(bytes)
    for (const part of archive.parts.values()) {
      const pieces: Buffer[] = []
      for await (const piece of archive.read(part)) pieces.push(piece)
      execFileSync('xmllint', ['--noout', '-'], { input: Buffer.concat(pieces) })
    }
  },
)
