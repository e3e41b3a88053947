import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TriedAccount } from '../../server/http/shapes.ts'
import { hasBrowser } from './browser.ts'
import { eventually, hasFocus, looksRight, useStage } from './stage.ts'

describe.runIf(hasBrowser)('the effect of edits, in a real browser', () => {
  const stage = useStage()
  let page: Page

  beforeAll(async () => {
    page = await stage.window()
    await page.goto(`${stage.server.address}/#/rule-sets/guangdong-department/2024-01-01`)
    await page.locator('.near').waitFor()
  })

  const weight = (label: string): Locator => page.getByLabel(`${label} 分值`, { exact: true })
  const settled = () => page.locator('.effect[aria-busy=false]').waitFor()
  async function move(from: string, fromPoints: string, to: string, toPoints: string) {
    await weight(from).fill(fromPoints)
    await weight(to).fill(toPoints)
    await settled()
  }

  test('those near a grade’s edge are listed, and one account is shown before and after', async () => {
    await move('预算编制约束性', '5', '财务管理合规性', '2')
    await page.locator('.movers a').first().waitFor()
    await eventually(() => page.locator('.near caption').innerText()).toMatch(/0.5 分以内）\d+ 个/)
    for (const text of await page.locator('.near td:last-child').allInnerTexts())
      expect(text).toMatch(/^(够“.+”，余|差) 0\.[0-5]\d/)
    await looksRight(page)

    const name = await page.locator('.movers tbody a').first().innerText()
    const [, before, after] = await page.locator('.movers tbody tr').first().locator('th, td').allInnerTexts()
    const answered = page.waitForResponse(/\/try\/account$/)
    const asked: string[] = []
    page.on('request', (request) => void (request.url().endsWith('/try/account') && asked.push(request.url())))
    await page.locator('.movers button').first().click()
    const account = (await (await answered).json()) as TriedAccount
    await page.locator('.tried h3').getByText(name).waitFor()
    expect([account.before?.points, account.after?.points]).toEqual([Number(before), Number(after)])
    await eventually(() => page.locator('.tried .of').allInnerTexts()).toEqual(account.nodes.map(({ label }) => label))
    for (const { before: node } of account.nodes)
      for (const { reason } of node?.lines ?? [])
        await eventually(() => page.locator('.tried').innerText()).toContain(reason)
    const back = page.getByRole('button', { name: '返回', exact: true })
    await hasFocus(back)
    await looksRight(page)
    expect(asked).toHaveLength(1)
    await back.press('Enter')
    await page.locator('.movers').waitFor()
  })

  test('edits that are taken back are none', async () => {
    // as the notice has them
    await move('预算编制约束性', '4', '财务管理合规性', '3')
    await page.getByText('没有得分变动').waitFor()
    await eventually(() => page.locator('.still').innerText()).toContain('修改左侧分值或评分标准')
  })
})
