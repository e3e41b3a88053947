/**
 * Exact fractions for the tests' own second opinion on points; slow and plain on purpose, and shared with nothing in
 * `server/`: two programs that make the same mistake prove nothing.
 */
export interface Q {
  readonly n: bigint
  readonly d: bigint
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a < 0n ? -a : a
}

/** The fraction n/d in lowest terms with a positive denominator; d must not be 0. */
export function q(n: bigint | number, d: bigint | number = 1n): Q {
  const top = BigInt(n)
  const bottom = BigInt(d)
  if (bottom === 0n) throw new Error('denominator 0')
  const common = gcd(top, bottom) || 1n
  const sign = bottom < 0n ? -1n : 1n
  return { n: (sign * top) / common, d: (sign * bottom) / common }
}

export const ZERO = q(0)
export const ONE = q(1)
export const HALF = q(1, 2)

/** The decimal a person wrote: 0.1 is one tenth, not the nearest double. */
export function decimal(value: number | string): Q {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(String(value))
  if (!match) throw new Error(`not a decimal: ${value}`)
  const [, sign, whole = '', part = '', exponent = '0'] = match
  const digits = BigInt(`${sign}${whole}${part}` || '0')
  const shift = Number(exponent) - part.length
  return shift >= 0 ? q(digits * 10n ** BigInt(shift)) : q(digits, 10n ** BigInt(-shift))
}

export const add = (a: Q, b: Q): Q => q(a.n * b.d + b.n * a.d, a.d * b.d)
export const sub = (a: Q, b: Q): Q => q(a.n * b.d - b.n * a.d, a.d * b.d)
export const mul = (a: Q, b: Q): Q => q(a.n * b.n, a.d * b.d)
export const div = (a: Q, b: Q): Q => q(a.n * b.d, a.d * b.n)
export const neg = (a: Q): Q => q(-a.n, a.d)
export const abs = (a: Q): Q => (a.n < 0n ? neg(a) : a)
export const isZero = (a: Q): boolean => a.n === 0n
export const sum = (all: readonly Q[]): Q => all.reduce(add, ZERO)

/** Negative, 0 or positive, as a is below, at or above b. */
export function compare(a: Q, b: Q): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const equals = (a: Q, b: Q): boolean => compare(a, b) === 0
export const smaller = (a: Q, b: Q): Q => (compare(a, b) <= 0 ? a : b)
export const larger = (a: Q, b: Q): Q => (compare(a, b) >= 0 ? a : b)
export const clamp = (a: Q, low: Q, high: Q): Q => larger(low, smaller(a, high))

export function floor(a: Q): bigint {
  const whole = a.n / a.d
  return a.n < 0n && whole * a.d !== a.n ? whole - 1n : whole
}
export const ceil = (a: Q): bigint => -floor(neg(a))

/** 四舍五入 to `places`: halves go away from zero. */
export function round(a: Q, places = 0): Q {
  const unit = q(10n ** BigInt(places))
  const size = floor(add(mul(abs(a), unit), HALF))
  return div(q(a.n < 0n ? -size : size), unit)
}

export function power(a: Q, exponent: bigint): Q {
  const size = exponent < 0n ? -exponent : exponent
  const result = q(a.n ** size, a.d ** size)
  return exponent < 0n ? div(ONE, result) : result
}

/** A number for messages and for comparing with JSON; exact for values with few decimals. */
export const toNumber = (a: Q): number => Number(a.n) / Number(a.d)

/**
 * Splits `total` into shares by weight, in whole units of 10^-places: every share rounded down, then one unit more to
 * those with the largest remainders, the earlier one first on ties. The shares add up to `total` exactly.
 */
export function apportion(total: Q, weights: readonly Q[], places: number): Q[] {
  const unit = q(1n, 10n ** BigInt(places))
  const all = sum(weights)
  const exact = weights.map((weight) => div(div(mul(total, weight), all), unit))
  const shares = exact.map(floor)
  let left = floor(div(total, unit)) - shares.reduce((a, b) => a + b, 0n)
  const order = exact
    .map((value, index) => ({ index, rest: sub(value, q(floor(value))) }))
    .sort((a, b) => compare(b.rest, a.rest) || a.index - b.index)
  for (const { index } of order) {
    if (left === 0n) break
    shares[index] = (shares[index] ?? 0n) + 1n
    left -= 1n
  }
  return shares.map((share) => mul(q(share), unit))
}
