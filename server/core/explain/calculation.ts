import { Fraction } from '../fraction.ts'
import type { AccountLine } from '../ledger.ts'
import { toFraction } from '../points.ts'
import type { Amount, Rule } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { formatValue, PLAIN, withThousands } from './format-value.ts'
import type { Print } from './print-formula.ts'
import { compileNumbers, formulaInWords } from './print-formula.ts'
import type { ReadPlace } from './read-values.ts'
import { frameOf } from './read-values.ts'

const text = (value: Fraction): string => formatValue(value, PLAIN)

/**
 * How a rule's amount came about, numbers put in: `支出率 = 2,781.82 ÷ 2,936.68 = 94.73%；20 × （1 − 94.73%） = 1.0546`.
 * Null for lines that no amount of the rule stands behind.
 */
export function compileCalculation(
  { event }: Rule,
  places: readonly ReadPlace[],
  scope: Scope,
  decimals: number,
): (line: AccountLine) => string | null {
  if (event.type !== 'deduct' && event.type !== 'earn') return () => null
  const derivations = places.flatMap((place) => compileDerivation(place) ?? [])
  const amountOf = compileAmount(event.params.amount, scope)
  return ({ fired, about, exact, points }) => {
    if (!fired || about.kind !== 'rule' || !exact) return null
    const amount = amountOf(about.points, about.scale, fired.frame)
    const result = withThousands(exact.toText(4, true))
    // what the line takes after the leaf's one rounding, which may differ from this amount's own
    const rounded = toFraction(-points)
    const written = amount === result ? `扣 ${result} 分` : `扣分 = ${amount} = ${result}`
    const tail =
      rounded.equals(exact) || withThousands(rounded.toText(decimals, true)) === result
        ? ''
        : `，计 ${rounded.toText(decimals)} 分`
    let before = ''
    for (const derivation of derivations) {
      const text = derivation(fired.frame)
      if (text !== null) before += `${text}；`
    }
    return before + written + tail
  }
}

/** How a derived value that the rule reads came about; null where it has none. */
function compileDerivation(place: ReadPlace): ((frame: Frame) => string | null) | null {
  const { info, scope } = place
  const { expression, label } = info
  if (!expression) return null
  const words = formulaInWords(expression, scope)
  const numbersOf = expression.kind === 'aggregate' ? () => '' : compileNumbers(expression, scope)
  return (frame) => {
    const home = frameOf(place, frame)
    const value = home.values[info.slot]
    if (!(value instanceof Fraction)) return null
    const numbers = numbersOf(home)
    const result = formatValue(value, info)
    return `${label} = ${numbers === '' || words === numbers || numbers === result ? words : `${words} = ${numbers}`} = ${result}`
  }
}

function compileAmount({ share, points }: Amount, scope: Scope) {
  const whole = share?.kind === 'number' && share.value.equals(Fraction.ONE)
  const shareOf = share && !whole ? compileNumbers(share, scope) : null
  const negative = points?.kind === 'negate'
  const inner = negative ? points.operand : points
  const pointsOf: Print | null = inner && compileNumbers(inner, scope)
  const sum = inner?.kind === 'binary' && (inner.operator === '+' || inner.operator === '-')
  return (full: Fraction, scale: Fraction, frame: Frame): string => {
    const convert = scale.equals(full) ? '' : ` × ${text(full)} ÷ ${text(scale)}`
    const first = whole ? text(full) : shareOf ? `${text(full)} × ${inBrackets(shareOf(frame))}` : null
    if (!pointsOf) return first ?? '0'
    const second = pointsOf(frame)
    const bracketed = (convert && inner?.kind === 'binary') || (first && negative && sum)
    const product = bracketed ? inBrackets(second) : second
    return first ? `${first} ${negative ? '−' : '+'} ${product}${convert}` : `${product}${convert}`
  }
}

const inBrackets = (formula: string): string => (/ [+−] /.test(formula) ? `（${formula}）` : formula)
