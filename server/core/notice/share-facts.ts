import type { FactDefinition, Indicator } from '../rule-set.ts'

/** Shorter labels (预算数, 完成值) may well mean another thing in another row. */
const SHORTEST_LABEL = 4

export interface SharedFacts {
  readonly indicators: readonly Indicator[]
  readonly facts: readonly FactDefinition[]
  /** Labels that several indicators use, each with a later one that now reads the first one's fact. */
  readonly shared: readonly { readonly label: string; readonly indicator: string }[]
}

/** The same quantity in several criteria is one fact: filled-in numbers with the same label and the same meaning. */
export function shareFacts(indicators: readonly Indicator[], facts: readonly FactDefinition[]): SharedFacts {
  const first = new Map<string, string>()
  const renamed = new Map<string, string>()
  const kept = facts.filter((fact) => {
    const { id, ...rest } = fact
    if (fact.type !== 'number' || fact.cohort || (fact.label ?? '').length < SHORTEST_LABEL) return true
    const key = JSON.stringify(rest)
    const known = first.get(key)
    if (known === undefined) first.set(key, id)
    else renamed.set(id, known)
    return known === undefined
  })
  const rename = <T>(value: T): T => walk(value, renamed) as T
  return {
    indicators: indicators.map(rename),
    facts: kept.map(rename),
    shared: facts.flatMap(({ id, label = '' }) => (renamed.has(id) ? [{ label, indicator: indicatorOf(id) }] : [])),
  }
}

/** `f1_2b` belongs to `i1-2`. */
const indicatorOf = (fact: string): string => `i${fact.replace(/^f|[a-z]\d*$/gu, '').replaceAll('_', '-')}`

/** Texts for people stay as they are. */
const WORDS: ReadonlySet<string> = new Set(['label', 'clause', 'guide', 'reason', 'name'])

function walk(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replace(/\bf\d+(?:_\d+)*[a-z]\d*\b/gu, (id) => renamed.get(id) ?? id)
  if (Array.isArray(value)) return value.map((one) => walk(one, renamed))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, WORDS.has(key) ? one : walk(one, renamed)]))
}
