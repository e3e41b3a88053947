import { describe, expect, test } from 'vitest'
import { COMMON_PASSWORDS } from '../../server/accounts/common-passwords.ts'
import { isExpired, passwordFault, PROFILES } from '../../server/accounts/password-rules.ts'

const { dengbao, asvs } = PROFILES
const about = ['zhangsan', '张三丰']

describe('what a password must be', () => {
  test.each([
    ['Yuhe7-Lin4', null],
    ['梧桐Autumn7', '至少 10 个字符，现在是 9 个'],
    ['梧桐树下Kite77', null],
    ['yuhe7lin4o', '至少 3 种'],
    ['YUHE7LIN4O', '至少 3 种'],
    ['Yuhelinooo', '至少 3 种'],
    ['Ab1Ab1Ab1Ab1', '不同的字符太少'],
    ['Zhangsan#77Lu', '不能有自己的用户名'],
    ['Ｚｈａｎｇｓａｎ#77Lu', '不能有自己的用户名'],
    ['Kite77张三丰', '至少 10'],
    ['Kite77张三丰Xy', '不能有自己的用户名'],
    [`Aa1${'长'.repeat(126)}`, '最多 128'],
    ['Password2024!', '太常见'],
    ['P@ssw0rd2024', '太常见'],
    ['Caizheng@2024', '太常见'],
    ['Caizhengju#123', '太常见'],
    ['C@izhengju#123', '太常见'],
    ['Admin@Caizheng1', '太常见'],
    ['JixiaoJixiao12', '太常见'],
    ['Qwertyuiop123', '太常见'],
    ['1Qaz@Wsx3Edc', '太常见'],
    ['WoAiZhongguo1!', '太常见'],
  ])('dengbao: %s', (password, fault) => {
    const found = passwordFault(password, dengbao, about)
    if (fault === null) expect(found).toBeNull()
    else expect(found).toContain(fault)
  })

  test.each([
    ['yuhe lin cha wan', null],
    ['yuhe lin cha wa', null],
    ['yuhe lin cha w', '至少 15'],
    ['caizheng password admin', '太常见'],
    ['1234567890123456', '太常见'],
  ])('asvs: %s', (password, fault) => {
    const found = passwordFault(password, asvs, about)
    if (fault === null) expect(found).toBeNull()
    else expect(found).toContain(fault)
  })

  test('64 characters and more are taken', () => {
    const long = `Yuhe7 ${[...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${letter}q7`).join('')}`
    expect(long.length).toBeGreaterThan(64)
    expect(passwordFault(long, dengbao, [])).toBeNull()
    expect(passwordFault(long, asvs, [])).toBeNull()
  })

  test('there are several hundred common words, all of them small letters', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(500)
    for (const word of COMMON_PASSWORDS) expect(word).toMatch(/^[a-z]+$/)
  })

  test('after 90 days a password must be changed, in the other profile never', () => {
    const set = '2024-01-01T00:00:00.000Z'
    expect(isExpired(set, dengbao, new Date('2024-03-31T00:00:00.000Z'))).toBe(false)
    expect(isExpired(set, dengbao, new Date('2024-03-31T00:00:00.001Z'))).toBe(true)
    expect(isExpired(set, asvs, new Date('2034-01-01T00:00:00.000Z'))).toBe(false)
  })
})
