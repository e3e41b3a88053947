import type { BrowserContext, Page } from 'playwright-core'
import { describe, test } from 'vitest'
import { fromBase32, hotp, stepOf } from '../../server/accounts/totp.ts'
import { accessibilityFaults, hasBrowser } from './browser.ts'
import { eventually, looksRight, useStage } from './stage.ts'

const FIRST = 'Wutong7-Qiaoliang'
const NEXT = 'Baiyun9-Xiaoqiao'
const SUBMISSION = '花都区委政法委'

describe.runIf(hasBrowser)('accounts in a real browser', () => {
  // a refused login is a 401, which browsers tell in their console
  const stage = useStage({ serve: ['--login'], faults: /status of (401|422)/ })
  const people = new Map<string, { context: BrowserContext; page: Page }>()

  /** A person at a computer of their own. */
  const at = async (name: string): Promise<Page> => {
    const known = people.get(name)
    if (known) return known.page
    const context = await stage.computer()
    const page = await stage.window(context)
    people.set(name, { context, page })
    await page.goto(stage.server.address)
    return page
  }
  const logIn = async (page: Page, id: string, password: string) => {
    await page.getByLabel('用户名').fill(id)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录' }).click()
  }
  const changePassword = async (page: Page, present: string, next: string) => {
    await page.getByLabel('现在的密码').fill(present)
    await page.getByLabel('新密码', { exact: true }).fill(next)
    await page.getByLabel('再输一次新密码').fill(next)
    await page.getByRole('button', { name: '修改密码' }).click()
    await page.getByLabel('用户名').waitFor()
  }

  test('without accounts the page says how to begin, and the link makes the first two', async () => {
    const wang = await at('wang')
    await wang.getByText('请打开服务启动时在命令行里显示的首次设置链接').waitFor()
    await looksRight(wang)
    await wang.goto('about:blank')
    const link = /http:\/\/\S+#\/set-up\/\S+(?=\s)/
    await eventually(() => stage.server.said()).toMatch(link)
    await wang.goto(link.exec(stage.server.said())![0])
    await wang.getByRole('heading', { name: '首次设置' }).waitFor()
    await looksRight(wang)
    for (const [group, id, name] of [
      ['系统管理员（您自己）', 'wang', '王一'],
      ['安全管理员（另一个人）', 'zhao', '赵二'],
    ] as const) {
      const part = wang.getByRole('group', { name: group })
      await part.getByLabel('用户名').fill(id)
      await part.getByLabel('姓名').fill(name)
      await part.getByLabel('密码', { exact: true }).fill(FIRST)
      await part.getByLabel('再输一次密码').fill(FIRST)
    }
    await wang.getByRole('button', { name: '建立账号' }).click()
    await wang.getByRole('link', { name: '去登录' }).click()
  })

  test('a wrong password is told in a sentence, the right one opens the place of the role', async () => {
    const wang = await at('wang')
    await logIn(wang, 'wang', 'nonsense')
    await wang.getByText('没有登录成功').waitFor()
    await looksRight(wang)
    await logIn(wang, 'wang', FIRST)
    await wang.getByRole('heading', { name: '用户' }).waitFor()
    await eventually(() => wang.getByRole('navigation', { name: '功能' }).getByRole('link').allInnerTexts()).toEqual([
      '',
      '用户',
    ])
    await wang.goto(`${stage.server.address}/#/projects`)
    await wang.getByRole('heading', { name: '用户' }).waitFor()
  })

  test('a new account gets a password once, a role from the other administrator, and changes the password', async () => {
    const [wang, zhao, li] = [await at('wang'), await at('zhao'), await at('li')]
    await wang.getByRole('button', { name: '新建账号' }).click()
    await wang.getByLabel('用户名').fill('li')
    await wang.getByLabel('姓名').fill('李三')
    await wang.getByRole('button', { name: '建立', exact: true }).click()
    const password = await wang.getByLabel('账号“li”的一次性密码').inputValue()
    await looksRight(wang)
    await wang.getByRole('button', { name: '我已记下' }).click()
    await eventually(() => wang.getByLabel('账号“li”的一次性密码').count()).toBe(0)

    await logIn(zhao, 'zhao', FIRST)
    await zhao.getByText('修改后才能继续').waitFor()
    await looksRight(zhao)
    await changePassword(zhao, FIRST, NEXT)
    await logIn(zhao, 'zhao', NEXT)
    await zhao.getByRole('row', { name: /李三/ }).getByRole('button', { name: '授予角色' }).click()
    await zhao.getByLabel('部门填报员').check()
    await zhao.getByLabel('单位编号').fill('huadu-zhengfawei')
    await zhao.getByRole('button', { name: '添加单位' }).click()
    await looksRight(zhao)
    await zhao.getByRole('button', { name: '保存' }).click()
    await zhao.getByRole('cell', { name: 'huadu-zhengfawei' }).waitFor()

    await logIn(li, 'li', password)
    await changePassword(li, password, NEXT)
    await logIn(li, 'li', NEXT)
    await li.getByRole('link', { name: SUBMISSION }).waitFor()
  })

  test('a department sees its own submission only, without a place among all', async () => {
    const li = await at('li')
    await eventually(() => li.locator('tbody tr').count()).toBe(1)
    await eventually(() => li.getByRole('columnheader', { name: '名次' }).count()).toBe(0)
    await looksRight(li)
    await li.goto(`${stage.server.address}/#/accounts/sample-dept-001`)
    await li.getByText('没有编号为“sample-dept-001”的填报').waitFor()
    stage.expectFaults(/status of 404/)
  })

  test('who is logged out finds the page as it was left', async () => {
    const li = await at('li')
    await li.goto(`${stage.server.address}/#/me`)
    await li.getByLabel('新密码', { exact: true }).fill('half a thought')
    const { context } = people.get('li')!
    await context.clearCookies()
    // the next look at the server finds nobody
    await li.getByLabel('现在的密码').fill(NEXT)
    await li.getByLabel('再输一次新密码').fill('half a thought')
    await li.getByRole('button', { name: '修改密码' }).click()
    await li.getByRole('heading', { name: '登录已过期' }).waitFor()
    await eventually(() => accessibilityFaults(li)).toEqual([])
    const again = li.getByRole('dialog')
    await eventually(() => again.getByLabel('用户名').inputValue()).toBe('li')
    await again.getByLabel('密码', { exact: true }).fill(NEXT)
    await again.getByRole('button', { name: '登录' }).click()
    await again.waitFor({ state: 'hidden' })
    await eventually(() => li.getByLabel('新密码', { exact: true }).inputValue()).toBe('half a thought')
  })

  test('who does nothing is warned before the session ends, and may stay', async () => {
    const wang = await at('wang')
    await wang.route('**/api/session', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...((await response.json()) as object), endsIn: 115_000 } })
    })
    await wang.reload()
    const warning = wang.getByText('2 分钟后将退出登录')
    await warning.waitFor()
    await looksRight(wang)
    await wang.unrouteAll({ behavior: 'wait' })
    await wang.getByRole('button', { name: '继续使用' }).click()
    await warning.waitFor({ state: 'detached' })
  })

  test('a second factor is bound by its code and asked for at the next login', async () => {
    const zhao = await at('zhao')
    await zhao.getByRole('button', { name: '赵二' }).click()
    await zhao.getByRole('link', { name: '我的账号' }).click()
    await zhao.getByRole('button', { name: '绑定' }).click()
    const key = fromBase32((await zhao.locator('code').first().innerText()).replaceAll(' ', ''))
    const section = zhao.getByRole('form', { name: '动态口令' })
    await section.getByLabel('现在的密码').fill(NEXT)
    await looksRight(zhao)
    await section.getByLabel('验证器上的 6 位数字').fill(hotp(key, stepOf(new Date())))
    await zhao.getByRole('button', { name: '确认绑定' }).click()
    await logIn(zhao, 'zhao', NEXT)
    await zhao.getByLabel('动态口令').fill(hotp(key, stepOf(new Date()) + 1))
    await zhao.getByRole('button', { name: '登录' }).click()
    await zhao.getByRole('heading', { name: '我的账号' }).waitFor()
  })

  test('disabling ends what is open; the sentence comes before the act', async () => {
    const [wang, li] = [await at('wang'), await at('li')]
    const row = wang.getByRole('row', { name: /李三/ })
    await wang.reload()
    await row.getByRole('button', { name: '停用' }).click()
    await row.getByText('他的登录立即结束').waitFor()
    await looksRight(wang)
    await row.getByRole('button', { name: '停用' }).click()
    await row.getByText('已停用').waitFor()
    await li.goto(`${stage.server.address}/`)
    await li.reload()
    await li.getByRole('button', { name: '登录' }).waitFor()
    await logIn(li, 'li', NEXT)
    await li.getByText('没有登录成功').waitFor()
  })

  test('the menu of one’s own name leads out', async () => {
    const wang = await at('wang')
    await wang.getByRole('button', { name: '王一' }).click()
    await looksRight(wang)
    // whoever is still logged in is told
    stage.expectFaults(/ERR_FAILED/)
    await wang.route('**/api/session', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.fallback(),
    )
    await wang.getByRole('button', { name: '退出登录' }).click()
    await wang.getByText('连不上服务').waitFor()
    await looksRight(wang)
    await wang.unrouteAll({ behavior: 'wait' })
    await wang.getByRole('button', { name: '退出登录' }).click()
    await wang.getByLabel('用户名').waitFor()
    await wang.goto(`${stage.server.address}/#/users`)
    await wang.reload()
    await wang.getByLabel('用户名').waitFor()
  })
})
