import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellText } from '../../server/documents/table.ts'
import { readTableFile } from '../../server/documents/read-table-file.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { Archive } from '../../server/documents/zip/archive.ts'
import { readRuleSetFile } from '../../server/rule-set-files.ts'
import { writeManyWorkbooks } from '../support/many-workbooks.ts'
import { LONG } from '../support/runs.ts'
import { hasBrowser } from './browser.ts'
import { downloadBy, eventually, hasFocus, looksRight, shoot, useStage } from './stage.ts'

/** A district's projects of one year; a share of them in short runs. */
const MANY = LONG ? { count: 1_355, broken: 12 } : { count: 60, broken: 5 }
const VERSION = 'guangdong-department@2024-01-01'
const HEADS = ['名称', '单位编号', '评价年度', '年初预算数', '调整后预算数', '支出数']
const unit = (number: number): string[] => [
  `第${number}局`,
  `unit-${number}`,
  '2024',
  `${1000 + number}.50`,
  `1,${String(number).padStart(3, '0')}.50万元`,
  `${900 + number}`,
]

describe.runIf(hasBrowser)('tables handed in, in a real browser', () => {
  const stage = useStage()
  let page: Page
  const folder = mkdtempSync(join(tmpdir(), 'hengping-imports-'))

  beforeAll(async () => {
    page = await stage.window({ permissions: ['clipboard-read', 'clipboard-write'] })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const begin = async (): Promise<void> => {
    await page.goto(`${stage.server.address}/#/rounds`)
    await page.getByRole('heading', { level: 1, name: '评价' }).waitFor()
    await page.getByRole('link', { name: '导入', exact: true }).click()
    await page.getByLabel('指标体系').selectOption(VERSION)
  }

  test('200 rows are pasted from the clipboard, three bad cells are mended, and all are stored', async () => {
    await begin()
    await looksRight(page)
    await shoot(page, 'door')
    const rows = Array.from({ length: 200 }, (_, index) => unit(index + 1))
    rows[4]![5] = '约900'
    rows[99]![3] = '一千多'
    rows[149]![2] = '去年'
    const text = [HEADS, ...rows].map((cells) => cells.join('\t')).join('\r\n')
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
    const title = page.getByRole('heading', { level: 1, name: '导入' })
    await title.focus()
    await hasFocus(title)
    await page.keyboard.press('Control+V')
    await page.getByText('读出 197 份，3 份有错没有读入，共 3 处要改').waitFor()
    await shoot(page, 'grid')
    await page.getByLabel('只看有错的行').check()
    await looksRight(page)
    await page.getByLabel('只看有错的行').uncheck()
    // the keyboard goes from what is wrong to the cell that is
    for (const [place, value] of [
      ['F6', '900'],
      ['D101', '1,000'],
      ['C151', '2024'],
    ] as const) {
      await page.getByRole('button', { name: place, exact: true }).press('Enter')
      await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true')
      await page.keyboard.press('Control+A')
      await page.keyboard.type(value)
      await page.getByRole('button', { name: place, exact: true }).waitFor({ state: 'detached' })
    }
    await page.getByText('读出 200 份，没有要改的地方').waitFor()
    await page.getByRole('button', { name: '存入 200 份' }).click()
    await page.getByText('已存入 200 份。').waitFor()
    await page.getByRole('link', { name: '份数多，请到“评价”里评分。' }).waitFor()
    const { submission } = (await (await fetch(`${stage.server.address}/api/submissions/unit-5-2024`)).json()) as {
      submission: { name: string; facts: object }
    }
    expect(submission).toMatchObject({ name: '第5局', facts: { spent: 900, adjustedBudget: 1005.5 } })
  })

  test('a workbook with a fault comes back with what is wrong; put right, it is stored, graded and printed', async () => {
    const bad = unit(900)
    bad[5] = '约900'
    const write = (cells: string[]): Buffer =>
      writeWorkbook({
        title: '汇总',
        sheets: [
          {
            name: '汇总',
            widths: HEADS.map(() => 14),
            rows: [HEADS, cells].map((row) => ({ cells: row.map((value) => ({ value })) })),
          },
        ],
      })
    const file = join(folder, '汇总.xlsx')
    writeFileSync(file, write(bad))
    await begin()
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(file)
    await page.getByText('读出 0 份，1 份有错没有读入，共 1 处要改').waitFor()
    await looksRight(page)
    const copy = await downloadBy(page.getByRole('button', { name: '下载带错误说明的表' }))
    expect(copy.suggestedFilename()).toBe('汇总.错误.xlsx')
    const tables = await readTables(await readFile(await copy.path()))
    if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
    expect(cellText(tables.value[0]?.rows[1]?.cells.get(7))).toContain('约900')

    await page.getByRole('button', { name: '换一份' }).click()
    writeFileSync(file, write(unit(900)))
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(file)
    await page.getByRole('button', { name: '存入 1 份' }).click()
    await page.getByText('已评分 1 份。').waitFor()
    await page.getByRole('link', { name: '看结果' }).click()
    await page.getByRole('heading', { level: 1, name: '第900局' }).waitFor()
    for (const [name, part] of [
      ['下载自评表', 'xl/workbook.xml'],
      ['下载自评表说明', 'word/document.xml'],
    ] as const) {
      const download = await downloadBy(page.getByRole('link', { name, exact: true }))
      const archive = await Archive.open(await readFile(await download.path()))
      expect([...archive.parts.keys()]).toContain(part)
    }
  })

  test('last year’s names are imported as somebody says, and stored once the differences are confirmed', async () => {
    await begin()
    const text = [['名称', '单位编号', '评价年度', '年初预算数', '决算支出金额', '往年栏目'], ['旧表局', 'old', '2024', '100', '90', '甲']].map((cells) => cells.join('\t')).join('\n') // prettier-ignore
    await page.getByLabel('从 Excel 或 WPS 复制的行').fill(text)
    await page.getByLabel('从 Excel 或 WPS 复制的行').blur()
    const differences = page.getByRole('region', { name: '与这一版不同的地方' })
    await differences.waitFor()
    const save = page.getByRole('button', { name: '存入 1 份' })
    await eventually(() => save.isDisabled()).toBe(true)
    await page.getByLabel('“决算支出金额”按什么导入').selectOption({ label: '支出数' })
    await page.getByRole('button', { name: '其余 1 条都不导入' }).click()
    await looksRight(page)
    await shoot(page, 'differences')
    await eventually(() => page.getByLabel('以上不同已核对').isDisabled()).toBe(true)
    await page.getByRole('button', { name: '按以上对应重新核对' }).click()
    await page.getByRole('button', { name: '按以上对应重新核对' }).waitFor({ state: 'detached' })
    await page.getByLabel('以上不同已核对').check()
    await save.click()
    await page.getByText('已存入 1 份。').waitFor()
    const { submission } = (await (await fetch(`${stage.server.address}/api/submissions/old-2024`)).json()) as {
      submission: { facts: object }
    }
    expect(submission.facts).toEqual({ initialBudget: 100, spent: 90 })
    await page.getByText('已评分').or(page.getByText('评不了')).first().waitFor()
  })

  test(`a folder of ${MANY.count} workbooks: those that can be taken are stored, ${MANY.broken} are listed by cell`, async () => {
    const file = await readRuleSetFile('rules/mof-project.2024-01-01.json')
    if (!file.ok) throw new Error(JSON.stringify(file.issues))
    const broken = await writeManyWorkbooks(join(folder, '交来的表'), file.value, MANY)
    const good = MANY.count - MANY.broken
    await begin()
    await page.getByLabel('指标体系').selectOption('mof-project@2024-01-01')
    // meanwhile the service answers others
    const waits: number[] = []
    const ask = async (): Promise<void> => {
      const since = performance.now()
      await fetch(`${stage.server.address}/healthz`)
      waits.push(performance.now() - since)
    }
    const ping = LONG ? setInterval(() => void ask(), 100) : undefined
    const since = performance.now()
    // reading comes no further than this before it is told to stop
    let asked = 0
    let letGo = (): void => undefined
    const stopped = new Promise<void>((resolve) => (letGo = resolve))
    await page.route('**/api/imports*', async (route) => {
      if ((asked += 1) > 10) await stopped
      await route.fallback().catch(() => undefined)
    })
    await page.getByLabel('选择文件夹').setInputFiles(join(folder, '交来的表'))
    await page.getByText(`正在核对`).waitFor()
    await page.getByRole('button', { name: '停下' }).click()
    letGo()
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByText('已停下；什么都没有存').waitFor()
    await page.getByRole('button', { name: '继续' }).click()
    await page.getByText(`读出 ${good} 份，${MANY.broken} 个文件有没有读入的`).waitFor({ timeout: 600_000 })
    const read = performance.now() - since
    await looksRight(page)
    await shoot(page, 'many')
    for (const { file, place, words } of broken) {
      const row = page.getByRole('row').filter({ hasText: `交来的表/${file}` })
      await eventually(() => row.first().textContent()).toContain(place)
      await eventually(() => row.first().textContent()).toMatch(words)
    }
    const list = await downloadBy(page.getByRole('button', { name: '下载没有导入的清单' }))
    const tables = await readTableFile(await readFile(await list.path()))
    if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
    expect(tables.value[0]?.rows).toHaveLength(MANY.broken + 1)
    await page.getByRole('button', { name: `存入 ${good} 份` }).click()
    await page.getByText(`已存入 ${good} 份。`).waitFor({ timeout: 600_000 })
    clearInterval(ping)
    const all = (await (await fetch(`${stage.server.address}/api/submissions?subject=project`)).json()) as {
      submissions: { id: string }[]
    }
    const ids = new Set(all.submissions.map(({ id }) => id))
    expect(ids.has('sample-project-0001') || ids.has('sample-project-001')).toBe(true)
    expect(ids.has('twice')).toBe(false)
    // the page of a website among them is no table
    stage.expectFaults(/status of 422/)
    if (LONG) console.log(`read in ${Math.round(read)} ms, all in ${Math.round(performance.now() - since)} ms; the service answered in ${Math.round(Math.max(...waits))} ms at most`) // prettier-ignore
  })

  test('what is no table is refused with a sentence', async () => {
    const file = join(folder, '坏.xlsx')
    writeFileSync(file, '<html><table></table></html>')
    await begin()
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(file)
    await page.getByText('这是改了扩展名的网页').waitFor()
    stage.expectFaults(/status of 422/)
  })
})
