import { Fraction } from '../fraction.ts'
import type { Scope } from '../scope.ts'
import { Figures } from './figures.ts'
import type { Step } from './step.ts'

/** What stands at a place: a number, yes or no, a word, a list that is known only while it is empty (1). */
export type Kind = 'number' | 'answer' | 'word' | 'list'

/** Where everything a tally counts with stands: the form's facts by slot, then constants and what is worked out. */
export class Places {
  private readonly kinds = new Map<number, Kind>()
  private readonly constants = new Map<number, Fraction>()
  private readonly thresholds = new Map<number, number[]>()
  private readonly handedIn = new Set<number>()
  private readonly counted = new Set<number>()
  /** Words that rules ask about, from 1; any other is 0. */
  readonly words = new Map<string, number>()
  /** What follows from the facts of every form, in order. */
  readonly steps: Step[] = []
  private next: number

  constructor(private readonly form: Scope) {
    this.next = form.infos.length
  }

  /** Says that a fact may be handed in there. */
  hold(slot: number, kind: Kind): void {
    this.kinds.set(slot, kind)
    this.handedIn.add(slot)
  }
  /** Says that a fact is worked out there. */
  derive(slot: number, kind: Kind): void {
    this.kinds.set(slot, kind)
  }
  /** The place of a fact of some kind; null for one of another kind, or that the tally never counts with. */
  of(fact: string, kind: Kind): number | null {
    const { slot } = this.form.resolve(fact).info
    return this.kinds.get(slot) === kind ? slot : null
  }
  kindOf(fact: string): Kind | null {
    return this.kinds.get(this.form.resolve(fact).info.slot) ?? null
  }
  /** A place of its own for what is worked out. */
  another(kind: Kind): number {
    this.kinds.set(this.next, kind)
    return this.next++
  }
  constant(value: Fraction): number {
    const place = this.another('number')
    // in lowest terms, so that what is counted with it grows slowly
    this.constants.set(place, Fraction.fromKey(value.toKey()))
    return place
  }

  word(text: string): number {
    const known = this.words.get(text) ?? this.words.size + 1
    this.words.set(text, known)
    return known
  }

  /** Says that a number is compared with one that the rule set writes. */
  compare(place: number, threshold: number): void {
    this.thresholds.set(place, [...(this.thresholds.get(place) ?? []), threshold])
  }
  /** Says that a fact is counted with. */
  count(slot: number): void {
    if (this.handedIn.has(slot)) this.counted.add(slot)
  }
  /** The facts as handed in that are counted with. */
  get countedFacts(): readonly number[] {
    return [...this.counted]
  }

  figures(): Figures {
    const figures = new Figures(this.next, this.thresholds)
    for (const [place, value] of this.constants) figures.putFraction(place, value)
    return figures
  }
}
