import { Fraction } from '../../../server/core/fraction.ts'
import type { Band, Condition, Criterion, Indicator, Operand, RuleSet } from '../../../server/core/rule-set.ts'
import { factChoices, isOf, type FactChoice, type Family } from './fact-choices.ts'

export type Method = Criterion['method']
export const METHODS: readonly Method[] = [
  'ratio',
  'attainment',
  'bands',
  'steps',
  'count',
  'checklist',
  'level',
  'cases',
  'full',
]

/** What a criterion is about, whatever its method: this is kept when the method changes. */
interface Kept {
  readonly when?: Condition
  /** The number it reads. */
  readonly value: string | null
  readonly threshold: Operand | null
  readonly limits: { readonly zeroBelow?: Operand; readonly zeroAbove?: Operand }
  readonly downwards: boolean
}

/**
 * The criterion with another method: its condition, its fact, its threshold and its limits stay where the new method has
 * a place for them; what lacks begins with what is usual. Null where no fact of the kind the method reads is declared.
 */
export function withMethod(
  ruleSet: RuleSet,
  indicator: Indicator,
  criterion: Criterion,
  method: Method,
): Criterion | null {
  if (criterion.method === method) return criterion
  const choices = factChoices(ruleSet, indicator.each?.list ?? null)
  const first = (families: readonly Family[], kind?: string) =>
    choices.find((one) => isOf(one, families) && (kind === undefined || one.kind === kind)) ?? null
  const kept = keptOf(criterion)
  const value = choices.find(({ id }) => id === kept.value) ?? first(['number'])
  const made = make({ ruleSet, indicator, criterion, kept, value, first }, method)
  return made && { ...made, ...(kept.when ? { when: kept.when } : {}) }
}

interface Making {
  readonly ruleSet: RuleSet
  readonly indicator: Indicator
  readonly criterion: Criterion
  readonly kept: Kept
  /** The number that is read. */
  readonly value: FactChoice | null
  readonly first: (families: readonly Family[], kind?: string) => FactChoice | null
}

function make(making: Making, method: Method): Criterion | null {
  const { ruleSet, indicator, criterion, kept, value, first } = making
  const scale = indicator.of ?? indicator.points ?? 1
  const percent = ruleSet.facts.find(({ id }) => id === value?.id)?.display === 'percent'
  const threshold = kept.threshold ?? 1
  const constant = typeof threshold === 'number' ? threshold : 1
  switch (method) {
    case 'full':
      return { method }
    case 'ratio':
      return (
        value && {
          method,
          value: value.id,
          ...(threshold === 1 || threshold === 0 ? {} : { target: threshold }),
          ...kept.limits,
        }
      )
    case 'attainment':
      return (
        value && {
          method,
          actual: value.id,
          target: threshold,
          direction: kept.downwards ? '<=' : '>=',
          ...kept.limits,
        }
      )
    case 'steps':
      return (
        value && {
          method,
          value: value.id,
          start: threshold,
          side: kept.downwards ? 'above' : 'below',
          step: percent ? 0.01 : 1,
          points: Math.min(1, scale),
          ...kept.limits,
        }
      )
    case 'bands':
      return value && { method, value: value.id, bands: bandsFrom(criterion, constant, scale, kept.downwards) }
    case 'cases':
      return value && { method, ...casesFrom(criterion, value.id, threshold, scale, kept.downwards) }
    case 'count': {
      const list = value ? null : first(['list'])
      const each = { points: pointsOf(criterion) ?? Math.min(1, scale) }
      if (list) return { method, list: list.id, ...each }
      return value && { method, value: value.id, ...each }
    }
    case 'checklist': {
      const fact = first(['boolean'], 'boolean')
      return fact && { method, items: [{ id: 'item1', fact: fact.id, points: scale }] }
    }
    case 'level': {
      const level = first(['text'], 'choice') ?? first(['text'], 'text')
      return level && value && { method, level: level.id, share: value.id, levels: levelsFor(level) }
    }
  }
}

function keptOf(criterion: Criterion): Kept {
  const when = criterion.when ? { when: criterion.when } : {}
  const none = { ...when, value: null, threshold: null, limits: {}, downwards: false }
  const limitsOf = ({
    zeroBelow,
    zeroAbove,
  }: {
    zeroBelow?: Operand | undefined
    zeroAbove?: Operand | undefined
  }) => ({
    ...(zeroBelow === undefined ? {} : { zeroBelow }),
    ...(zeroAbove === undefined ? {} : { zeroAbove }),
  })
  switch (criterion.method) {
    case 'ratio':
      return { ...none, value: criterion.value, threshold: criterion.target ?? 1, limits: limitsOf(criterion) }
    case 'steps': {
      const { value, start: threshold, side } = criterion
      return { ...none, value, threshold, limits: limitsOf(criterion), downwards: side === 'above' }
    }
    case 'attainment': {
      const { actual: value, target: threshold, direction } = criterion
      return { ...none, value, threshold, limits: limitsOf(criterion), downwards: direction === '<=' }
    }
    case 'bands': {
      const best = [...criterion.bands].sort((a, b) => b.points - a.points)[0]
      const threshold = best?.from ?? best?.above ?? best?.to ?? best?.below ?? best?.is ?? null
      return {
        ...none,
        value: criterion.value,
        threshold,
        downwards: best?.from === undefined && best?.to !== undefined,
      }
    }
    case 'count':
      return { ...none, value: criterion.value ?? null }
    case 'level':
      return { ...none, value: criterion.share }
    default:
      return none
  }
}

const pointsOf = (criterion: Criterion): number | null =>
  criterion.method === 'steps' || criterion.method === 'count' ? criterion.points : null

/** Cases that ask only for the ends of one number are its bands; anything else begins with two bands. */
function bandsFrom(criterion: Criterion, threshold: number, scale: number, downwards: boolean): Band[] {
  if (criterion.method === 'steps' && typeof criterion.start === 'number') return bandsOfSteps(criterion, scale)
  return downwards
    ? [
        { to: threshold, points: scale },
        { above: threshold, points: 0 },
      ]
    : [
        { from: threshold, points: scale },
        { below: threshold, points: 0 },
      ]
}

/** A flight of steps as bands, as far as it costs something; longer ones are cut short, their last band giving nothing. */
function bandsOfSteps(criterion: Extract<Criterion, { method: 'steps' }>, scale: number): Band[] {
  const { start, side, step, points } = criterion
  const exact = (value: number, by: number, times: number) =>
    Fraction.fromNumber(value)
      .add(Fraction.fromNumber(by).multiply(Fraction.of(BigInt(times))))
      .toNumber()
  const [sign, near, far] = side === 'above' ? ([1, 'above', 'to'] as const) : ([-1, 'below', 'from'] as const)
  const at = (times: number) => exact(Number(start), sign * step, times)
  const bands: Band[] = [{ [far]: at(0), points: scale }]
  for (let taken = 1; taken <= MOST_BANDS; taken += 1) {
    const left = exact(scale, -points, taken)
    const last = left <= 0 || taken === MOST_BANDS
    const ends = last ? { [near]: at(taken - 1) } : { [near]: at(taken - 1), [far]: at(taken) }
    bands.push({ ...ends, points: last ? 0 : left })
    if (last) break
  }
  return bands
}
const MOST_BANDS = 12

function casesFrom(
  criterion: Criterion,
  value: string,
  threshold: Operand,
  scale: number,
  downwards: boolean,
): Pick<Extract<Criterion, { method: 'cases' }>, 'cases' | 'otherwise'> {
  if (criterion.method === 'bands')
    return {
      cases: criterion.bands.map((band) => ({
        when: { all: endsOf(value, band) },
        points: band.points,
        ...(band.label === undefined ? {} : { label: band.label }),
      })),
      otherwise: 0,
    }
  const operator = downwards ? 'lessThanInclusive' : 'greaterThanInclusive'
  const limit = typeof threshold === 'number' ? threshold : { fact: threshold }
  return { cases: [{ when: { all: [{ fact: value, operator, value: limit }] }, points: scale }], otherwise: 0 }
}

const OPERATORS = {
  is: 'equal',
  from: 'greaterThanInclusive',
  above: 'greaterThan',
  to: 'lessThanInclusive',
  below: 'lessThan',
} as const

function endsOf(fact: string, band: Band): Condition[] {
  const ends = (Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]).flatMap((key): Condition[] => {
    const value = band[key]
    return value === undefined ? [] : [{ fact, operator: OPERATORS[key], value }]
  })
  // a band without ends holds every value there is
  return ends.length > 0 ? ends : [{ any: [bound(fact, 'greaterThanInclusive'), bound(fact, 'lessThan')] }]
}
const bound = (fact: string, operator: 'greaterThanInclusive' | 'lessThan'): Condition => ({ fact, operator, value: 0 })

/** The usual three, named by the options where the fact has some. */
function levelsFor({ options }: FactChoice): Extract<Criterion, { method: 'level' }>['levels'] {
  const [best = '达成', middle = '部分达成', ...rest] = options ?? []
  if (options && options.length < 2) return [{ name: best, from: 0, to: 1 }]
  const low = options ? rest : ['未达成']
  const [last] = low
  return [
    { name: best, from: 0.8, to: 1 },
    last === undefined ? { name: middle, from: 0, below: 0.8 } : { name: middle, from: 0.6, below: 0.8 },
    ...(last === undefined ? [] : [{ name: last, from: 0, below: 0.6 }]),
  ]
}
