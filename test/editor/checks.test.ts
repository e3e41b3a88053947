import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  accessibilityFaults,
  hasBrowser,
  launchBrowser,
  overflowOf,
  startServer,
  watchFaults,
  type RunningServer,
} from './browser.ts'

describe.runIf(hasBrowser)('what contradicts itself, in a real browser', () => {
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
})
