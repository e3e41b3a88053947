import { factBounds } from './amount-bounds.ts'
import { factsRead } from './explain/read-values.ts'
import { boundsOf } from './formula/bounds.ts'
import type { Expression } from './formula/expression.ts'
import { referencesOf } from './formula/expression.ts'
import type { Program } from './program.ts'
import type { Scope } from './scope.ts'
import type { Frame } from './value.ts'
import { isUnknown } from './value.ts'
import type { Fired } from './verdict.ts'

/**
 * Whether an open rule may, once its facts are known, turn out to read something that does not apply: it reads such a
 * fact already beside the missing one, or a quotient that is “not applicable” when its divisor turns out to be zero.
 */
export function mayBeExcused(program: Program, { rule, frame }: Fired): boolean {
  const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
  return factsRead(rule, scope, frame).some(({ info, scope: home, frame: at }) => {
    const value = at.values[info.slot]
    if (value === undefined || !isUnknown(value)) return false
    if (value.state === 'notApplicable') return true
    return (
      info.whenDividedByZero === 'notApplicable' &&
      info.expression !== null &&
      mayDivideByZero(info.expression, home, at)
    )
  })
}

function mayDivideByZero(expression: Expression, scope: Scope, frame: Frame): boolean {
  switch (expression.kind) {
    case 'negate':
      return mayDivideByZero(expression.operand, scope, frame)
    case 'binary': {
      if (expression.operator === '^') return true
      const inside = [expression.left, expression.right].some((side) => mayDivideByZero(side, scope, frame))
      return inside || (expression.operator === '/' && mayBeZero(expression.right, scope, frame))
    }
    case 'call':
      return expression.args.some((arg) => mayDivideByZero(arg, scope, frame))
    case 'aggregate':
      // an average of no rows, or a quotient in any row
      return expression.name !== 'sum' && expression.name !== 'count' ? true : hasQuotient(expression.each)
    default:
      return false
  }
}

function mayBeZero(divisor: Expression, scope: Scope, frame: Frame): boolean {
  const { low, high } = boundsOf(divisor, scope, frame, factBounds(new Map(), 0))
  return (low === null || low.sign <= 0) && (high === null || high.sign >= 0)
}

const hasQuotient = (each: Expression | null): boolean =>
  each !== null && (each.kind === 'binary' ? true : referencesOf(each).facts.size > 0)
