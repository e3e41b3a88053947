import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grading } from '../../server/core/grading.ts'
import { readTableFile } from '../../server/documents/read-table-file.ts'
import { cellText, type Table } from '../../server/documents/table.ts'
import { writeWorkbookFile } from '../../server/documents/xlsx/write/workbook-file.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { workHere } from '../../server/jobs/batch/batch-worker.ts'
import { LinesSink } from '../../server/jobs/batch/lines-sink.ts'
import { writeResultsWorkbook } from '../../server/jobs/batch/results-workbook.ts'
import { runBatch, type BatchOptions } from '../../server/jobs/batch/run-batch.ts'
import { tableOf } from '../../server/jobs/batch/table-source.ts'
import { readRuleSetFolder } from '../../server/rule-set-files.ts'
import { projectRoot } from '../../server/project.ts'

let folder: string
const at = (name: string): string => join(folder, name)
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'hengping-tables-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const { files } = await readRuleSetFolder(join(projectRoot, 'rules'))
const versions = files.filter(({ id }) => id === 'mof-project')
const job: BatchOptions['job'] = {
  versions,
  reference: 'mof-project',
  engine: { version: '0', hash: 'sha256:0' },
  explain: false,
  confirmFirst: 10,
  confirmOneIn: 10,
}

const ROWS = [
  ['项目名称', '评价年度', '全年预算数', '全年执行数'],
  ['甲项目', '2024', '100', '95.5'],
  ['乙项目', '2024', '约200', '95.5'],
  ['丙项目', '2024', '300', '400'],
  ['合计', '', '600', '591'],
  ['甲项目', '2024', '100', '95.5'],
  ['丁项目', '2024', '50', ''],
]
const cells = (row: readonly string[]) => ({ cells: row.map((value) => ({ value })) })

async function grade(name: string, out: string): Promise<Awaited<ReturnType<typeof runBatch>>> {
  const source = await tableOf(at(name), job)
  if (!source.ok) throw new Error(source.issues.map(({ message }) => message).join())
  const turn = (lines: string, made: string) => writeResultsWorkbook(lines, made, versions)
  const workbook = out.endsWith('.xlsx') ? turn : null
  const sink = await LinesSink.open(at(out), 'x', { takes: 'lines', restart: false, turn: workbook })
  if (!sink.ok) throw new Error('not opened')
  return runBatch({ source: source.value, sink: sink.value, job, workers: 1, start: workHere })
}

const textsOf = ({ rows }: Table): string[][] =>
  rows.map(({ cells }) =>
    Array.from({ length: Math.max(...cells.keys()) }, (_, index) => cellText(cells.get(index + 1))),
  )

describe('a summary table, a unit a row', () => {
  test.each(['in.xlsx', 'in.csv'])(
    'is graded row by row from %s, a wrong row with its place and cells',
    async (name) => {
      const content = name.endsWith('csv')
        ? ROWS.map((row) => row.join(',')).join('\n')
        : writeWorkbook({ title: '汇总', sheets: [{ name: '项目', widths: [20, 9, 9, 9], rows: ROWS.map(cells) }] })
      await writeFile(at(name), content)
      const { counts, items } = await grade(name, `${name}.ndjson`)
      expect([items, counts.refused]).toEqual([5, 2])
      const results = (await readFile(at(`${name}.ndjson`), 'utf8')).trimEnd().split('\n')
      const read = results.map((line) => JSON.parse(line) as Grading | { place: string; issues: { message: string }[] })
      expect(read.map((one) => ('place' in one ? one.place : one.submission.name))).toEqual([
        '甲项目',
        expect.stringMatching(/第 3 行 乙项目$/),
        '丙项目',
        expect.stringMatching(/第 6 行 甲项目$/),
        '丁项目',
      ])
      expect(read[1]).toMatchObject({ issues: [{ message: expect.stringMatching(/C3（.*“约200”是约数/) }] })
      expect(read[3]).toMatchObject({ issues: [{ message: expect.stringMatching(/与第 2 行的编号都是/) }] })
    },
  )

  test('a table that is none is refused with what is wrong', async () => {
    await writeFile(at('odd.csv'), '一,二\n三,四\n')
    const source = await tableOf(at('odd.csv'), job)
    expect(source.ok ? [] : source.issues.map(({ message }) => message)).toEqual([expect.stringMatching(/。$/)])
  })
})

test('results become a workbook: a row each in their order, and every line that took points', async () => {
  await writeFile(at('rows.csv'), ROWS.map((row) => row.join(',')).join('\n'))
  await grade('rows.csv', 'out.ndjson')
  await grade('rows.csv', 'out.xlsx')
  const gradings = (await readFile(at('out.ndjson'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Grading)
  const tables = await readTableFile(await readFile(at('out.xlsx')))
  if (!tables.ok) throw new Error('not a workbook')
  expect(tables.value.map(({ name }) => name)).toEqual(['汇总', '扣分明细'])
  const [summary, lines] = tables.value.map(textsOf)
  expect(summary![0]!.slice(0, 6)).toEqual(['序号', '名称', '编号', '分值', '得分', '等级'])
  expect(summary!.length).toBe(6)
  expect(summary![1]!.slice(1, 3)).toEqual(['甲项目', '甲项目-2024'])
  expect(summary![2]!.join()).toMatch(/未评,.*“约200”是约数/)
  const taken = gradings.flatMap((grading) =>
    'indicators' in grading ? grading.indicators.flatMap((node) => node.lines).filter(({ points }) => points < 0) : [],
  )
  expect(taken.length).toBeGreaterThan(0)
  expect(lines!.slice(1).map((row) => row[3])).toEqual(expect.arrayContaining(taken.map(({ reason }) => reason)))
})

test('rows that do not fit into one sheet go on in another', async () => {
  const count = 1_048_576 + 10
  const sheet = { name: '行', widths: [9] }
  const row = { cells: [{ value: 1 }] }
  async function* rows() {
    for (let made = 0; made < count; made++) yield row
  }
  await writeWorkbookFile(at('long.xlsx'), '长', [{ sheet, heads: [cells(['头'])], rows }])
  const names = (await readFile(at('long.xlsx'))).toString('latin1').match(/xl\/worksheets\/sheet\d\.xml/g)
  expect(new Set(names)).toEqual(new Set(['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']))
}, 60_000)
