import { scryptSync } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { PasswordHasher, TooBusy } from '../../server/accounts/password-hasher.ts'

const QUICK = { N: 1024, r: 8, p: 1 }
let hasher: PasswordHasher
afterEach(() => hasher.close())

describe('password hasher', () => {
  test('keeps what scrypt makes of a password, with a salt of its own', async () => {
    hasher = new PasswordHasher(QUICK)
    const secret = await hasher.hash('绩效2024-好')
    const key = scryptSync('绩效2024-好', Buffer.from(secret.salt, 'base64'), 32, QUICK)
    expect(secret).toEqual({
      format: 'hengping/password@1',
      cost: QUICK,
      salt: secret.salt,
      key: key.toString('base64'),
    })
    expect(Buffer.from(secret.salt, 'base64')).toHaveLength(16)
    expect((await hasher.hash('绩效2024-好')).salt).not.toBe(secret.salt)
  })

  test('takes the password, in whatever width it is typed, and no other', async () => {
    hasher = new PasswordHasher(QUICK)
    const secret = await hasher.hash('Abc 123 是')
    expect(await hasher.verify('Abc 123 是', secret)).toBe(true)
    expect(await hasher.verify('Ａｂｃ 123 是', secret)).toBe(true)
    expect(await hasher.verify('abc 123 是', secret)).toBe(false)
    expect(await hasher.verify('', secret)).toBe(false)
    expect(await hasher.verify('Abc 123 是', null)).toBe(false)
  })

  test('a secret keeps the cost it was made with', async () => {
    hasher = new PasswordHasher({ N: 2048, r: 8, p: 1 })
    const key = scryptSync('old', Buffer.alloc(16, 1), 32, { N: 512, r: 4, p: 2 }).toString('base64')
    const salt = Buffer.alloc(16, 1).toString('base64')
    const old = { format: 'hengping/password@1', cost: { N: 512, r: 4, p: 2 }, salt, key } as const
    expect(await hasher.verify('old', old)).toBe(true)
  })

  test('the cost in use is 2^17', async () => {
    hasher = new PasswordHasher()
    expect((await hasher.hash('x')).cost).toEqual({ N: 131072, r: 8, p: 1 })
  })

  test('two at once and twenty waiting; one more is refused at once', async () => {
    hasher = new PasswordHasher(QUICK)
    const asked = Array.from({ length: 25 }, () => hasher.verify('x', null))
    const settled = await Promise.allSettled(asked)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(22)
    const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(refusals).toHaveLength(3)
    for (const reason of refusals) expect(reason).toBeInstanceOf(TooBusy)
    expect(await hasher.verify('x', null)).toBe(false)
  })

  test('when the process is gone, what it was at fails and the next one works', async () => {
    hasher = new PasswordHasher({ N: 2 ** 16, r: 8, p: 1 })
    const lost = hasher.hash('x').catch((error: unknown) => error)
    hasher.close()
    expect(await lost).toBeInstanceOf(Error)
    expect(await hasher.verify('x', await hasher.hash('x'))).toBe(true)
  })
})
