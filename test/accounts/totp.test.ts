import { describe, expect, test } from 'vitest'
import { fromBase32, hotp, matchTotp, newTotpKey, stepOf, toBase32, totpUri } from '../../server/accounts/totp.ts'

const key = Buffer.from('12345678901234567890')

describe('one-time passwords', () => {
  test('RFC 4226, appendix D', () => {
    const codes = Array.from({ length: 10 }, (_, counter) => hotp(key, counter))
    expect(codes).toEqual([
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ])
  })

  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('RFC 6238, appendix B, second %d', (second, code) => {
    expect(hotp(key, stepOf(new Date(second * 1000)), 8)).toBe(code)
  })

  const now = new Date('2024-06-01T08:00:10Z')
  const step = stepOf(now)

  test('the code of now, the one before and the one after are taken, others not', () => {
    const taken = [-2, -1, 0, 1, 2].map((apart) => matchTotp(key, hotp(key, step + apart), now))
    expect(taken).toEqual([null, step - 1, step, step + 1, null])
    for (const wrong of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(matchTotp(key, wrong, now)).toBeNull()
  })

  test('none is taken twice, nor one before it', () => {
    expect(matchTotp(key, hotp(key, step), now, step)).toBeNull()
    expect(matchTotp(key, hotp(key, step - 1), now, step)).toBeNull()
    expect(matchTotp(key, hotp(key, step + 1), now, step)).toBe(step + 1)
  })

  test('RFC 4648 base 32, there and back', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
    expect(Buffer.from(fromBase32('MZXW6YTBOI')).toString()).toBe('foobar')
    const fresh = newTotpKey()
    expect(fresh).toHaveLength(20)
    expect(fromBase32(toBase32(fresh))).toEqual(new Uint8Array(fresh))
  })

  test('the address an app reads', () => {
    expect(totpUri(key, '张 三')).toBe(
      'otpauth://totp/%E8%A1%A1%E8%AF%84:%E5%BC%A0%20%E4%B8%89?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E8%A1%A1%E8%AF%84&digits=6&period=30',
    )
  })
})
