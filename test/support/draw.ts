import fc from 'fast-check'

/**
 * Choices read off a tape of random numbers. A tape that has run out gives 0, the simplest choice everywhere, so a
 * shorter tape is a smaller rule set: shrinking the list of numbers shrinks whatever was built from it.
 */
export class Draw {
  private at = 0
  constructor(private readonly tape: readonly number[]) {}

  /** The next whole number from 0 to 2^31 − 1. */
  protected next(): number {
    return this.tape[this.at++] ?? 0
  }
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + (this.next() % (max - min + 1))
  }
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.int(0, 99) >= 100 - percent
  }
  pick<T>(all: readonly T[]): T {
    return all[this.int(0, all.length - 1)] as T
  }
  /** Picks by weight; the first is the simplest. */
  weighted<T>(all: readonly (readonly [number, T])[]): T {
    let left = this.int(0, all.reduce((total, [weight]) => total + weight, 0) - 1)
    for (const [weight, value] of all) {
      if (left < weight) return value
      left -= weight
    }
    throw new Error('weights')
  }
  list<T>(min: number, max: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.int(min, max) }, (_, index) => make(index))
  }
  shuffle<T>(all: readonly T[]): T[] {
    const left = [...all]
    return all.map(() => left.splice(this.int(0, left.length - 1), 1)[0] as T)
  }
}

/** Choices without end, the same for the same seeds (Mulberry32). */
export class SeededDraw extends Draw {
  private state: number
  constructor(...seeds: readonly number[]) {
    super([])
    this.state = seeds.reduce((state, seed) => Math.imul(state ^ seed, 0x9e3779b1) ^ (state >>> 15), 0x6d2b79f5)
  }

  protected override next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 1
  }
}

/** Anything that can be built from choices, as an arbitrary that shrinks. */
export function drawn<T>(build: (draw: Draw) => T): fc.Arbitrary<T> {
  const number = fc.noBias(fc.integer({ min: 0, max: 0x7fff_ffff }))
  return fc.noBias(fc.array(number, { maxLength: 1600, size: 'max' })).map((tape) => build(new Draw(tape)))
}
