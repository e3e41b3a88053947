/**
 * Exact fractions. Every value and every amount is one of these, so that 1/3 + 1/3 + 1/3 ≥ 1 is true and a rate is
 * never rounded before it is used.
 *
 * Most values are short decimals: while numerator and denominator are safe integers they are kept as numbers
 * (`top`/`bottom`), and an operation stays there when every product and sum in it is a safe integer too, which proves
 * that no double was rounded. Otherwise the operation is done on BigInt, and the result is `long`. Neither is brought to
 * lowest terms before it grows long: a common divisor costs more than all the arithmetic.
 */
export class Fraction {
  private constructor(
    private readonly top: number,
    private readonly bottom: number,
    private readonly long: Long | null,
  ) {}

  static readonly ZERO = new Fraction(0, 1, null)
  static readonly ONE = new Fraction(1, 1, null)

  /** n/d. Throws on d = 0: callers test first and answer with a sentence. */
  static of(n: bigint, d: bigint = 1n): Fraction {
    if (d === 0n) throw new RangeError('a fraction needs a denominator')
    if (d < 0n) return Fraction.of(-n, -d)
    if (n <= SAFE && n >= -SAFE && d <= SAFE) return new Fraction(Number(n), Number(d), null)
    if (d <= LONGEST && n <= LONGEST && n >= -LONGEST) return new Fraction(0, 1, { n, d })
    const divisor = greatestCommonDivisor(n < 0n ? -n : n, d)
    return divisor === 1n ? new Fraction(0, 1, { n, d }) : Fraction.of(n / divisor, d / divisor)
  }

  /** n/d of safe integers, d > 0. */
  static ofIntegers(n: number, d = 1): Fraction {
    return new Fraction(n, d, null)
  }

  /** The decimal a person wrote: the shortest text of the double, read exactly. 0.1 is 1/10. */
  static fromNumber(value: number): Fraction {
    if (Number.isSafeInteger(value)) return new Fraction(value + 0, 1, null)
    // up to 15 digits a decimal and its double name each other, so no text is needed
    for (let decimals = 1, scale = 10; decimals <= 6; decimals++, scale *= 10) {
      const scaled = Math.round(value * scale)
      if (Math.abs(scaled) < 1e15 && scaled / scale === value) return new Fraction(scaled, scale, null)
    }
    const fraction = Fraction.parse(String(value))
    if (!fraction) throw new RangeError(`not a finite number: ${value}`)
    return fraction
  }

  /** `-12.50`, `1e-7`; null for anything that is not a plain decimal number. */
  static parse(text: string): Fraction | null {
    const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
    if (!match) return null
    const [, sign, whole = '0', decimals = '', exponent = '0'] = match
    const digits = BigInt(whole + decimals)
    const scale = Number(exponent) - decimals.length
    const n = sign === '-' ? -digits : digits
    return scale >= 0 ? Fraction.of(n * 10n ** BigInt(scale)) : Fraction.of(n, 10n ** BigInt(-scale))
  }

  /** What `toKey` wrote. */
  static fromKey(key: string): Fraction {
    const slash = key.indexOf('/')
    return Fraction.of(BigInt(key.slice(0, slash)), BigInt(key.slice(slash + 1)))
  }

  /** Numerator and (positive) denominator, not always in lowest terms. */
  get n(): bigint {
    return this.long ? this.long.n : BigInt(this.top)
  }
  get d(): bigint {
    return this.long ? this.long.d : BigInt(this.bottom)
  }

  /** Numerator and denominator while both are safe integers. */
  get short(): { readonly top: number; readonly bottom: number } | null {
    return this.long ? null : { top: this.top, bottom: this.bottom }
  }

  get isZero(): boolean {
    return this.long ? this.long.n === 0n : this.top === 0
  }
  get isInteger(): boolean {
    return this.long ? this.long.n % this.long.d === 0n : this.top % this.bottom === 0
  }
  get sign(): -1 | 0 | 1 {
    if (this.long) return this.long.n > 0n ? 1 : this.long.n < 0n ? -1 : 0
    return this.top > 0 ? 1 : this.top < 0 ? -1 : 0
  }
  /** Whether numerator or denominator, in lowest terms, reaches `limit` (more than 2^192). */
  reaches(limit: bigint): boolean {
    return this.long !== null && (this.long.n >= limit || this.long.n <= -limit || this.long.d >= limit)
  }

  add(other: Fraction): Fraction {
    return this.plus(other, 1)
  }
  subtract(other: Fraction): Fraction {
    return this.plus(other, -1)
  }
  private plus(other: Fraction, sign: 1 | -1): Fraction {
    if (this.long === null && other.long === null) {
      const b = this.bottom
      const d = other.bottom
      // decimals meet on the finer one's denominator
      const common = b === d || b % d === 0 ? b : d % b === 0 ? d : b * d
      const left = this.top * (common / b)
      const right = sign * other.top * (common / d)
      const n = left + right
      if (isSafe(left) && isSafe(right) && isSafe(n) && common <= MOST) return new Fraction(n, common, null)
    }
    const right = sign === 1 ? other.n : -other.n
    return Fraction.of(this.n * other.d + right * this.d, this.d * other.d)
  }
  multiply(other: Fraction): Fraction {
    if (this.long === null && other.long === null) {
      const [n, d] = [this.top * other.top, this.bottom * other.bottom]
      if (isSafe(n) && d <= MOST) return new Fraction(n + 0, d, null)
    }
    return Fraction.of(this.n * other.n, this.d * other.d)
  }
  /** Throws on a zero divisor. */
  divide(other: Fraction): Fraction {
    if (this.long === null && other.long === null && other.top !== 0) {
      // of two decimals of as many places the places do not matter
      if (this.bottom === other.bottom) return Fraction.ofSigned(this.top, other.top)
      const [n, d] = [this.top * other.bottom, this.bottom * other.top]
      if (isSafe(n) && isSafe(d)) return Fraction.ofSigned(n, d)
    }
    return Fraction.of(this.n * other.d, this.d * other.n)
  }
  private static ofSigned(n: number, d: number): Fraction {
    return d < 0 ? new Fraction(0 - n, -d, null) : new Fraction(n, d, null)
  }
  negate(): Fraction {
    return new Fraction(0 - this.top, this.bottom, this.long && { n: -this.long.n, d: this.long.d })
  }
  abs(): Fraction {
    return this.sign < 0 ? this.negate() : this
  }
  /** −1, 0 or 1. */
  compare(other: Fraction): -1 | 0 | 1 {
    if (this.long === null && other.long === null) {
      const same = this.bottom === other.bottom
      const left = same ? this.top : this.top * other.bottom
      const right = same ? other.top : other.top * this.bottom
      // rounding keeps the order: products that differ as doubles differ that way
      if (left < right) return -1
      if (left > right) return 1
      if (isSafe(left)) return 0
    }
    const [left, right] = [this.n * other.d, other.n * this.d]
    return left < right ? -1 : left > right ? 1 : 0
  }
  equals(other: Fraction): boolean {
    return this.compare(other) === 0
  }
  min(other: Fraction): Fraction {
    return this.compare(other) <= 0 ? this : other
  }
  max(other: Fraction): Fraction {
    return this.compare(other) >= 0 ? this : other
  }

  /** Largest integer not above. */
  floor(): bigint {
    const { n, d } = this
    const quotient = n / d
    return n < 0n && quotient * d !== n ? quotient - 1n : quotient
  }
  ceil(): bigint {
    return -this.negate().floor()
  }
  /** Nearest integer, halves away from zero (四舍五入). */
  round(): bigint {
    const { n, d } = this
    const magnitude = n < 0n ? -n : n
    const rounded = (2n * magnitude + d) / (2n * d)
    return n < 0n ? -rounded : rounded
  }
  /** Largest whole number not above, as a fraction. */
  floored(): Fraction {
    // a quotient of safe integers that is no integer lies further below the next one than doubles are apart there
    return this.long ? Fraction.of(this.floor()) : new Fraction(Math.floor(this.top / this.bottom), 1, null)
  }
  /** Rounded to `decimals` places, halves away from zero. */
  roundTo(decimals: number): Fraction {
    const scale = POWERS[decimals]
    const scaled = scale === undefined ? null : this.timesRounded(scale)
    if (scaled !== null) return new Fraction(scaled, scale as number, null)
    const exact = 10n ** BigInt(decimals)
    return Fraction.of(Fraction.of(this.n * exact, this.d).round(), exact)
  }
  /** This times `scale` (a safe integer > 0), rounded to a whole number, halves away from zero. */
  scaledRound(scale: number): number {
    return this.timesRounded(scale) ?? Number(Fraction.of(this.n * BigInt(scale), this.d).round())
  }
  private timesRounded(scale: number): number | null {
    const doubled = 2 * Math.abs(this.top) * scale + this.bottom
    if (this.long !== null || doubled > MOST) return null
    const rounded = Math.floor(doubled / (2 * this.bottom))
    return this.top < 0 ? 0 - rounded : rounded
  }

  /** Decimal text with exactly `decimals` places after one rounding; trailing zeros cut when `trim`. */
  toText(decimals: number, trim = false): string {
    const scale = POWERS[decimals]
    const scaled = scale === undefined ? null : this.timesRounded(scale)
    if (scale === undefined || scaled === null) return this.longText(decimals, trim)
    const magnitude = Math.abs(scaled)
    const whole = Math.floor(magnitude / scale)
    let behind = magnitude - whole * scale
    let places = decimals
    if (trim) for (; places > 0 && behind % 10 === 0; places--) behind /= 10
    const text = places === 0 ? `${whole}` : `${whole}.${`${behind}`.padStart(places, '0')}`
    return scaled < 0 ? `-${text}` : text
  }
  private longText(decimals: number, trim: boolean): string {
    const scaled = Fraction.of(this.n * 10n ** BigInt(decimals), this.d).round()
    const digits = String(scaled < 0n ? -scaled : scaled).padStart(decimals + 1, '0')
    const whole = digits.length - decimals
    let end = digits.length
    if (trim) while (end > whole && digits[end - 1] === '0') end -= 1
    return (scaled < 0n ? '-' : '') + digits.slice(0, whole) + (end > whole ? `.${digits.slice(whole, end)}` : '')
  }
  /** As a double, at 15 decimals: for JSON and for drawing, never for deciding. */
  toNumber(): number {
    // one division of two integers is rounded once, as reading their decimal text would be
    if (this.long === null && POWERS.includes(this.bottom)) return this.top / this.bottom
    return this.d === 1n ? Number(this.n) : Number(this.toText(15, true))
  }
  /** `1/3` in lowest terms: one text for one value. */
  toKey(): string {
    const { n, d } = this
    const divisor = greatestCommonDivisor(n < 0n ? -n : n, d)
    return `${n / divisor}/${d / divisor}`
  }
}

interface Long {
  readonly n: bigint
  readonly d: bigint
}

const MOST = Number.MAX_SAFE_INTEGER
const SAFE = BigInt(MOST)
/** Longer than this is brought to lowest terms. */
const LONGEST = 1n << 192n
const POWERS = Array.from({ length: 13 }, (_, decimals) => 10 ** decimals)

/** Of a product or sum of safe integers: not rounded, so exact. */
const isSafe = (result: number): boolean => result <= MOST && result >= -MOST

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? 1n : a
}
