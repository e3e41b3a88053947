import { Fraction } from '../fraction.ts'
import type { Scope } from '../scope.ts'
import { Figures } from './figures.ts'

/** Where everything a tally counts with stands: the form's facts by slot, then constants and what is worked out. */
export class Places {
  private readonly constants = new Map<number, Fraction>()
  private readonly held = new Set<number>()
  /** Words that rules ask about, from 1; any other is 0. */
  readonly words = new Map<string, number>()
  private next: number

  constructor(private readonly form: Scope) {
    this.next = form.infos.length
  }

  /** Says that a fact of the form may be held there. */
  hold(slot: number): void {
    this.held.add(slot)
  }
  /** The place of a fact; null for a fact the tally never counts with. */
  of(fact: string): number | null {
    const { slot } = this.form.resolve(fact).info
    return this.held.has(slot) ? slot : null
  }
  /** A place of its own for what is worked out. */
  another(): number {
    return this.next++
  }
  constant(value: Fraction): number {
    const place = this.another()
    // in lowest terms, so that what is counted with it grows slowly
    this.constants.set(place, Fraction.fromKey(value.toKey()))
    return place
  }

  word(text: string): number {
    const known = this.words.get(text) ?? this.words.size + 1
    this.words.set(text, known)
    return known
  }

  figures(): Figures {
    const figures = new Figures(this.next)
    for (const [place, value] of this.constants) figures.putFraction(place, value)
    return figures
  }
}
