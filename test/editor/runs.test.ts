import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import type { Round, RoundResult } from '../../server/http/round-shapes.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { hasBrowser } from './browser.ts'
import { downloadBy, eventually, looksRight, useStage } from './stage.ts'

const VERSION = 'guangdong-department@2024-01-01'
const BEST = '花都区委政法委'

describe.runIf(hasBrowser)('rounds of grading in a real browser', () => {
  // what is refused is told by the page, and by the browser as well
  const stage = useStage({ faults: /status of 422/ })
  let page: Page

  beforeAll(async () => {
    page = await stage.window()
  })

  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${stage.server.address}/api${path}`, { method, headers, ...sent })
    expect([path, answer.ok]).toEqual([path, true])
    return (await answer.json()) as T
  }
  const at = (hash: string) => page.goto(`${stage.server.address}/${hash}`)
  const state = (word: string) => page.locator('.page-head .round-state', { hasText: word }).waitFor()
  const rowOf = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })

  test('what is lacking is told first; a round is followed to its end, ranked, and led to its accounts', async () => {
    await at('#/rounds')
    await page.getByText('还没有评价过').waitFor()
    await page.getByRole('link', { name: '新的评价' }).first().click()
    await page.getByLabel('指标体系版本').selectOption(VERSION)
    await looksRight(page)
    await page.getByRole('button', { name: '检查数据是否齐全' }).click()
    await page.getByText('将评 61 份，其中 3 份缺数据。').waitFor()
    await looksRight(page)
    await page.getByRole('button', { name: '仍然评' }).click()
    await page.waitForURL(/#\/rounds\/1$/)
    await eventually(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await state('评完')
    await page.getByText('61 份，结论都一致').waitFor()
    const first = page.locator('.round-table .row').first()
    await eventually(async () => (await first.innerText()).split(/\s+/).slice(0, 3)).toEqual([
      '1',
      BEST,
      '广州市花都区',
    ])
    await looksRight(page)

    const spread = page.locator('.round-spread')
    await spread.getByRole('img', { name: /90–95 分 27 份；95–100 分 12 份$/ }).waitFor()
    await spread.locator('svg text', { hasText: '95–100' }).waitFor()
    await spread.getByRole('button', { name: '看数字' }).click()
    const top = spread.getByRole('row', { name: /^95–100/ })
    await eventually(() => top.locator('td').allInnerTexts()).toEqual(['12', '20.7%'])

    await page.getByLabel('按名称、编号筛选').fill('街道')
    const street = page.getByText(/^筛出 \d+ 份，共 61 份/)
    await street.waitFor()
    await page.getByRole('button', { name: '清除筛选' }).click()
    const points = page.getByRole('columnheader', { name: '得分', exact: true })
    await points.getByRole('button').click()
    await eventually(() => points.getAttribute('aria-sort')).toBe('descending')
    await rowOf(BEST).getByRole('link', { name: BEST }).click()
    await page.getByText('第 1 次评价的结果').waitFor()
    await eventually(() => page.locator('.score strong').innerText()).toBe('99.00')
    await looksRight(page)
  })

  test('the workbook has what the page has', async () => {
    await at('#/rounds/1')
    await state('评完')
    const download = await downloadBy(page.getByRole('link', { name: '导出' }))
    expect(download.suggestedFilename()).toBe('第 1 次评价 guangdong-department 2024.xlsx')
    const tables = await readTables(readFileSync(await download.path()))
    const ranking = tables.ok ? tables.value.find(({ name }) => name === '汇总排名') : undefined
    const rows = ranking?.rows.slice(2).map(({ cells }) => [cells.get(1), cells.get(2), cells.get(7)])
    expect(rows?.length).toBe(61)
    expect(rows?.[0]).toEqual([1, BEST, 99])
    const { results } = await ask<{ results: RoundResult[] }>('GET', '/rounds/1/results')
    const points = new Map(results.map(({ submission, points }) => [submission.name, points]))
    for (const [place, name, value] of rows!) if (place !== '—') expect(value).toBe(points.get(String(name)))
  })

  test('tried by a draft, it is held against the round before: who moved, and why', async () => {
    const { ruleSet } = await ask<{ ruleSet: RuleSet }>(
      'GET',
      '/rule-sets/guangdong-department/2024-01-01/clone?year=2025',
    )
    const leaves = (nodes: Indicator[]): Indicator[] =>
      nodes.flatMap((node) => (node.children ? leaves(node.children) : [node]))
    const [from, to] = leaves(ruleSet.indicators).slice(0, 2)
    from!.points! -= 3
    to!.points! += 3
    const draft = { revision: 0, ruleSet, base: VERSION }
    await ask('PUT', '/drafts/guangdong-department/2025-01-01', draft)
    await at('#/rounds/new')
    await page.getByLabel('指标体系版本').selectOption('guangdong-department@2025-01-01')
    await page.getByRole('button', { name: '检查数据是否齐全' }).click()
    await page.getByRole('button', { name: '仍然评' }).click()
    await state('评完')
    await eventually(() => page.locator('.page-head').getByText('试评').isVisible()).toBe(true)
    await eventually(() => page.getByRole('button', { name: '封存' }).count()).toBe(0)
    await page.getByLabel('与另一次比较').selectOption('1')
    await page.waitForURL(/#\/rounds\/2\/comparison\/1$/)
    await page.getByText(/\d+ 份得分有变：\d+ 份升，\d+ 份降。/).waitFor()
    const first = page.locator('.move-table .row').first()
    await eventually(() => first.innerText()).toMatch(/[+−]\d\.\d\d[\s\S]*版本$/)
    await looksRight(page)
    await first.getByRole('link').nth(1).click()
    await page.getByText('第 2 次评价的结果').waitFor()

    // a point leads to where its row leads; those that moved furthest lie on top
    await page.goBack()
    await page.getByRole('img', { name: /^横轴第 1 次得分，纵轴第 2 次得分/ }).waitFor()
    const risen = page.locator('.move-table .row').filter({ hasText: /\+\d/ }).first()
    const where = await risen.getByRole('link').nth(1).getAttribute('href')
    await page.locator('.scatter svg path[stroke="#0e5266"]').last().click({ force: true })
    await page.waitForURL((url) => url.hash === where)
    await page.getByText('第 2 次评价的结果').waitFor()
  })

  test('what is not final is not sealed, and why is said; what is sealed has its receipts', async () => {
    await at('#/rounds/1')
    await state('评完')
    await page.getByRole('button', { name: '封存' }).click()
    const form = page.getByRole('group', { name: '封存这次评价的结果' })
    await form.getByText('封存后这 61 份结果不再改变', { exact: false }).waitFor()
    await form.getByRole('button', { name: '封存' }).click()
    await form.getByText('还有未填报或待核的数据', { exact: false }).first().waitFor()
    await looksRight(page)

    await at('#/rounds/new')
    await page.getByLabel('指标体系版本').selectOption(VERSION)
    await page.getByRole('button', { name: '只评选中的' }).click()
    await page.getByLabel('按名称查找').fill(BEST)
    await page.getByRole('checkbox', { name: BEST }).check()
    await page.getByRole('button', { name: '检查数据是否齐全' }).click()
    await page.getByText('将评 1 份，数据齐全。').waitFor()
    await page.getByRole('button', { name: '开始评价' }).click()
    await state('评完')
    await page.getByRole('button', { name: '封存' }).click()
    await form.getByRole('button', { name: '封存' }).click()
    await page.getByText('已封存为 guangdong-department-2024-1').waitFor()
    await looksRight(page)
    const receipt = await downloadBy(page.getByRole('link', { name: `下载“${BEST}”的收据` }))
    expect(readFileSync(await receipt.path(), 'utf8')).toContain(BEST)
  })

  test('cancelled on its way, it keeps what it has', async () => {
    const cancel = page.getByRole('button', { name: '取消这次评价' })
    const many = generateDistrict({ seed: 5, departments: 1_500, projects: 0 }).map((one) => ({
      ...one,
      id: `later-${one.id}`,
      year: 2026,
    }))
    for (let from = 0; from < many.length; from += 500) await ask('POST', '/submissions', many.slice(from, from + 500))
    const begun = await ask<{ round: Round }>('POST', '/rounds', { ruleSet: VERSION, year: 2026 })
    const behind = await ask<{ round: Round }>('POST', '/rounds', { ruleSet: VERSION, year: 2024 })
    expect([begun.round.size, behind.round.state]).toEqual([1_500, 'waiting'])
    await at(`#/rounds/${begun.round.id}`)
    await page.getByText(/^已评 [1-9]\d* \/ 1500$/).waitFor()
    await cancel.click()
    await page.getByText('不再往下评', { exact: false }).waitFor()
    await cancel.click()
    await state('已取消')
    const { round } = await ask<{ round: Round }>('GET', `/rounds/${begun.round.id}`)
    expect(round.done).toBeGreaterThan(0)
    expect(round.done).toBeLessThan(round.size)
    const { results } = await ask<{ results: RoundResult[] }>('GET', `/rounds/${begun.round.id}/results`)
    expect(results.length).toBe(round.done)
    await looksRight(page)
    await at('#/rounds')
    await page.getByRole('row', { name: /^第 5 次.*评完/ }).waitFor()
    await looksRight(page)
    // the round behind it came to the same as the first
    const hashes = async (id: string) =>
      contentHash(await ask<{ results: RoundResult[] }>('GET', `/rounds/${id}/results`).then((all) => all.results))
    expect(await hashes(behind.round.id)).toBe(await hashes('1'))

    // one on its way stands still while its question is looked at, however long that takes
    const again = await ask<{ round: Round }>('POST', '/rounds', { ruleSet: VERSION, year: 2026 })
    await at(`#/rounds/${again.round.id}`)
    await page.getByRole('progressbar').waitFor()
    await page.route(`**/api/rounds/${again.round.id}`, () => undefined)
    await cancel.click()
    await page.getByText('不再往下评', { exact: false }).waitFor()
    await looksRight(page)
  })
})
