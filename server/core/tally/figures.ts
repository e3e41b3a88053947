import { Fraction } from '../fraction.ts'

/** Neither less, equal nor more can be said. */
export const UNTOLD = 2
export type Compared = -1 | 0 | 1 | typeof UNTOLD

/**
 * What is known of one form, by place: numbers, yes (1) or no (0), words by their number (`Places.word`). Nothing is
 * known of a place that is not a number.
 *
 * `values` is what rules ask about. A number that is handed in is the double that names its decimal. What is worked out
 * is exact as `top / bottom`, two safe integers as a `Fraction` has them while it is short, and its value is that
 * quotient as a double. Rounding keeps the order, so the value lies on the quotient's side of every threshold or is the
 * threshold's own double; where it is, and the quotient is another number all the same, the value is put down as not
 * known. What grows beyond safe integers is not known either, and of nothing comes nothing; the tally then leaves the
 * form to the long way.
 */
export class Figures {
  readonly values: Float64Array
  private readonly top: Float64Array
  private readonly bottom: Float64Array
  /** With a top and bottom up to here, a quotient has the double of a threshold only where it is one. */
  private readonly plain: number

  /** `thresholds`: what the figures worked out are compared with, by place. */
  constructor(
    places: number,
    private readonly thresholds: ReadonlyMap<number, readonly number[]>,
  ) {
    this.values = new Float64Array(places).fill(NaN)
    this.top = new Float64Array(places).fill(NaN)
    this.bottom = new Float64Array(places).fill(NaN)
    this.plain = [...thresholds.values()]
      .flat()
      .map(plainUpTo)
      .reduce((a, b) => Math.min(a, b), MOST)
  }

  /** A number as it is handed in, or a word's number. Its fraction is known once it is asked for. */
  putValue(place: number, value: number): void {
    this.values[place] = value
  }
  putAnswer(place: number, yes: boolean | null): void {
    if (yes === null) this.putNothing(place)
    else this.put(place, yes ? 1 : 0, 1)
  }
  putFraction(place: number, value: Fraction): void {
    const { short } = value
    if (short) this.put(place, short.top, short.bottom)
    else this.putNothing(place)
  }
  putNothing(place: number): void {
    this.values[place] = NaN
    this.top[place] = NaN
    this.bottom[place] = NaN
  }
  private put(place: number, top: number, bottom: number): void {
    const { plain } = this
    if (!(top <= plain && -top <= plain && bottom <= plain)) return this.putLarge(place, top, bottom)
    this.top[place] = top
    this.bottom[place] = bottom
    this.values[place] = top / bottom
  }
  private putLarge(place: number, top: number, bottom: number): void {
    if (!(isSafe(top) && bottom <= MOST)) return this.putNothing(place)
    this.top[place] = top
    this.bottom[place] = bottom
    const value = top / bottom
    const clear = this.thresholds.get(place)?.every((threshold) => value !== threshold || this.is(place, threshold))
    this.values[place] = clear === false ? NaN : value
  }
  /** Whether a quotient certainly is the decimal that a double names. */
  private is(place: number, decimal: number): boolean {
    return Fraction.fromNumber(decimal).equals(Fraction.ofIntegers(this.topOf(place), this.bottomOf(place)))
  }

  /** Splits a number that is handed in, so that it can be worked with. */
  split(place: number): void {
    const value = this.values[place] as number
    if (Number.isSafeInteger(value)) return this.setQuotient(place, value, 1)
    const scaled = Math.round(value * 100)
    // up to 15 digits a decimal and its double name each other, see `Fraction.fromNumber`
    if (scaled / 100 === value && Math.abs(scaled) < 1e15) this.setQuotient(place, scaled, 100)
    else this.splitLong(place, value)
  }
  private splitLong(place: number, value: number): void {
    const short = Number.isFinite(value) ? Fraction.fromNumber(value).short : null
    this.setQuotient(place, short?.top ?? NaN, short?.bottom ?? NaN)
  }
  private setQuotient(place: number, top: number, bottom: number): void {
    this.top[place] = top
    this.bottom[place] = bottom
  }

  /** Numerator and denominator; not a number where nothing is known. */
  topOf(place: number): number {
    return this.top[place] as number
  }
  bottomOf(place: number): number {
    return this.bottom[place] as number
  }

  /** −1, 0 or 1 as `a` is less than `b`, the same or more; or `UNTOLD`. */
  order(a: number, b: number): Compared {
    const [p, q] = [this.bottom[a] as number, this.bottom[b] as number]
    const left = (this.top[a] as number) * (p === q ? 1 : q)
    const right = (this.top[b] as number) * (p === q ? 1 : p)
    // rounding keeps the order: products that differ as doubles differ that way
    return left < right ? -1 : left > right ? 1 : isSafe(left) ? 0 : UNTOLD
  }

  copy(from: number, to: number): void {
    this.put(to, this.top[from] as number, this.bottom[from] as number)
  }
  plus(a: number, b: number, sign: 1 | -1, to: number): void {
    const p = this.bottom[a] as number
    const q = this.bottom[b] as number
    const left = (this.top[a] as number) * (p === q ? 1 : q)
    const right = sign * (this.top[b] as number) * (p === q ? 1 : p)
    if (isSafe(left) && isSafe(right)) this.put(to, left + right, p === q ? p : p * q)
    else this.putNothing(to)
  }
  times(a: number, b: number, to: number): void {
    const top = (this.top[a] as number) * (this.top[b] as number)
    this.put(to, top, (this.bottom[a] as number) * (this.bottom[b] as number))
  }
  /** Nothing comes of a division by zero either: what it means the fact says. */
  over(a: number, b: number, to: number): void {
    const p = this.bottom[a] as number
    const q = this.bottom[b] as number
    const top = (this.top[a] as number) * (p === q ? 1 : q)
    const bottom = (this.top[b] as number) * (p === q ? 1 : p)
    if (bottom > 0) this.put(to, top, bottom)
    else if (bottom < 0) this.put(to, -top, -bottom)
    else this.putNothing(to)
  }

  abs(a: number, to: number): void {
    this.put(to, Math.abs(this.top[a] as number), this.bottom[a] as number)
  }
  /** The largest whole number not above (`sign` 1), or the smallest not below (−1). */
  floor(a: number, sign: 1 | -1, to: number): void {
    // a quotient of safe integers that is no integer lies further from the next one than doubles are apart there
    this.put(to, sign * Math.floor((sign * (this.top[a] as number)) / (this.bottom[a] as number)), 1)
  }
  /** Rounded to a `scale`-th, halves away from zero. */
  round(a: number, scale: number, to: number): void {
    const [top, p] = [this.top[a] as number, this.bottom[a] as number]
    const doubled = 2 * Math.abs(top) * scale + p
    const rounded = Math.floor(doubled / (2 * p))
    if (doubled <= MOST) this.put(to, top < 0 ? -rounded : rounded, scale)
    else this.putNothing(to)
  }
}

const MOST = Number.MAX_SAFE_INTEGER
const isSafe = (result: number): boolean => result <= MOST && result >= -MOST

/**
 * Two different quotients whose four numbers come to products within 2^50 differ by more than a part in 2^50, and doubles
 * that lie so far apart are not the same.
 */
function plainUpTo(threshold: number): number {
  const { short } = Fraction.fromNumber(threshold)
  return short ? Math.floor(2 ** 50 / Math.max(Math.abs(short.top), short.bottom)) : 0
}
