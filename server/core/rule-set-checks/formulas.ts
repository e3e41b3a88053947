import type { BinaryOperator, Expression } from '../formula/expression.ts'
import { parseFormula } from '../formula/parse.ts'
import { KIND_WORDS, titled, type CheckContext, type Path } from './context.ts'
import type { Kind, Names } from './names.ts'
import { unknownName } from '../unknown-name.ts'

/**
 * Whether a formula can be read, names only what exists where it stands, and does not reckon with what is no number.
 * @returns what the formula gives, `unknown` when it cannot be read.
 */
export function checkFormula(text: string, names: Names, path: Path, context: CheckContext): Kind {
  const formula = parseFormula(text)
  if (formula.ok) return new FormulaCheck(names, path, context).kindOf(formula.value)
  for (const { code, message } of formula.issues) context.fault(path, code, `${message.replace(/。$/u, '')}。`)
  return 'unknown'
}

/** A formula that must give a number, such as the amount of a deduction. */
export function checkAmount(text: string, names: Names, path: Path, context: CheckContext): void {
  const kind = checkFormula(text, names, path, context)
  if (kind !== 'number' && kind !== 'unknown')
    context.fault(path, 'formula_kind', `这里的公式要算出数，现在算出的是${KIND_WORDS[kind]}，请改正。`)
}

class FormulaCheck {
  constructor(
    private readonly names: Names,
    private readonly path: Path,
    private readonly context: CheckContext,
  ) {}

  kindOf(expression: Expression): Kind {
    switch (expression.kind) {
      case 'number':
      case 'boolean':
      case 'text':
        return expression.kind
      case 'fact':
        return this.factKind(expression.id)
      case 'field':
        return this.fieldKind(expression.list, expression.field)
      case 'negate':
        return this.want('number', expression.operand, '-')
      case 'binary':
        return this.binaryKind(expression.operator, expression.left, expression.right)
      case 'call':
        return this.callKind(expression.name, expression.args)
      case 'aggregate':
        return this.aggregateKind(expression)
    }
  }

  private factKind(id: string): Kind {
    const found = this.names.find(id)
    if (!found) {
      this.context.unknown(id, this.names, this.path)
      return 'unknown'
    }
    if (found.kind !== 'list') return found.kind
    this.fault('formula_kind', `${titled(found)}是清单，请写成 sum(${id}.栏目)、count(${id}) 这样。`)
    return 'unknown'
  }

  private fieldKind(list: string, field: string): Kind {
    const definition = this.context.names.list(list)
    if (!definition) return 'unknown'
    const found = definition.fields?.find(({ id }) => id === field)
    if (found) return this.context.names.rows(list).find(field)?.kind ?? 'unknown'
    this.fault('unknown_field', unknownName(`清单 ${list} 的栏目`, field, definition.fields ?? []))
    return 'unknown'
  }

  private aggregateKind({ name, list, each }: Extract<Expression, { kind: 'aggregate' }>): Kind {
    if (!this.context.names.list(list)) {
      const found = this.names.find(list)
      if (found) this.fault('formula_kind', `${titled(found)}不是清单，不能用 ${name} 汇总，请换一个数据项。`)
      else this.fault('unknown_fact', unknownName('清单', list, this.names.all()))
      return 'number'
    }
    if (!each) return 'number'
    const inner = new FormulaCheck(this.context.names.rows(list), this.path, this.context)
    if (name === 'count') inner.kindOf(each)
    else inner.want('number', each, name)
    return 'number'
  }

  private binaryKind(operator: BinaryOperator, left: Expression, right: Expression): Kind {
    if (['+', '-', '*', '/', '^'].includes(operator)) {
      this.want('number', left, operator)
      return this.want('number', right, operator)
    }
    const [a, b] = [this.kindOf(left), this.kindOf(right)].map(family) as [Kind, Kind]
    const ordering = operator !== '=' && operator !== '<>'
    if (a !== 'unknown' && b !== 'unknown' && a !== b)
      this.fault('formula_kind', `“${operator}”两边是${KIND_WORDS[a]}和${KIND_WORDS[b]}，不能比较，请改正。`)
    else if (ordering && (a === 'boolean' || b === 'boolean'))
      this.fault('formula_kind', `“${operator}”不能比较逻辑值，请改用 = 或 <>。`)
    return 'boolean'
  }

  private callKind(name: string, args: readonly Expression[]): Kind {
    if (name === 'if') return this.conditionalKind(args)
    const wanted: Kind = ['and', 'or', 'not'].includes(name) ? 'boolean' : name === 'days' ? 'text' : 'number'
    for (const arg of args) this.want(wanted, arg, name)
    return wanted === 'boolean' ? 'boolean' : 'number'
  }

  private conditionalKind(args: readonly Expression[]): Kind {
    const [condition, then, otherwise] = args
    if (!condition || !then || !otherwise) return 'unknown'
    this.want('boolean', condition, 'if')
    const [a, b] = [this.kindOf(then), this.kindOf(otherwise)].map(family)
    return a === b && a !== undefined ? a : 'unknown'
  }

  private want(wanted: Kind, expression: Expression, sign: string): Kind {
    const kind = family(this.kindOf(expression))
    if (kind !== 'unknown' && kind !== wanted) {
      const expected = sign === 'days' ? '日期' : KIND_WORDS[wanted]
      this.fault('formula_kind', `公式里的“${sign}”要用${expected}，这里是${KIND_WORDS[kind]}，请改正。`)
    }
    return wanted
  }

  private fault(code: string, message: string): void {
    this.context.fault(this.path, code, message)
  }
}

/** Choices and dates are texts in a formula. */
const family = (kind: Kind): Kind => (kind === 'choice' || kind === 'date' ? 'text' : kind)
