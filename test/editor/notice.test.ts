import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser } from './browser.ts'
import { eventually, looksRight, shoot, useStage } from './stage.ts'

/** As Word copies a table: lines of its file broken anywhere, paragraphs in cells, merged cells. */
const WORD = `<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><p>附件</p><table>
<tr><td>一级指标</td><td>三级指标</td><td>分值</td><td>评分标准</td></tr>
<tr><td rowspan=2><p>投入<br>（10分）</p></td><td><p>在职人员控
 制率</p></td><td>5</td><td><p>≤100%得满分；</p><p>每超过一个百分点扣0.5分，扣完为止。</p></td></tr>
<tr><td>重点支出安排率</td><td>5</td><td>≥90%计5分；80%（含）-90%计4分；低于80%不得分</td></tr>
<tr><td>过程（6分）</td><td>资金使用合规性</td><td>6</td><td>酌情扣1-3分</td></tr>
</table></body></html>`

describe.runIf(hasBrowser)('a rule set made from a notice, in a real browser', () => {
  // a new rule set has no published version that its effect could be held against: that answer is a 404
  const stage = useStage({ faults: /status of 404/ })
  let page: Page
  beforeAll(async () => {
    page = await stage.window()
  })

  const begin = async (): Promise<void> => {
    await page.goto(`${stage.server.address}/#/rule-sets`)
    await page.getByRole('link', { name: '从通知生成' }).click()
    await page.getByRole('heading', { level: 1, name: '从通知生成' }).waitFor()
  }
  const paste = (text: string, html: string): Promise<void> =>
    page.evaluate(
      ([plain, marked]) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', plain ?? '')
        if (marked) clipboardData.setData('text/html', marked)
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      },
      [text, html] as const,
    )

  test('a table copied from Word stands beside its rules, is saved as a draft and opened', async () => {
    await begin()
    await looksRight(page)
    await shoot(page, 'notice-door')
    await paste('一级指标\t三级指标\n（Word 的文字会断行）', WORD)
    await page.getByText('3 条评分标准，读懂 2 条（66%）').waitFor()
    const control = page.locator('.notice-table').getByRole('row', { name: '在职人员控制率' })
    await control.getByText('≤100%得满分；').waitFor()
    await control.getByText('逐档扣分').waitFor()
    await eventually(async () => (await control.innerText()).replace(/\s/gu, '')).toContain('每高1个百分点扣0.5分')
    // what is not understood is not touched, and said
    const kept = page.locator('.notice-table').getByRole('row', { name: '资金使用合规性' })
    await kept.getByText('没有读懂', { exact: true }).waitFor()
    await looksRight(page)
    await shoot(page, 'notice')
    await page.getByLabel('要补的 1').check()
    await control.waitFor({ state: 'detached' })

    const save = page.getByRole('button', { name: '存成草稿并打开' })
    await eventually(() => save.isDisabled()).toBe(true)
    await page.getByLabel('名称', { exact: true }).fill('某县部门整体支出绩效评价')
    await page.getByLabel('编号').fill('some-county')
    await page.getByLabel('适用地区').fill('某县')
    await page.getByLabel('施行日期').fill('2027-01-01')
    await save.click()
    await page.getByRole('heading', { level: 1, name: '某县部门整体支出绩效评价' }).waitFor()
    expect(page.url()).toContain('#/drafts/some-county/2027-01-01')
    const { ruleSet } = (await (await fetch(`${stage.server.address}/api/drafts/some-county/2027-01-01`)).json()) as {
      ruleSet: { indicators: { label: string; children: { clause: string }[] }[] }
    }
    expect(ruleSet.indicators[0]).toMatchObject({ label: '投入', points: 10 })
    expect(ruleSet.indicators[0]?.children[0]?.clause).toBe('≤100%得满分；\n每超过一个百分点扣0.5分，扣完为止。')
  })

  test('rows from Excel; a draft that is there is not overwritten; what is no table is refused', async () => {
    await begin()
    await paste(readFileSync('fixtures/notices/notice-20-rows.tsv', 'utf8'), '')
    await page.getByText('20 条评分标准，读懂 18 条（90%）').waitFor()
    // two indicators in one cell: each with its own rule
    const either = page.locator('.notice-table').getByRole('row', { name: '结转结余' })
    await either.locator('.read-parts').getByText('结转结余变动率', { exact: true }).first().waitFor()
    await either.locator('.read-parts').getByText('逐档扣分').waitFor()
    await page.getByText('整张表要看的').waitFor()
    await page.getByLabel('名称', { exact: true }).fill('另一份')
    await page.getByLabel('编号').fill('some-county')
    await page.getByLabel('适用地区').fill('某县')
    await page.getByLabel('施行日期').fill('2027-01-01')
    await page.setViewportSize({ width: 1920, height: 1080 })
    await looksRight(page)
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.getByRole('button', { name: '存成草稿并打开' }).click()
    await page.getByText('没有覆盖').waitFor()
    stage.expectFaults(/status of 409/)
    await page.getByRole('button', { name: '换一份' }).click()
    await page.getByRole('button', { name: '换一份' }).waitFor({ state: 'detached' })
    await paste('甲\t乙', '')
    await page.getByText('没有找到表头').waitFor()
    stage.expectFaults(/status of 422/)
  })
})
