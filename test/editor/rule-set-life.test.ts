import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findIndicator, placeIndicators } from '../../editor/rule-set/tree.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { closePages, hasBrowser } from './browser.ts'
import { eventually, hasFocus, hold, looksRight, useStage } from './stage.ts'

const FORM = '广东省部门整体支出绩效自评指标体系'
const DRAFT = '#/drafts/guangdong-department/2027-01-01'

describe.runIf(hasBrowser)('the life of a rule set in a real browser', () => {
  // a refused save or step is told by the page, and by the browser as well
  const stage = useStage({ faults: /status of (403|404|409|422)|ERR_INTERNET_DISCONNECTED/ })
  const contexts = new Map<string, BrowserContext>()

  /** A window of somebody at a computer of their own. */
  async function windowOf(person: string): Promise<Page> {
    let context = contexts.get(person)
    if (!context) {
      context = await stage.computer()
      contexts.set(person, context)
      const first = await context.newPage()
      await first.goto(stage.server.address)
      // left open: Chromium at times never ends a page that is closed while it loads
      await become(first, person)
    }
    return stage.window(context)
  }
  /** Chooses an identity as people do. */
  async function become(page: Page, person: string) {
    const choice = page.getByLabel('身份')
    await choice.waitFor()
    const label = await choice.locator('option', { hasText: person }).first().innerText()
    await choice.selectOption({ label })
    await page.locator('.person-name', { hasText: person }).waitFor()
  }
  const at = async (person: string, hash: string) => {
    const page = await windowOf(person)
    await page.goto(`${stage.server.address}/${hash}`)
    return page
  }
  const weight = (page: Page, label: string) => page.getByLabel(`${label} 分值`, { exact: true })
  const saved = (page: Page, revision: number) => page.getByText(`已保存 第 ${revision} 稿`, { exact: true }).waitFor()
  const read = async <T>(path: string): Promise<T> =>
    (await fetch(`${stage.server.address}/api/${path}/guangdong-department/2027-01-01`)).json() as Promise<T>
  /** Waits until the draft on the server has these weights, however often it was saved on the way; answers its revision. */
  async function storedWith(weights: Record<string, number>): Promise<number> {
    const look = () => read<{ draft: { revision: number }; ruleSet: RuleSet }>('drafts')
    await eventually(async () => {
      const { indicators } = (await look()).ruleSet
      const all = placeIndicators(indicators).map(({ indicator }) => [indicator.label, indicator.points] as const)
      return Object.fromEntries(all)
    }).toMatchObject(weights)
    return (await look()).draft.revision
  }
  /** What is saved in a window is on its way until it is let go. */
  const holdSaves = (page: Page) => hold(page, '**/api/drafts/**')

  test('copied for another year with the keyboard, a weight edited, saved by itself, there after a reload', async () => {
    const page = await at('规则管理员甲', '#/rule-sets')
    await page.getByText('没有草稿').waitFor()
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: FORM }) })
    await row.getByRole('button', { name: '复制为另一年' }).press('Enter')
    await looksRight(page)
    await hasFocus(page.getByLabel('年份'))
    await page.keyboard.type('2027')
    await page.keyboard.press('Enter')
    await saved(page, 1)
    expect(page.url()).toContain(DRAFT)
    const letGo = await holdSaves(page)
    await weight(page, '预算编制约束性').fill('6')
    await page.getByText('正在保存…').waitFor()
    await letGo()
    await saved(page, 2)
    await page.reload()
    await saved(page, 2)
    await eventually(() => weight(page, '预算编制约束性').inputValue()).toBe('6')
    await eventually(() => page.getByText('原 4', { exact: true }).first().isVisible()).toBe(true)
    await looksRight(page)
    await closePages(page)
  })

  test('what does not add up is not taken for approval, and what is wrong is said', async () => {
    const page = await at('规则管理员甲', DRAFT)
    await page.getByRole('button', { name: '提交待批' }).click()
    await page.getByText('“预算执行”的下级分值合计 9，写明的是 7 分').waitFor()
    await looksRight(page)
    await page.getByRole('link', { name: '检查与影响' }).first().click()
    await page.getByText('1 处错误').waitFor()
    await page.goBack()
    await page.getByRole('button', { name: '把“预算执行”的差额按比例分摊到下级指标' }).click()
    await saved(page, 3)
    await closePages(page)
  })

  test('two at one draft: who is second sees what both did, chooses, and saves on top', async () => {
    const [one, two] = [await at('规则管理员甲', DRAFT), await at('规则管理员乙', DRAFT)]
    await Promise.all([saved(one, 3), saved(two, 3)])
    await weight(two, '预决算公开合规性').fill('1')
    await weight(two, '绩效信息公开情况').fill('2')
    const theirs = await storedWith({ 预决算公开合规性: 1, 绩效信息公开情况: 2 })
    await saved(two, theirs)
    const letGo = await holdSaves(one)
    await weight(one, '预决算公开合规性').fill('1.5')
    await weight(one, '预算编制约束性').fill('5')
    await weight(one, '财务管理合规性').fill('2')
    await letGo()
    await one.getByRole('heading', { name: '合并两边的改动' }).waitFor()
    await looksRight(one)
    const merge = one.locator('.merge')
    await eventually(() => merge.innerText()).toMatch(new RegExp(`规则管理员乙 在 [\\d: -]+ 存了第 ${theirs} 稿`))
    const save = one.getByRole('button', { name: `合并并存为第 ${theirs + 1} 稿` })
    await eventually(() => save.isDisabled()).toBe(true)
    const conflict = one.getByRole('group', { name: '预决算公开合规性' })
    await eventually(() => conflict.innerText()).toMatch(/分值 2 → 1\.5[^]*分值 2 → 1/)
    await conflict.getByRole('radio', { name: /用规则管理员乙的/ }).check()
    await save.click()
    await saved(one, theirs + 1)
    await eventually(() => weight(one, '预决算公开合规性').inputValue()).toBe('1')
    await eventually(() => weight(one, '绩效信息公开情况').inputValue()).toBe('2')
    await eventually(() => weight(one, '财务管理合规性').inputValue()).toBe('2')
    await closePages(one, two)
  })

  test('two windows of one person: told the same way', async () => {
    const [one, two] = [await at('规则管理员甲', DRAFT), await at('规则管理员甲', DRAFT)]
    const before = await storedWith({ 预决算公开合规性: 1 })
    await Promise.all([saved(one, before), saved(two, before)])
    await weight(one, '新增预算入库项目论证情况').fill('3')
    await saved(one, before + 1)
    await weight(two, '新增预算入库项目论证情况').fill('1')
    await two.getByText(new RegExp(`您在另一个窗口 在 [\\d: -]+ 存了第 ${before + 1} 稿`)).waitFor()
    await two.getByRole('radio', { name: /用您在另一个窗口的/ }).check()
    await two.getByRole('button', { name: `合并并存为第 ${before + 2} 稿` }).click()
    await two.getByText(/已保存/).waitFor()
    await eventually(() => weight(two, '新增预算入库项目论证情况').inputValue()).toBe('3')
    await weight(two, '新增预算入库项目论证情况').fill('2')
    await saved(two, await storedWith({ 新增预算入库项目论证情况: 2 }))
    await closePages(one, two)
  })

  test('the connection goes: edits stay here and are saved when it is back; after a crash they are offered again', async () => {
    const page = await at('规则管理员甲', DRAFT)
    await page.getByText(/已保存/).waitFor()
    const context = page.context()
    await context.setOffline(true)
    await weight(page, '预算编制约束性').fill('4')
    await page.getByText('没有连上，改动留在本机').waitFor()
    await context.setOffline(false)
    await saved(page, await storedWith({ 预算编制约束性: 4 }))

    await page.route('**/api/drafts/**', (route) => route.abort('internetdisconnected'))
    await weight(page, '财务管理合规性').fill('3')
    await page.getByText('没有连上，改动留在本机').waitFor()
    // a window that is closed saves once more; one that crashes does not
    await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => undefined)])
    const again = await at('规则管理员甲', DRAFT)
    await again.getByText(/本机留有 .*改的 \d+ 处，没有存到服务器/).waitFor()
    await eventually(() => weight(again, '财务管理合规性').inputValue()).toBe('2')
    await looksRight(again)
    await again.getByRole('button', { name: '带入这份草稿' }).click()
    await eventually(() => weight(again, '财务管理合规性').inputValue()).toBe('3')
    await saved(again, await storedWith({ 财务管理合规性: 3 }))
    await again.reload()
    await again.getByText(/已保存/).waitFor()
    await eventually(() => weight(again, '财务管理合规性').inputValue()).toBe('3')
    await eventually(() => again.getByRole('button', { name: '带入这份草稿' }).count()).toBe(0)
    await closePages(again)
  })

  test('submitted, locked, sent back with a reason, submitted again; whoever wrote it cannot approve it', async () => {
    const page = await at('规则管理员甲', DRAFT)
    await page.getByRole('button', { name: '提交待批' }).click()
    // what the cases of last year say comes out otherwise: somebody has to take it for right
    await page.getByText(/^用例“.+等 \d+ 个的结果变了，请改回规则，或确认“改为新的结果”。$/).waitFor()
    await page.getByRole('link', { name: '检查与影响' }).first().click()
    await page.getByRole('button', { name: /^\d+ 个都改为新的结果$/ }).click()
    await page.getByText('用例都一致，规则都有用例或说明，可以提交。').waitFor()
    await eventually(() => page.locator('.acknowledged').first().innerText()).toContain('规则管理员甲确认')
    await looksRight(page)
    await page.getByRole('link', { name: '打开草稿' }).click()
    await page.getByRole('button', { name: '提交待批' }).click()
    await page.getByText('已提交待批，不能改').waitFor()
    await eventually(() => weight(page, '预算编制约束性').isEditable()).toBe(false)
    await looksRight(page)

    const reviewer = await at('复核人甲', '#/rule-sets')
    await reviewer.getByRole('link', { name: '审批' }).click()
    await reviewer.locator('.changes').getByText('施行日期 2024-01-01 → 2027-01-01').waitFor()
    await reviewer.locator('.movers').waitFor()
    await looksRight(reviewer)
    await reviewer.getByRole('button', { name: '退回' }).click()
    await looksRight(reviewer)
    await reviewer.getByLabel('原因').fill('请再核信息公开的分值')
    await reviewer.getByRole('button', { name: '退回' }).last().click()
    await reviewer.getByText('退回：请再核信息公开的分值').waitFor()
    await looksRight(reviewer)

    await page.reload()
    await page.getByText('退回：请再核信息公开的分值').waitFor()
    await page.getByRole('button', { name: '提交待批' }).click()
    await page.getByText('已提交待批，不能改').waitFor()
    await page.getByRole('link', { name: '审批' }).click()
    await page.getByText('起草、修改或提交过这个版本的人不能批准它，请由另一个人批准。').waitFor()
    await eventually(() => page.getByRole('button', { name: '批准并发布' }).count()).toBe(0)
    await closePages(page, reviewer)
  })

  test('another one approves what they saw; it is published, and edited no more', async () => {
    const page = await at('复核人甲', '#/approvals/guangdong-department/2027-01-01')
    await page.locator('.movers').waitFor()
    await become(page, '复核人乙')
    // whoever approves changes nothing that would ask anew: what had no answer is asked for once more
    stage.expectFaults(/status of 503/)
    for (const part of ['changes', 'findings', 'standing', 'try'])
      await page.route(`**/${part}`, (route) => route.fulfill({ status: 503, body: '' }), { times: 1 })
    await page.goto(`${stage.server.address}/#/approvals/guangdong-department/2027-01-01`)
    const retry = page.getByRole('button', { name: '重试' })
    for (let left = 4; left > 0; left -= 1) {
      await eventually(() => retry.count()).toBe(left)
      await retry.first().click()
    }
    await retry.waitFor({ state: 'detached' })
    await page.locator('.changes').waitFor()
    await page.locator('.movers').waitFor()
    await page.getByRole('button', { name: '批准并发布' }).click()
    await page.getByText(/发布后不能再改，从 2027-01-01 起施行；现有 \d+ 个部门按上列影响评价/).waitFor()
    await looksRight(page)
    await page.getByRole('button', { name: '批准并发布' }).click()
    await page.getByText('已发布，不能改；在这里改分值只是试算。').waitFor()
    await eventually(async () =>
      findIndicator((await read<{ ruleSet: RuleSet }>('rule-sets')).ruleSet.indicators, 'purchaseControl'),
    ).not.toBe(null)

    const editor = await at('规则管理员甲', DRAFT)
    await editor.getByText('没有草稿“guangdong-department@2027-01-01”：它已被发布或丢弃').waitFor()
    await editor.goto(`${stage.server.address}/#/rule-sets/guangdong-department/2027-01-01`)
    await weight(editor, '采购内控制度建设').fill('2')
    await editor.getByRole('button', { name: '复制为草稿' }).click()
    await editor.getByText('这里试算的改动一并带入').waitFor()
    await looksRight(editor)
    await editor.getByLabel('年份').fill('2024')
    await editor.getByRole('button', { name: '复制并打开' }).click()
    await editor.getByText('已经发布，发布后不再改动').waitFor()
    await editor.getByLabel('年份').fill('2028')
    await editor.getByRole('button', { name: '复制并打开' }).click()
    await saved(editor, 1)
    await eventually(() => weight(editor, '采购内控制度建设').inputValue()).toBe('2')
    await closePages(page, editor)
  })

  test('a draft is discarded and a version retired, each after asking', async () => {
    const page = await at('规则管理员甲', '#/rule-sets')
    const drafts = page.getByRole('table', { name: '草稿与待批' })
    await drafts.getByRole('button', { name: '丢弃' }).press('Enter')
    await page.getByText('丢弃后这份草稿不再列出').waitFor()
    await hasFocus(drafts.getByRole('group', { name: '丢弃' }))
    await page.keyboard.press('Escape')
    await hasFocus(drafts.getByRole('button', { name: '丢弃' }))
    await page.keyboard.press('Enter')
    await page.getByText('丢弃后这份草稿不再列出').waitFor()
    await looksRight(page)
    await drafts.getByRole('button', { name: '丢弃' }).click()
    await page.getByText('没有草稿').waitFor()
    const row = page.getByRole('table', { name: '已发布的版本' }).getByRole('row').filter({ hasText: '2027-01-01' })
    await row.getByRole('button', { name: '停用' }).click()
    await page.getByLabel('原因').fill('通知撤回')
    await looksRight(page)
    // Escape is an input method's, or the search's in front; and what is typed stays where nothing can be reached
    await page.getByLabel('原因').dispatchEvent('keydown', { key: 'Escape', isComposing: true })
    await page.keyboard.press('Control+k')
    const search = page.getByRole('combobox', { name: /^查找单位/ })
    await hasFocus(search)
    await page.keyboard.press('Escape')
    await search.waitFor({ state: 'detached' })
    await hasFocus(page.getByLabel('原因'))
    stage.expectFaults(/ERR_FAILED/)
    await page.route('**/api/**', (route) => route.abort())
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '重试' }).waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByRole('button', { name: '重试' }).click()
    await page.getByRole('button', { name: '重试' }).waitFor({ state: 'detached' })
    await eventually(() => page.getByLabel('原因').inputValue()).toBe('通知撤回')
    await page.getByLabel('原因').press('Enter')
    await row.getByText('已停用').waitFor()
    await closePages(page)
  })

  test('units are pasted from Excel, told by line what is wrong, searched and changed', async () => {
    const page = await at('规则管理员甲', '#/organisations')
    await page.getByText('还没有登记单位').waitFor()
    await looksRight(page)
    await page.getByRole('button', { name: '从 Excel 粘贴' }).click()
    const units = Array.from(
      { length: 200 },
      (_, index) => `u${index}\t单位${index}\t${114401000 + index}\t\t政府\t${index ? '单位0' : ''}`,
    )
    await page
      .getByLabel('粘贴的内容')
      .fill(['编号\t名称\t代码\t曾用名\t分组\t上级', ...units, 'u7\t又一个'].join('\n'))
    await page.getByText('编号“u7”与第 9 行相同，请改正。').waitFor()
    await eventually(() => page.getByRole('button', { name: /^存入/ }).isDisabled()).toBe(true)
    await looksRight(page)
    await page.getByLabel('粘贴的内容').fill(units.join('\n'))
    await page.getByRole('button', { name: '存入 200 个单位' }).click()
    await page.getByText('已存入 200 个单位。').waitFor()
    await looksRight(page)
    await page.getByLabel('按名称、代码、编号查找').fill('114401133')
    await page.getByText('找到 1 个，共 200 个').waitFor()
    await page.getByRole('button', { name: '修改“单位133”' }).press('Enter')
    await page.getByLabel('曾用名').fill('单位5')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('“单位5”已经是单位“单位5”的名称、曾用名或代码，请改正。').waitFor()
    await looksRight(page)
    await page.getByLabel('曾用名').fill('老单位、旧单位')
    const letGo = await hold(page, '**/api/organisations')
    await page.getByRole('button', { name: '保存' }).click()
    // what is being saved stays open, so that a late answer closes nothing else
    await page.getByLabel('曾用名').press('Escape')
    await page.getByRole('button', { name: '修改“单位133”' }).click()
    await eventually(() => page.getByLabel('曾用名').inputValue()).toBe('老单位、旧单位')
    await letGo()
    await page.getByText('老单位、旧单位').waitFor()
    await page.getByLabel('曾用名').waitFor({ state: 'detached' })
    await closePages(page)
  })

  test('the journal says what was done, page by page, to those who may read it', async () => {
    const page = await at('审计员', '#/history')
    await page.getByText('批准并发布 guangdong-department@2027-01-01').waitFor()
    await looksRight(page)
    await eventually(() => page.locator('time').first().getAttribute('title')).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+08:00$/,
    )
    await page.getByLabel('动作').selectOption('returnDraft')
    await page.getByText('已列出 1 条').waitFor()
    await eventually(() => page.locator('tbody').innerText()).toContain('请再核信息公开的分值')
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.getByLabel('内容里有').fill('没有这样的字')
    await page.getByText('没有符合的记录').waitFor()
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.getByLabel('谁').fill('demo:review-2')
    await page.getByText('已列出 1 条').waitFor()
    const unit = { id: 'u0', name: '单位0', code: null, aliases: [], group: null, parent: null, closed: false }
    for (let round = 0; round < 100; round += 1) {
      await fetch(`${stage.server.address}/api/organisations`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', cookie: 'hengping-demo=demo:rules-1' },
        body: JSON.stringify({ organisations: [unit] }),
      })
    }
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.getByText('已列出 100 条').waitFor()
    await page.getByRole('button', { name: '加载更早' }).click()
    await page.getByText('建立数据目录').last().waitFor()
    await page.getByText('已到最早一条').waitFor()
    await eventually(() => page.locator('tbody tr').last().locator('td').last().innerText()).toBe('1')
    const other = await at('复核人甲', '#/history')
    await other.locator('.notice').waitFor()
    await eventually(() => other.getByRole('link', { name: '日志' }).count()).toBe(0)
    await closePages(page, other)
  })
})
