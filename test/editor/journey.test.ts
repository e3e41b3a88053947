import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { GoldenReportAnswer } from '../../server/http/review-shapes.ts'
import type { SubmissionSummary } from '../../server/http/shapes.ts'
import { pointsText, rangeText } from '../../editor/format.ts'
import { findIndicator } from '../../editor/rule-set/tree.ts'
import { accessibilityFaults, CHROMIUM, hasBrowser, overflowOf } from './browser.ts'
import { downloadBy, eventually, hasFocus, useStage } from './stage.ts'

const FOUNDING = 'huadu-zhengfawei-2024'
const RULE_SET = '#/rule-sets/guangdong-department/2024-01-01'

if (!hasBrowser) {
  test('the page in a real browser', () => {
    const message = `没有 ${CHROMIUM}，页面在浏览器里的检查（评价、明细、指标体系、键盘、无障碍、打印）没有运行；请先 apt-get install -y chromium fonts-noto-cjk。`
    if (process.env['CI']) expect.fail(message)
    console.warn(message)
  })
}

describe.runIf(hasBrowser)('the page in a real browser', () => {
  const stage = useStage()
  let page: Page

  beforeAll(async () => {
    page = await stage.window()
  })
  afterEach(() => page.emulateMedia({ media: 'screen' }))

  const read = async <T>(path: string): Promise<T> =>
    (await fetch(`${stage.server.address}${path}`)).json() as Promise<T>
  const summaries = async () => (await read<{ submissions: SubmissionSummary[] }>('/api/submissions')).submissions
  const open = async (hash: string, ready: Locator) => {
    await page.goto('about:blank')
    await page.goto(`${stage.server.address}/${hash}`)
    await ready.waitFor()
  }
  const heading = (name: string) => page.getByRole('heading', { name })
  const cells = (row: Locator) => row.locator('th, td').allInnerTexts()
  const weight = (label: string) => page.getByLabel(`${label} 分值`, { exact: true })
  const status = () => page.locator('.effect-state')

  test('the list names its rule set, marks what is unverified, sample or assumed, and ranks', async () => {
    await open('', page.getByRole('link', { name: '花都区委政法委' }))
    const founding = (await summaries()).find(({ id }) => id === FOUNDING)!
    const row = page.getByRole('row').filter({ hasText: '花都区委政法委' })
    await eventually(async () => (await cells(row)).toSpliced(6, 1).slice(2)).toEqual([
      '99.00',
      '99.00',
      '优',
      '1',
      '已定',
      '一致',
    ])
    const [rank, name] = await cells(row)
    expect(name).toContain(`推定 ${founding.assumed} 项`)
    expect(Number(rank)).toBeGreaterThan(0)
    expect(founding.assumed).toBeGreaterThan(0)
    await eventually(() => page.getByText('未经核实，请以当年通知为准').count()).toBe(1)
    const departments = (await summaries()).filter(({ subject }) => subject === 'department')
    await eventually(() => page.getByText('示例数据', { exact: true }).count()).toBe(
      departments.filter(({ mark }) => mark).length,
    )
    await eventually(() => page.locator('tbody tr').count()).toBe(departments.length)
    await eventually(() => accessibilityFaults(page)).toEqual([])
  })

  test('the list is filtered by words and grades and sorted by a column', async () => {
    await page.getByLabel('按名称筛选').fill('政法委')
    await eventually(() => page.locator('tbody tr').count()).toBe(1)
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.getByRole('button', { name: /^良/ }).click()
    const good = (await summaries()).filter((each) => each.subject === 'department' && each.grading?.grade === '良')
    await eventually(() => page.locator('tbody tr').count()).toBe(good.length)
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.getByRole('button', { name: '得分', exact: true }).click()
    await page.getByRole('button', { name: '得分', exact: true }).click()
    const least = Math.min(
      ...(await summaries()).flatMap((s) => (s.subject === 'department' ? (s.grading?.points ?? []) : [])),
    )
    await eventually(async () => (await cells(page.locator('tbody tr').first()))[3]).toBe(pointsText(least))
    await eventually(() =>
      page.getByRole('columnheader', { name: '得分', exact: true }).getAttribute('aria-sort'),
    ).toBe('ascending')
  })

  test('anything is found by Ctrl K in characters or pinyin, and gone to; an input method keeps its Enter', async () => {
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: /^查找单位/ })
    // at once: the page keeps what is typed before the search is seen
    await page.keyboard.type('zfw')
    const option = page.getByRole('option', { selected: true })
    await option.filter({ hasText: '花都区委政法委' }).waitFor()
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true })
    await eventually(() => field.isVisible()).toBe(true)
    await field.fill('bmyszjzcl')
    await option.filter({ hasText: '部门预算资金支出率' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#\/rule-sets\/guangdong-department\/2024-01-01\/./)
    await heading('部门预算资金支出率').waitFor()
    // from another indicator of the same rule set, too
    await weight('财务管理合规性').click()
    await heading('财务管理合规性').waitFor()
    await page.keyboard.press('Control+k')
    await hasFocus(field)
    await page.keyboard.type('bmyszjzcl')
    await option.filter({ hasText: '部门预算资金支出率' }).waitFor()
    await page.keyboard.press('Enter')
    await heading('部门预算资金支出率').waitFor()
    await page.getByLabel('查找指标').fill('cwgl')
    await page.getByText('找到 1 个指标').waitFor()
    await page.keyboard.press('Control+k')
    await hasFocus(field)
    await page.keyboard.type('不会有的')
    await page.getByText('没有名称里有“不会有的”的。').waitFor()
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
    await page.goBack()
    await page.goBack()
    await page.getByLabel('按名称筛选').waitFor()
  })

  test('the account of the founding department: 99, one line under 绩效结果应用, folded and unfolded', async () => {
    await page.getByRole('link', { name: '花都区委政法委' }).click()
    await heading('得分明细').waitFor()
    await eventually(() => page.locator('.score strong').innerText()).toBe('99.00')
    await eventually(() => page.locator('.scores').innerText()).toContain('优')
    const rowOf = (name: string) =>
      page.locator('.ledger tr.node').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    await eventually(async () => (await cells(rowOf('履职效能'))).slice(1, 5)).toEqual(['50.00', '50.00', '', '50.00'])
    await eventually(async () => (await cells(rowOf('管理效率'))).slice(1, 5)).toEqual([
      '50.00',
      '49.00',
      '−1.00',
      '49.00',
    ])
    await eventually(async () => (await cells(rowOf('绩效结果应用'))).slice(1, 4)).toEqual(['3.00', '2.00', '−1.00'])
    await eventually(() => page.locator('.line').count()).toBe(1)
    for (const part of ['−1.00', '计算', '读取', '文件未载，推定', '补救', '则可多得 1 分', '规则'])
      await eventually(() => page.locator('.line').innerText()).toContain(part)
    const waterfall = page.locator('.waterfall')
    await waterfall.getByRole('img', { name: '满分 100.00；绩效结果应用 −1.00；得分 99.00', exact: true }).waitFor()
    await waterfall.locator('svg text', { hasText: '绩效结果应用' }).waitFor()
    await waterfall.getByRole('button', { name: '看数字' }).click()
    await eventually(() => waterfall.locator('tbody td').allInnerTexts()).toEqual(['100.00', '−1.00', '99.00'])

    const visible = () => page.locator('.ledger tr.node:visible').count()
    await eventually(visible).toBeLessThan(8)
    const folded = await visible()
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: /^全部展开/ }).click()
    await eventually(() => visible()).toBeGreaterThan(27)
    await page.getByRole('button', { name: '查看判断过程' }).click()
    await page.locator('.condition:visible').first().waitFor()
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '只看扣分' }).click()
    await eventually(() => visible()).toBe(folded)

    const founding = (await summaries()).find(({ id }) => id === FOUNDING)!
    await heading(`文件未载、推定的数据（${founding.assumed} 项）`).waitFor()

    await page.getByRole('button', { name: '对照各二级指标的中位数' }).click()
    await page.getByRole('img', { name: /^没有低于中位数的；高于中位数的：.*绩效管理/ }).waitFor()
    await page.locator('.radar svg text', { hasText: '绩效管理' }).waitFor()
    await eventually(() => page.locator('.peers tbody tr').count()).toBe(9)
    await eventually(() => accessibilityFaults(page, '.peers')).toEqual([])
  })

  test('the printed account has every indicator and nothing to press', async () => {
    await page.emulateMedia({ media: 'print' })
    // the chart has its figures written in it, so its table is left out
    await page.locator('.waterfall svg text', { hasText: '−1.00' }).waitFor()
    await eventually(() => page.locator('.waterfall table').isVisible()).toBe(false)
    const all = await page.locator('.ledger tr.node').count()
    await eventually(() => page.locator('.ledger tr.node:visible').count()).toBe(all)
    expect(all).toBeGreaterThan(27)
    await eventually(() => page.locator('.button:visible, nav:visible, .disclosure:visible').count()).toBe(0)
    await eventually(() => page.locator('.condition:visible').count()).toBeGreaterThan(0)
  })

  test('what is open shows its range and why, what is wrong says so', async () => {
    const all = await summaries()
    const provisional = all.find((each) => each.subject === 'department' && each.grading?.status === 'provisional')!
    await open(`#/accounts/${provisional.id}`, heading('得分明细'))
    const [low, high] = provisional.grading!.range!
    await eventually(() => page.locator('.score strong').innerText()).toBe(rangeText([low, high]))
    await eventually(() => page.locator('.message').count()).toBeGreaterThan(0)
    await eventually(() => accessibilityFaults(page)).toEqual([])
    const wrong = all.find((each) => each.grading?.status === 'error')!
    await open(`#/accounts/${wrong.id}`, heading('得分明细'))
    await eventually(() => page.locator('.message.lost').count()).toBeGreaterThan(0)
    await eventually(() => accessibilityFaults(page)).toEqual([])
  })

  test('a weight is changed, spread and taken back with the keyboard alone; nothing is saved', async () => {
    await open('#/rule-sets', page.getByRole('link', { name: '广东省部门整体支出绩效自评指标体系' }))
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await page.getByRole('link', { name: '广东省部门整体支出绩效自评指标体系' }).press('Enter')
    await weight('预算编制约束性').waitFor()
    await status().getByText('个部门').waitFor()
    await eventually(() => accessibilityFaults(page)).toEqual([])

    const focused = () => page.evaluate<string | null>('document.activeElement.getAttribute("aria-label")')
    for (let presses = 0; (await focused()) !== '预算编制约束性 分值'; presses += 1) {
      expect(presses).toBeLessThan(80)
      await page.keyboard.press('Tab')
    }
    await hasFocus(weight('预算编制约束性'))
    await page.keyboard.type('6')
    await page.getByText('多 2 分').waitFor()
    await status().getByText('分值合计不符').waitFor()
    await eventually(() => page.locator('.effect.stale').count()).toBe(1)
    await eventually(() => page.getByRole('button', { name: '导出 JSON' }).isDisabled()).toBe(true)
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await eventually(() => page.locator('.criterion').innerText()).toContain('以下按 4 分制计分，折算为 6 分')

    for (let presses = 0; (await focused()) !== '把“预算执行”的差额按比例分摊到下级指标'; presses += 1) {
      expect(presses).toBeLessThan(8)
      await page.keyboard.press('Shift+Tab')
    }
    await page.keyboard.press('Enter')
    await eventually(() => weight('预算编制约束性').inputValue()).toBe('6')
    await eventually(() => weight('财务管理合规性').inputValue()).toBe('1')
    await eventually(() => focused()).toBe('预算执行 分值')
    await page.locator('.movers a').first().waitFor()
    await eventually(() => status().innerText()).toMatch(/均分 [\d.]+ 变为 [\d.]+，[1-9]\d* 个得分有变动/)
    await eventually(() => page.locator('.page-head').innerText()).toContain('试算，未保存')
    await eventually(() => accessibilityFaults(page)).toEqual([])

    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await eventually(() => weight('预算编制约束性').inputValue()).toBe('4')
    await eventually(() => weight('财务管理合规性').inputValue()).toBe('3')
    await page.keyboard.press('Control+y')
    await eventually(() => weight('预算编制约束性').inputValue()).toBe('6')
    await page.keyboard.press('Control+z')
    await page.getByText('没有得分变动').waitFor()
    const { ruleSet } = await read<{ ruleSet: RuleSet }>('/api/rule-sets/guangdong-department/2024-01-01')
    expect(findIndicator(ruleSet.indicators, 'budgetConstraint')?.points).toBe(4)
  })

  test('Enter goes on, Esc restores, a word being composed is no number, a wrong one is put back', async () => {
    await weight('预算编制约束性').press('Enter')
    await hasFocus(weight('财务管理合规性'))
    await page.keyboard.type('9')
    await page.keyboard.press('Escape')
    await eventually(() => weight('财务管理合规性').inputValue()).toBe('3')
    await eventually(() => page.getByRole('button', { name: '撤销' }).isDisabled()).toBe(true)

    const input = await page.context().newCDPSession(page)
    await hasFocus(weight('财务管理合规性'))
    await input.send('Input.imeSetComposition', { text: '5', selectionStart: 1, selectionEnd: 1 })
    await eventually(() => page.locator('.sum-notice').count()).toBe(0)
    await input.send('Input.insertText', { text: '5' })
    await page.getByText('多 2 分').waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.locator('.sum-notice').count()).toBe(0)

    await hasFocus(weight('财务管理合规性'))
    await page.keyboard.type('约5')
    await page.getByText('分值应为不小于 0 的数，最多 2 位小数').waitFor()
    await page.keyboard.press('Tab')
    await eventually(() => weight('财务管理合规性').inputValue()).toBe('3')
    await page.getByText('“约5”不是分值，已恢复为 3。').waitFor({ state: 'attached' })
  })

  test('the edited rule set is exported as a file, kept while other pages are looked at, and put back', async () => {
    await weight('采购内控制度建设').fill('2')
    await page.getByRole('button', { name: '把“采购管理”的差额按比例分摊到下级指标' }).click()
    const download = await downloadBy(page.getByRole('button', { name: '导出 JSON' }))
    expect(download.suggestedFilename()).toBe('guangdong-department.2024-01-01.json')
    const exported = JSON.parse(readFileSync(await download.path(), 'utf8')) as RuleSet
    expect(findIndicator(exported.indicators, 'purchaseControl')).toMatchObject({ points: 2, of: 1 })
    const checked = await fetch(`${stage.server.address}/api/rule-sets/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(exported),
    })
    expect(checked.status).toBe(200)

    await page.locator('.movers a').first().click()
    await heading('得分明细').waitFor()
    await page.goBack()
    await weight('采购内控制度建设').waitFor()
    await eventually(() => weight('采购内控制度建设').inputValue()).toBe('2')
    await page.getByRole('button', { name: '恢复原值' }).click()
    await eventually(() => weight('采购内控制度建设').inputValue()).toBe('1')
  })

  test.each([
    [1366, 768],
    [1920, 1080],
  ])('no page is wider than a window of %i × %i', async (width, height) => {
    await page.setViewportSize({ width, height })
    const pages: [string, Locator][] = [
      ['#/', page.locator('tbody tr').first()],
      ['#/projects', page.locator('tbody tr').first()],
      [`#/accounts/${FOUNDING}`, heading('得分明细')],
      ['#/rule-sets', page.locator('tbody tr').first()],
      [RULE_SET, page.locator('.movers')],
    ]
    for (const [hash, ready] of pages) {
      await open(hash, ready)
      await eventually(async () => [hash, await overflowOf(page)]).toEqual([hash, 0])
    }
  })

  test('a finding leads to its node, its fix is tried in the editing page and taken back', async () => {
    await open('#/rule-set-reviews/mof-project/2024-01-01/findings', heading('项目支出绩效自评表'))
    await page.getByText('没有规则用到数据项“年初预算数”').waitFor()
    await eventually(() => page.locator('.review-total').innerText()).toBe('0 处错误，1 处提醒')
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '试改' }).press('Enter')
    await page.getByText('试算，未保存').first().waitFor()
    expect(page.url()).toContain('#/rule-sets/mof-project/2024-01-01')
    await eventually(() => page.getByRole('button', { name: '撤销' }).getAttribute('title')).toBe('删去“年初预算数”')
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: '恢复原值' }).and(page.locator(':disabled')).waitFor()
  })

  test('golden cases and their coverage; the differences of two versions, in sentences', async () => {
    await open('#/rule-sets', heading('指标体系'))
    await page.getByRole('row').filter({ hasText: '岳阳市' }).getByRole('link', { name: '用例' }).click()
    await page.locator('.tallies').waitFor()
    const report = await read<GoldenReportAnswer>('/api/rule-sets/yueyang-department/2018-01-01/cases')
    expect(report.ok).toBe(true)
    await eventually(() => page.locator('.review-total').innerText()).toContain(
      `${report.cases.length} / ${report.cases.length} 个用例通过`,
    )
    await eventually(() => page.locator('.coverage').first().locator('tbody tr').count()).toBe(
      report.coverage.rules.length,
    )
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await page.getByRole('link', { name: '版本比较' }).click()
    await page.getByLabel('与之比较的版本').selectOption('guangdong-department@2024-01-01')
    await page.getByText('总分 100 → 36').waitFor()
    expect(page.url()).toContain('/changes/guangdong-department%402024-01-01')
    await eventually(() => accessibilityFaults(page)).toEqual([])
  })

  test('what does not exist is said in words, with the way on', async () => {
    // the browser itself reports those of the two calls
    stage.expectFaults(/status of 404/)
    await open('#/nowhere', page.getByRole('link', { name: '回到结果' }))
    await open('#/accounts/nobody', page.getByRole('alert'))
    await eventually(() => page.getByRole('alert').innerText()).toContain('nobody')
    await eventually(() => accessibilityFaults(page)).toEqual([])
  })

  test('a page that is loaded when it is gone to has the focus; one that does not come is said in words', async () => {
    await page.goto(`${stage.server.address}/#/imports`)
    await hasFocus(page.getByRole('heading', { level: 1, name: '导入' }))
    stage.expectFaults(/ERR_FAILED/)
    await page.route('**/NoticePage*', (route) => route.abort())
    await page.goto(`${stage.server.address}/#/notices`)
    await page.getByText('页面的这一部分没有载入').waitFor()
    await eventually(() => accessibilityFaults(page)).toEqual([])
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByRole('button', { name: '重新载入' }).click()
    await page.getByRole('heading', { level: 1, name: '从通知生成' }).waitFor()
  })
})
