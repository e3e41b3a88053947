import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { closePages, hasBrowser } from './browser.ts'
import { eventually, hasFocus, hold, looksRight as isInOrder, shoot, useStage } from './stage.ts'

/** One point of a PNG. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const ID = 'huadu-zhengfawei-2024'

describe.runIf(hasBrowser)('a form on its way, in a real browser', () => {
  const stage = useStage()
  let unit: Page
  let bureau: Page

  // each at a computer of their own
  beforeAll(async () => {
    unit = await stage.window({ as: 'demo:department', permissions: ['clipboard-read', 'clipboard-write'] })
    bureau = await stage.window({ as: 'demo:review-1' })
  })

  const looksRight = async (page: Page, name: string, within?: string): Promise<void> => {
    await isInOrder(page, within)
    await shoot(page, name)
  }
  /** As the unit sees it. */
  const formOf = async () => {
    const headers = { cookie: `hengping-demo=${encodeURIComponent('demo:department')}` }
    const answer = await fetch(`${stage.server.address}/api/forms/${ID}`, { headers })
    return (await answer.json()) as { form: { status: string }; entries: { facts: Record<string, unknown> } }
  }
  const value = (page: Page, label: string) => page.getByLabel(`${label}：数值`, { exact: true })
  const saved = (page: Page) => page.getByText(/^已保存，第/).waitFor()

  test('is begun, filled in, graded as one types, and nothing typed is lost', async () => {
    await unit.goto(`${stage.server.address}/#/forms`)
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
    await eventually(() => value(unit, '支出数').inputValue()).toBe('2781.82')
    await unit.getByText('系统试算').first().waitFor()
    await saved(unit)
    const before = await unit.locator('.form-total').textContent()

    await value(unit, '支出数').fill('约两千')
    await unit.getByText('约两千', { exact: false }).first().waitFor()
    await unit.locator('#fact-spent .fact-fault').waitFor()
    await value(unit, '支出数').fill('1,390.91万元')
    await unit.locator('#fact-spent .fact-fault').waitFor({ state: 'detached' })
    await eventually(() => unit.locator('.form-total').textContent()).not.toBe(before)

    // scores that are not of what is filled in now are not passed off as such
    stage.expectFaults(/status of 503/)
    await unit.route('**/preview', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 })
    await value(unit, '支出数').fill('1,390.92万元')
    await unit.getByText('下面的得分和提示还不是现在所填的').waitFor()
    await value(unit, '支出数').fill('1,390.91万元')
    await unit.getByText('下面的得分和提示还不是现在所填的').waitFor({ state: 'detached' })

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
    await grid.locator('tbody tr').first().waitFor()
    const rows = await grid.locator('tbody tr').count()
    await unit.locator('#fact-targets').getByRole('button', { name: '加一行' }).click()
    await unit.evaluate(
      (text) => navigator.clipboard.writeText(text),
      '新增指标甲\t产出指标\n新增指标乙\t产出指标\r\n新增指标丙\t效益指标\r\n',
    )
    const first = grid.getByLabel(`指标名称，第 ${rows + 1} 行`)
    await first.focus()
    await hasFocus(first)
    await unit.keyboard.press('Control+V')
    await eventually(() => grid.locator('tbody tr').count()).toBe(rows + 3)
    for (const number of [rows + 3, rows + 2, rows + 1]) {
      await grid.getByRole('button', { name: `删去第 ${number} 行` }).click()
      await eventually(() => grid.locator('tbody tr').count()).toBe(number - 1)
    }

    const field = grid.locator('tbody tr').first().locator('input').first()
    const text = await field.inputValue()
    const session = await unit.context().newCDPSession(unit)
    await field.focus()
    await hasFocus(field)
    await session.send('Input.imeSetComposition', { text: 'xin', selectionStart: 3, selectionEnd: 3 })
    await unit.keyboard.press('Enter')
    await eventually(() => unit.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('第 1 行')
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
    await eventually(() => value(unit, '支出数').inputValue()).toBe('1,390.91万元')
    await door.setInputFiles(table('1390.91'))
    await unit.getByText('读入 1 项数据、0 个自评得分').waitFor()
    await eventually(() => value(unit, '支出数').inputValue()).toBe('1390.91')
    await eventually(() => value(unit, '调整后预算数').inputValue()).toBe('2781.82')
    await value(unit, '支出数').fill('1390.9')
    await unit.getByLabel('支出数：来源和说明', { exact: true }).fill('决算报表第 3 页')
    await saved(unit)
  })

  test('of two windows the second is told and takes either', async () => {
    const second = await unit.context().newPage()
    await second.goto(`${stage.server.address}/#/forms/${ID}`)
    await value(second, '支出数').waitFor()
    await value(unit, '支出数').fill('2781.82')
    await eventually(async () => (await formOf()).entries.facts['spent']).toMatchObject({ value: '2781.82' })
    await value(second, '支出数').fill('2700')
    await second.getByText('保存过这份填报').waitFor()
    await looksRight(second, 'form-conflict', '.form-alerts')
    await second.getByRole('button', { name: '用已保存的那份' }).click()
    await second.getByRole('group').getByRole('button', { name: '用已保存的那份' }).click()
    await saved(second)
    await eventually(() => value(second, '支出数').inputValue()).toBe('2781.82')
    await closePages(second)
  })

  test('is supported, handed in, returned, handed in again and received', async () => {
    const leaf = unit.locator('.leaf', { has: unit.locator('#fact-spent') })
    const door = leaf.getByLabel(/^给“.*”附文件$/)
    await door.setInputFiles({ name: '说明.png', mimeType: 'image/png', buffer: Buffer.from('<html>不是图片</html>') })
    await leaf.getByText('不是认得的文件').waitFor()
    // the browser's own note of what was refused
    stage.expectFaults(/status of 422/)
    await door.setInputFiles({ name: '支付凭证.png', mimeType: 'text/html', buffer: PNG })
    await leaf.getByRole('link', { name: '支付凭证.png' }).waitFor()
    const [shown] = await Promise.all([
      unit.context().waitForEvent('page'),
      leaf.getByRole('link', { name: '支付凭证.png' }).click(),
    ])
    await shown.waitForLoadState()
    await eventually(() => shown.evaluate(() => document.contentType)).toBe('image/png')
    await closePages(shown)

    const letGo = await hold(unit, '**/submission')
    await unit.getByRole('button', { name: '提交', exact: true }).click()
    await unit.getByRole('group', { name: '提交' }).getByRole('button', { name: '提交' }).click()
    // not twice, however long it takes
    await eventually(() => unit.getByRole('button', { name: '提交', exact: true }).isDisabled()).toBe(true)
    await letGo()
    await unit.getByText('等财政部门接收或退回').waitFor()
    await eventually(() => value(unit, '支出数').getAttribute('readonly')).not.toBeNull()
    await shoot(unit, 'form-submitted')

    await bureau.goto(`${stage.server.address}/#/forms`)
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
    const { submission } = (await (await fetch(`${stage.server.address}/api/submissions/${ID}`)).json()) as {
      submission: { facts: Record<string, unknown>; evidence: object[] }
    }
    expect(submission.facts['spent']).toEqual({ value: 2781.8, note: '决算报表第 3 页' })
    expect(submission.evidence).toMatchObject([{ title: '支付凭证.png' }])
  })
})
