import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import {
  accessibilityFaults,
  hasBrowser,
  launchBrowser,
  overflowOf,
  startServer,
  watchFaults,
  type RunningServer,
} from './browser.ts'

const DRAFT = 'guangdong-department/2027-01-01'
const cookie = 'hengping-demo=demo:rules-1'

describe.runIf(hasBrowser)('facts, formulas, grades and rules on the total edited on the draft page', () => {
  let server: RunningServer
  let browser: Browser
  let page: Page
  let faults: string[]
  let opened: RuleSet
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
    const copied = await fetch(`${server.address}/api/rule-sets/guangdong-department/2024-01-01/clone?year=2027`, {
      headers: { cookie },
    })
    opened = ((await copied.json()) as { ruleSet: RuleSet }).ruleSet
    const begun = await fetch(`${server.address}/api/drafts/${DRAFT}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ revision: 0, ruleSet: opened, base: 'guangdong-department@2024-01-01' }),
    })
    expect(begun.status).toBe(200)
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
    await context.addCookies([{ name: 'hengping-demo', value: 'demo:rules-1', url: server.address }])
    page = await context.newPage()
    faults = await watchFaults(page)
    await page.goto(`${server.address}/#/drafts/${DRAFT}`)
    await page.locator('.pane.editing').waitFor()
  })
  // what is not finished yet cannot be tried; the page says so
  afterEach(() => expect(faults.splice(0).filter((fault) => !fault.includes('status of 422'))).toEqual([]))
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const pane = () => page.locator('.parts-pane')
  const undo = () => page.getByRole('button', { name: '撤销', exact: true })
  const stored = async (): Promise<RuleSet> => {
    await page.getByText(/^已保存 第 \d+ 稿$/).waitFor()
    const answer = await fetch(`${server.address}/api/drafts/${DRAFT}`, { headers: { cookie } })
    return ((await answer.json()) as { ruleSet: RuleSet }).ruleSet
  }
  const looksRight = async (name: string): Promise<void> => {
    expect(await accessibilityFaults(page, '.parts-pane')).toEqual([])
    for (const size of [
      { width: 1920, height: 1080 },
      { width: 1366, height: 768 },
    ]) {
      await page.setViewportSize(size)
      expect(await overflowOf(page)).toBe(0)
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}-${size.width}.png` })
    }
  }

  test('a fact gets another name, as one step that can be undone', async () => {
    await page.getByRole('button', { name: '数据项与公式' }).click()
    await pane().getByLabel('查找数据项').fill('zhichushu')
    const row = pane().getByRole('button', { name: /^支出数/ })
    await row.getByText('2,781.82').waitFor()
    await row.click()
    await pane().getByLabel('名称', { exact: true }).fill('本年支出合计')
    expect(await undo().getAttribute('title')).toContain('的名称从 “支出数” 改为 “本年支出合计”')
    await pane().getByLabel('又叫').fill('支出总额、实际支出')
    await pane().getByLabel('又叫').press('Enter')
    const { facts } = await stored()
    expect(facts.find(({ id }) => id === 'spent')).toMatchObject({
      label: '本年支出合计',
      aliases: ['支出总额', '实际支出'],
    })
    await looksRight('facts')
  })

  test('a formula is written with Chinese names, and its value seen on a department; nonsense stays in the field', async () => {
    await pane().getByLabel('查找数据项').fill('')
    await pane().getByRole('button', { name: '＋ 加算出来的数据项' }).click()
    await pane().getByLabel('编号', { exact: true }).fill('doubled')
    await pane().getByLabel('编号', { exact: true }).press('Enter')
    const formula = pane().getByLabel('公式', { exact: true })
    await formula.fill('')
    await formula.pressSequentially('本年支出')
    await pane()
      .getByRole('option', { name: /本年支出合计/ })
      .waitFor()
    await page.keyboard.press('Enter')
    expect(await formula.inputValue()).toBe('spent')
    await formula.press('End')
    await formula.pressSequentially(' * 2 +')
    await pane().getByRole('alert').waitFor()
    expect(await page.getByRole('button', { name: '提交待批' }).isDisabled()).toBe(true)
    await formula.pressSequentially(' 1')
    await pane()
      .getByRole('button', { name: /^新算式.*5,564\.64/ })
      .waitFor()
    await looksRight('formula')
    expect((await stored()).facts.at(-1)).toMatchObject({ id: 'doubled', label: '新算式', formula: 'spent * 2 + 1' })
    await pane().getByRole('button', { name: '删去', exact: true }).click()
    await pane()
      .getByRole('button', { name: /^新算式/ })
      .waitFor({ state: 'detached' })
  })

  test('grades, rounding and a rule on the total', async () => {
    await page.getByRole('button', { name: '等级与总分' }).click()
    await pane().getByLabel('第 1 等不低于（分）').fill('92')
    expect(await undo().getAttribute('title')).toBe('把等级“优”的不低于从 90 改为 92')
    await pane().getByLabel('得分保留几位小数').selectOption('1')
    await pane().getByRole('button', { name: '＋ 加总分规则' }).click()
    const rule = pane()
      .getByRole('group', { name: /^总分规则 \d+$/ })
      .last()
    await rule.getByLabel('做什么').selectOption('总分封顶')
    await rule
      .getByLabel('分数（分）')
      .or(rule.getByLabel('分数', { exact: true }))
      .fill('80')
    await rule.getByLabel('原因').fill('逾期报送')
    await looksRight('totals')
    const { grades, decimals, overrides } = await stored()
    expect(grades?.[0]).toEqual({ ...opened.grades?.[0], from: 92 })
    expect(decimals).toBe(1)
    expect(overrides?.at(-1)?.event).toEqual({ type: 'capPoints', params: { points: 80, reason: '逾期报送' } })
    await page.getByRole('button', { name: '等级与总分' }).click()
    await page.locator('.parts-pane').waitFor({ state: 'detached' })
  })
})
