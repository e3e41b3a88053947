import { randomInt } from 'node:crypto'

/** Without letters and digits that are taken for one another. */
const SMALL = 'abcdefghjkmnpqrstuvwxyz'
const CAPITALS = 'ABCDEFGHJKMNPQRSTUVWXYZ'
const DIGITS = '23456789'

/** A password for one login, to be read aloud or copied: 78 bits in four groups, every class in it. */
export function passingPassword(): string {
  const group = (): string => pick(CAPITALS) + pick(SMALL) + pick(SMALL) + pick(DIGITS) + pick(DIGITS)
  return [group(), group(), group(), group()].join('-')
}

const pick = (from: string): string => from.charAt(randomInt(from.length))
