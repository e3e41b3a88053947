import { COMMON_PASSWORDS } from './common-passwords.ts'

/**
 * What a password must be. The two sources contradict each other, so there are two profiles: `dengbao` follows
 * GB/T 22239 (complexity and change at intervals), `asvs` follows OWASP ASVS 5.0 (length, no composition, no expiry).
 */
export interface PasswordProfile {
  readonly name: 'dengbao' | 'asvs'
  readonly shortest: number
  /** Of capital letters, small letters, digits, other characters. */
  readonly classes: number
  /** Days until it must be changed; null: never. */
  readonly days: number | null
  /** How many of the last passwords may not come again. */
  readonly remembered: number
}

export const PROFILES = {
  dengbao: { name: 'dengbao', shortest: 10, classes: 3, days: 90, remembered: 5 },
  asvs: { name: 'asvs', shortest: 15, classes: 1, days: null, remembered: 0 },
} as const satisfies Record<string, PasswordProfile>

/** What a password must be, in one sentence. */
export function describeProfile({ shortest, classes, days, remembered }: PasswordProfile): string {
  const parts = [
    `至少 ${shortest} 个字符`,
    ...(classes > 1 ? [`含大写字母、小写字母、数字、其他字符中的至少 ${classes} 种`] : []),
    ...(days === null ? [] : [`${days} 天内更换`]),
    ...(remembered > 0 ? [`最近 ${remembered} 次用过的不能再用`] : []),
  ]
  return `${parts.join('，')}；可以粘贴，不能是常见的密码。`
}

/** More would only keep the hash busy. */
const LONGEST = 128

/**
 * Why a password may not be used, as a sentence; null when it may.
 * @param about words that must not be in it: the account's name and the person's
 */
export function passwordFault(password: string, profile: PasswordProfile, about: readonly string[]): string | null {
  const characters = [...password.normalize('NFKC')]
  if (characters.length < profile.shortest)
    return `密码至少 ${profile.shortest} 个字符，现在是 ${characters.length} 个。`
  if (characters.length > LONGEST) return `密码最多 ${LONGEST} 个字符，请短一些。`
  if (countClasses(characters) < profile.classes) {
    return `密码要有大写字母、小写字母、数字、其他字符中的至少 ${profile.classes} 种。`
  }
  if (new Set(characters).size < 5) return '密码里不同的字符太少，请换一个。'
  const plain = characters.join('').toLowerCase()
  if (about.some((word) => word.length >= 3 && plain.includes(word.normalize('NFKC').toLowerCase()))) {
    return '密码里不能有自己的用户名或姓名，请换一个。'
  }
  return isCommon(plain) ? '这个密码太常见，容易被猜到，请换一个，例如几个不相关的词连在一起。' : null
}

/** Whether a password set at `changed` must be changed by now. */
export function isExpired(changed: string, profile: PasswordProfile, now: Date): boolean {
  return profile.days !== null && now.getTime() - Date.parse(changed) > profile.days * 86_400_000
}

function countClasses(characters: readonly string[]): number {
  const classes = [/^[A-Z]$/, /^[a-z]$/, /^[0-9]$/, /^[^A-Za-z0-9]$/]
  return classes.filter((one) => characters.some((character) => one.test(character))).length
}

/** Signs that are read as letters. */
const LOOKALIKES: Readonly<Record<string, string>> = { '@': 'a', 0: 'o', 1: 'i', 3: 'e', 5: 's', $: 's', '!': 'i' }

/** A common word with digits and signs around it, twice the same, or a row of digits. */
function isCommon(plain: string): boolean {
  const cores = [plain, unmask(trim(plain)), trim(unmask(plain))].map(trim)
  return cores.some((core) => core === '' || COMMON_PASSWORDS.has(core) || isTwice(core)) || wordsOnly(plain)
}

/** Nothing but common words, digits and signs: `admin@caizheng2024`. */
function wordsOnly(plain: string): boolean {
  const words = plain.match(/[a-z]+/g) ?? []
  const others = plain.replace(/[\x20-\x7e]/g, '')
  return others === '' && words.every((word) => COMMON_PASSWORDS.has(word))
}

const trim = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
const unmask = (text: string): string => text.replace(/[@0135$!]/g, (sign) => LOOKALIKES[sign] ?? sign)
const isTwice = (core: string): boolean =>
  core.length % 2 === 0 &&
  core.startsWith(core.slice(core.length / 2)) &&
  COMMON_PASSWORDS.has(core.slice(core.length / 2))
