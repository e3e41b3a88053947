import { Fraction } from '../fraction.ts'
import type { Comparison, Condition } from '../rule-set.ts'
import type { Scope } from '../scope.ts'
import { dayNumber } from '../value.ts'
import type { Domains } from './domain.ts'
import { after, before, onGrid, point, type Segment } from './number-set.ts'
import { common, complement, isNothing, numbers, words, type ValueSet } from './value-set.ts'

/** A condition where it stands, or its opposite. */
export interface Claim {
  readonly condition: Condition
  readonly scope: Scope
  readonly opposite?: boolean
}
/** What one fact is known to be besides. */
export interface Known {
  readonly fact: string
  readonly scope: Scope
  readonly values: ValueSet
}

/** Cases looked into before giving up. */
const BUDGET = 400

/**
 * Whether claims can all be true of one submission. False only when proven: facts keep to their limits, options and
 * decimals, and one fact has one value; that formulas tie facts together is left aside, and too many cases count as
 * possible. A rule that a grading may ever find met is never said to be impossible.
 */
export function canHold(domains: Domains, claims: readonly Claim[], known: readonly Known[] = []): boolean {
  const worlds = new Worlds(domains)
  const start: World = new Map()
  for (const { fact, scope, values } of known) {
    const key = placeOf(fact, scope)
    start.set(key, common(start.get(key) ?? domains.of(fact, scope), values))
    if (isNothing(start.get(key) as ValueSet)) return false
  }
  return worlds.find(claims, start)
}

/** What every fact may still be, by where it stands. */
type World = Map<string, ValueSet>
type Choice = readonly Claim[]

class Worlds {
  private left = BUDGET
  constructor(private readonly domains: Domains) {}

  /** Takes all that is sure first, then tries one of each choice. */
  find(claims: readonly Claim[], world: World): boolean {
    if (this.left-- <= 0) return true
    const choices: Choice[] = []
    const pending = [...claims]
    for (let claim = pending.pop(); claim; claim = pending.pop()) {
      const { condition, scope, opposite = false } = claim
      if ('not' in condition) pending.push({ condition: condition.not, scope, opposite: !opposite })
      else if ('all' in condition || 'any' in condition) {
        const members = ('all' in condition ? condition.all : condition.any).map((member) => ({
          condition: member,
          scope,
          opposite,
        }))
        if ('all' in condition !== opposite || members.length === 1) pending.push(...members)
        else choices.push(members)
      } else if (!this.narrow(condition, scope, opposite, world)) return false
    }
    const [first, ...rest] = choices
    if (!first) return true
    const others = rest.map((members): Claim => either(members))
    return first.some((member) => this.find([member, ...others], new Map(world)))
  }

  /** @returns whether anything is left of the fact. */
  private narrow(comparison: Comparison, scope: Scope, opposite: boolean, world: World): boolean {
    const { key, all, allowed } = this.read(comparison, scope)
    const set = common(world.get(key) ?? all, opposite ? complement(allowed) : allowed)
    world.set(key, set)
    return !isNothing(set)
  }

  private read({ fact, operator, value }: Comparison, scope: Scope): { key: string; all: ValueSet; allowed: ValueSet } {
    const key = placeOf(fact, scope)
    if (typeof value === 'object' && !Array.isArray(value)) return relation(key, operator, placeOf(value.fact, scope))
    if (operator === 'contains' || operator === 'doesNotContain') {
      const yes = words([operator === 'contains' ? 'true' : 'false'])
      return { key: `${key}∋${String(value)}`, all: words(['true', 'false']), allowed: yes }
    }
    const list = Array.isArray(value) ? value : [value]
    const ends = endsOf(list)
    const domain = this.domains.of(fact, scope)
    // a formula may well give words where nothing says so
    const all = domain.kind === 'numbers' && ends.length < list.length ? words([], true) : domain
    const positive =
      all.kind === 'words'
        ? words(list.map(String))
        : numbers(onGrid(segments(operator, ends), this.domains.decimals(fact, scope)))
    const negative = operator === 'notEqual' || operator === 'notIn'
    return { key, all, allowed: negative ? complement(positive) : positive }
  }
}

/** A choice that waits, as a claim: one of its members, all read the same way round. */
function either(members: Choice): Claim {
  const [first] = members as [Claim]
  const conditions = members.map(({ condition, opposite }) => (opposite ? { not: condition } : condition))
  return { condition: { any: conditions }, scope: first.scope }
}

const SIGNS: Partial<Record<Comparison['operator'], string>> = {
  equal: '=',
  notEqual: '<>',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
}
const TURNED: Partial<Record<string, string>> = { '<': '>', '>': '<' }

/** How two facts compare, as a fact of its own: less, equal or greater. */
function relation(
  a: string,
  operator: Comparison['operator'],
  b: string,
): { key: string; all: ValueSet; allowed: ValueSet } {
  const signs = SIGNS[operator]
  if (signs === undefined)
    return { key: `${a} ${operator} ${b}`, all: words(['true', 'false']), allowed: words(['true']) }
  const swapped = a > b
  return {
    key: swapped ? `${b}?${a}` : `${a}?${b}`,
    all: a === b ? words(['=']) : words(['<', '=', '>']),
    allowed: words([...signs].map((sign) => (swapped ? (TURNED[sign] ?? sign) : sign))),
  }
}

/** Numbers and days as numbers; anything else is left out. */
function endsOf(values: readonly (number | boolean | string)[]): Fraction[] {
  return values.flatMap((value) => {
    if (typeof value === 'number') return [Fraction.fromNumber(value)]
    const day = typeof value === 'string' ? dayNumber(value) : null
    return day === null ? [] : [Fraction.of(BigInt(day))]
  })
}

/** The numbers that an operator asks for; `notEqual` and `notIn` are read as their opposites. */
function segments(operator: Comparison['operator'], ends: readonly Fraction[]): Segment[] {
  return ends.map((end): Segment => {
    switch (operator) {
      case 'lessThan':
        return { low: null, high: before(end) }
      case 'lessThanInclusive':
        return { low: null, high: after(end) }
      case 'greaterThan':
        return { low: after(end), high: null }
      case 'greaterThanInclusive':
        return { low: before(end), high: null }
      default:
        return point(end)
    }
  })
}

/** A fact by where it stands: a row's field and a form's fact of one name are two. */
function placeOf(id: string, scope: Scope): string {
  const home = scope.resolve(id).depth === 0 ? scope : scope.outer
  return `${home?.list ?? ''}.${id}`
}
