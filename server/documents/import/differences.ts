import type { RuleSet } from '../../core/rule-set.ts'
import { columnsOf, labelOf, leavesOf, singleFacts } from '../template/form-facts.ts'
import { bareName } from './match-name.ts'

/** What a table has otherwise than this version: for a person to decide on, since nothing is guessed. */
export interface Difference {
  /**
   * `renamed`: known by its number or an alias, called otherwise; `unknown`: not known here, left out unless somebody says
   * what it is; `missing`: this version asks for it, the table does not.
   */
  readonly kind: 'renamed' | 'unknown' | 'missing'
  /** '' for a fact, the list's id for a column of a list, `SELF` for an indicator among the self scores. */
  readonly scope: string
  /** As the table calls it; as this version does where it is missing. */
  readonly name: string
  /** The first place, `填报 D7`, and what stands there; empty where it is missing. */
  readonly place: string
  readonly value: string
  /** What it was taken for, or what it may be: an id. */
  readonly to: string | null
}

/** The scope of indicators' names among self scores. */
export const SELF = '@self'

/** Somebody's word that a name of a table is what this version has under an id. */
export interface MappedName {
  readonly scope: string
  readonly name: string
  readonly to: string
}

/** Names as people mapped them. */
export class Mapping {
  readonly #to: ReadonlyMap<string, string>

  constructor(names: readonly MappedName[] = []) {
    this.#to = new Map(names.map(({ scope, name, to }) => [keyOf(scope, name), to]))
  }

  /** The id a name stands for; undefined where nobody said. */
  find(scope: string, name: string): string | undefined {
    return this.#to.get(keyOf(scope, name))
  }
}

/** One difference a name, the first of each. */
export function distinct(differences: readonly Difference[]): Difference[] {
  const first = new Map<string, Difference>()
  for (const one of differences) {
    const key = `${one.kind} ${keyOf(one.scope, one.name)}`
    if (!first.has(key)) first.set(key, one)
  }
  return [...first.values()]
}

const keyOf = (scope: string, name: string): string => `${scope}\n${bareName(name)}`

/** What a name of a scope may be said to stand for. */
export interface Choice {
  readonly scope: string
  readonly id: string
  readonly label: string
}

/** What there is to choose from for the differences there are. */
export function choicesFor(differences: readonly Difference[], ruleSet: RuleSet): Choice[] {
  const scopes = new Set(differences.filter(({ kind }) => kind !== 'missing').map(({ scope }) => scope))
  return [...scopes].flatMap((scope) =>
    namedIn(scope, ruleSet).map((one) => ({ scope, id: one.id, label: labelOf(one) })),
  )
}

function namedIn(scope: string, ruleSet: RuleSet): readonly { id: string; label?: string | undefined }[] {
  if (scope === '') return singleFacts(ruleSet)
  if (scope === SELF) return leavesOf(ruleSet.indicators).map(({ leaf }) => leaf)
  const list = ruleSet.facts.find(({ id }) => id === scope)
  return list ? columnsOf(list) : []
}
