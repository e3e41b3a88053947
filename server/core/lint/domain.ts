import { factBounds } from '../amount-bounds.ts'
import type { Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import type { Program } from '../program.ts'
import { isListFact } from '../rule-set-checks/names.ts'
import { PERIOD } from '../rule-set-checks/period.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import { ROW_NUMBER, type FactInfo, type Scope } from '../scope.ts'
import { MISSING, type Frame } from '../value.ts'
import { after, ALL_NUMBERS, before, onGrid, type NumberSet } from './number-set.ts'
import { numbers, words, type ValueSet } from './value-set.ts'

/** Where a number fact's values lie: its declared limits, those of its formula, and the decimals it keeps to. */
export interface NumberDomain {
  readonly numbers: NumberSet
  /** Null: any number. */
  readonly decimals: number | null
}

/** The greatest number of a domain, or null when there is none. */
export function greatest({ numbers: set, decimals }: NumberDomain): Fraction | null {
  const high = set.at(-1)?.high
  if (!high) return null
  // on a grid the end stands just before the first number that is too many
  return decimals === null ? high.at : high.at.subtract(Fraction.of(1n, 10n ** BigInt(decimals)))
}

const ANYTHING: NumberDomain = { numbers: ALL_NUMBERS, decimals: null }
const within = (low: Fraction | null, high: Fraction | null, decimals: number | null): NumberDomain => ({
  numbers: onGrid([{ low: low && before(low), high: high && after(high) }], decimals),
  decimals,
})

/** What values the facts of one rule set may have, worked out once each. */
export class Domains {
  private readonly known = new Map<FactInfo, NumberDomain>()
  private readonly frames = new Map<Scope, Frame>()

  constructor(private readonly program: Program) {}

  /** The values of a fact as conditions see them. */
  of(id: string, scope: Scope): ValueSet {
    const { definition } = scope.resolve(id).info
    if (definition?.type === 'boolean') return words(['true', 'false'])
    if (definition?.type === 'choice' && definition.options) return words(definition.options)
    if (definition?.type === 'text' || definition?.type === 'choice') return words([], true)
    if (definition?.type === 'date') return numbers(onGrid(ALL_NUMBERS, 0))
    return numbers(this.number(id, scope).numbers)
  }

  /** Decimals a fact's numbers keep to (0 for days), or null. */
  decimals(id: string, scope: Scope): number | null {
    return scope.resolve(id).info.definition?.type === 'date' ? 0 : this.number(id, scope).decimals
  }

  /** The numbers a fact may have. */
  number(id: string, scope: Scope): NumberDomain {
    const { depth, info } = scope.resolve(id)
    const home = depth === 0 ? scope : (scope.outer as Scope)
    const known = this.known.get(info)
    if (known) return known
    const found = this.find(info, home)
    this.known.set(info, found)
    return found
  }

  private find(info: FactInfo, home: Scope): NumberDomain {
    if (info.id === ROW_NUMBER) return within(Fraction.ONE, null, 0)
    if (info.id === PERIOD) return within(Fraction.ONE, Fraction.of(12n), 0)
    if (info.id.startsWith('share:')) return within(Fraction.ZERO, Fraction.ONE, null)
    if (info.id.startsWith('points:')) return within(Fraction.ZERO, null, 3)
    const cohort = cohortOf(info.definition)
    if (cohort) return this.figure(cohort, home)
    if (!info.definition && !info.expression) return ANYTHING
    const { low, high } = factBounds(new Map(), 0)(info.id, home, this.frame(home))
    return within(low, high, info.expression ? (info.decimals ?? this.grid(info.expression, home)) : info.decimals)
  }

  private figure({ of, figure }: NonNullable<FactDefinition['cohort']>, home: Scope): NumberDomain {
    if (figure === 'rank' || figure === 'size') return within(Fraction.ONE, null, 0)
    const domain = this.number(of, home)
    return figure === 'best' || figure === 'worst' ? domain : { ...domain, numbers: hull(domain), decimals: null }
  }

  /** Decimals that a formula's results keep to, or null: 2 for a difference of amounts, 0 for a count. */
  private grid(expression: Expression, scope: Scope): number | null {
    const most = (...parts: Expression[]): number | null =>
      parts.map((part) => this.grid(part, scope)).reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)))
    switch (expression.kind) {
      case 'number':
        return expression.value.isInteger ? 0 : null
      case 'fact':
      case 'field':
        return this.number(expression.kind === 'fact' ? expression.id : expression.field, scope).decimals
      case 'negate':
        return most(expression.operand)
      case 'binary':
        return expression.operator === '+' || expression.operator === '-'
          ? most(expression.left, expression.right)
          : null
      case 'call':
        if (expression.name === 'floor' || expression.name === 'ceil' || expression.name === 'days') return 0
        return ['min', 'max', 'abs'].includes(expression.name) ? most(...expression.args) : null
      case 'aggregate': {
        if (expression.name === 'count') return 0
        if (expression.name === 'average' || !expression.each) return null
        return this.grid(expression.each, this.program.form.rowScope(expression.list))
      }
      default:
        return null
    }
  }

  /** A frame of which nothing is known. */
  private frame(scope: Scope): Frame {
    const known = this.frames.get(scope)
    if (known) return known
    const frame = { values: scope.infos.map(() => MISSING), outer: scope.outer && this.frame(scope.outer) }
    this.frames.set(scope, frame)
    return frame
  }
}

function hull({ numbers: set }: NumberDomain): NumberSet {
  const [first, last] = [set[0], set.at(-1)]
  return first && last ? [{ low: first.low, high: last.high }] : []
}

function cohortOf(definition: FactDefinition | FieldDefinition | null): FactDefinition['cohort'] {
  return definition && 'cohort' in definition && !isListFact(definition) ? definition.cohort : undefined
}
