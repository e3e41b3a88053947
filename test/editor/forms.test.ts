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

const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 })

/** One point of a PNG. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const ID = 'huadu-zhengfawei-2024'

describe.runIf(hasBrowser)('a form on its way, in a real browser', () => {
  let server: RunningServer
  let browser: Browser
  let unit: Page
  let bureau: Page
  const faults: string[][] = []

  /** A person at a computer of their own. */
  const enter = async (identity: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
    await context.addCookies([{ name: 'hengping-demo', value: encodeURIComponent(identity), url: server.address }])
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address })
    const page = await context.newPage()
    faults.push(await watchFaults(page))
    return page
  }
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
    unit = await enter('demo:department')
    bureau = await enter('demo:review-1')
  })
  afterEach(() => expect(faults.flatMap((list) => list.splice(0))).toEqual([]))
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const looksRight = async (page: Page, name: string, within?: string): Promise<void> => {
    expect(await accessibilityFaults(page, within)).toEqual([])
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    await shoot(page, name)
  }
  const shoot = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['SHOTS']
    if (!folder) return
    await page.screenshot({ path: `${folder}/${name}.png` })
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.screenshot({ path: `${folder}/${name}-wide.png` })
    await page.setViewportSize({ width: 1366, height: 768 })
  }
  /** As the unit sees it. */
  const formOf = async () => {
    const headers = { cookie: `hengping-demo=${encodeURIComponent('demo:department')}` }
    const answer = await fetch(`${server.address}/api/forms/${ID}`, { headers })
    return (await answer.json()) as { form: { status: string }; entries: { facts: Record<string, unknown> } }
  }
  const value = (page: Page, label: string) => page.getByLabel(`${label}：数值`, { exact: true })
  const saved = (page: Page) => page.getByText(/^已保存，第/).waitFor()

  test('is begun, filled in, graded as one types, and nothing typed is lost', async () => {
    await unit.goto(`${server.address}/#/forms`)
    await unit.getByLabel('评价年度').fill('2024')
    await unit
      .getByLabel('指标体系')
      .selectOption({ label: '广东省部门整体支出绩效自评指标体系（2024-01-01 起施行）' })
      .catch(async () => {
        const options = await unit.getByLabel('指标体系').locator('option').allTextContents()
        throw new Error(options.join('\n'))
      })
    await looksRight(unit, 'forms-begin')
    await unit.getByRole('button', { name: '开始填报' }).click()
    await unit.getByRole('heading', { level: 1, name: '花都区委政法委' }).waitFor()
    // what was imported for the year stands in the fields
    expect(await value(unit, '支出数').inputValue()).toBe('2781.82')
    await unit.getByText('系统试算').first().waitFor()
    await saved(unit)
    const before = await unit.locator('.form-total').textContent()

    await value(unit, '支出数').fill('约两千')
    await unit.getByText('约两千', { exact: false }).first().waitFor()
    await unit.locator('#fact-spent .fact-fault').waitFor()
    await value(unit, '支出数').fill('1,390.91万元')
    await unit.locator('#fact-spent .fact-fault').waitFor({ state: 'detached' })
    await eventually(() => unit.locator('.form-total').textContent()).not.toBe(before)

    // closed before it was saved: the window that comes next has it
    await unit.getByLabel('支出数：来源和说明', { exact: true }).fill('决算报表第 3 页')
    await unit.reload()
    await eventually(() => unit.getByLabel('支出数：来源和说明', { exact: true }).inputValue()).toBe('决算报表第 3 页')
    await saved(unit)
    await eventually(async () => (await formOf()).entries.facts['spent']).toEqual({
      value: '1,390.91万元',
      note: '决算报表第 3 页',
    })
    await looksRight(unit, 'form-filling')
  })

  test('takes a block of cells, and an input method composes without sending anything', async () => {
    const grid = unit.getByRole('region', { name: '部门整体绩效目标指标的各行' })
    const rows = await grid.locator('tbody tr').count()
    await unit.locator('#fact-targets').getByRole('button', { name: '加一行' }).click()
    await unit.evaluate(
      (text) => navigator.clipboard.writeText(text),
      '新增指标甲\t产出指标\n新增指标乙\t产出指标\r\n新增指标丙\t效益指标\r\n',
    )
    await grid.getByLabel(`指标名称，第 ${rows + 1} 行`).focus()
    await unit.keyboard.press('Control+V')
    await eventually(() => grid.locator('tbody tr').count()).toBe(rows + 3)
    for (const number of [rows + 3, rows + 2, rows + 1])
      await grid.getByRole('button', { name: `删去第 ${number} 行` }).click()
    expect(await grid.locator('tbody tr').count()).toBe(rows)

    const field = grid.locator('tbody tr').first().locator('input').first()
    const text = await field.inputValue()
    const session = await unit.context().newCDPSession(unit)
    await field.focus()
    await session.send('Input.imeSetComposition', { text: 'xin', selectionStart: 3, selectionEnd: 3 })
    await unit.keyboard.press('Enter')
    expect(await unit.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('第 1 行')
    await session.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
    await field.fill(text)
    await saved(unit)
  })

  test('takes a table in where it says something', async () => {
    const door = unit.getByLabel('从表格读入')
    const table = (rate: string) => ({
      name: '表.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`数据项,数值\n支出数,${rate}\n`),
    })
    await door.setInputFiles(table('约一千'))
    await unit.getByText('表里有错，没有读入').waitFor()
    expect(await value(unit, '支出数').inputValue()).toBe('1,390.91万元')
    await door.setInputFiles(table('1390.91'))
    await unit.getByText('读入 1 项数据、0 个自评得分').waitFor()
    expect(await value(unit, '支出数').inputValue()).toBe('1390.91')
    expect(await value(unit, '调整后预算数').inputValue()).toBe('2781.82')
    await value(unit, '支出数').fill('1390.9')
    await unit.getByLabel('支出数：来源和说明', { exact: true }).fill('决算报表第 3 页')
    await saved(unit)
  })

  test('of two windows the second is told and takes either', async () => {
    const second = await unit.context().newPage()
    await second.goto(`${server.address}/#/forms/${ID}`)
    await value(second, '支出数').waitFor()
    await value(unit, '支出数').fill('2781.82')
    await eventually(async () => (await formOf()).entries.facts['spent']).toMatchObject({ value: '2781.82' })
    await value(second, '支出数').fill('2700')
    await second.getByText('保存过这份填报').waitFor()
    await looksRight(second, 'form-conflict', '.form-alerts')
    await second.getByRole('button', { name: '用已保存的那份' }).click()
    await second.getByRole('group').getByRole('button', { name: '用已保存的那份' }).click()
    await saved(second)
    expect(await value(second, '支出数').inputValue()).toBe('2781.82')
    await second.close()
  })

  test('is supported, handed in, returned, handed in again and received', async () => {
    const leaf = unit.locator('.leaf', { has: unit.locator('#fact-spent') })
    const door = leaf.getByLabel(/^给“.*”附文件$/)
    await door.setInputFiles({ name: '说明.png', mimeType: 'image/png', buffer: Buffer.from('<html>不是图片</html>') })
    await leaf.getByText('不是认得的文件').waitFor()
    // the browser's own note of what was refused
    expect(faults[0]?.splice(0)).toEqual([expect.stringContaining('422')])
    await door.setInputFiles({ name: '支付凭证.png', mimeType: 'text/html', buffer: PNG })
    await leaf.getByRole('link', { name: '支付凭证.png' }).waitFor()
    const [shown] = await Promise.all([
      unit.context().waitForEvent('page'),
      leaf.getByRole('link', { name: '支付凭证.png' }).click(),
    ])
    await shown.waitForLoadState()
    expect(await shown.evaluate(() => document.contentType)).toBe('image/png')
    await shown.close()

    await unit.getByRole('button', { name: '提交', exact: true }).click()
    await unit.getByRole('group', { name: '提交' }).getByRole('button', { name: '提交' }).click()
    await unit.getByText('等财政部门接收或退回').waitFor()
    expect(await value(unit, '支出数').getAttribute('readonly')).not.toBeNull()
    await shoot(unit, 'form-submitted')

    await bureau.goto(`${server.address}/#/forms`)
    await bureau.getByRole('button', { name: /^已提交/ }).click()
    await looksRight(bureau, 'forms-bureau')
    await bureau.getByRole('link', { name: '花都区委政法委' }).click()
    const theirs = bureau.locator('.leaf', { has: bureau.locator('#fact-spent') })
    await theirs.getByRole('button', { name: '写意见：支出数' }).click()
    await theirs.getByRole('textbox', { name: /^对“/ }).fill('与决算不符，请核对')
    await bureau.getByRole('button', { name: '退回', exact: true }).click()
    await bureau.getByLabel('原因', { exact: true }).fill('请核对支出数')
    await bureau.getByRole('form', { name: '退回给填报单位' }).getByRole('button', { name: '退回' }).click()
    await eventually(async () => (await formOf()).form.status).toBe('returned')

    await unit.reload()
    await unit.getByText('请核对支出数').waitFor()
    await leaf.getByText('与决算不符，请核对').waitFor()
    await value(unit, '支出数').fill('2781.8')
    await saved(unit)
    await looksRight(unit, 'form-returned', '.leaf:has(#fact-spent)')
    await unit.getByRole('button', { name: '提交', exact: true }).click()
    await unit.getByRole('group', { name: '提交' }).getByRole('button', { name: '提交' }).click()
    await unit.getByText('等财政部门接收或退回').waitFor()

    await bureau.reload()
    const changes = bureau.getByRole('region', { name: '上次提交以来的改动' })
    await changes.getByRole('row', { name: /支出数.*2781\.82.*2781\.8/ }).waitFor()
    await looksRight(bureau, 'form-deciding', '.review-box')
    await changes.getByRole('button', { name: '接收' }).click()
    await changes.getByRole('group', { name: '接收' }).getByRole('button', { name: '接收' }).click()
    await bureau.getByText('已成为正式的填报').waitFor()
    await bureau.getByRole('link', { name: '看评分明细' }).click()
    await bureau.getByRole('heading', { level: 1, name: '花都区委政法委' }).waitFor()
    const { submission } = (await (await fetch(`${server.address}/api/submissions/${ID}`)).json()) as {
      submission: { facts: Record<string, unknown>; evidence: object[] }
    }
    expect(submission.facts['spent']).toEqual({ value: 2781.8, note: '决算报表第 3 页' })
    expect(submission.evidence).toMatchObject([{ title: '支付凭证.png' }])
  })
})
