import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, six digits, a new one every 30 s. */

const STEP_SECONDS = 30
const DIGITS = 6
/** Clocks of phones differ: the code before and the code after count too. */
const TOLERANCE = 1

/** The code of one counter (RFC 4226). */
export function hotp(key: Uint8Array, counter: number, digits = DIGITS): string {
  const moving = Buffer.alloc(8)
  moving.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', key).update(moving).digest()
  const offset = mac[mac.length - 1]! & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The time step a moment lies in. */
export const stepOf = (time: Date): number => Math.floor(time.getTime() / 1000 / STEP_SECONDS)

/**
 * Which time step a code belongs to, or null when it is wrong.
 * @param after the step of the last code that was taken: it and those before are refused, so that none works twice
 */
export function matchTotp(key: Uint8Array, code: string, time: Date, after = -1): number | null {
  const given = Buffer.from(code)
  let found: number | null = null
  for (let step = stepOf(time) - TOLERANCE; step <= stepOf(time) + TOLERANCE; step++) {
    const expected = Buffer.from(hotp(key, step))
    const same = given.length === expected.length && timingSafeEqual(given, expected)
    if (same && step > after && found === null) found = step
  }
  return found
}

/** A new key of 160 bits, as the RFC recommends for SHA-1. */
export const newTotpKey = (): Uint8Array => randomBytes(20)

/** What authenticator apps read: `otpauth://totp/…`. */
export function totpUri(key: Uint8Array, account: string, issuer = '衡评'): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${toBase32(key)}&issuer=${encodeURIComponent(issuer)}&digits=${DIGITS}&period=${STEP_SECONDS}`
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base 32 without padding, as people type it into an app. */
export function toBase32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => ALPHABET[parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** Reads what `toBase32` wrote. */
export function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2))
}
