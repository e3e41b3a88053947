/**
 * Exact fractions on BigInt, denominator positive. They are brought to lowest terms only when they grow long: most
 * values are short decimals, for which a common divisor costs more than all the arithmetic. Every value and every amount is one of these, so
 * that 1/3 + 1/3 + 1/3 ≥ 1 is true and a rate is never rounded before it is used.
 */
export class Fraction {
  private constructor(
    readonly n: bigint,
    readonly d: bigint,
  ) {}

  static readonly ZERO = new Fraction(0n, 1n)
  static readonly ONE = new Fraction(1n, 1n)

  /** n/d. Throws on d = 0: callers test first and answer with a sentence. */
  static of(n: bigint, d: bigint = 1n): Fraction {
    if (d === 1n) return new Fraction(n, 1n)
    if (d === 0n) throw new RangeError('a fraction needs a denominator')
    const fraction = d < 0n ? new Fraction(-n, -d) : new Fraction(n, d)
    return fraction.d > LONG || n > LONG || n < -LONG ? fraction.reduced() : fraction
  }

  /** The same in lowest terms. */
  reduced(): Fraction {
    const divisor = greatestCommonDivisor(this.n < 0n ? -this.n : this.n, this.d)
    return divisor === 1n ? this : new Fraction(this.n / divisor, this.d / divisor)
  }

  /** The decimal a person wrote: the shortest text of the double, read exactly. 0.1 is 1/10. */
  static fromNumber(value: number): Fraction {
    if (Number.isSafeInteger(value)) return new Fraction(BigInt(value), 1n)
    // up to 15 digits a decimal and its double name each other, so no text is needed
    for (let decimals = 1, scale = 10; decimals <= 6; decimals++, scale *= 10) {
      const scaled = Math.round(value * scale)
      if (Math.abs(scaled) < 1e15 && scaled / scale === value) return Fraction.of(BigInt(scaled), BigInt(scale))
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

  get isZero(): boolean {
    return this.n === 0n
  }
  get isInteger(): boolean {
    return this.n % this.d === 0n
  }
  get sign(): -1 | 0 | 1 {
    return this.n > 0n ? 1 : this.n < 0n ? -1 : 0
  }

  add(other: Fraction): Fraction {
    if (this.d === other.d) return Fraction.of(this.n + other.n, this.d)
    return Fraction.of(this.n * other.d + other.n * this.d, this.d * other.d)
  }
  subtract(other: Fraction): Fraction {
    if (this.d === other.d) return Fraction.of(this.n - other.n, this.d)
    return Fraction.of(this.n * other.d - other.n * this.d, this.d * other.d)
  }
  multiply(other: Fraction): Fraction {
    return Fraction.of(this.n * other.n, this.d * other.d)
  }
  /** Throws on a zero divisor. */
  divide(other: Fraction): Fraction {
    return Fraction.of(this.n * other.d, this.d * other.n)
  }
  negate(): Fraction {
    return new Fraction(-this.n, this.d)
  }
  abs(): Fraction {
    return this.n < 0n ? this.negate() : this
  }
  /** −1, 0 or 1. */
  compare(other: Fraction): -1 | 0 | 1 {
    const left = this.d === other.d ? this.n : this.n * other.d
    const right = this.d === other.d ? other.n : other.n * this.d
    return left < right ? -1 : left > right ? 1 : 0
  }
  equals(other: Fraction): boolean {
    return this.d === other.d ? this.n === other.n : this.n * other.d === other.n * this.d
  }
  min(other: Fraction): Fraction {
    return this.compare(other) <= 0 ? this : other
  }
  max(other: Fraction): Fraction {
    return this.compare(other) >= 0 ? this : other
  }

  /** Largest integer not above. */
  floor(): bigint {
    const quotient = this.n / this.d
    return this.n < 0n && quotient * this.d !== this.n ? quotient - 1n : quotient
  }
  ceil(): bigint {
    return -this.negate().floor()
  }
  /** Nearest integer, halves away from zero (四舍五入). */
  round(): bigint {
    const magnitude = this.n < 0n ? -this.n : this.n
    const rounded = (2n * magnitude + this.d) / (2n * this.d)
    return this.n < 0n ? -rounded : rounded
  }
  /** Rounded to `decimals` places, halves away from zero. */
  roundTo(decimals: number): Fraction {
    const scale = 10n ** BigInt(decimals)
    return Fraction.of(Fraction.of(this.n * scale, this.d).round(), scale)
  }

  /** Decimal text with exactly `decimals` places after one rounding; trailing zeros cut when `trim`. */
  toText(decimals: number, trim = false): string {
    const scaled = Fraction.of(this.n * 10n ** BigInt(decimals), this.d).round()
    const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0')
    const whole = digits.slice(0, digits.length - decimals)
    let rest = decimals > 0 ? digits.slice(-decimals) : ''
    if (trim) rest = rest.replace(/0+$/, '')
    return (scaled < 0n ? '-' : '') + whole + (rest ? '.' + rest : '')
  }
  /** As a double, at 15 decimals: for JSON and for drawing, never for deciding. */
  toNumber(): number {
    return this.d === 1n ? Number(this.n) : Number(this.toText(15, true))
  }
  /** `1/3` in lowest terms: one text for one value. */
  toKey(): string {
    const { n, d } = this.reduced()
    return `${n}/${d}`
  }
}

const LONG = 1n << 192n

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? 1n : a
}
