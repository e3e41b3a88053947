import { contentHash } from './hash.ts'
import { readFacts } from './facts.ts'
import { Fraction } from './fraction.ts'
import type { Program } from './program.ts'
import type { CohortDefinition, RuleSet } from './rule-set.ts'
import { compileProgram } from './program.ts'
import type { Submission } from './submission.ts'
import type { Frame } from './value.ts'
import { isUnknown } from './value.ts'

/** The figures one submission has in a frozen population. */
export interface Cohort {
  readonly size: number
  readonly hash: string
  /** By fact id. */
  readonly figures: ReadonlyMap<string, number | Fraction>
}
export interface CohortTable {
  readonly size: number
  readonly hash: string
  of(submission: Pick<Submission, 'id'>): Cohort
}

/** What one submission brings into a population: nothing but text, so that others may collect it elsewhere. */
export interface CohortMember {
  readonly id: string
  /** For each cohort fact it takes part in: its group, and its value as `Fraction.toKey` writes it. */
  readonly entries: readonly { readonly fact: string; readonly group: string; readonly value: string }[]
}

/**
 * Reads what a submission brings into a population. One whose `of` fact has no value, or that has no group, takes no part
 * in that figure and gets none.
 */
export function collectMember(program: Program, submission: Submission): CohortMember {
  const frame = readFacts(program, submission, { gradings: new Map(), figures: new Map() })
  const entries = cohortFacts(program.ruleSet).flatMap(({ id: fact, cohort }) => {
    const value = frame.values[program.form.resolve(cohort.of).info.slot]
    if (value === undefined || isUnknown(value)) return []
    // the number of members can be counted over any kind of fact; the other figures are of numbers
    const number = value instanceof Fraction ? value : cohort.figure === 'size' ? Fraction.ONE : null
    const group = groupOf(program, submission, frame, cohort)
    return number === null || group === null ? [] : [{ fact, group, value: number.toKey() }]
  })
  return { id: submission.id, entries }
}

/** Ranks and figures of a population under a rule set's cohort facts. Order of the population changes nothing. */
export function figuresOf(ruleSet: RuleSet, members: readonly CohortMember[]): CohortTable {
  const figures = new Map<string, Map<string, Fraction>>(members.map(({ id }) => [id, new Map()]))
  for (const { id: fact, cohort } of cohortFacts(ruleSet)) {
    const groups = new Map<string, { readonly id: string; readonly value: Fraction }[]>()
    for (const { id, entries } of members) {
      for (const entry of entries) {
        if (entry.fact !== fact) continue
        const group = groups.get(entry.group) ?? []
        if (group.length === 0) groups.set(entry.group, group)
        group.push({ id, value: Fraction.fromKey(entry.value) })
      }
    }
    for (const group of groups.values()) {
      const figure = figureOf(
        cohort,
        group.map(({ value }) => value),
      )
      for (const { id, value } of group) figures.get(id)?.set(fact, figure(value))
    }
  }
  const size = members.length
  const hash = contentHash(
    [...figures]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, own]) => [id, [...own].map(([fact, value]) => [fact, value.toKey()])]),
  )
  return { size, hash, of: ({ id }) => ({ size, hash, figures: figures.get(id) ?? new Map() }) }
}

/** The figures of a population that is all at hand. */
export function computeCohort(ruleSet: RuleSet, submissions: readonly Submission[]): CohortTable {
  const program = compileProgram(ruleSet)
  return figuresOf(
    ruleSet,
    submissions.map((submission) => collectMember(program, submission)),
  )
}

const cohortFacts = ({ facts }: RuleSet): { readonly id: string; readonly cohort: CohortDefinition }[] =>
  facts.flatMap(({ id, cohort }) => (cohort ? [{ id, cohort }] : []))

/** The group a submission is compared in, by a fact or by a word of the submission itself; null: it has none. */
function groupOf(program: Program, submission: Submission, frame: Frame, { by }: CohortDefinition): string | null {
  if (by === undefined) return ''
  const value = program.form.has(by)
    ? frame.values[program.form.resolve(by).info.slot]
    : (submission as Record<string, unknown>)[by]
  if (value instanceof Fraction) return value.toKey()
  return typeof value === 'string' && value !== '' ? value : typeof value === 'boolean' ? String(value) : null
}

/** The figure each member of a group has, by its own value. */
function figureOf(
  { figure, order = 'descending', ties = 'same' }: CohortDefinition,
  all: readonly Fraction[],
): (own: Fraction) => Fraction {
  const count = (amount: number): Fraction => Fraction.of(BigInt(amount))
  const sorted = [...all].sort((a, b) => a.compare(b))
  const at = (index: number): Fraction => sorted[index] ?? Fraction.ZERO
  const [first, last] = order === 'descending' ? [at(sorted.length - 1), at(0)] : [at(0), at(sorted.length - 1)]
  const same = (value: Fraction) => (): Fraction => value
  switch (figure) {
    case 'size':
      return same(count(all.length))
    case 'mean':
      return same(all.reduce((a, b) => a.add(b), Fraction.ZERO).divide(count(all.length)))
    case 'median': {
      const middle = Math.floor(sorted.length / 2)
      const odd = sorted.length % 2 === 1
      return same(
        odd
          ? at(middle)
          : at(middle - 1)
              .add(at(middle))
              .divide(count(2)),
      )
    }
    case 'best':
      return same(first)
    case 'worst':
      return same(last)
    case 'rank': {
      const places = placesOf(order === 'descending' ? sorted.reverse() : sorted, ties)
      return (own) => count(places.get(own.toKey())!)
    }
  }
}

/** The place of each value in a list whose best stands first. */
function placesOf(ordered: readonly Fraction[], ties: 'same' | 'dense'): Map<string, number> {
  const places = new Map<string, number>()
  for (const [index, value] of ordered.entries()) {
    const key = value.toKey()
    if (!places.has(key)) places.set(key, (ties === 'dense' ? places.size : index) + 1)
  }
  return places
}
