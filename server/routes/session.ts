import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Access } from '../access/access.ts'
import { chooseDemoPerson, DEMO_PEOPLE, demoPersonOf, findDemoPerson } from '../accounts/demo.ts'
import { describeProfile } from '../accounts/password-rules.ts'
import { TooBusy } from '../accounts/password-hasher.ts'
import type { Person } from '../access/person.ts'
import { jsonBody } from '../http/json-body.ts'
import { defaultHook, problem, refusal } from '../http/problem.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import {
  factorProofSchema,
  identitySchema,
  loginSchema,
  passwordChangeSchema,
  readAs,
  setUpSchema,
  type SessionAnswer,
} from '../http/session-shapes.ts'
import type { AccountRow } from '../storage/changes/accounts.ts'

const tags = ['登录']
const refusedBody = { 422: problemAnswer('内容有问题。'), ...bodyProblems }
const tooMany = { 429: problemAnswer('登录的人太多，或这个地址输错太多次，稍后再试。') }
const notDemo = { 403: problemAnswer('演示模式里没有账号。') }

const read = createRoute({
  method: 'get',
  path: '/session',
  tags,
  summary: '现在登录的是谁',
  description: '没有登录时 person 是 null；不算作操作，不延长登录。',
  responses: { 200: answer('Session', '登录情况。') },
})
const begin = createRoute({
  method: 'post',
  path: '/session',
  middleware: [jsonBody] as const,
  tags,
  summary: '登录',
  description: '用户名不存在、密码不对、已锁定、已停用，回答都一样。连续输错 5 次锁定 30 分钟。',
  request: { body: jsonRequest('Credentials', '用户名和密码，绑定了动态口令的再加口令。') },
  responses: {
    200: answer('Session', '已登录。'),
    401: problemAnswer('没有登录成功；code 是 second_factor_needed 时请再输入动态口令。'),
    ...notDemo,
    ...refusedBody,
    ...tooMany,
  },
})
const end = createRoute({
  method: 'delete',
  path: '/session',
  tags,
  summary: '退出登录',
  responses: { 200: answer('Session', '已退出。') },
})
const extend = createRoute({
  method: 'post',
  path: '/session/extension',
  tags,
  summary: '继续保持登录',
  responses: { 200: answer('Session', '登录情况。') },
})
const chooseIdentity = createRoute({
  method: 'put',
  path: '/session/identity',
  middleware: [jsonBody] as const,
  tags,
  summary: '演示模式里换一个身份',
  request: { body: jsonRequest('Identity', '身份的编号。') },
  responses: { 200: answer('Session', '已换。'), 403: problemAnswer('不在演示模式。'), ...refusedBody },
})
const setUp = createRoute({
  method: 'post',
  path: '/set-up',
  middleware: [jsonBody] as const,
  tags,
  summary: '首次设置：建立第一批管理员',
  description: '只在还没有账号时、用启动时显示的链接可用，用过即失效。',
  request: { body: jsonRequest('SetUp', '链接里的口令和管理员账号。') },
  responses: { 201: answer('Done', '已建立。'), 403: problemAnswer('链接不对或已失效。'), ...refusedBody, ...tooMany },
})
const changePassword = createRoute({
  method: 'put',
  path: '/session/password',
  middleware: [jsonBody] as const,
  tags,
  summary: '修改自己的密码',
  description: '改后所有登录都结束，请用新密码登录。',
  request: { body: jsonRequest('PasswordChange', '现在的和新的密码。') },
  responses: { 200: answer('Session', '已修改，已退出。'), ...notDemo, ...refusedBody, ...tooMany },
})
const offerFactor = createRoute({
  method: 'post',
  path: '/session/second-factor',
  tags,
  summary: '取得动态口令的新密钥',
  description: '放进手机的验证器后，再用它给出的口令确认；确认之前不生效。',
  responses: { 200: answer('FactorOffer', '密钥，只显示这一次。'), ...notDemo },
})
const enrolFactor = createRoute({
  method: 'put',
  path: '/session/second-factor',
  middleware: [jsonBody] as const,
  tags,
  summary: '绑定动态口令',
  description: '绑定后所有登录都结束，请用密码和动态口令登录。',
  request: { body: jsonRequest('FactorProof', '密码和验证器上的口令。') },
  responses: { 200: answer('Session', '已绑定，已退出。'), ...notDemo, ...refusedBody, ...tooMany },
})

/** Logging in and out, one's own password and second factor, and the first accounts of all. */
export function sessionRoutes(access: Access) {
  const { accounts, login, sessions, audit, cookie, addressOf } = access

  /** The account of whoever is logged in; `enforce` has let through nobody else. */
  const accountOf = async (c: Context): Promise<AccountRow> => (await accounts.find(c.get('person').id))!

  const stateOf = async (c: Context, ended = false): Promise<SessionAnswer> => {
    const demo = access.mode === 'demo'
    const session = demo || ended ? null : await access.sessionOf(c)
    const person = demo ? demoPersonOf(c) : (session?.row ?? null)
    return {
      mode: access.mode,
      setUp: !demo && !(await accounts.any()),
      person: person && plain(person),
      held: session && accounts.stageOf(session.row),
      endsIn: session?.endsIn ?? null,
      secondFactor: (session?.row.secondFactor ?? null) !== null,
      passwordRule: describeProfile(access.rules.profile),
      identities: demo ? DEMO_PEOPLE.map(plain) : [],
    }
  }
  /** Every session of the account has ended with the change; the browser's cookie is worth nothing any more. */
  const loggedOut = async (c: Context): Promise<SessionAnswer> => {
    cookie.clear(c)
    return stateOf(c, true)
  }

  return new OpenAPIHono({ defaultHook })
    .openapi(read, async (c) => c.json(await stateOf(c), 200))
    .openapi(begin, async (c) => {
      if (access.mode === 'demo') return inDemo(c)
      const given = readAs(loginSchema, c.req.valid('json'))
      if (!given.ok) return refusal(c, given.issues)
      const entered = await login.enter(given.value, addressOf(c))
      switch (entered.outcome) {
        case 'refused':
          return problem(c, 401, 'login_refused', REFUSED)
        case 'codeNeeded':
          return problem(c, 401, 'second_factor_needed', '请再输入手机验证器上的 6 位动态口令。')
        case 'tooMany':
          return busy(c)
        case 'in': {
          const earlier = cookie.read(c)
          if (earlier !== null) sessions.end(earlier)
          cookie.set(c, entered.token)
          const { row, stage, endsIn } = entered
          const state = await stateOf(c, true)
          const person = plain(row)
          return c.json({ ...state, person, held: stage, endsIn, secondFactor: row.secondFactor !== null }, 200)
        }
      }
    })
    .openapi(end, async (c) => {
      const token = cookie.read(c)
      if (token !== null && sessions.end(token) !== null) {
        await audit.tell(c.get('person').id, { event: 'logout', ok: true, detail: { address: addressOf(c) } })
      }
      return c.json(await loggedOut(c), 200)
    })
    .openapi(extend, async (c) => c.json(await stateOf(c), 200))
    .openapi(chooseIdentity, async (c) => {
      if (access.mode !== 'demo') {
        return problem(c, 403, 'not_demo', '只有演示模式可以换身份，请退出后用自己的账号登录。')
      }
      const given = readAs(identitySchema, c.req.valid('json'))
      if (!given.ok) return refusal(c, given.issues)
      const person = findDemoPerson(given.value.id)
      if (!person)
        return refusal(c, [{ path: 'id', code: 'unknown_identity', message: '没有这个演示身份，请从列表里选。' }])
      chooseDemoPerson(c, person)
      return c.json({ ...(await stateOf(c)), person: plain(person) }, 200)
    })
    .openapi(setUp, async (c) => {
      const given = readAs(setUpSchema, c.req.valid('json'))
      if (!given.ok) return refusal(c, given.issues)
      const { token, ...first } = given.value
      const link = access.setUpLink
      if (!link?.opens(token)) {
        audit.refused('anyone', addressOf(c), { event: 'set-up.refused', ok: false, detail: { address: addressOf(c) } })
        return problem(c, 403, 'set_up_link', '首次设置的链接不对、已用过或已过期，请重新启动服务，用新显示的链接。')
      }
      return withHash(c, async () => {
        const made = await accounts.setUp(first)
        if (!made.ok) return refusal(c, made.issues)
        link.used()
        return c.json({ done: true as const }, 201)
      })
    })
    .openapi(changePassword, async (c) => {
      if (access.mode === 'demo') return inDemo(c)
      const given = readAs(passwordChangeSchema, c.req.valid('json'))
      if (!given.ok) return refusal(c, given.issues)
      const { present, next } = given.value
      return withHash(c, async () => {
        const row = await accountOf(c)
        if (!(await login.confirm(row, present, addressOf(c)))) return refusal(c, [wrongPassword('present')])
        const changed = await accounts.changePassword(row, next)
        return changed.ok ? c.json(await loggedOut(c), 200) : refusal(c, changed.issues)
      })
    })
    .openapi(offerFactor, (c) =>
      access.mode === 'demo' ? inDemo(c) : c.json(accounts.offerSecondFactor(c.get('person').id), 200),
    )
    .openapi(enrolFactor, async (c) => {
      if (access.mode === 'demo') return inDemo(c)
      const given = readAs(factorProofSchema, c.req.valid('json'))
      if (!given.ok) return refusal(c, given.issues)
      const { password, code } = given.value
      return withHash(c, async () => {
        const row = await accountOf(c)
        if (!(await login.confirm(row, password, addressOf(c)))) return refusal(c, [wrongPassword('password')])
        const bound = await accounts.enrolSecondFactor(row, code)
        return bound.ok ? c.json(await loggedOut(c), 200) : refusal(c, bound.issues)
      })
    })
}

const REFUSED =
  '没有登录成功：用户名或密码、口令不对，或者账号已锁定、停用。连续输错 5 次锁定 30 分钟，可请管理员解锁。'

const plain = ({ id, name, roles, units, office = null }: Person) => ({
  id,
  name,
  roles: [...roles],
  units: [...units],
  office,
})

const wrongPassword = (path: string) => ({
  path,
  code: 'wrong_password',
  message: '现在的密码不对；连续输错 5 次账号会锁定 30 分钟。',
})

const inDemo = (c: Context) =>
  problem(
    c,
    403,
    'demo',
    '演示模式里没有账号和密码。要正式使用，请换一个数据目录，用 hengping serve --no-examples 启动。',
  )

const busy = (c: Context) => {
  c.header('retry-after', '60')
  return problem(c, 429, 'too_many_logins', '登录的人太多，或这个地址输错太多次，请过几分钟再试。')
}

/** Whatever hashes a password may find too many waiting. */
async function withHash<T>(c: Context, act: () => Promise<T>): Promise<T | ReturnType<typeof busy>> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof TooBusy) return busy(c)
    throw error
  }
}
