import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Archive } from '../../server/documents/zip/archive.ts'
import {
  accessibilityFaults,
  hasBrowser,
  launchBrowser,
  overflowOf,
  startServer,
  watchFaults,
  type RunningServer,
} from './browser.ts'

describe.runIf(hasBrowser)('what contradicts itself, and what is printed, in a real browser', () => {
  let server: RunningServer
  let browser: Browser
  let page: Page
  let faults: string[]

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
    faults = await watchFaults(page)
  })
  afterEach(() => expect(faults.splice(0)).toEqual([]))
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  const shoot = async (name: string): Promise<void> => {
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png` })
  }
  const looksRight = async (): Promise<void> => {
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
  }

  test('the list counts, the worst first; the account says what and where', async () => {
    await page.goto(`${server.address}/#/`)
    const row = page.getByRole('row').filter({ hasText: '花都区委政法委' })
    await row.getByText('错误 1').waitFor()
    expect(await row.textContent()).toContain('提醒 4')
    await page.getByRole('button', { name: '前后不一致' }).click()
    expect(await page.locator('.column-checks').getAttribute('aria-sort')).toBe('descending')
    const first = await page.locator('.list-table tbody tr').first().textContent()
    expect(first).toMatch(/错误 \d+/)
    await looksRight()
    await shoot('list')
    await row.getByRole('link').click()
    const section = page.getByRole('region', { name: '一致性核对' })
    await section.getByText('49÷50=98%').waitFor()
    expect(await section.getByRole('listitem').count()).toBe(5)
    await section.scrollIntoViewIfNeeded()
    await looksRight()
    await shoot('account')
  })

  const download = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name, exact: true }).click(),
    ])
    const archive = await Archive.open(await readFile(await file.path()))
    return { name: file.suggestedFilename(), parts: [...archive.parts.keys()] }
  }

  test('every printed table is a button away: of one form, and of all', async () => {
    await page.goto(`${server.address}/#/accounts/huadu-zhengfawei-2024`)
    for (const [name, file, part] of [
      ['下载自评表', '花都区委政法委-2024-自评表.xlsx', 'xl/workbook.xml'],
      ['下载复核表', '花都区委政法委-2024-复核表.xlsx', 'xl/workbook.xml'],
      ['下载自评表说明', '花都区委政法委-2024-自评表说明.docx', 'word/document.xml'],
    ] as const) {
      const made = await download(name)
      expect([made.name, made.parts.includes(part)]).toEqual([file, true])
    }
    await page.goto(`${server.address}/#/projects`)
    await page.getByRole('row').nth(5).waitFor()
    expect((await download('下载汇总')).name).toContain('-2024-汇总.xlsx')
    await page.getByRole('row').nth(5).waitFor()
    await looksRight()
    const { submissions } = (await (await fetch(`${server.address}/api/submissions?subject=project`)).json()) as {
      submissions: { grading: object | null }[]
    }
    const graded = submissions.filter(({ grading }) => grading !== null).length
    const all = await download('下载全部打印件')
    expect(all.parts.filter((part) => part.endsWith('/自评表.xlsx'))).toHaveLength(graded)
    expect(all.parts.filter((part) => part.endsWith('/复核表.xlsx'))).toHaveLength(graded)
    expect(all.parts.filter((part) => !part.includes('/'))).toEqual(['汇总.xlsx'])
  })
})
