import { Fraction } from '../fraction.ts'
import type { AccountLine } from '../ledger.ts'
import { toFraction } from '../points.ts'
import type { Amount } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { formatValue, PLAIN, withThousands } from './format-value.ts'
import { formulaInNumbers, formulaInWords } from './print-formula.ts'
import type { ReadFact } from './read-values.ts'

const text = (value: Fraction): string => formatValue(value, PLAIN)

/** How a rule's amount came about, numbers put in: `支出率 = 2,781.82 ÷ 2,936.68 = 94.73%；20 × （1 − 94.73%） = 1.0546`. */
export function ruleCalculation(
  line: AccountLine,
  facts: readonly ReadFact[],
  scope: Scope,
  decimals: number,
): string | null {
  const { fired, about, exact } = line
  if (!fired || about.kind !== 'rule' || !exact) return null
  const { event } = fired.rule
  if (event.type !== 'deduct' && event.type !== 'earn') return null
  const derived = facts.flatMap((fact) => derivation(fact) ?? [])
  const amount = amountText(event.params.amount, about.points, about.scale, scope, fired.frame)
  const result = withThousands(exact.toText(4, true))
  // what the line takes after the leaf's one rounding, which may differ from this amount's own
  const rounded = toFraction(-line.points)
  const written = amount === result ? `扣 ${result} 分` : `扣分 = ${amount} = ${result}`
  const tail =
    rounded.equals(exact) || withThousands(rounded.toText(decimals, true)) === result
      ? ''
      : `，计 ${rounded.toText(decimals)} 分`
  return [...derived, written + tail].join('；')
}

function derivation({ info, scope, frame }: ReadFact): string | null {
  if (!info.expression) return null
  const value = frame.values[info.slot]
  if (!(value instanceof Fraction)) return null
  const numbers = info.expression.kind === 'aggregate' ? '' : formulaInNumbers(info.expression, scope, frame)
  const result = formatValue(value, info)
  const words = formulaInWords(info.expression, scope)
  return `${info.label} = ${numbers === '' || words === numbers || numbers === result ? words : `${words} = ${numbers}`} = ${result}`
}

function amountText({ share, points }: Amount, full: Fraction, scale: Fraction, scope: Scope, frame: Frame): string {
  const convert = scale.equals(full) ? '' : ` × ${text(full)} ÷ ${text(scale)}`
  const whole = share?.kind === 'number' && share.value.equals(Fraction.ONE)
  const first = share
    ? whole
      ? text(full)
      : `${text(full)} × ${inBrackets(formulaInNumbers(share, scope, frame))}`
    : null
  if (!points) return first ?? '0'
  const negative = points.kind === 'negate'
  const inner = negative ? points.operand : points
  const second = formulaInNumbers(inner, scope, frame)
  const sum = inner.kind === 'binary' && (inner.operator === '+' || inner.operator === '-')
  const bracketed = (convert && inner.kind === 'binary') || (first && negative && sum)
  const product = bracketed ? inBrackets(second) : second
  return first ? `${first} ${negative ? '−' : '+'} ${product}${convert}` : `${product}${convert}`
}

const inBrackets = (formula: string): string => (/ [+−] /.test(formula) ? `（${formula}）` : formula)
