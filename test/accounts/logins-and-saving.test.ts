import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BuiltServer } from '../support/built-server.ts'
import { LONG, PATIENCE } from '../support/runs.ts'

const PASSWORD = 'Wutong7-Qiaoliang'

let built: BuiltServer
let data: string
let served: Awaited<ReturnType<BuiltServer['serve']>>

beforeAll(async () => {
  built = await BuiltServer.build()
  data = await mkdtemp(join(tmpdir(), 'hengping-logins-'))
  served = await built.serve(data, ['--no-examples'])
})
afterAll(async () => {
  const ended = once(served.child, 'exit')
  served.child.kill('SIGTERM')
  await ended
  await built.remove()
  await rm(data, { recursive: true, force: true })
})

async function ask(method: string, path: string, body: unknown, cookie = '') {
  const response = await fetch(`${served.address}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as Record<string, unknown>
  return { status: response.status, answer, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
}
const login = (id: string, password: string) => ask('POST', '/api/session', { id, password })

/** An account that may write, made as an administrator makes it. */
async function ruleAdministrator(): Promise<string> {
  const token = /#\/set-up\/([\w-]+)/.exec(served.output())![1]!
  const first = { id: 'wang', name: '王一', password: PASSWORD }
  const second = { id: 'zhao', name: '赵二', password: PASSWORD }
  const setUp = { token, separation: true, systemAdministrator: first, securityAdministrator: second }
  expect((await ask('POST', '/api/set-up', setUp)).status).toBe(201)
  const own = async (id: string, present: string, next: string) => {
    const { cookie } = await login(id, present)
    await ask('PUT', '/api/session/password', { present, next }, cookie)
    return (await login(id, next)).cookie
  }
  const { cookie: wang } = await login('wang', PASSWORD)
  const zhao = await own('zhao', PASSWORD, 'Baiyun9-Xiaoqiao')
  const { answer } = await ask('POST', '/api/users', { id: 'li', name: '李三' }, wang)
  const rights = { from: { roles: [], units: [] }, to: { roles: ['ruleAdministrator'], units: [] } }
  expect((await ask('PUT', '/api/users/li/rights', rights, zhao)).status).toBe(200)
  return own('li', String(answer['password']), 'Qinghe3-Dahua-Li')
}

const percentile = (times: readonly number[], part: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))]!

describe('the service as it runs', () => {
  test('twenty wrong logins at once do not hold up saving', async () => {
    const cookie = await ruleAdministrator()
    let saved = 0
    const save = async (): Promise<number> => {
      const unit = {
        id: 'unit',
        name: `单位 ${saved++}`,
        code: null,
        aliases: [],
        group: null,
        parent: null,
        closed: false,
      }
      const began = performance.now()
      const { status } = await ask('PUT', '/api/organisations', { organisations: [unit] }, cookie)
      expect(status).toBe(200)
      return performance.now() - began
    }
    const saveWhile = async (busy: () => boolean): Promise<number[]> => {
      const times: number[] = []
      while (busy()) times.push(await save())
      return times
    }
    let warmUp = 50
    await saveWhile(() => warmUp-- > 0)
    let quietly = 100
    const quiet = await saveWhile(() => quietly-- > 0)

    let open = LONG ? 200 : 20
    const statuses: number[] = []
    const logins = Array.from({ length: open }, async (_, index) => {
      const began = performance.now()
      const { status } = await login(`nobody-${index}`, 'Wrong-Password-1')
      statuses.push(status)
      open--
      return performance.now() - began
    })
    const meanwhile = await saveWhile(() => open > 0)
    const took = await Promise.all(logins)
    const told = [
      `saved quietly p50 ${Math.round(percentile(quiet, 0.5))} ms, p99 ${Math.round(percentile(quiet, 0.99))} ms`,
      `meanwhile ${meanwhile.length} saved, p50 ${Math.round(percentile(meanwhile, 0.5))} ms, p99 ${Math.round(percentile(meanwhile, 0.99))} ms`,
      `${took.length} logins, the last after ${Math.round(Math.max(...took))} ms, answered ${[...new Set(statuses)].join(', ')}`,
    ]
    console.info(told.join('; '))
    // twenty are all heard; of more at once, the rest is told to come back
    if (!LONG) expect(new Set(statuses)).toEqual(new Set([401]))
    else for (const status of statuses) expect([401, 429]).toContain(status)
    expect(meanwhile.length).toBeGreaterThan(20)
    // 50 ms where nothing else runs; on a busy machine the same run's own quiet figure tells what it can do
    expect(percentile(meanwhile, 0.99)).toBeLessThan(Math.max(50 * PATIENCE, 4 * percentile(quiet, 0.99)))
  })
})
