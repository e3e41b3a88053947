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
  of(submission: Submission): Cohort
}

/**
 * Ranks and figures of a population under a rule set's cohort facts. A submission whose `of` fact has no value, or that has no group, takes
 * no part in that figure and gets none. Order of the population changes nothing.
 */
export function computeCohort(ruleSet: RuleSet, submissions: readonly Submission[]): CohortTable {
  const program = compileProgram(ruleSet)
  const cohortFacts = ruleSet.facts.flatMap(({ id, cohort }) => (cohort ? [{ id, cohort }] : []))
  const members = submissions.map((submission) => ({
    submission,
    frame: readFacts(program, submission, { gradings: new Map(), figures: new Map() }),
  }))
  const figures = new Map<string, Map<string, number | Fraction>>(submissions.map(({ id }) => [id, new Map()]))
  for (const { id, cohort } of cohortFacts) {
    const groups = new Map<string, { id: string; value: Fraction }[]>()
    for (const { submission, frame } of members) {
      const value = frame.values[program.form.resolve(cohort.of).info.slot]
      if (value === undefined || isUnknown(value)) continue
      // the number of members can be counted over any kind of fact; the other figures are of numbers
      const number = value instanceof Fraction ? value : cohort.figure === 'size' ? Fraction.ONE : null
      if (number === null) continue
      const group = groupOf(program, submission, frame, cohort)
      if (group === null) continue
      const list = groups.get(group) ?? []
      list.push({ id: submission.id, value: number })
      groups.set(group, list)
    }
    for (const group of groups.values())
      for (const member of group)
        figures.get(member.id)?.set(
          id,
          figureOf(
            cohort,
            member.value,
            group.map(({ value }) => value),
          ),
        )
  }
  const size = submissions.length
  const hash = contentHash(
    [...figures]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, own]) => [
        id,
        [...own].map(([fact, value]) => [fact, value instanceof Fraction ? value.toKey() : value]),
      ]),
  )
  return { size, hash, of: ({ id }) => ({ size, hash, figures: figures.get(id) ?? new Map() }) }
}

/** The group a submission is compared in, by a fact or by a word of the submission itself; null: it has none. */
function groupOf(program: Program, submission: Submission, frame: Frame, { by }: CohortDefinition): string | null {
  if (by === undefined) return ''
  const value = program.form.has(by)
    ? frame.values[program.form.resolve(by).info.slot]
    : (submission as Record<string, unknown>)[by]
  if (value instanceof Fraction) return value.toKey()
  return typeof value === 'string' && value !== '' ? value : typeof value === 'boolean' ? String(value) : null
}

function figureOf(
  { figure, order = 'descending', ties = 'same' }: CohortDefinition,
  own: Fraction,
  all: readonly Fraction[],
): Fraction {
  const better = (value: Fraction): boolean => value.compare(own) * (order === 'descending' ? 1 : -1) > 0
  const count = (amount: number): Fraction => Fraction.of(BigInt(amount))
  const sum = all.reduce((a, b) => a.add(b), Fraction.ZERO)
  const sorted = [...all].sort((a, b) => a.compare(b))
  const at = (index: number): Fraction => sorted[index] ?? Fraction.ZERO
  const [first, last] = order === 'descending' ? [at(sorted.length - 1), at(0)] : [at(0), at(sorted.length - 1)]
  switch (figure) {
    case 'size':
      return count(all.length)
    case 'mean':
      return sum.divide(count(all.length))
    case 'median': {
      const middle = Math.floor(sorted.length / 2)
      return sorted.length % 2 === 1
        ? at(middle)
        : at(middle - 1)
            .add(at(middle))
            .divide(count(2))
    }
    case 'best':
      return first
    case 'worst':
      return last
    case 'rank': {
      const ahead = all.filter(better)
      const distinct = new Set(ahead.map((value) => value.toKey()))
      return count((ties === 'dense' ? distinct.size : ahead.length) + 1)
    }
  }
}
