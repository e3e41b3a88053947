import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Request } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Submission } from '../../server/core/submission.ts'
import { accessibilityFaults, hasBrowser, overflowOf } from './browser.ts'
import { eventually, useStage } from './stage.ts'

/** A desk, a laptop at twice the size of type, a laptop. */
const SIZES = [
  { name: '1920', width: 1920, height: 1080 },
  { name: 'twice', width: 683, height: 384 },
  { name: '1366', width: 1366, height: 768 },
] as const

/** Where pictures of every page go, to be looked at; nowhere unless told. */
const PICTURES = process.env['HENGPING_PICTURES']

/** What a page shows while it reads. */
const WAITING = 'main .loading, main [aria-busy=true]'

const LONG_NAME =
  '某某市某某区经济技术开发区管理委员会综合行政执法与应急管理协调指挥中心（加挂城市运行管理服务中心牌子）'
const VERSION = 'guangdong-department/2024-01-01'
const MANY = 'many-indicators/2024-01-01'

/** Every page: what is seen, who sees it, where. */
const PAGES: (readonly [name: string, person: string, address: string])[] = [
  ['departments', '规则管理员甲', '#/'],
  ['projects', '规则管理员甲', '#/projects'],
  ['account', '规则管理员甲', '#/accounts/huadu-zhengfawei-2024'],
  ['account of a long name', '规则管理员甲', '#/accounts/long'],
  ['account that is not there', '规则管理员甲', '#/accounts/nobody'],
  ['imports', '规则管理员甲', '#/imports'],
  ['forms of one department', '部门填报员（花都区委政法委）', '#/forms'],
  ['form being filled in', '部门填报员（花都区委政法委）', '#/forms/huadu-zhengfawei-2024'],
  ['goals of a form', '部门填报员（花都区委政法委）', '#/forms/huadu-zhengfawei-2024/goals'],
  ['goals of a form that is not there', '部门填报员（花都区委政法委）', '#/forms/nobody/goals'],
  ['form for one office', '科室填报员（花都区委政法委 综治督导科）', '#/forms/huadu-zhengfawei-2024'],
  ['goals for a reviewer', '复核人甲', '#/forms/huadu-zhengfawei-2024/goals'],
  ['forms for a reviewer', '复核人甲', '#/forms'],
  ['form that is not there', '复核人甲', '#/forms/nobody'],
  ['no rounds', '规则管理员甲', '#/rounds'],
  ['new round', '规则管理员甲', '#/rounds/new'],
  ['round that is not there', '规则管理员甲', '#/rounds/99'],
  ['comparison that is not there', '规则管理员甲', '#/rounds/99/comparison/98'],
  ['rule sets', '规则管理员甲', '#/rule-sets'],
  ['rule set', '规则管理员甲', `#/rule-sets/${VERSION}`],
  ['rule set from a notice', '规则管理员甲', '#/notices'],
  ['rule set from a file', '规则管理员甲', '#/rule-sets/import'],
  ['rule set that is not there', '规则管理员甲', '#/rule-sets/nothing/2024-01-01'],
  ['findings', '规则管理员甲', `#/rule-set-reviews/${VERSION}/findings`],
  ['cases', '规则管理员甲', `#/rule-set-reviews/${VERSION}/cases`],
  ['sensitivity', '规则管理员甲', `#/rule-set-reviews/${VERSION}/sensitivity`],
  ['changes of a first version', '规则管理员甲', `#/rule-set-reviews/${VERSION}/changes`],
  ['draft of 200 indicators', '规则管理员甲', `#/drafts/${MANY}`],
  ['draft, one of 200 indicators', '规则管理员甲', `#/drafts/${MANY}/leaf-3-2-1`],
  ['draft that is not there', '规则管理员甲', '#/drafts/nothing/2024-01-01'],
  ['approval', '复核人甲', `#/approvals/${MANY}`],
  ['units', '规则管理员甲', '#/organisations'],
  ['own account', '规则管理员甲', '#/me'],
  ['no such page', '规则管理员甲', '#/nowhere/at/all'],
  ['departments for a reviewer', '复核人甲', '#/'],
  ['one department', '部门填报员（花都区委政法委）', '#/'],
  ['a page that is not for a department', '部门填报员（花都区委政法委）', '#/history'],
  ['journal', '审计员', '#/history'],
  ['accounts of people', '系统管理员', '#/users'],
]

describe.runIf(hasBrowser)('every page at every size, with nothing, too much, or what is not there', () => {
  const stage = useStage({ faults: /status of (403|404|422)/, apart: true })
  const pages = new Map<string, Page>()
  /** Requests of the pages that are not answered. */
  const open = new Set<Request>()
  /** What the pages asked the service since a page stood there whole. */
  let asked: string[] = []

  beforeAll(async () => {
    const founding = await ask<{ submission: Submission }>('GET', '/submissions/huadu-zhengfawei-2024')
    await beginForm()
    await ask('POST', '/submissions', { ...founding.submission, id: 'long', name: LONG_NAME })
    await ask('PUT', `/drafts/${MANY}`, { revision: 0, ruleSet: manyIndicators() })
  })

  /** What only a department does. */
  async function beginForm(): Promise<void> {
    const begun = await fetch(`${stage.server.address}/api/forms`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `hengping-demo=${encodeURIComponent('demo:department')}` },
      body: JSON.stringify({ unit: 'huadu-zhengfawei', year: 2024, ruleSet: VERSION.replace('/', '@') }),
    })
    expect(begun.status).toBe(200)
  }

  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${stage.server.address}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...sent,
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }

  /** The window of a person, made when first asked for. */
  async function windowOf(person: string): Promise<Page> {
    const made = pages.get(person)
    if (made) return made
    const page = await stage.window()
    page.on('request', (request) => {
      open.add(request)
      asked.push(request.url())
    })
    for (const end of ['requestfinished', 'requestfailed'] as const)
      page.on(end as 'requestfinished', (request) => open.delete(request))
    await page.goto(stage.server.address)
    const name = page.locator('.person-name')
    await name.waitFor()
    // the page loads itself anew for whom is chosen
    if (!person.startsWith(await name.innerText())) await page.getByLabel('身份').selectOption({ label: person })
    await name.filter({ hasText: person }).waitFor()
    pages.set(person, page)
    return page
  }

  test.each([...PAGES])('%s, for %s', async (name, person, address) => {
    const page = await windowOf(person)
    await page.setViewportSize(SIZES[2])
    await page.goto(`${stage.server.address}/${address}`)
    // the address is followed in the next frame at the latest: what stands there from then on is the page asked for
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await page.locator('main h1').waitFor()
    // nothing waits for ever, and no state is without words
    await eventually(async () => [
      [...open].map((request) => request.url()),
      await page.locator(WAITING).count(),
    ]).toEqual([[], 0])
    await eventually(async () => (await page.locator('main').innerText()).length).toBeGreaterThan(8)
    asked = []
    for (const { name: size, ...viewport } of SIZES) {
      await page.setViewportSize(viewport)
      await eventually(async () => [size, await overflowOf(page)]).toEqual([size, 0])
      if (PICTURES === undefined) continue
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: join(PICTURES, `${name}.${size}.png`) })
    }
    await eventually(() => accessibilityFaults(page)).toEqual([])
    // a page that is only looked at asks nothing twice, besides whether one is still logged in
    const questions = asked.filter((url) => !url.endsWith('/api/session'))
    expect(questions).toEqual([...new Set(questions)])
  })

  test('a list that one comes back to has what came in meanwhile', async () => {
    const page = await windowOf('规则管理员甲')
    await page.goto(`${stage.server.address}/#/`)
    const known = page.getByRole('link', { name: LONG_NAME })
    await known.waitFor()
    await page.goto(`${stage.server.address}/#/me`)
    await known.waitFor({ state: 'detached' })
    const founding = await ask<{ submission: Submission }>('GET', '/submissions/huadu-zhengfawei-2024')
    await ask('POST', '/submissions', { ...founding.submission, id: 'later', name: '后来报送的单位' })
    await page.goto(`${stage.server.address}/#/`)
    await page.getByRole('link', { name: '后来报送的单位' }).waitFor()
  })
})

/** Ten indicators of four of five: what no table on paper would hold. */
function manyIndicators(): unknown {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const leaf = (at: string) => ({
    id: `leaf-${at}`,
    label: `指标 ${at} 的名称写得很长，说明考核的是什么、从哪里来、由谁负责`,
    points: 0.5,
    clause: '达到 95% 得满分；每低 1 个百分点扣 0.1 分，扣完为止。',
    scoring: {
      method: 'bands',
      value: 'rate',
      bands: [
        { from: 0.95, points: 0.5 },
        { below: 0.95, points: 0 },
      ],
    },
  })
  return {
    format: 'hengping/rule-set@1',
    id: MANY.split('/')[0],
    title: '二百项指标的指标体系',
    subject: 'department',
    region: '示例',
    points: 100,
    decimals: 2,
    effective: { from: '2024-01-01', to: '2024-12-31' },
    provenance: { status: 'unverified', documents: [{ title: '示例文件' }] },
    grades: [
      { name: '优', from: 90 },
      { name: '良', from: 80 },
      { name: '差', from: 0 },
    ],
    notApplicable: 'rescale',
    facts: [{ id: 'rate', label: '预算执行率', type: 'number', display: 'percent' }],
    indicators: numbers(10).map((first) => ({
      id: `block-${first}`,
      label: `第 ${first} 类`,
      points: 10,
      children: numbers(4).map((second) => ({
        id: `part-${first}-${second}`,
        label: `第 ${first} 类第 ${second} 部分`,
        points: 2.5,
        children: numbers(5).map((third) => leaf(`${first}-${second}-${third}`)),
      })),
    })),
  }
}
