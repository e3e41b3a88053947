import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAccess, type Access, type AccessOptions } from '../../server/access/access.ts'
import { PasswordHasher } from '../../server/accounts/password-hasher.ts'
import { PROFILES } from '../../server/accounts/password-rules.ts'
import { fromBase32, hotp, stepOf } from '../../server/accounts/totp.ts'
import type { SessionAnswer } from '../../server/http/session-shapes.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import type { EventPayload } from '../../server/storage/changes/event.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import type { Store } from '../../server/storage/store.ts'
import { QUICK } from '../access/people.ts'
import { rankedForm, setUp, type Setup } from '../routes/example.ts'
import { PATIENCE } from '../support/runs.ts'

const PASSWORD = 'Wutong7-Qiaoliang'
const NEXT = 'Baiyun9-Xiaoqiao'
const system = { id: 'Wang', name: '王一', password: PASSWORD }
const security = { id: 'zhao', name: '赵二', password: PASSWORD }

const hasher = new PasswordHasher(QUICK)
afterAll(() => hasher.close())

let now: Date
let store: Store
let access: Access
let setup: Setup
const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000))

async function start(options: Partial<AccessOptions> = {}) {
  await access?.close()
  access = await createAccess(store, { mode: 'accounts', log: () => {}, hasher, now: () => now, ...options })
  setup = await setUp([], { access }, store)
}

beforeEach(async () => {
  now = new Date('2024-06-03T09:00:00+08:00')
  store = createMemoryStore(() => now)
  await store.addRuleSet(rankedForm)
  await start()
})
afterEach(() => access.close())

/** A browser: it keeps its cookies. */
class Browser {
  cookie = ''
  async ask(method: string, path: string, body?: unknown) {
    const response = await setup.app.request(path, {
      method,
      headers: { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const set = response.headers.get('set-cookie')
    if (set !== null) this.cookie = set.includes('Max-Age=0') ? '' : set.split(';')[0]!
    return response
  }
  login = (id: string, password = PASSWORD, code?: string) =>
    this.ask('POST', '/api/session', { id, password, ...(code !== undefined && { code }) })
  state = async () => (await (await this.ask('GET', '/api/session')).json()) as SessionAnswer
}
const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code

async function makeFirstAccounts(separation = true) {
  const token = access.setUpLink!.token
  const body = { token, separation, systemAdministrator: system, securityAdministrator: separation ? security : null }
  const response = await new Browser().ask('POST', '/api/set-up', body)
  expect(response.status).toBe(201)
}

async function loggedIn(id: string, password = PASSWORD) {
  const browser = new Browser()
  expect((await browser.login(id, password)).status).toBe(200)
  return browser
}

/** Changes the first password, as an account made by somebody else must, and logs in again. */
async function settled(id: string, first: string, own: string) {
  const browser = await loggedIn(id, first)
  const changed = await browser.ask('PUT', '/api/session/password', { present: first, next: own })
  expect(changed.status).toBe(200)
  return loggedIn(id, own)
}

const events = async () =>
  (await store.history({ limit: 500 })).entries
    .filter((entry) => entry.action === 'event')
    .map(({ actor, payload }) => ({ actor, ...(payload as EventPayload) }))

describe('the first start', () => {
  test('without accounts nobody gets in, and the set-up link makes the first two', async () => {
    expect((await new Browser().state()).setUp).toBe(true)
    expect(await codeOf(await new Browser().login('admin', 'admin'))).toBe('login_refused')
    await makeFirstAccounts()
    const [first, second] = await access.accounts.list()
    expect(first).toMatchObject({ id: 'wang', roles: ['systemAdministrator'], mustChange: false })
    expect(second).toMatchObject({ id: 'zhao', roles: ['securityAdministrator'], mustChange: true })
    expect((await new Browser().state()).setUp).toBe(false)
  })

  test.each([
    ['another token', async () => 'x'.repeat(43)],
    ['the same token twice', async () => makeFirstAccounts().then(() => access.setUpLink!.token)],
    [
      'a token of the day before',
      async () => {
        later(24 * 60)
        return access.setUpLink!.token
      },
    ],
  ])('%s opens nothing', async (_, tokenOf) => {
    const token = await tokenOf()
    const before = (await access.accounts.list()).length
    const body = {
      token,
      separation: false,
      systemAdministrator: { ...system, id: 'second' },
      securityAdministrator: null,
    }
    const response = await new Browser().ask('POST', '/api/set-up', body)
    expect([response.status, await codeOf(response)]).toEqual([403, 'set_up_link'])
    expect(await access.accounts.list()).toHaveLength(before)
  })

  test('a weak password leaves the link as it was', async () => {
    const token = access.setUpLink!.token
    const weak = { ...system, password: 'Password2024!' }
    const body = { token, separation: false, systemAdministrator: weak, securityAdministrator: null }
    const response = await new Browser().ask('POST', '/api/set-up', body)
    const { issues } = problemSchema.parse(await response.json())
    expect([response.status, issues[0]?.path]).toEqual([422, 'systemAdministrator.password'])
    await makeFirstAccounts()
  })

  test('without separation the first one is all three', async () => {
    await makeFirstAccounts(false)
    expect((await access.accounts.list()).map(({ roles }) => roles)).toEqual([
      ['systemAdministrator', 'securityAdministrator', 'auditor'],
    ])
  })

  test('there is no link once there is an account', async () => {
    await makeFirstAccounts()
    await start()
    expect(access.setUpLink).toBeNull()
  })

  test('neither token nor password nor their hashes stand in the journal', async () => {
    const token = access.setUpLink!.token
    await makeFirstAccounts()
    await loggedIn('wang')
    const text = JSON.stringify((await store.history({ limit: 500 })).entries)
    const row = (await access.accounts.find('wang'))!
    const { key, salt } = await store.readBody<{ key: string; salt: string }>(row.password)
    for (const secret of [token, PASSWORD, key, salt]) expect(text).not.toContain(secret)
  })
})

describe('logging in', () => {
  beforeEach(() => makeFirstAccounts())

  test('sets a cookie that scripts, other sites and other hosts do not get', async () => {
    const response = await new Browser().login('wang')
    expect(response.headers.get('set-cookie')).toMatch(
      /^hengping-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    await start({ secure: true })
    const secure = await new Browser().login('wang')
    expect(secure.headers.get('set-cookie')).toMatch(
      /^__Host-hengping=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
  })

  test('a new session at every login, and the one before ends', async () => {
    const browser = await loggedIn('wang')
    const before = browser.cookie
    await browser.login('wang')
    expect(browser.cookie).not.toBe(before)
    const old = new Browser()
    old.cookie = before
    expect((await old.state()).person).toBeNull()
    expect((await browser.state()).person?.id).toBe('wang')
  })

  test('unknown, wrong and disabled are answered alike, and locked too', async () => {
    await settled('zhao', PASSWORD, NEXT)
    const answers: string[] = []
    const attempt = async (id: string, password: string) => {
      const response = await new Browser().login(id, password)
      answers.push(`${response.status} ${response.headers.get('set-cookie')} ${await response.text()}`)
    }
    await attempt('nobody', PASSWORD)
    for (let failed = 0; failed < 5; failed++) await attempt('wang', 'Wrong-Password-1')
    await attempt('wang', PASSWORD)
    expect(new Set(answers).size).toBe(1)
    expect((await access.accounts.find('wang'))?.lockedUntil).toBe(new Date(now.getTime() + 30 * 60_000).toISOString())
  })

  test('an account is locked for half an hour after five failures, and a right one in between begins anew', async () => {
    const fail = async (times: number) => {
      for (let count = 0; count < times; count++) await new Browser().login('wang', 'Wrong-Password-1')
    }
    await fail(4)
    await loggedIn('wang')
    await fail(4)
    await loggedIn('wang')
    await fail(5)
    expect((await new Browser().login('wang')).status).toBe(401)
    later(29.9)
    expect((await new Browser().login('wang')).status).toBe(401)
    later(0.2)
    await loggedIn('wang')
  })

  test('five at once are five: of twenty guesses at once the right one does not slip through behind them', async () => {
    const guesses = Array.from({ length: 20 }, (_, index) => (index === 19 ? PASSWORD : `Wrong-Guess-${index}`))
    const statuses = await Promise.all(guesses.map(async (guess) => (await new Browser().login('wang', guess)).status))
    expect(new Set(statuses)).toEqual(new Set([401]))
  })

  test('a lock leaves who is logged in alone, and another administrator opens it', async () => {
    const wang = await loggedIn('wang')
    for (let count = 0; count < 5; count++) await new Browser().login('wang', 'Wrong-Password-1')
    expect((await wang.state()).person?.id).toBe('wang')
    const zhao = await settled('zhao', PASSWORD, NEXT)
    expect((await zhao.ask('DELETE', '/api/users/wang/lock')).status).toBe(200)
    await loggedIn('wang')
  })

  test('from one address sixty failures in ten minutes are heard, then 429 for everybody there', async () => {
    for (let count = 0; count < 60; count++) await new Browser().login(`nobody-${count}`, 'x')
    const response = await new Browser().login('wang')
    expect([response.status, await codeOf(response)]).toEqual([429, 'too_many_logins'])
    later(11)
    await loggedIn('wang')
  })

  test('right and wrong, unknown and locked take about as long', async () => {
    const slow = new PasswordHasher({ N: 2 ** 15, r: 8, p: 1 })
    await start({ hasher: slow })
    const timed = async (id: string, password: string) => {
      const began = performance.now()
      await new Browser().login(id, password)
      return performance.now() - began
    }
    const median = async (id: string, password: string) => {
      const times: number[] = []
      for (let count = 0; count < 5; count++) times.push(await timed(id, password))
      return times.sort((a, b) => a - b)[2]!
    }
    // what was hashed at another cost is set anew at this one
    const reset = await access.accounts.resetPassword('console', 'wang')
    if (!reset.ok) throw new Error('not reset')
    const wrong = await median('wang', 'Wrong-Password-1')
    const unknown = await median('nobody', 'Wrong-Password-1')
    const locked = await median('wang', 'Wrong-Password-1')
    expect(Math.max(wrong, unknown, locked) / Math.min(wrong, unknown, locked)).toBeLessThan(1 + 0.6 * PATIENCE)
    slow.close()
  })

  test('every login and failure stands in the journal; a flood as a number, and no word that was typed', async () => {
    await loggedIn('wang')
    for (let count = 0; count < 50; count++) await new Browser().login('Typed-My-Password-1', 'x')
    await access.audit.flush()
    const told = await events()
    expect(told.filter(({ event, ok }) => event === 'login' && ok).map(({ actor }) => actor)).toEqual(['wang'])
    const failed = told.filter(({ event }) => event === 'login.failed')
    expect(failed).toHaveLength(6)
    expect(failed.map(({ detail }) => detail?.['more'] ?? 1).reduce((a, b) => Number(a) + Number(b), 0)).toBe(50)
    expect(JSON.stringify(told)).not.toMatch(/typed/i)
  })
})

describe('a session', () => {
  let browser: Browser
  beforeEach(async () => {
    await makeFirstAccounts()
    browser = await loggedIn('wang')
  })
  const alive = async () => (await browser.ask('GET', '/api/users')).status === 200

  test('of an administrator ends after 15 idle minutes; looking at it is not use', async () => {
    later(14)
    expect(await alive()).toBe(true)
    later(14)
    expect((await browser.state()).endsIn).toBe(60_000)
    later(1)
    expect(await alive()).toBe(false)
  })

  test('ends twelve hours after it began, however busy', async () => {
    for (let passed = 10; passed < 720; passed += 10) {
      later(10)
      expect(await alive()).toBe(true)
    }
    later(10)
    expect(await alive()).toBe(false)
  })

  test('is kept by asking for it', async () => {
    later(14)
    const extended = (await (await browser.ask('POST', '/api/session/extension')).json()) as SessionAnswer
    expect(extended.endsIn).toBe(15 * 60_000)
    later(14)
    expect(await alive()).toBe(true)
  })

  test('ends with the logout, which stands in the journal', async () => {
    const { cookie } = browser
    expect((await browser.ask('DELETE', '/api/session')).status).toBe(200)
    expect(browser.cookie).toBe('')
    browser.cookie = cookie
    expect(await alive()).toBe(false)
    expect((await events()).some(({ event, actor }) => event === 'logout' && actor === 'wang')).toBe(true)
  })

  test('does not outlive a restart', async () => {
    await start()
    expect((await browser.state()).person).toBeNull()
  })

  test('a made-up cookie is nobody', async () => {
    browser.cookie = `hengping-session=${'a'.repeat(43)}`
    expect((await browser.state()).person).toBeNull()
  })
})

describe('accounts', () => {
  let wang: Browser
  let zhao: Browser
  beforeEach(async () => {
    await makeFirstAccounts()
    wang = await loggedIn('wang')
    zhao = await settled('zhao', PASSWORD, NEXT)
  })
  const add = async (id: string) => {
    const response = await wang.ask('POST', '/api/users', { id, name: `姓名${id}` })
    expect(response.status).toBe(201)
    return ((await response.json()) as { password: string }).password
  }
  const grant = (id: string, roles: string[], units: string[] = [], from: object = { roles: [], units: [] }) =>
    zhao.ask('PUT', `/api/users/${id}/rights`, { from, to: { roles, units } })

  test('are added by one administrator and given their roles by the other', async () => {
    const password = await add('li')
    expect((await grant('li', ['reviewer'])).status).toBe(200)
    const li = await loggedIn('li', password)
    expect(await li.state()).toMatchObject({ held: 'changePassword', person: { roles: ['reviewer'] } })
    expect(await codeOf(await li.ask('GET', '/api/rule-sets'))).toBe('changePassword')
    const settledLi = await settled('li', password, NEXT)
    expect((await settledLi.ask('GET', '/api/rule-sets')).status).toBe(200)
    expect((await settledLi.ask('GET', '/api/users')).status).toBe(403)
    expect((await wang.ask('PUT', '/api/users/li/rights', {})).status).toBe(403)
    expect((await zhao.ask('POST', '/api/users', { id: 'x1', name: 'x' })).status).toBe(403)
  })

  test('every change of rights ends the sessions at once', async () => {
    await settled('li', await add('li'), NEXT)
    const cases: [string, () => Promise<Response>][] = [
      ['roles', () => grant('li', ['reviewer'])],
      ['disabling', () => wang.ask('PUT', '/api/users/li/state', { disabled: true })],
    ]
    for (const [what, change] of cases) {
      const li = await loggedIn('li', NEXT)
      const other = await loggedIn('li', NEXT)
      expect((await change()).status, what).toBe(200)
      for (const one of [li, other]) expect((await one.state()).person, what).toBeNull()
    }
    expect((await new Browser().login('li', NEXT)).status).toBe(401)
    expect((await wang.ask('PUT', '/api/users/li/state', { disabled: false })).status).toBe(200)
    await loggedIn('li', NEXT)
  })

  test.each([
    ['two officers in one', ['systemAdministrator', 'auditor'], [], /三员分立/],
    ['a department with another role', ['department', 'reviewer'], ['unit-a'], /不能兼任/],
    ['a department without a unit', ['department'], [], /哪个单位/],
    ['a unit without a department', ['reviewer'], ['unit-a'], /只有部门填报员/],
  ])('%s is refused', async (_, roles, units, sentence) => {
    await add('li')
    const response = await grant('li', roles, units)
    expect(response.status).toBe(422)
    expect(problemSchema.parse(await response.json()).detail).toMatch(sentence)
  })

  test('nobody changes their own roles or disables themselves, and the last ones stay', async () => {
    const own = await grant('zhao', ['auditor'], [], { roles: ['securityAdministrator'], units: [] })
    expect(await codeOf(own)).toBe('own_account')
    expect(await codeOf(await wang.ask('PUT', '/api/users/wang/state', { disabled: true }))).toBe('own_account')
    expect(await codeOf(await wang.ask('PUT', '/api/users/zhao/state', { disabled: true }))).toBe('last_one')
    const last = await grant('wang', ['reviewer'], [], { roles: ['systemAdministrator'], units: [] })
    expect(await codeOf(last)).toBe('last_one')
  })

  test('two administrators at once do not overwrite each other', async () => {
    await add('li')
    await grant('li', ['reviewer'])
    expect(await codeOf(await grant('li', ['auditor']))).toBe('account_changed')
  })

  test('a name is never given again, and some are nobody’s', async () => {
    await add('li')
    for (const id of ['li', 'LI', 'ｌｉ', 'wang', 'console', 'service', 'set-up']) {
      expect(await codeOf(await wang.ask('POST', '/api/users', { id, name: '甲' })), id).toBe('name_taken')
    }
    for (const id of ['', 'a', 'a b', '-a', 'demo:x', 'a'.repeat(33)]) {
      expect(await codeOf(await wang.ask('POST', '/api/users', { id, name: '甲' })), id).toBe('bad_name')
    }
  })

  test('a reset password is for one login; that of an officer is reset on the machine only', async () => {
    await settled('li', await add('li'), NEXT)
    const response = await wang.ask('POST', '/api/users/li/password')
    const { password } = (await response.json()) as { password: string }
    expect((await new Browser().login('li', NEXT)).status).toBe(401)
    expect((await (await loggedIn('li', password)).state()).held).toBe('changePassword')
    expect(await codeOf(await wang.ask('POST', '/api/users/zhao/password'))).toBe('officer')
    expect((await access.accounts.resetPassword('console', 'zhao')).ok).toBe(true)
    expect((await zhao.state()).person).toBeNull()
  })

  test('a new password is held to the rules and to the last five', async () => {
    const change = (present: string, next: string) => zhao.ask('PUT', '/api/session/password', { present, next })
    expect(await codeOf(await change('Wrong-Password-1', 'Qinghe3-Dahua'))).toBe('wrong_password')
    expect(await codeOf(await change(NEXT, 'short'))).toBe('weak_password')
    expect(await codeOf(await change(NEXT, NEXT))).toBe('used_before')
    expect(await codeOf(await change(NEXT, PASSWORD))).toBe('used_before')
    let present = NEXT
    for (const number of [1, 2, 3, 4]) {
      const next = `Qinghe${number}-Dahua`
      expect((await change(present, next)).status).toBe(200)
      zhao = await loggedIn('zhao', next)
      present = next
    }
    expect(await codeOf(await change(present, NEXT))).toBe('used_before')
    expect((await change(present, PASSWORD)).status).toBe(200)
  })

  test('after 90 days the password comes first; in the other profile it does not', async () => {
    later(91 * 24 * 60)
    expect((await (await loggedIn('wang')).state()).held).toBe('changePassword')
    await start({ rules: { profile: PROFILES.asvs, requireSecondFactor: false } })
    expect((await (await loggedIn('wang')).state()).held).toBeNull()
  })

  test('wrong passwords typed inside count, too', async () => {
    const guess = () => zhao.ask('PUT', '/api/session/password', { present: 'Wrong-Password-1', next: 'Qinghe3-Dahua' })
    for (let count = 0; count < 5; count++) await guess()
    expect((await access.accounts.find('zhao'))?.lockedUntil).not.toBeNull()
    const right = await zhao.ask('PUT', '/api/session/password', { present: NEXT, next: 'Qinghe3-Dahua' })
    expect(await codeOf(right)).toBe('wrong_password')
  })
})

describe('the second factor', () => {
  let wang: Browser
  beforeEach(async () => {
    await makeFirstAccounts()
    wang = await loggedIn('wang')
  })
  const enrol = async (browser: Browser) => {
    const offer = (await (await browser.ask('POST', '/api/session/second-factor')).json()) as {
      key: string
      uri: string
    }
    expect(offer.uri).toContain(offer.key)
    const key = fromBase32(offer.key)
    const proof = { password: PASSWORD, code: hotp(key, stepOf(now)) }
    expect((await browser.ask('PUT', '/api/session/second-factor', proof)).status).toBe(200)
    later(1)
    return key
  }

  test('is asked for behind the right password only, and a code works once', async () => {
    const key = await enrol(wang)
    expect((await wang.state()).person).toBeNull()
    expect(await codeOf(await wang.login('wang', 'Wrong-Password-1'))).toBe('login_refused')
    expect(await codeOf(await wang.login('wang'))).toBe('second_factor_needed')
    expect(await codeOf(await wang.login('wang', PASSWORD, '000000'))).toBe('login_refused')
    const code = hotp(key, stepOf(now))
    expect((await wang.login('wang', PASSWORD, code)).status).toBe(200)
    expect(await codeOf(await new Browser().login('wang', PASSWORD, code))).toBe('login_refused')
    later(0.5)
    expect((await wang.login('wang', PASSWORD, hotp(key, stepOf(now)))).status).toBe(200)
  })

  test('five wrong codes lock the account', async () => {
    const key = await enrol(wang)
    for (let count = 0; count < 5; count++) await new Browser().login('wang', PASSWORD, '000000')
    expect((await new Browser().login('wang', PASSWORD, hotp(key, stepOf(now)))).status).toBe(401)
  })

  test('is not bound without the password or with a wrong code', async () => {
    const { key } = (await (await wang.ask('POST', '/api/session/second-factor')).json()) as { key: string }
    const code = hotp(fromBase32(key), stepOf(now))
    const prove = (password: string, code: string) => wang.ask('PUT', '/api/session/second-factor', { password, code })
    expect(await codeOf(await prove('Wrong-Password-1', code))).toBe('wrong_password')
    expect(await codeOf(await prove(PASSWORD, '000000'))).toBe('wrong_code')
    expect((await access.accounts.find('wang'))?.secondFactor).toBeNull()
  })

  test('of another is taken away by an administrator, never of oneself', async () => {
    await enrol(wang)
    const zhao = await settled('zhao', PASSWORD, NEXT)
    expect(await codeOf(await zhao.ask('DELETE', '/api/users/zhao/second-factor'))).toBe('own_account')
    expect((await zhao.ask('DELETE', '/api/users/wang/second-factor')).status).toBe(200)
    await loggedIn('wang')
  })

  test('where it is required, an officer does nothing before it is bound', async () => {
    await start({ rules: { profile: PROFILES.dengbao, requireSecondFactor: true } })
    const again = await loggedIn('wang')
    expect((await again.state()).held).toBe('enrolSecondFactor')
    expect(await codeOf(await again.ask('GET', '/api/users'))).toBe('enrolSecondFactor')
    const key = await enrol(again)
    expect((await again.login('wang', PASSWORD, hotp(key, stepOf(now)))).status).toBe(200)
    expect((await again.ask('GET', '/api/users')).status).toBe(200)
  })
})

describe('the demo mode', () => {
  beforeEach(() => start({ mode: 'demo' }))

  test('anybody is who they choose to be, and the journal says it was the demo', async () => {
    const browser = new Browser()
    expect(await browser.state()).toMatchObject({ mode: 'demo', person: { id: 'demo:rules-1' } })
    const chosen = await browser.ask('PUT', '/api/session/identity', { id: 'demo:department' })
    expect(chosen.status).toBe(200)
    expect((await browser.state()).person?.roles).toEqual(['department'])
    expect((await browser.ask('GET', '/api/users')).status).toBe(403)
    expect((await browser.ask('PUT', '/api/session/identity', { id: 'wang' })).status).toBe(422)
  })

  test.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])(
    'what a proxy brings (%s) is nobody',
    async (name) => {
      const headers = { [name]: '10.0.0.9' }
      expect((await setup.app.request('/api/rule-sets', { headers })).status).toBe(401)
      const state = (await (await setup.app.request('/api/session', { headers })).json()) as SessionAnswer
      expect(state.person).toBeNull()
      expect((await setup.app.request('/api/rule-sets')).status).toBe(200)
    },
  )

  test('has no accounts, and with accounts there is no demo', async () => {
    expect(await codeOf(await new Browser().login('wang'))).toBe('demo')
    const browser = new Browser()
    await browser.ask('PUT', '/api/session/identity', { id: 'demo:system' })
    expect(await codeOf(await browser.ask('POST', '/api/users', { id: 'li', name: '李' }))).toBe('demo')
    await start()
    browser.cookie = 'hengping-demo=demo:rules-1'
    expect((await browser.ask('GET', '/api/rule-sets')).status).toBe(401)
    expect(await codeOf(await browser.ask('PUT', '/api/session/identity', { id: 'demo:rules-1' }))).toBe('not_demo')
  })
})
