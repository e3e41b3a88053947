import { nearestName } from '../../core/nearest.ts'

interface Named {
  readonly id: string
  readonly label?: string | undefined
  readonly aliases?: readonly string[] | undefined
}

/** A heading without what it carries besides the name: star, number, spaces, quotes, the unit in brackets. */
export function bareName(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s"“”'‘’「」《》*]/gu, '')
    .replace(/^(?:\d+[.、)]|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\))/u, '')
    .replace(/(.)\([^()]*\)$/u, '$1')
    .replace(/[:：]$/u, '')
}

/** The unit a heading carries: `支出数（元）` → 元. */
export function unitInName(text: string): string | null {
  return /[(](?:单位[:：]?)?([^()]{1,10})[)]$/u.exec(text.normalize('NFKC').trim())?.[1] ?? null
}

/** Finds what a table's names mean: by id, label or alias; never by a guess. */
export class Names<T extends Named> {
  private readonly known = new Map<string, T>()

  constructor(all: readonly T[]) {
    // labels come after aliases and ids last, so that the plainest meaning of a name wins
    for (const one of all) for (const alias of one.aliases ?? []) this.known.set(bareName(alias), one)
    for (const one of all) if (one.label !== undefined) this.known.set(bareName(one.label), one)
    for (const one of all) this.known.set(one.id, one)
  }

  find(text: string): T | undefined {
    return this.known.get(text.trim()) ?? this.known.get(bareName(text))
  }

  /** By id alone. */
  withId(id: string): T | undefined {
    const found = this.known.get(id)
    return found?.id === id ? found : undefined
  }

  /** The one most likely meant, for a question; null when none is near. */
  nearest(text: string): T | null {
    const near = nearestName(bareName(text), this.known.keys())
    return near === null ? null : (this.known.get(near) ?? null)
  }
}
