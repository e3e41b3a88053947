import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { Archive } from '../../server/documents/zip/archive.ts'
import { hasBrowser } from './browser.ts'
import { downloadBy, eventually, looksRight, shoot, useStage } from './stage.ts'

describe.runIf(hasBrowser)('what contradicts itself, and what is printed, in a real browser', () => {
  const stage = useStage()
  let page: Page

  beforeAll(async () => {
    page = await stage.window()
  })

  test('the list counts, the worst first; the account says what and where', async () => {
    await page.goto(`${stage.server.address}/#/`)
    const row = page.getByRole('row').filter({ hasText: '花都区委政法委' })
    await row.getByText('错误 1').waitFor()
    await eventually(() => row.textContent()).toContain('提醒 4')
    await page.getByRole('button', { name: '前后不一致' }).click()
    await eventually(() => page.locator('.column-checks').getAttribute('aria-sort')).toBe('descending')
    await eventually(() => page.locator('.list-table tbody tr').first().textContent()).toMatch(/错误 \d+/)
    await looksRight(page)
    await shoot(page, 'list')
    await row.getByRole('link').click()
    const section = page.getByRole('region', { name: '一致性核对' })
    await section.getByText('49÷50=98%').waitFor()
    await eventually(() => section.getByRole('listitem').count()).toBe(5)
    await section.scrollIntoViewIfNeeded()
    await looksRight(page)
    await shoot(page, 'account')
  })

  const download = async (name: string) => {
    const file = await downloadBy(page.getByRole('link', { name, exact: true }))
    const archive = await Archive.open(await readFile(await file.path()))
    return { name: file.suggestedFilename(), parts: [...archive.parts.keys()] }
  }

  test('every printed table is a button away: of one form, and of all', async () => {
    await page.goto(`${stage.server.address}/#/accounts/huadu-zhengfawei-2024`)
    for (const [name, file, part] of [
      ['下载自评表', '花都区委政法委-2024-自评表.xlsx', 'xl/workbook.xml'],
      ['下载复核表', '花都区委政法委-2024-复核表.xlsx', 'xl/workbook.xml'],
      ['下载自评表说明', '花都区委政法委-2024-自评表说明.docx', 'word/document.xml'],
    ] as const) {
      const made = await download(name)
      expect([made.name, made.parts.includes(part)]).toEqual([file, true])
    }
    await page.goto(`${stage.server.address}/#/projects`)
    await page.locator('.list-table tbody tr').nth(5).waitFor()
    expect((await download('下载汇总')).name).toContain('-2024-汇总.xlsx')
    await looksRight(page)
    const { submissions } = (await (await fetch(`${stage.server.address}/api/submissions?subject=project`)).json()) as {
      submissions: { grading: object | null }[]
    }
    const graded = submissions.filter(({ grading }) => grading !== null).length
    const all = await download('下载全部打印件')
    expect(all.parts.filter((part) => part.endsWith('/自评表.xlsx'))).toHaveLength(graded)
    expect(all.parts.filter((part) => part.endsWith('/复核表.xlsx'))).toHaveLength(graded)
    expect(all.parts.filter((part) => !part.includes('/'))).toEqual(['汇总.xlsx'])
  })
})
