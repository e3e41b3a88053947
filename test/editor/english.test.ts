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

  /** What a sentence says, line by line. */
  const said = async (within: string) => (await page.locator(within).allInnerTexts()).map((text) => text.trim())
  const RULE_SET = '#/rule-sets/guangdong-department/2024-01-01'

  test.each([
    [
      'budgetConstraint',
      '预算编制约束性',
      ['预算调整率 ≤ 10% earns 4 pts', '> 10% and ≤ 20% earns 3 pts', '> 20% and ≤ 30% earns 2 pts'],
    ],
    [
      'resultsUse',
      '绩效结果应用',
      [
        'Otherwise: full points',
        '“绩效结果未用于完善管理和安排预算”: where 绩效结果是否用于完善管理和安排预算 is “no”, 1 pts off',
      ],
    ],
  ])('the rule of %s is said in English, the names of its data as they are written', async (id, label, sentences) => {
    await page.goto(`${stage.server.address}/en/${RULE_SET}/${id}`)
    await page.getByRole('heading', { level: 2, name: label, exact: true }).waitFor()
    await eventually(() => said('.pane.criterion .clauses li')).toEqual(expect.arrayContaining(sentences))
    await page.goto(`${stage.server.address}/${RULE_SET}/${id}`)
    await page.locator('html[lang="zh-CN"] .pane.criterion .clauses li').first().waitFor()
    const chinese = await said('.pane.criterion .clauses li')
    expect(chinese.filter((sentence) => /earns|where|points/.test(sentence))).toEqual([])
  })

  test('the sentence of a draft is edited in English, too', async () => {
    const copied = await fetch(`${stage.server.address}/api/rule-sets/guangdong-department/2024-01-01/clone?year=2025`)
    const { ruleSet } = (await copied.json()) as { ruleSet: unknown }
    const base = 'guangdong-department@2024-01-01'
    const put = await fetch(`${stage.server.address}/api/drafts/guangdong-department/2025-01-01`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ revision: 0, ruleSet, base }),
    })
    expect(put.status).toBe(200)
    await page.goto(`${stage.server.address}/en/#/drafts/guangdong-department/2025-01-01/resultsUse`)
    const live = page.locator('.clauses.live')
    await live.first().waitFor()
    const chosen = () =>
      live.locator('select').evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).selectedOptions[0]?.text))
    await eventually(chosen).toEqual(['is', '“yes”', 'is', '“no”', 'costs'])
    await looksRight(page)
  })
})
