import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateDistrict } from '../../server/sample/district.ts'
import { hasBrowser } from './browser.ts'
import { eventually, hasFocus, hold, looksRight, useStage } from './stage.ts'
import { LONG } from '../support/runs.ts'

const FORM = '广东省部门整体支出绩效自评指标体系'
/** So many clicks, keys, entries and choices are all a year's change may take. */
const MOST_ACTIONS = 60

/** A window in which every action of its user is counted; without a mouse, what is clicked is pressed with Enter. */
class Hand {
  actions = 0
  constructor(
    readonly page: Page,
    private readonly mouse: boolean,
  ) {}

  async click(target: Locator) {
    this.actions += 1
    await (this.mouse ? target.click() : target.press('Enter'))
  }
  async fill(target: Locator, text: string) {
    this.actions += 1
    await target.fill(text)
  }
  async press(key: string) {
    this.actions += 1
    await this.page.keyboard.press(key)
  }
  async choose(target: Locator, label: string) {
    this.actions += 1
    await target.selectOption({ label })
  }
  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true })
  }
  /** Nobody needs to read JSON: no page has shown any. */
  async seesWords() {
    await eventually(() => this.page.locator('body').innerText()).not.toMatch(/[{[]\s*"\w+"\s*:/)
  }
}

describe.runIf(hasBrowser)('a year’s change, from a copy to a published version', () => {
  // the step that was refused is told by the browser as well
  const stage = useStage({ faults: /status of 422/ })
  let hand: Hand

  beforeAll(async () => {
    const departments = generateDistrict({ seed: 20_240_406, departments: 1000, projects: 0 })
    const stored = await fetch(`${stage.server.address}/api/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'hengping-demo=demo:rules-1' },
      body: JSON.stringify(departments),
    })
    expect(stored.ok).toBe(true)
  })

  const settled = () => hand.page.locator('.effect[aria-busy=false]').waitFor()
  const weight = (label: string) => hand.page.getByLabel(`${label} 分值`, { exact: true })
  const field = (name: string) => hand.page.getByLabel(name, { exact: true }).first()
  /** One comparison of a condition: what is compared, how, and with what. */
  async function compare(condition: string, fact: string, sign: string, value: string) {
    await hand.fill(field(`${condition}的数据项`), fact)
    await hand.page.getByRole('option', { name: fact }).first().waitFor()
    await hasFocus(field(`${condition}的数据项`))
    await hand.press('Enter')
    await hand.choose(field(`${condition}怎样比`), sign)
    await hand.fill(field(`${condition}的值（%）`), value)
  }

  // the mouse every time, the keyboard alone where there is time
  test.each([['by mouse', true, '2025'], ...(LONG ? ([['by keyboard alone', false, '2026']] as const) : [])] as const)(
    '%s: made by one person, approved by another, in few actions and without a line of JSON',
    async (_, mouse, year) => {
      const page = await stage.window()
      hand = new Hand(page, mouse)
      await page.goto(stage.server.address)
      await hand.click(page.getByRole('link', { name: '指标体系' }).first())
      const row = page
        .getByRole('table', { name: '已发布的版本' })
        .getByRole('row')
        .filter({ has: page.getByRole('link', { name: FORM }) })
        .filter({ hasText: '2024-01-01' })
      await hand.click(hand.button('复制为另一年', row))
      await hand.fill(page.getByLabel('年份'), year)
      const answerAboutCases = await hold(page, '**/cases/standing')
      await hand.press('Enter')
      await page.getByText('已保存 第 1 稿', { exact: true }).waitFor()

      // two points go from one indicator to another, and what it does to a thousand departments is seen at once
      await hand.fill(weight('专项资金绩效目标完成情况'), '18')
      await hand.fill(weight('专项资金支出率'), '7')
      await page
        .locator('.effect')
        .getByText(/^1,?00\d 个部门$/)
        .waitFor()
      await settled()
      await eventually(() => page.locator('.movers tbody tr').count()).toBe(10)
      await hand.seesWords()

      // a threshold: the gap it leaves is found, and closed by one click
      await hand.click(hand.button('预算编制约束性', page.locator('.weight-row')))
      await hand.fill(page.locator('.clauses.live').getByLabel('第 2 档下限（%）', { exact: true }).first(), '12')
      await hand.click(hand.button('接上第 1 档', page.locator('.finding-notes')))
      await page.locator('.band-line .fault').waitFor({ state: 'detached' })

      // a deduction that either of two conditions brings
      await hand.click(hand.button('＋ 加一条扣分规则'))
      await hand.page.getByRole('group', { name: '扣分规则 1', exact: true }).waitFor()
      await hand.fill(field('扣分规则 1 理由'), '预算约束不力')
      await hand.choose(field('扣分规则 1的条件：怎样合起来'), '以下任一成立')
      await compare('扣分规则 1的条件 1', '预算调整率', '>', '25')
      await hand.click(hand.button('＋ 条件', page.getByRole('group', { name: '扣分规则 1的条件', exact: true })))
      await compare('扣分规则 1的条件 2', '支出率', '<', '90')
      await hand.fill(field('扣分规则 1 扣分（分）'), '1')
      await settled()

      // a department whose result here is to stay as it is, said before it is known how the cases stand
      await hand.fill(page.getByLabel('按名称找填报'), '区教育局')
      await hand.click(hand.button('钉住'))
      await answerAboutCases()
      await page.locator('.case-list').getByText('区教育局 · 预算编制约束性').waitFor()
      await hand.seesWords()

      // what last year's cases say, and what none of them tries, has to be dealt with before it is taken
      await hand.click(hand.button('提交待批'))
      await page
        .getByText(/的结果变了，请改回规则，或确认“改为新的结果”。/)
        .first()
        .waitFor()
      await hand.click(page.getByRole('link', { name: '检查与影响' }).first())
      await hand.click(hand.button(/^\d+ 个都改为新的结果$/))
      await page.getByText('用例都一致，规则都有用例或说明，可以提交。').waitFor()
      await hand.seesWords()
      await hand.click(page.getByRole('link', { name: '打开草稿' }))
      await hand.click(hand.button('提交待批'))
      await page.getByText('已提交待批，不能改').waitFor()

      // another person reads what was changed, in five sentences, and publishes it
      await hand.choose(page.getByLabel('身份'), '复核人甲')
      // the page begins anew for whom is chosen
      await page.locator('.person-name', { hasText: '复核人甲' }).waitFor()
      await hand.click(page.getByRole('link', { name: '指标体系' }).first())
      await hand.click(page.getByRole('link', { name: '审批' }))
      await page.locator('.changes').waitFor()
      await eventually(() => page.locator('.changes tbody td:last-child').allInnerTexts()).toEqual([
        `施行日期 2024-01-01 → ${year}-01-01（由 guangdong-department@2024-01-01 复制，未经核实）`,
        '分值 20 → 18',
        '分值 5 → 7',
        '得 4 分与得 3 分两档的分界 10% → 12%',
        '增加扣分规则：“预算约束不力”：预算调整率 > 25%，或部门预算支出率 < 90% 的，扣 1 分',
      ])
      await page.getByRole('heading', { name: '已确认的变化' }).waitFor()
      await eventually(() => page.locator('section.review').innerText()).toMatch(
        /已确认的变化[^]*“预算编制约束性”由 3 分变为 4 分/,
      )
      await settled()
      await hand.click(hand.button('计算敏感性'))
      await page.locator('.sensitivity').first().waitFor()
      await eventually(() => page.locator('.sensitivity tbody tr').count()).toBeGreaterThan(20)
      await looksRight(page, '.review')
      await hand.seesWords()
      await hand.click(hand.button('批准并发布'))
      await hand.click(hand.button('批准并发布'))
      await page.getByText('已发布，不能改；在这里改分值只是试算。').waitFor()
      await hand.seesWords()
      expect(hand.actions).toBeLessThanOrEqual(MOST_ACTIONS)
    },
  )
})
