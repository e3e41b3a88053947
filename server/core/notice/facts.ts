import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import type { Expression } from './grammar/expression.ts'

const MONEY = /资金|预算|支出|金额|经费|收入|执行数|结转|结余|投资|成本/u
const WHOLE = /(?:人数|个数|次数|件数|户数|项目数|合同数|意向数|合同总数|人员数|编制数)$/u
const RATE = /(?:率|占比|比例|比重|满意度|系数)$/u
/** What was done: nobody fixed it beforehand. */
export const DONE = /实际|完成|执行|支出|签订|公开/u
/** Quantities that may well fall below nought. */
const SIGNED = /变动|增长|增减|偏差|差异|节约|调整|变化/u

/**
 * The facts one criterion proposes: ids of a prefix and a letter (`f1_2a`), labels in the notice's own words. The same
 * label is the same fact.
 */
export class FactBook {
  readonly facts: FactDefinition[] = []
  /** Labels of amounts whose unit was taken to be 万元 from their names. */
  readonly guessedMoney: string[] = []
  readonly #prefix: string
  readonly #ids = new Map<string, string>()

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  #add(label: string, definition: Omit<FactDefinition, 'id' | 'label'>): string {
    const key = `${definition.type ?? 'formula'} ${label}`
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = `${this.#prefix}${letters(this.facts.length)}`
    this.#ids.set(key, id)
    this.facts.push({ id, label: label.slice(0, 200), ...definition })
    return id
  }

  /** A share, filled in as a percentage. */
  share(label: string, limits: Pick<FactDefinition, 'min' | 'max' | 'by' | 'given'> = {}): string {
    return this.#add(label, { type: 'number', display: 'percent', decimals: 4, ...limits })
  }

  /** An amount or a number of things; money where the name says so. */
  quantity(label: string, more: Omit<Partial<FactDefinition>, 'id' | 'label' | 'type'> = {}): string {
    const money = MONEY.test(label) && !WHOLE.test(label) && more.unit === undefined
    if (money && !this.guessedMoney.includes(label)) this.guessedMoney.push(label)
    return this.#add(label, {
      type: 'number',
      ...(money ? { unit: '万元' } : {}),
      decimals: WHOLE.test(label) ? 0 : 2,
      ...(SIGNED.test(label) ? {} : { min: 0 }),
      ...more,
    })
  }

  flag(label: string, more: Omit<Partial<FactDefinition>, 'id' | 'label' | 'type'> = {}): string {
    return this.#add(label, { type: 'boolean', ...more })
  }

  choice(label: string, options: readonly string[], by: 'unit' | 'reviewer' = 'reviewer'): string {
    return this.#add(label, { type: 'choice', options: [...options], by })
  }

  list(label: string, fields: readonly FieldDefinition[]): string {
    return this.#add(label, { type: 'list', fields: [...fields] })
  }

  rank(label: string, of: string): string {
    return this.#add(label, {
      type: 'number',
      decimals: 0,
      cohort: { of, figure: 'rank', order: 'descending', ties: 'same' },
    })
  }

  /** One amount less another, of the same unit. */
  difference(label: string, from: string, less: string): string {
    const { unit, display } = this.facts.find(({ id }) => id === from) ?? {}
    return this.#add(label, {
      formula: `${from} - ${less}`,
      ...(unit === undefined ? {} : { unit }),
      ...(display === undefined ? {} : { display }),
    })
  }

  /** One amount as a share of another. */
  quotient(label: string, over: string, under: string): string {
    return this.#add(label, { formula: `${over} / ${under}`, display: 'percent', whenDividedByZero: 'notApplicable' })
  }

  best(label: string, of: string): string {
    return this.#add(label, { type: 'number', cohort: { of, figure: 'best' } })
  }

  /** The mean of a list's scores, or of its shares, weighted by its amounts. */
  mean(label: string, list: string, ofScores = true): string {
    return this.#add(label, {
      formula: `sum(${list}.amount * ${list}.score) / sum(${list}.amount)`,
      ...(ofScores ? { unit: '分' } : { display: 'percent' }),
      whenDividedByZero: 'notApplicable',
    })
  }

  /** What all rows of a list did over what they were to do. */
  sums(label: string, list: string): string {
    return this.#add(label, {
      formula: `sum(${list}.actual) / sum(${list}.target)`,
      display: 'percent',
      whenDividedByZero: 'notApplicable',
    })
  }

  /** A derived fact: what the expression computes, of quantities named in it. */
  computed(label: string, value: Expression, percent: boolean): string {
    const formula = this.formula(value)
    const divided = /\//u.test(formula)
    return this.#add(label, {
      formula,
      ...(percent ? { display: 'percent' as const } : {}),
      ...(divided ? { whenDividedByZero: 'notApplicable' as const } : {}),
    })
  }

  /** The formula of an expression; what is divided by was settled beforehand. */
  formula(value: Expression, inside = 0, divisor = false): string {
    switch (value.kind) {
      case 'number':
        return String(value.value)
      case 'name':
        return RATE.test(value.name)
          ? this.share(value.name)
          : this.quantity(value.name, divisor && !DONE.test(value.name) ? { given: true } : {})
      case 'defined':
        return this.formula(value.by, inside, divisor)
      case 'operation': {
        const { operator } = value
        if (operator === '*' && isOne(value.right)) return this.formula(value.left, inside, divisor)
        const weight = operator === '+' || operator === '-' ? 1 : 2
        // the divisor first: a quantity that is both is the given one
        const right = (): string =>
          this.formula(value.right, operator === '-' || operator === '/' ? weight + 1 : weight, operator === '/')
        const later = operator === '/' ? right() : null
        const left = this.formula(value.left, weight)
        const text = `${left} ${operator} ${later ?? right()}`
        return weight < inside ? `(${text})` : text
      }
    }
  }
}

const isOne = (value: Expression): boolean => value.kind === 'number' && value.value === 1

function letters(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26))
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`
}
