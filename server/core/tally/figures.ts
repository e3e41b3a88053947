import { Fraction } from '../fraction.ts'

/** What stands below a yes (1) or a no (0). */
const YES_NO = 0
/** What stands below a place that holds nothing the tally counts with. */
const NOTHING = -1
/** What stands below a word: which one, by its number (`Places.word`). */
const WORD = -2
/** What stands for a list without members. */
const EMPTY = -3
/** Neither less, equal nor more can be said. */
export const UNTOLD = 2
export type Compared = -1 | 0 | 1 | typeof UNTOLD

/**
 * Numbers, answers and words of one form by place, without an object each. A number is `top / bottom`: two safe integers,
 * as a `Fraction` has them while it is short, or over 1 the decimal that a double names. Yes and no have a `bottom` of
 * their own, and so have words. All is exact: a product or sum that is a safe integer was not rounded, and what grows
 * beyond is put down as nothing, as is a value that is not known or a list. Of nothing comes nothing; the tally then
 * leaves the form to the long way.
 */
export class Figures {
  private readonly top: Float64Array
  private readonly bottom: Float64Array

  constructor(places: number) {
    this.top = new Float64Array(places)
    this.bottom = new Float64Array(places).fill(NOTHING)
  }

  /** Forgets the first places: what another form said. */
  clear(places: number): void {
    this.bottom.fill(NOTHING, 0, places)
  }

  /** A number as it is handed in. */
  putNumber(place: number, value: number): void {
    this.put(place, value, Number.isFinite(value) ? 1 : NOTHING)
  }
  putFraction(place: number, value: Fraction): void {
    const { short } = value
    if (short) this.put(place, short.top, short.bottom)
    else this.putNothing(place)
  }
  putAnswer(place: number, yes: boolean): void {
    this.put(place, yes ? 1 : 0, YES_NO)
  }
  putNothing(place: number): void {
    this.bottom[place] = NOTHING
  }
  private put(place: number, top: number, bottom: number): void {
    this.top[place] = top
    this.bottom[place] = bottom
  }
  copy(from: number, to: number): void {
    this.put(to, this.top[from] as number, this.bottom[from] as number)
  }

  putWord(place: number, word: number): void {
    this.put(place, word, WORD)
  }
  putEmptyList(place: number): void {
    this.bottom[place] = EMPTY
  }
  /** The number of the word; null where the place holds none. */
  word(place: number): number | null {
    return this.bottom[place] === WORD ? (this.top[place] as number) : null
  }
  isEmptyList(place: number): boolean {
    return this.bottom[place] === EMPTY
  }
  /** True, false, or null where the place holds no answer. */
  answer(place: number): boolean | null {
    return this.bottom[place] === YES_NO ? this.top[place] === 1 : null
  }
  /** Whether the place holds a number; it is a quotient of safe integers from then on. */
  isNumber(place: number): boolean {
    const bottom = this.bottom[place] as number
    if (bottom !== 1) return bottom > 0
    const value = this.top[place] as number
    return Number.isSafeInteger(value) || this.split(place, value)
  }
  private split(place: number, value: number): boolean {
    const scaled = Math.round(value * 100)
    // up to 15 digits a decimal and its double name each other, see `Fraction.fromNumber`
    if (scaled / 100 === value && Math.abs(scaled) < 1e15) this.put(place, scaled, 100)
    else this.putFraction(place, Fraction.fromNumber(value))
    return (this.bottom[place] as number) > 0
  }
  /** Numerator and denominator of what `isNumber`. */
  topOf(place: number): number {
    return this.top[place] as number
  }
  bottomOf(place: number): number {
    return this.bottom[place] as number
  }

  /** −1, 0 or 1 as `a` is less than `b`, the same or more; or `UNTOLD`. */
  order(a: number, b: number): Compared {
    if (this.bottom[a] === 1 && this.bottom[b] === 1) return decimalOrder(this.top[a] as number, this.top[b] as number)
    if (!this.isNumber(a) || !this.isNumber(b)) return UNTOLD
    return this.quotientOrder(a, this.top[b] as number, this.bottom[b] as number)
  }
  /** The same against a decimal, which is `top / bottom`. */
  orderTo(a: number, value: number, top: number, bottom: number): Compared {
    const own = this.bottom[a] as number
    if (own === 1) return decimalOrder(this.top[a] as number, value)
    return own > 0 ? this.quotientOrder(a, top, bottom) : UNTOLD
  }
  private quotientOrder(a: number, top: number, bottom: number): Compared {
    const left = (this.top[a] as number) * bottom
    const right = top * (this.bottom[a] as number)
    // rounding keeps the order: products that differ as doubles differ that way
    return left < right ? -1 : left > right ? 1 : isSafe(left) ? 0 : UNTOLD
  }

  plus(a: number, b: number, sign: 1 | -1, to: number): void {
    if (!this.isNumber(a) || !this.isNumber(b)) return this.putNothing(to)
    const p = this.bottom[a] as number
    const q = this.bottom[b] as number
    const left = (this.top[a] as number) * (p === q ? 1 : q)
    const right = sign * (this.top[b] as number) * (p === q ? 1 : p)
    if (isSafe(left) && isSafe(right)) this.putQuotient(to, left + right, p === q ? p : p * q)
    else this.putNothing(to)
  }
  times(a: number, b: number, to: number): void {
    if (!this.isNumber(a) || !this.isNumber(b)) return this.putNothing(to)
    const top = (this.top[a] as number) * (this.top[b] as number)
    this.putQuotient(to, top, (this.bottom[a] as number) * (this.bottom[b] as number))
  }
  /** Nothing comes of a division by zero either: what it means the fact says. */
  over(a: number, b: number, to: number): void {
    const [x, y] = [this.top[a] as number, this.top[b] as number]
    // of two decimals that are the same no more need be known
    if (x === y && x !== 0 && this.bottom[a] === 1 && this.bottom[b] === 1) return this.put(to, 1, 1)
    if (!this.isNumber(a) || !this.isNumber(b)) return this.putNothing(to)
    const p = this.bottom[a] as number
    const q = this.bottom[b] as number
    const top = (this.top[a] as number) * (p === q ? 1 : q)
    const bottom = (this.top[b] as number) * (p === q ? 1 : p)
    if (bottom === 0) this.putNothing(to)
    else this.putQuotient(to, bottom < 0 ? -top : top, Math.abs(bottom))
  }
  private putQuotient(to: number, top: number, bottom: number): void {
    if (isSafe(top) && bottom <= MOST) this.put(to, top + 0, bottom)
    else this.putNothing(to)
  }

  abs(a: number, to: number): void {
    if (this.isNumber(a)) this.put(to, Math.abs(this.top[a] as number), this.bottom[a] as number)
    else this.putNothing(to)
  }
  /** The largest whole number not above (`sign` 1), or the smallest not below (−1). */
  floor(a: number, sign: 1 | -1, to: number): void {
    // a quotient of safe integers that is no integer lies further from the next one than doubles are apart there
    if (this.isNumber(a))
      this.put(to, sign * Math.floor((sign * (this.top[a] as number)) / (this.bottom[a] as number)), 1)
    else this.putNothing(to)
  }
  /** Rounded to a `scale`-th, halves away from zero. */
  round(a: number, scale: number, to: number): void {
    if (!this.isNumber(a)) return this.putNothing(to)
    const [top, p] = [this.top[a] as number, this.bottom[a] as number]
    const doubled = 2 * Math.abs(top) * scale + p
    const rounded = Math.floor(doubled / (2 * p))
    if (doubled <= MOST) this.putQuotient(to, top < 0 ? -rounded : rounded, scale)
    else this.putNothing(to)
  }
}

/** Decimals are in the order of the doubles that name them. */
const decimalOrder = (left: number, right: number): Compared => (left < right ? -1 : left > right ? 1 : 0)

const MOST = Number.MAX_SAFE_INTEGER
const isSafe = (result: number): boolean => result <= MOST && result >= -MOST
