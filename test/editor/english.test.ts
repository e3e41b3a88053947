import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser } from './browser.ts'
import { eventually, looksRight, useStage } from './stage.ts'

/** Where words of the page stand and nothing of anybody's data. */
const WORDS = 'nav.rail li, thead th, .pane.tree h2, .pane.effect h2, .content h2, .filters label, .page-head button'

describe.runIf(hasBrowser)('the page in English', () => {
  const stage = useStage()
  let page: Page

  beforeAll(async () => {
    page = await stage.window()
  })

  test('is the same place in the other language, and back', async () => {
    await page.goto(`${stage.server.address}/#/rule-sets`)
    await page.getByRole('button', { name: '规则管理员甲' }).click()
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Rule sets', level: 1 }).waitFor()
    expect(page.url()).toBe(`${stage.server.address}/en/#/rule-sets`)
    await eventually(() => page.locator('html').getAttribute('lang')).toBe('en')
    await page.getByRole('button', { name: '规则管理员甲' }).click()
    await page.getByRole('link', { name: '中文' }).click()
    await page.getByRole('heading', { name: '指标体系', level: 1 }).waitFor()
    expect(page.url()).toBe(`${stage.server.address}/#/rule-sets`)
  })

  test.each([
    ['#/', 'Results'],
    ['#/rounds', 'Rounds'],
    ['#/forms', 'Forms'],
    ['#/imports', 'Import'],
    ['#/organisations', 'Units'],
    ['#/rule-sets', 'Rule sets'],
    ['#/accounts/huadu-zhengfawei-2024', ''],
    ['#/rule-sets/guangdong-department/2024-01-01', ''],
  ])('%s says nothing in Chinese but what is data', async (hash, title) => {
    await page.goto('about:blank')
    await page.goto(`${stage.server.address}/en/${hash}`)
    await page.locator('main h1').waitFor()
    await page.locator('main .loading').waitFor({ state: 'detached' })
    if (title !== '') await eventually(() => page.locator('main h1').innerText()).toContain(title)
    const said = (await page.locator(WORDS).allInnerTexts()).filter((text) => /\p{Script=Han}/u.test(text))
    expect(said).toEqual([])
    await looksRight(page)
  })
})
