import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { findIndicator } from '../../editor/rule-set/tree.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { accessibilityFaults, hasBrowser } from './browser.ts'
import { eventually, hasFocus, looksRightAtBothSizes, useStage } from './stage.ts'
import { LONG } from '../support/runs.ts'

const DRAFT = 'guangdong-department/2027-01-01'
const cookie = 'hengping-demo=demo:rules-1'

describe.runIf(hasBrowser)('criteria edited on the draft page', () => {
  // what is not finished yet cannot be tried; the page says so
  const stage = useStage({ faults: /status of 422/ })
  let page: Page
  let revision = 1

  beforeAll(async () => {
    const copied = await fetch(
      `${stage.server.address}/api/rule-sets/guangdong-department/2024-01-01/clone?year=2027`,
      {
        headers: { cookie },
      },
    )
    const { ruleSet } = (await copied.json()) as { ruleSet: RuleSet }
    const begun = await fetch(`${stage.server.address}/api/drafts/${DRAFT}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ revision: 0, ruleSet, base: 'guangdong-department@2024-01-01' }),
    })
    expect(begun.status).toBe(200)
    page = await stage.window({ as: 'demo:rules-1' })
  })

  const pane = () => page.locator('.pane.editing')
  const sentence = () => pane().locator('.clauses.live').first()
  const field = (name: string, inside: Locator = pane()) => inside.getByLabel(name, { exact: true }).first()
  const undo = () => page.getByRole('button', { name: '撤销', exact: true })
  const saved = async () => {
    await page.getByText(/^已保存 第 \d+ 稿$/).waitFor()
    revision = Number(/\d+/.exec(await page.locator('.save-note').innerText())?.[0])
  }
  const stored = async (id: string): Promise<Indicator> => {
    const answer = await fetch(`${stage.server.address}/api/drafts/${DRAFT}`, { headers: { cookie } })
    const { ruleSet } = (await answer.json()) as { ruleSet: RuleSet }
    return findIndicator(ruleSet.indicators, id)!
  }
  const open = async (id: string) => {
    // what was edited before is kept, not left behind
    if (page.url() !== 'about:blank') await saved()
    await page.goto('about:blank')
    await page.goto(`${stage.server.address}/#/drafts/${DRAFT}/${id}`)
    await pane().waitFor()
  }
  const looksRight = () => looksRightAtBothSizes(page, LONG ? 'html' : '.pane.editing')

  test('an indicator that is only looked at is no reason to run the cases again', async () => {
    const asked: string[] = []
    page.on('request', (request) => void (request.url().endsWith('/standing') && asked.push(request.url())))
    await open('budgetConstraint')
    await eventually(() => asked.length).toBe(1)
    await page.getByLabel('财务管理合规性 分值', { exact: true }).click()
    await page.waitForURL(/financialCompliance$/)
    // twice as long as edits are gathered
    await page.waitForTimeout(600)
    expect(asked).toHaveLength(1)
  })

  test('a threshold typed in the sentence: drawing, table and step say the same; nonsense stays in the field', async () => {
    await open('budgetConstraint')
    const high = field('第 1 档上限（%）', sentence())
    await high.fill('约１０')
    await page.getByRole('alert').getByText('是约数').waitFor()
    await field('第 2 档得分', sentence()).focus()
    await eventually(() => high.inputValue()).toBe('约１０')
    await eventually(() => undo().isDisabled()).toBe(true)
    await eventually(() => page.getByRole('button', { name: '提交待批' }).isDisabled()).toBe(true)
    await high.fill('９.５％')
    await eventually(() => undo().getAttribute('title')).toBe('把“预算编制约束性”的第 1 档上限从 10% 改为 9.5%')
    await page.getByText('大于 9.5%、不大于 10% 时不在任何一档').waitFor()
    await eventually(() => page.locator('.band-line .fault').count()).toBe(1)
    if (LONG) await looksRight()
    await page.getByRole('button', { name: '接上第 1 档' }).click()
    await page.locator('.band-line .fault').waitFor({ state: 'detached' })
    await eventually(() => field('第 1 档上限（%）', sentence()).inputValue()).toBe('10')
  })

  test('a threshold moved with the keyboard moves both bands, as one step', async () => {
    const knee = page.getByRole('slider', { name: '第 1 个分界' })
    for (let count = 0; count < 2; count += 1) await knee.press('ArrowRight')
    await eventually(() => knee.getAttribute('aria-valuetext')).toBe('12%')
    await eventually(() => undo().getAttribute('title')).toBe('把“预算编制约束性”的分界从 10% 改为 12%')
    await saved()
    await eventually(() => stored('budgetConstraint')).toMatchObject({
      scoring: { bands: [{ to: 0.12 }, { above: 0.12, to: 0.2 }, {}, {}] },
    })
    await field('第 1 档下限').focus()
    // until it lies still
    await knee.locator('path').hover()
    const box = (await knee.locator('path').boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + 3)
    await page.mouse.down()
    await page.mouse.move(box.x + 60, box.y + 3, { steps: 4 })
    await page.mouse.up()
    await eventually(() => undo().getAttribute('title')).toMatch(/^把“预算编制约束性”的分界从 12% 改为 1[3-9]%$/)
    await undo().click()
    await eventually(() => knee.getAttribute('aria-valuetext')).toBe('12%')
  })

  test('signs are chosen in the sentence, bands come and go by keyboard', async () => {
    await field('第 2 档下限', sentence()).focus()
    await field('第 2 档下限', sentence()).selectOption('≥')
    await hasFocus(field('第 2 档下限', sentence()))
    await undo().click()
    await pane().getByRole('button', { name: '＋ 加一档' }).press('Enter')
    await eventually(() => page.locator('.bands tbody tr').count()).toBe(5)
    await pane().getByRole('button', { name: '删去第 5 档' }).press('Enter')
    await undo().click()
    await undo().click()
    await eventually(() => page.locator('.bands tbody tr').count()).toBe(4)
  })

  test('a deduction with any of two conditions, by keyboard alone; a reload keeps it, undo takes it back', async () => {
    await open('budgetConstraint')
    await pane().getByRole('button', { name: '＋ 加一条扣分规则' }).press('Enter')
    const rule = page.getByRole('group', { name: '扣分规则 1', exact: true })
    await hasFocus(field('扣分规则 1 理由', rule))
    await page.keyboard.type('违反约束')
    await field('扣分规则 1的条件：怎样合起来', rule).selectOption('以下任一成立')
    await rule.getByRole('button', { name: '＋ 条件', exact: true }).press('Enter')
    const fact = field('扣分规则 1的条件 2的数据项', rule)
    await hasFocus(fact)
    await page.keyboard.type('支出率')
    await page
      .getByRole('option', { name: /支出率/ })
      .first()
      .waitFor()
    await looksRight()
    await hasFocus(fact)
    await page.keyboard.press('Enter')
    await field('扣分规则 1的条件 2怎样比', rule).selectOption('<')
    await field('扣分规则 1的条件 2的值（%）', rule).fill('60')
    await field('扣分规则 1 扣分（分）', rule).fill('1.5')
    await saved()
    await eventually(async () => (await stored('budgetConstraint')).deductions?.[0]).toMatchObject({
      conditions: {
        any: [
          { operator: 'equal', value: true },
          { operator: 'lessThan', value: 0.6 },
        ],
      },
      event: { params: { reason: '违反约束', points: 1.5 } },
    })
    await looksRight()
    await page.reload()
    await pane().waitFor()
    await eventually(() => rule.locator('.sentence').innerText()).toMatch(
      /^“违反约束”：.*，或.* < 60% ?的，扣 1\.5 分$/,
    )
    await rule.getByRole('button', { name: '删去扣分规则 1', exact: true }).press('Enter')
    await page.getByText('没有另外的扣分规则。').waitFor()
    await undo().click()
    await rule.waitFor()
    await page.keyboard.press('Control+y')
    await page.getByText('没有另外的扣分规则。').waitFor()
    await saved()
    await eventually(() => stored('budgetConstraint')).not.toHaveProperty('deductions')
  })

  test('what an input method composes is taken only once it is chosen, and its Enter picks no fact', async () => {
    const fact = field('取数', sentence())
    const before = await fact.inputValue()
    await fact.click()
    await hasFocus(fact)
    await page.getByRole('listbox').waitFor()
    const session = await page.context().newCDPSession(page)
    await session.send('Input.imeSetComposition', { text: 'zhi', selectionStart: 3, selectionEnd: 3 })
    await fact.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    await eventually(() => page.getByRole('listbox').count()).toBe(1)
    await session.send('Input.insertText', { text: '支出率' })
    await eventually(() => fact.inputValue()).toBe('支出率')
    await page
      .getByRole('option', { name: /支出率/ })
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => fact.inputValue()).toBe(before)
    expect(revision).toBeGreaterThan(1)
  })

  test('every method has a sentence and its controls', async () => {
    await open('expenditureRate')
    const method = field('评分方法')
    await sentence().waitFor()
    const names = await method.locator('option:not(:disabled)').allInnerTexts()
    expect(names.length).toBeGreaterThanOrEqual(8)
    for (const name of names) {
      await method.selectOption({ label: name })
      await eventually(async () => [name, await sentence().innerText()]).toEqual([
        name,
        expect.stringMatching(/得|满分/),
      ])
      if (LONG) await eventually(async () => [name, await accessibilityFaults(page)]).toEqual([name, []])
    }
  })

  test('indicators are added, split, moved and pinned by keyboard; every step is listed and can be gone back to', async () => {
    await open('purchaseControl')
    const tool = (name: string) => page.getByRole('group', { name: '改指标树' }).getByRole('button', { name })
    const order = () => page.locator('.weight-row .name').allInnerTexts()
    await tool('＋指标').waitFor()
    const before = await order()
    await tool('＋指标').press('Enter')
    const name = page.getByLabel('名称', { exact: true }).first()
    await eventually(() => name.inputValue()).toBe('新指标')
    await hasFocus(name)
    await page.keyboard.type('采购档案')
    const added = page.locator('.weight-row .name', { hasText: '采购档案' })
    await added.waitFor()
    await eventually(async () => (await order()).indexOf('采购档案')).toBe(before.indexOf('采购内控制度建设') + 1)
    await added.press('Alt+ArrowUp')
    await eventually(async () => (await order()).indexOf('采购档案')).toBe(before.indexOf('采购内控制度建设'))
    await hasFocus(added)
    await page
      .locator('.weight-row', { hasText: '采购政策效能' })
      .dragTo(page.locator('.weight-row', { hasText: '采购档案' }), {
        targetPosition: { x: 120, y: 4 },
      })
    await eventually(async () => (await order()).indexOf('采购政策效能')).toBe((await order()).indexOf('采购档案') - 1)
    await page.getByLabel('查找指标').fill('合规 采购')
    await eventually(() => page.locator('.weight-row:visible .name').allInnerTexts()).toEqual([
      '管理效率',
      '采购管理',
      '采购意向公开合规性',
      '采购活动合规性',
    ])
    await page.getByLabel('查找指标').fill('采购活动')
    await eventually(() => page.locator('.weight-row:visible .name').allInnerTexts()).toContain('采购活动合规性')
    await page.getByLabel('查找指标').press('Enter')
    await page.getByLabel('查找指标').press('Escape')
    await page.locator('.weight-row.chosen', { hasText: '采购活动合规性' }).waitFor()
    await tool('锁定').press('Enter')
    await eventually(() =>
      page.getByLabel('采购活动合规性 分值', { exact: true }).getAttribute('readonly'),
    ).not.toBeNull()
    await page.getByLabel('采购档案 分值', { exact: true }).fill('1')
    await page.getByRole('button', { name: '把“采购管理”的差额按比例分摊到下级指标' }).click()
    await eventually(() => page.getByLabel('采购活动合规性 分值', { exact: true }).inputValue()).toBe('2')
    if (LONG) await looksRight()
    await page.getByRole('button', { name: /^本次修改 \d+ 步$/ }).press('Enter')
    await eventually(() => page.locator('.step-list li').allInnerTexts()).toEqual([
      '分摊“采购管理”',
      '把“采购档案”的分值从 0 改为 1',
      '移动“采购政策效能”',
      '移动“采购档案”',
      expect.stringContaining('名称'),
      '加指标“新指标”',
      '打开时的样子',
    ])
    await page.getByRole('button', { name: '打开时的样子' }).press('Enter')
    await eventually(() => order()).toEqual(before)
  })

  test('another weight: asked once whether the amounts stay as the notice has them', async () => {
    await open('budgetConstraint')
    await page.getByLabel('预算编制约束性 分值', { exact: true }).fill('2')
    const asked = page.getByRole('group', { name: '评分标准里的分' })
    await eventually(() => asked.locator('tr').nth(1).locator('.number').allInnerTexts()).toEqual([
      '2',
      '1.5',
      '1',
      '0',
    ])
    await asked.getByRole('button', { name: '改写' }).click()
    await asked.waitFor({ state: 'detached' })
    await saved()
    await eventually(() => stored('budgetConstraint')).toMatchObject({
      points: 2,
      scoring: { bands: [{ points: 2 }, { points: 1.5 }, {}, {}] },
    })
    expect(await stored('budgetConstraint')).not.toHaveProperty('of')
    await undo().click()
    await asked.getByRole('button', { name: '照通知，折算' }).click()
    await asked.waitFor({ state: 'detached' })
    await saved()
    await eventually(() => stored('budgetConstraint')).toMatchObject({ points: 2, of: 4 })
  })

  test('as the file has it: what cannot be read is said and not taken', async () => {
    await open('costControl')
    await pane().getByRole('button', { name: /^JSON/ }).press('Enter')
    const text = pane().locator('textarea.json')
    const json = await text.inputValue()
    await text.fill(json.replace('"points"', '"pionts"'))
    await pane().getByRole('alert').getByText('不认识“pionts”').waitFor()
    await eventually(() => pane().getByRole('button', { name: '采用' }).isDisabled()).toBe(true)
    await text.fill(json.replace(/"label": "[^"]*"/, '"label": "成本控制"'))
    await pane().getByRole('button', { name: '采用' }).click()
    await eventually(() => undo().getAttribute('title')).toBe('“经济成本控制情况”：改了 JSON')
    await eventually(() => field('名称').inputValue()).toBe('成本控制')
  })
})
