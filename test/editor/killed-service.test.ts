import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { hasBrowser } from './browser.ts'
import { eventually, useStage } from './stage.ts'

const FORM = '广东省部门整体支出绩效自评指标体系'
const DRAFT = '#/drafts/guangdong-department/2029-01-01'

describe.runIf(hasBrowser)('the service is killed while two write one draft', () => {
  // what cannot be reached or has no room yet, and who comes second, is told by the browser as well
  const stage = useStage({
    // it comes back at its own address, which none of those that are given out on asking may have taken meanwhile
    serve: ['--port', String(20_000 + (process.pid % 10_000))],
    faults: /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_SOCKET|status of (409|503)/,
  })

  async function windowOf(person: string, hash: string): Promise<Page> {
    const page = await stage.window({ as: person })
    await page.goto(`${stage.server.address}/${hash}`)
    return page
  }
  const weight = (page: Page, label: string) => page.getByLabel(`${label} 分值`, { exact: true })
  const saved = (page: Page) => page.getByText(/^已保存 第 \d+ 稿$/).waitFor()
  const away = (page: Page) => page.getByText('没有连上，改动留在本机').waitFor()

  test('nothing typed is lost: what only one changed is kept, what both changed is shown to choose from', async () => {
    const one = await windowOf('demo:rules-1', '#/rule-sets')
    const row = one.getByRole('row').filter({ has: one.getByRole('link', { name: FORM }) })
    await row.getByRole('button', { name: '复制为另一年' }).click()
    await one.getByLabel('年份').fill('2029')
    await one.getByLabel('年份').press('Enter')
    await saved(one)
    const two = await windowOf('demo:rules-2', DRAFT)
    await saved(two)

    await stage.server.kill()
    await weight(one, '预算编制约束性').fill('5')
    await weight(one, '财务管理合规性').fill('2')
    await weight(two, '预算编制约束性').fill('6')
    await weight(two, '绩效信息公开情况').fill('1')
    await Promise.all([away(one), away(two)])
    await stage.server.startAgain()

    const merging = (page: Page) => page.getByRole('heading', { name: '合并两边的改动' })
    const [first, second] = await Promise.any([
      merging(one)
        .waitFor()
        .then(() => [two, one] as const),
      merging(two)
        .waitFor()
        .then(() => [one, two] as const),
    ])
    await saved(first)
    const conflict = second.getByRole('group', { name: '预算编制约束性' })
    await eventually(async () => (await conflict.innerText()).replace(/\s+/g, ' ')).toMatch(/5.*6|6.*5/)
    await conflict.getByRole('radio').first().check()
    await second.getByRole('button', { name: /^合并并存为第 \d+ 稿$/ }).click()
    await saved(second)
    await Promise.all([one.reload(), two.reload()])
    for (const page of [one, two]) {
      await saved(page)
      expect(['5', '6']).toContain(await weight(page, '预算编制约束性').inputValue())
      await eventually(() => weight(page, '财务管理合规性').inputValue()).toBe('2')
      await eventually(() => weight(page, '绩效信息公开情况').inputValue()).toBe('1')
    }
    await eventually(() => weight(one, '预算编制约束性').inputValue()).toBe(
      await weight(two, '预算编制约束性').inputValue(),
    )
  })
})
