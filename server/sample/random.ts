/**
 * Chance that repeats: mulberry32, seeded with whole numbers, so that one seed gives one district on every machine.
 * Only additions, products and shifts of 32-bit integers; nothing that differs between engines.
 */
export class Random {
  private state: number

  constructor(...seeds: readonly number[]) {
    this.state = 0x9e3779b9
    for (const seed of seeds) {
      this.state = Math.imul(this.state ^ Math.trunc(seed), 0x85ebca6b)
      this.state ^= this.state >>> 13
    }
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** A number from `low` to `high` with at most `decimals` decimals. */
  number(low: number, high: number, decimals: number): number {
    return round(low + this.next() * (high - low), decimals)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  /** `count` different items, in the order they stand in. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = items.map((item, index) => ({ item, index }))
    const chosen: typeof left = []
    while (chosen.length < count && left.length > 0) chosen.push(...left.splice(this.integer(0, left.length - 1), 1))
    return chosen.sort((a, b) => a.index - b.index).map(({ item }) => item)
  }
}

/** To `decimals` decimals: values people would type, not points. */
export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** How well an office works, from 0 to 1: most well, one in seven with a bad year. */
export function howWell(random: Random): number {
  return random.chance(0.14) ? random.number(0, 0.45, 3) : random.number(0.55, 1, 3)
}
