import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { readRuleSetTables } from '../../server/documents/rule-set/read-rule-set.ts'
import { ruleSetWorkbook } from '../../server/documents/rule-set/write-rule-set.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { hasBrowser } from './browser.ts'
import { downloadBy, looksRight, shoot, useStage } from './stage.ts'

describe.runIf(hasBrowser)('rule sets out to Excel and in again, in a real browser', () => {
  const stage = useStage()
  let page: Page
  const folder = mkdtempSync(join(tmpdir(), 'hengping-rule-files-'))
  beforeAll(async () => {
    page = await stage.window()
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
  })

  test('a version is exported, a weight and a date are changed in it, what changed is shown, and it is a draft', async () => {
    await page.goto(`${stage.server.address}/#/rule-sets`)
    const download = await downloadBy(page.getByRole('link', { name: /yueyang-department@.*导出为 Excel/u }))
    expect(download.suggestedFilename()).toMatch(/yueyang-department\.2018-01-01\.xlsx$/u)
    const json = await downloadBy(page.getByRole('button', { name: /yueyang-department@.*导出为 JSON/u }))
    expect(JSON.parse(readFileSync(await json.path(), 'utf8'))).toMatchObject({
      id: 'yueyang-department',
    })
    await looksRight(page)
    await shoot(page, 'rule-sets')
    const tables = await readTables(await readFile(await download.path()))
    const read = tables.ok ? readRuleSetTables(tables.value) : null
    if (!read?.ok) throw new Error('the exported workbook is not read')

    const ruleSet = structuredClone(read.ruleSet) as RuleSet
    const leaf = ruleSet.indicators[0]?.children?.[0]?.children?.[0] ?? ruleSet.indicators[0]?.children?.[0]
    if (!leaf?.points) throw new Error('no leaf')
    leaf.points += 1
    const file = join(folder, '改过的.xlsx')
    writeFileSync(file, writeWorkbook(ruleSetWorkbook(ruleSet)))
    await page.getByRole('link', { name: '导入', exact: true }).last().click()
    await page.getByRole('heading', { level: 1, name: '导入指标体系' }).waitFor()
    await looksRight(page)
    await page.getByLabel('选择文件').setInputFiles(file)
    await page.getByText('已经发布，不能改').waitFor()
    await page.getByLabel('施行日期').fill('2027-01-01')
    await page.getByLabel('施行日期').blur()
    await page.getByText('与 2018-01-01 起的版本相比').waitFor()
    await page.getByRole('row', { name: new RegExp(leaf.label ?? '') }).waitFor()
    await looksRight(page)
    await shoot(page, 'rule-file')
    await page.getByRole('button', { name: '存成草稿并打开' }).click()
    await page.waitForURL(/#\/drafts\/yueyang-department\/2027-01-01/u)
    const { ruleSet: stored } = (await (
      await fetch(`${stage.server.address}/api/drafts/yueyang-department/2027-01-01`)
    ).json()) as { ruleSet: RuleSet }
    expect(stored).toEqual({ ...ruleSet, effective: { ...ruleSet.effective, from: '2027-01-01' } })
  })

  test('a cell that cannot be read is named, and nothing is saved', async () => {
    const ruleSet = JSON.parse(readFileSync('rules/yueyang-department.2018-01-01.json', 'utf8')) as RuleSet
    const file = join(folder, '有错的.xlsx')
    writeFileSync(file, writeWorkbook(ruleSetWorkbook({ ...ruleSet, decimals: 9 })))
    await page.goto(`${stage.server.address}/#/rule-sets/import`)
    await page.getByLabel('选择文件').setInputFiles(file)
    await page.getByText('有 1 处读不懂').waitFor()
    await page.getByRole('cell', { name: '基本信息 B7' }).waitFor()
    await looksRight(page)
  })
})
