import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Access } from '../access/access.ts'
import type { Person } from '../access/person.ts'
import { DEMO_PEOPLE } from '../accounts/demo.ts'
import { TooBusy } from '../accounts/password-hasher.ts'
import type { Parsed } from '../core/issue.ts'
import { jsonBody } from '../http/json-body.ts'
import { defaultHook, issuesProblem, problem } from '../http/problem.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import { newUserSchema, readAs, rightsChangeSchema, stateChangeSchema, type User } from '../http/session-shapes.ts'
import { ACCOUNT_POLICY, type AccountRow } from '../storage/changes/accounts.ts'

const tags = ['用户']
const params = z.object({ id: z.string().openapi({ description: '用户名', example: 'zhangsan' }) })
const refusedChange = {
  403: problemAnswer('演示模式里不能改账号。'),
  404: problemAnswer('没有这个账号。'),
  422: problemAnswer('不能这样改，说明原因。'),
}
const tooBusy = { 429: problemAnswer('同时处理的密码太多，稍后再试。') }
const done = { 200: answer('Done', '已改，这个账号的登录都已结束。'), ...refusedChange }

const list = createRoute({
  method: 'get',
  path: '/users',
  tags,
  summary: '列出账号',
  responses: { 200: answer('UserList', '全部账号，停用的也在。') },
})
const add = createRoute({
  method: 'post',
  path: '/users',
  middleware: [jsonBody] as const,
  tags,
  summary: '新建账号',
  description: '新账号没有角色，由安全管理员授予；一次性密码只显示这一次，本人登录后必须修改。',
  request: { body: jsonRequest('NewUser', '用户名和姓名。') },
  responses: { 201: answer('PassingPassword', '一次性密码。'), ...refusedChange, ...bodyProblems, ...tooBusy },
})
const setRights = createRoute({
  method: 'put',
  path: '/users/{id}/rights',
  middleware: [jsonBody] as const,
  tags,
  summary: '授予角色和单位',
  description: 'from 是看到的，to 是要改成的：别人同时改过的，不会被盖掉。',
  request: { params, body: jsonRequest('RightsChange', '从什么改成什么。') },
  responses: { ...done, ...bodyProblems },
})
const setState = createRoute({
  method: 'put',
  path: '/users/{id}/state',
  middleware: [jsonBody] as const,
  tags,
  summary: '停用或启用账号',
  request: { params, body: jsonRequest('StateChange', '是否停用。') },
  responses: { ...done, ...bodyProblems },
})
const resetPassword = createRoute({
  method: 'post',
  path: '/users/{id}/password',
  tags,
  summary: '重置密码',
  description: '给出一次性密码，只显示这一次，本人登录后必须修改；锁定同时解除。',
  request: { params },
  responses: { 200: answer('PassingPassword', '一次性密码。'), ...refusedChange, ...tooBusy },
})
const unlock = createRoute({
  method: 'delete',
  path: '/users/{id}/lock',
  tags,
  summary: '解除锁定',
  request: { params },
  responses: done,
})
const removeFactor = createRoute({
  method: 'delete',
  path: '/users/{id}/second-factor',
  tags,
  summary: '解除动态口令',
  description: '手机丢失时由另一位管理员解除，本人登录后重新绑定。',
  request: { params },
  responses: done,
})

/** Accounts: who there is, what they may do, and help for who cannot get in. */
export function accountRoutes({ mode, accounts }: Access) {
  const actorOf = (c: Context): string => c.get('person').id
  const listed = async () => {
    if (mode === 'demo') return DEMO_PEOPLE.map(demoUser)
    return (await accounts.list()).map((row) => toUser(row, accounts.isLocked(row)))
  }

  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => {
      const policy = await c.get('store').find('accountPolicy', ACCOUNT_POLICY)
      return c.json({ separation: policy?.separation ?? true, users: await listed() }, 200)
    })
    .openapi(add, async (c) => {
      if (mode === 'demo') return inDemo(c)
      const given = readAs(newUserSchema, c.req.valid('json'))
      if (!given.ok) return issuesProblem(c, given.issues)
      return unlessBusy(c, async () => {
        const added = await accounts.add(actorOf(c), given.value.id, given.value.name)
        return added.ok ? c.json(added.value, 201) : issuesProblem(c, added.issues)
      })
    })
    .openapi(setRights, async (c) => {
      if (mode === 'demo') return inDemo(c)
      const given = readAs(rightsChangeSchema, c.req.valid('json'))
      if (!given.ok) return issuesProblem(c, given.issues)
      const { from, to } = given.value
      return finish(c, await accounts.setRoles(actorOf(c), c.req.valid('param').id, from, to))
    })
    .openapi(setState, async (c) => {
      if (mode === 'demo') return inDemo(c)
      const given = readAs(stateChangeSchema, c.req.valid('json'))
      if (!given.ok) return issuesProblem(c, given.issues)
      return finish(c, await accounts.setDisabled(actorOf(c), c.req.valid('param').id, given.value.disabled))
    })
    .openapi(resetPassword, async (c) => {
      if (mode === 'demo') return inDemo(c)
      return unlessBusy(c, async () => {
        const reset = await accounts.resetPassword(actorOf(c), c.req.valid('param').id)
        return reset.ok ? c.json(reset.value, 200) : issuesProblem(c, reset.issues)
      })
    })
    .openapi(unlock, async (c) =>
      mode === 'demo' ? inDemo(c) : finish(c, await accounts.unlock(actorOf(c), c.req.valid('param').id)),
    )
    .openapi(removeFactor, async (c) =>
      mode === 'demo' ? inDemo(c) : finish(c, await accounts.removeSecondFactor(actorOf(c), c.req.valid('param').id)),
    )
}

const finish = (c: Context, changed: Parsed<void>) =>
  changed.ok ? c.json({ done: true as const }, 200) : issuesProblem(c, changed.issues)

const inDemo = (c: Context) =>
  problem(
    c,
    403,
    'demo',
    '演示模式里没有账号可改。要正式使用，请换一个数据目录，用 hengping serve --no-examples 启动。',
  )

async function unlessBusy<T>(c: Context, act: () => Promise<T>) {
  try {
    return await act()
  } catch (error) {
    if (error instanceof TooBusy) return problem(c, 429, 'too_busy', '同时处理的密码太多，请稍后再试。')
    throw error
  }
}

const toUser = (row: AccountRow, isLocked: boolean): User => ({
  ...toPerson(row),
  disabled: row.disabled,
  lockedUntil: isLocked ? row.lockedUntil : null,
  mustChange: row.mustChange,
  passwordSince: row.passwordSince,
  secondFactor: row.secondFactor !== null,
})

const demoUser = (person: Person): User => ({
  ...toPerson(person),
  disabled: false,
  lockedUntil: null,
  mustChange: false,
  passwordSince: '',
  secondFactor: false,
})

const toPerson = ({ id, name, roles, units, office = null }: Person) => ({
  id,
  name,
  roles: [...roles],
  units: [...units],
  office,
})
