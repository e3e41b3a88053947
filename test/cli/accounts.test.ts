import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Accounts } from '../../server/accounts/accounts.ts'
import { PasswordHasher } from '../../server/accounts/password-hasher.ts'
import { PROFILES } from '../../server/accounts/password-rules.ts'
import { accounts } from '../../server/cli/accounts.ts'
import { openEmbeddedStore } from '../../server/storage/embedded-store.ts'
import type { Store } from '../../server/storage/store.ts'
import { QUICK } from '../access/people.ts'

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'hengping-accounts-'))
  await inFolder(async (store) => {
    const hasher = new PasswordHasher(QUICK)
    const service = new Accounts(store, hasher, { profile: PROFILES.dengbao, requireSecondFactor: false })
    const systemAdministrator = { id: 'wang', name: '王一', password: 'Wutong7-Qiaoliang' }
    const securityAdministrator = { id: 'zhao', name: '赵二', password: 'Wutong7-Qiaoliang' }
    expect(await service.setUp({ separation: true, systemAdministrator, securityAdministrator })).toMatchObject({
      ok: true,
    })
    await service.lock('wang', new Date('2999-01-01T00:00:00Z'))
    hasher.close()
  })
})
afterEach(() => rm(data, { recursive: true, force: true }))

async function inFolder<T>(act: (store: Store) => Promise<T>): Promise<T> {
  const opened = await openEmbeddedStore(data, { create: true })
  if (!opened.ok) throw new Error(opened.issues[0]?.message)
  return act(opened.value).finally(() => opened.value.close())
}

async function run(...args: string[]) {
  const printed: string[] = []
  const complaints: string[] = []
  const terminal = {
    print: (line: string) => void printed.push(line),
    complain: (line: string) => void complaints.push(line),
    columns: null,
    colour: false,
  }
  const code = await accounts([...args, '--data', data], terminal)
  return { code, printed: printed.join('\n'), complaints: complaints.join('\n') }
}

test('lists every account with its role and what holds it up', async () => {
  const { code, printed } = await run('list')
  expect(code).toBe(0)
  expect(printed.split('\n')).toEqual([
    expect.stringMatching(/^wang\u3000王一\u3000系统管理员\u3000锁定到 2999-/),
    expect.stringMatching(/^zhao\u3000赵二\u3000安全管理员\u3000待改密码$/),
  ])
})

test('frees a locked account, in the name of the machine', async () => {
  expect(await run('unlock', 'WANG')).toMatchObject({ code: 0, printed: '账号“wang”已解锁。' })
  await inFolder(async (store) => {
    expect((await store.find('accounts', 'wang'))?.lockedUntil).toBeNull()
    const { entries } = await store.history({ limit: 1 })
    expect(entries[0]).toMatchObject({ actor: 'console', action: 'unlockAccount' })
  })
})

test('gives an officer a password for one login, which an officer cannot', async () => {
  const { code, printed } = await run('reset', 'zhao')
  expect(code).toBe(0)
  expect(printed).toMatch(/(?:[A-Z][a-z]{2}\d{2}-){3}[A-Z][a-z]{2}\d{2}$/)
  await inFolder(async (store) => expect((await store.find('accounts', 'zhao'))?.mustChange).toBe(true))
})

test.each([
  [['unlock', 'nobody'], '没有账号“nobody”'],
  [['unlock', 'zhao'], '没有锁定'],
  [['unlock'], '用法'],
  [['list', 'wang'], '用法'],
  [['promote', 'wang'], '用法'],
])('%j is a sentence and no change', async (args, sentence) => {
  const { code, complaints } = await run(...args)
  expect([code, complaints]).toEqual([2, expect.stringContaining(sentence)])
})
