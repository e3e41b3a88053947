import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { Submission } from '../../server/core/submission.ts'
import type { Version } from '../../server/documents/import/import-form.ts'
import { cellText } from '../../server/documents/table.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { projectRoot } from '../../server/project.ts'
import { readRuleSetFile } from '../../server/rule-set-files.ts'
import { openEmbeddedStore } from '../../server/storage/embedded-store.ts'
import { writeManyWorkbooks, type BrokenFile } from '../support/many-workbooks.ts'
import { LONG } from '../support/runs.ts'
import { runCommand, type Ran } from './terminal.ts'

/** A district's projects of one year; a share of them in short runs. */
const MANY = LONG ? { count: 1_355, broken: 12 } : { count: 60, broken: 5 }

let folder: string
let version: Version
let broken: BrokenFile[]
const at = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-many-'))
  const file = await readRuleSetFile(join(projectRoot, 'rules/mof-project.2024-01-01.json'))
  if (!file.ok) throw new Error(JSON.stringify(file.issues))
  version = { ...file.value, hash: contentHash(file.value.ruleSet) }
  broken = await writeManyWorkbooks(at('交来的表'), version, MANY)
  await writeFile(at('交来的表/说明.pdf'), '%PDF')
  await writeFile(at('交来的表/~$0001 打开着.xlsx'), 'lock')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe(`${MANY.count} workbooks in a folder, ${MANY.broken} of them broken`, () => {
  let ran: Ran
  let lines: Submission[]
  beforeAll(async () => {
    const since = performance.now()
    const before = process.memoryUsage().rss
    ran = await runCommand('import', at('交来的表'), '--out', at('填报.ndjson'))
    if (LONG) console.log(`${Math.round(performance.now() - since)} ms, ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more`) // prettier-ignore
    const text = await readFile(at('填报.ndjson'), 'utf8')
    lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as Submission) // prettier-ignore
  })

  test('all others are in, each whole', () => {
    expect(ran.code).toBe(1)
    expect(ran.output).toBe(`已把 ${MANY.count - MANY.broken} 份填报写到 ${at('填报.ndjson')}。`)
    expect(ran.complaints).toContain(
      `读了 ${MANY.count} 个文件：${MANY.count - MANY.broken} 个全部导入，${MANY.broken} 个有没有导入的`,
    )
    expect(lines).toHaveLength(MANY.count - MANY.broken)
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
    for (const { facts } of lines) expect([typeof facts['budget'], Array.isArray(facts['targets'])]).toEqual(['number', true]) // prettier-ignore
  })

  test('every broken one is listed with its cell, and nothing else is', async () => {
    const list = await readTables(await readFile(at('填报.错误.xlsx')))
    if (!list.ok) throw new Error(JSON.stringify(list.issues))
    const rows = list.value[0]!.rows.slice(2).map(({ cells }) => [1, 2, 3, 4, 5].map((column) => cellText(cells.get(column)))) // prettier-ignore
    expect([...new Set(rows.map(([file]) => file))]).toEqual(broken.map(({ file }) => file).sort())
    for (const { file, place, words } of broken) {
      const said = rows.filter(([name]) => name === file)
      expect(said.map(([, sheet, cell]) => `${sheet} ${cell}`.trim())).toContain(place)
      expect(said.map((row) => row[4]).join('\n')).toMatch(words)
      expect(ran.complaints).toContain(file)
    }
  })

  test('what is no table is named, what an open spreadsheet leaves is not', () => {
    expect(ran.complaints).toContain('有 1 个文件不是表格，没有看：')
    expect(ran.complaints).toContain('说明.pdf')
    expect(ran.complaints).not.toContain('~$')
  })

  test('mended, the folder is imported into a data folder as it is', async () => {
    const opened = await openEmbeddedStore(at('data'), { create: true })
    if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
    await opened.value.addRuleSet(version.ruleSet)
    await opened.value.close()
    for (const { file } of broken) await rm(at(join('交来的表', file)))
    const { code, output } = await runCommand('import', at('交来的表'), '--data', at('data'))
    expect([code, output]).toEqual([0, `已存入 ${lines.length} 份填报。`])
    const again = await openEmbeddedStore(at('data'), { create: false })
    if (!again.ok) throw new Error(JSON.stringify(again.issues))
    const stored = (await again.value.listSubmissions()).map(({ submission }) => submission)
    await again.value.close()
    expect(stored.map(contentHash).sort()).toEqual(lines.map(contentHash).sort())
  })
})

test('a folder without tables, one form’s own words for many, and a list that is there already', async () => {
  await mkdir(at('空'))
  const none = await runCommand('import', at('空'))
  expect([none.code, none.complaints]).toEqual([2, expect.stringContaining('没有表格')])
  const named = await runCommand('import', at('空'), '--name', '甲局')
  expect([named.code, named.complaints]).toEqual([2, expect.stringContaining('请写在表里')])
  const missing = await runCommand('import', at('空'), '--data', at('无'))
  expect(missing.code).toBe(2)
})
