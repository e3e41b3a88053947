import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { hasBrowser } from './browser.ts'
import { eventually, hasFocus, looksRightAtBothSizes, shoot, useStage } from './stage.ts'

const DRAFT = 'guangdong-department/2027-01-01'
const cookie = 'hengping-demo=demo:rules-1'

describe.runIf(hasBrowser)('facts, formulas, grades and rules on the total edited on the draft page', () => {
  // what is not finished yet cannot be tried; the page says so
  const stage = useStage({ faults: /status of 422/ })
  let page: Page
  let opened: RuleSet
  beforeAll(async () => {
    const copied = await fetch(
      `${stage.server.address}/api/rule-sets/guangdong-department/2024-01-01/clone?year=2027`,
      {
        headers: { cookie },
      },
    )
    opened = ((await copied.json()) as { ruleSet: RuleSet }).ruleSet
    const begun = await fetch(`${stage.server.address}/api/drafts/${DRAFT}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ revision: 0, ruleSet: opened, base: 'guangdong-department@2024-01-01' }),
    })
    expect(begun.status).toBe(200)
    page = await stage.window({ as: 'demo:rules-1' })
    await page.goto(`${stage.server.address}/#/drafts/${DRAFT}`)
    await page.locator('.pane.editing').waitFor()
  })

  const pane = () => page.locator('.parts-pane')
  const undo = () => page.getByRole('button', { name: '撤销', exact: true })
  const stored = async (): Promise<RuleSet> => {
    await page.getByText(/^已保存 第 \d+ 稿$/).waitFor()
    const answer = await fetch(`${stage.server.address}/api/drafts/${DRAFT}`, { headers: { cookie } })
    return ((await answer.json()) as { ruleSet: RuleSet }).ruleSet
  }
  const looksRight = async (name: string): Promise<void> => {
    await looksRightAtBothSizes(page, '.parts-pane')
    await shoot(page, name)
  }

  test('a fact gets another name, as one step that can be undone', async () => {
    await page.getByRole('button', { name: '数据项与公式' }).click()
    await pane().getByLabel('查找数据项').fill('zhichushu')
    const row = pane().getByRole('button', { name: /^支出数/ })
    await row.getByText('2,781.82').waitFor()
    await row.click()
    await pane().getByLabel('名称', { exact: true }).fill('本年支出合计')
    await eventually(() => undo().getAttribute('title')).toContain('的名称从 “支出数” 改为 “本年支出合计”')
    await pane().getByLabel('又叫').fill('支出总额、实际支出')
    await pane().getByLabel('又叫').press('Enter')
    await eventually(async () => (await stored()).facts.find(({ id }) => id === 'spent')).toMatchObject({
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
    await hasFocus(formula)
    await page.keyboard.press('Enter')
    await eventually(() => formula.inputValue()).toBe('spent')
    await formula.press('End')
    await formula.pressSequentially(' * 2 +')
    await pane().getByRole('alert').waitFor()
    await eventually(() => page.getByRole('button', { name: '提交待批' }).isDisabled()).toBe(true)
    await formula.pressSequentially(' 1')
    await pane()
      .getByRole('button', { name: /^新算式.*5,564\.64/ })
      .waitFor()
    await looksRight('formula')
    await eventually(async () => (await stored()).facts.at(-1)).toMatchObject({
      id: 'doubled',
      label: '新算式',
      formula: 'spent * 2 + 1',
    })
    await pane().getByRole('button', { name: '删去', exact: true }).click()
    await pane()
      .getByRole('button', { name: /^新算式/ })
      .waitFor({ state: 'detached' })
  })

  test('grades, rounding and a rule on the total', async () => {
    await page.getByRole('button', { name: '等级与总分' }).click()
    await pane().getByLabel('第 1 等不低于（分）').fill('92')
    await eventually(() => undo().getAttribute('title')).toBe('把等级“优”的不低于从 90 改为 92')
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
    await eventually(async () => {
      const { grades, decimals, overrides } = await stored()
      return [grades?.[0], decimals, overrides?.at(-1)?.event]
    }).toEqual([
      { ...opened.grades?.[0], from: 92 },
      1,
      { type: 'capPoints', params: { points: 80, reason: '逾期报送' } },
    ])
    await page.getByRole('button', { name: '等级与总分' }).click()
    await page.locator('.parts-pane').waitFor({ state: 'detached' })
  })
})
