import { Fraction } from '../fraction.ts'
import type { Criterion, Indicator } from '../rule-set.ts'
import { criteriaOf } from './columns.ts'
import type { OwnRow } from './form.ts'

export type Direction = '>=' | '<=' | '='

/** What a line was to reach, and what it reached; null where the form does not say. */
export interface Goal {
  readonly direction: Direction | null
  readonly target: Fraction | null
  readonly actual: Fraction | null
  /** 'percent': 1 is 100 %. */
  readonly unit: string
}

type Value = (id: string) => Fraction | null

/** The goal of a leaf (or of one row of it): from 目标完成 and 比率分值; a qualitative row has none. */
export function goalOf(indicator: Indicator, row: OwnRow | null, value: Value): Goal | null {
  const criteria = criteriaOf(indicator)
  const attainment = criteria.find((one) => one.method === 'attainment')
  if (row) return attainment && row.cell(row.columns.level).state === 'missing' ? rowGoal(attainment, row) : null
  const ratio = criteria.length === 1 ? criteria.find((one) => one.method === 'ratio') : undefined
  if (attainment && criteria.length === 1)
    return {
      direction: directionOf(attainment.direction),
      target: operand(attainment.target, value),
      actual: value(attainment.actual),
      unit: '',
    }
  if (!ratio) return null
  const target = operand(ratio.target ?? 1, value)
  // a share is compared with 1 or less, a score with 100
  const unit = target && target.compare(Fraction.ONE) <= 0 ? 'percent' : ''
  return { direction: '>=', target, actual: value(ratio.value), unit }
}

function rowGoal(attainment: Extract<Criterion, { method: 'attainment' }>, row: OwnRow): Goal {
  const { columns } = row
  return {
    direction: directionOf(attainment.direction) ?? directionOf(row.text(attainment.direction)),
    target:
      typeof attainment.target === 'number' ? Fraction.fromNumber(attainment.target) : row.cell(columns.target).number,
    actual: row.cell(columns.actual).number,
    unit: row.text(columns.unit),
  }
}

const directionOf = (text: string): Direction | null => (text === '>=' || text === '<=' || text === '=' ? text : null)
const operand = (given: number | string, value: Value): Fraction | null =>
  typeof given === 'number' ? Fraction.fromNumber(given) : value(given)

/** Whether the target is reached, by its direction; null where that cannot be told. */
export function isReached({ direction, target, actual }: Goal): boolean | null {
  if (!direction || !target || !actual) return null
  const order = actual.compare(target)
  return direction === '>=' ? order >= 0 : direction === '<=' ? order <= 0 : order === 0
}
