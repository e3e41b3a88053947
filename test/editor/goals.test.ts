import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { hasBrowser } from './browser.ts'
import { eventually, looksRight as isInOrder, shoot, useStage } from './stage.ts'

const ID = 'huadu-zhengfawei-2024'
const OFFICE = '综治督导科'
const RATE = '部门预算资金支出率'

describe.runIf(hasBrowser)('goals broken down, in a real browser', () => {
  // that somebody saved meanwhile is a 409, which browsers tell in their console
  const stage = useStage({ faults: /status of 409/ })
  let unit: Page
  let office: Page

  const ask = (identity: string, method: string, path: string, body?: unknown) =>
    fetch(`${stage.server.address}/api/forms${path}`, {
      method,
      headers: { cookie: `hengping-demo=${encodeURIComponent(identity)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const looksRight = async (page: Page, name: string): Promise<void> => {
    await isInOrder(page)
    await shoot(page, name)
  }

  beforeAll(async () => {
    const begun = await ask('demo:department', 'POST', '', {
      unit: 'huadu-zhengfawei',
      year: 2024,
      ruleSet: 'guangdong-department@2024-01-01',
    })
    expect(begun.status).toBe(200)
    // each at a computer of their own
    unit = await stage.window({ as: 'demo:department' })
    office = await stage.window({ as: 'demo:office' })
  })

  test('indicators are chosen and given to an office, a block at once', async () => {
    await unit.goto(`${stage.server.address}/#/forms/${ID}/goals`)
    await unit.getByText('还没有分解。').waitFor()
    await shoot(unit, 'goals-empty')
    const give = unit.getByRole('form', { name: '分解选中的指标' })
    await unit.getByLabel(`选中：${RATE}`).check()
    await give.getByLabel('责任科室').fill(OFFICE)
    await give.getByLabel('责任人').fill('李四')
    await give.getByLabel('完成时限').fill('2020-03-31')
    // what was typed stays while one chooses
    await unit.getByLabel('选中：采购管理').check()
    await give.getByText(/^分解选中的 [2-9] 项/).waitFor()
    await unit.getByLabel('选中：采购管理').uncheck()
    await eventually(() => give.getByLabel('责任人').inputValue()).toBe('李四')
    await give.getByRole('button', { name: '分给这个科室' }).click()
    await unit.getByRole('row', { name: `${RATE} ${OFFICE} 李四 2020-03-31 逾期` }).waitFor()
    await give.waitFor({ state: 'detached' })

    await unit.getByLabel('选中：采购管理').check()
    await unit.getByLabel('选中：部门整体绩效目标产出指标完成情况').check()
    await give.getByText('分解选中的 7 项').waitFor()
    await give.getByLabel('责任科室').fill('办公室（财务、采购、资产管理与综合协调工作专班）')
    await give.getByRole('button', { name: '分给这个科室' }).click()
    await unit.getByRole('region', { name: '各科室（下属单位）进度' }).getByText('办公室（财务').waitFor()
    await give.waitFor({ state: 'detached' })
    await looksRight(unit, 'goals-given')
  })

  test('who fills in one office’s part writes that and nothing else, and says when it is finished', async () => {
    // before it is known whose what is, nothing is filled in
    stage.expectFaults(/status of 503/)
    await office.route('**/goals', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 })
    await office.goto(`${stage.server.address}/#/forms/${ID}`)
    await office.getByRole('button', { name: '重试' }).click()
    await office.getByText(`您填“${OFFICE}”负责的 1 项，其余只能看。`).waitFor()
    const spent = office.getByLabel('支出数：数值', { exact: true })
    await spent.waitFor()
    await eventually(() => office.getByRole('button', { name: '提交' }).count()).toBe(0)
    const others = office.locator('#leaf-purchaseIntentions')
    await others.waitFor()
    const open = others.locator('input:not([readonly]):not(:disabled), select:not(:disabled)')
    await eventually(() => open.count()).toBe(0)

    await spent.fill('2000')
    await eventually(async () => {
      const answer = await ask('demo:office', 'GET', `/${ID}`)
      return ((await answer.json()) as { entries: { facts: { spent: unknown } } }).entries.facts.spent
    }).toEqual('2000')
    await office.getByText(/^已保存，第/).waitFor()
    await looksRight(office, 'goals-own-part')

    const form = (await (await ask('demo:office', 'GET', `/${ID}`)).json()) as {
      form: { revision: number }
      entries: { facts: object; selfScores: object }
    }
    const entries = { ...form.entries, selfScores: { ...form.entries.selfScores, purchaseIntentions: { points: '1' } } }
    const refused = await ask('demo:office', 'PUT', `/${ID}`, { revision: form.form.revision, entries })
    expect(refused.status).toBe(403)
    expect(((await refused.json()) as { detail: string }).detail).toContain('由“办公室（财务')

    await office.getByRole('button', { name: '我的部分填完了' }).click()
    await office.locator('.own-part').getByText('已完成').waitFor()
  })

  test('what others save meanwhile is put together with what is typed here', async () => {
    await unit.goto(`${stage.server.address}/#/forms/${ID}`)
    const reason = unit.getByLabel('采购意向公开合规性：扣分原因', { exact: false }).first()
    await reason.waitFor()
    await unit.getByText(/^已保存，第/).waitFor()
    // the office changes its part while the unit has the form open
    await office.getByLabel('支出数：数值', { exact: true }).fill('2100')
    await office.locator('.own-part').getByRole('button', { name: '我的部分填完了' }).waitFor()
    await reason.fill('意向晚公开两天')
    await eventually(async () => {
      const answer = await ask('demo:department', 'GET', `/${ID}`)
      const { entries } = (await answer.json()) as {
        entries: { facts: { spent: unknown }; selfScores: Record<string, { reason?: string }> }
      }
      return [entries.facts.spent, entries.selfScores['purchaseIntentions']?.reason]
    }).toEqual(['2100', '意向晚公开两天'])
    await eventually(() => unit.getByLabel('支出数：数值', { exact: true }).inputValue()).toBe('2100')
  })

  test('progress is seen by the unit and the bureau, and the table to print opens', async () => {
    await office.getByRole('button', { name: '我的部分填完了' }).click()
    await office.locator('.own-part').getByText('已完成').waitFor()
    await unit.goto(`${stage.server.address}/#/forms/${ID}/goals`)
    const parts = unit.getByRole('region', { name: '各科室（下属单位）进度' })
    await parts.getByRole('row', { name: new RegExp(`^${OFFICE}.*1 / 1.*已完成`) }).waitFor()
    await unit.goto(`${stage.server.address}/#/forms`)
    await unit.getByRole('link', { name: /^完成 1 \/ / }).waitFor()
    await shoot(unit, 'goals-in-list')

    const file = await ask('demo:department', 'GET', `/${ID}/goals/workbook`)
    expect(file.status).toBe(200)
    const read = await readTables(Buffer.from(await file.arrayBuffer()))
    const cells = read.ok ? [...read.value[0]!.rows[2]!.cells.values()] : []
    expect(cells).toContain('责任科室（单位）')

    // with parts that are open it can be handed in, and says whose
    await unit.goto(`${stage.server.address}/#/forms/${ID}`)
    await unit.getByRole('button', { name: '提交' }).click()
    await unit.getByText('还有科室没有完成：办公室（财务').waitFor()
  })
})
