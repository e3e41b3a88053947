import { compileExpression } from '../formula/evaluate.ts'
import type { Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import type { Scope } from '../scope.ts'
import type { Frame, Value } from '../value.ts'
import { formatNumber, formatValue, PLAIN } from './format-value.ts'
import { FUNCTION_WORDS } from './function-words.ts'

const SIGNS: Record<string, string> = { '*': '×', '/': '÷', '-': '−', '<=': '≤', '>=': '≥', '<>': '≠' }
const STRENGTH: Record<string, number> = { '+': 2, '-': 2, '*': 3, '/': 3, '^': 5 }

/** A formula in words: `支出数 ÷ 调整后预算数`; `functions` names the functions. */
export function formulaInWords(
  expression: Expression,
  scope: Scope,
  functions: Readonly<Record<string, string>> = FUNCTION_WORDS,
): string {
  return print(expression, 0, {
    functions,
    leaf: (node) =>
      node.kind === 'fact'
        ? scope.resolve(node.id).info.label
        : scope.rowScope(node.list).resolve(node.field).info.label,
    list: (id) => scope.resolve(id).info.label,
    number: (node) => numberText(node, scope),
    choose: () => null,
  })
}

/**
 * The same with the numbers of a frame put in, and only the branches that count: `2,781.82 ÷ 2,936.68`. Aggregates
 * stand as their value.
 */
export function formulaInNumbers(expression: Expression, scope: Scope, frame: Frame): string {
  const valueOf = (node: Expression): Value => compileExpression(node, scope)(frame)
  return print(expression, 0, {
    functions: FUNCTION_WORDS,
    leaf: (node) => {
      const id = node.kind === 'fact' ? node.id : node.field
      const value = valueOf(node)
      const { info } = scope.resolve(id)
      return value instanceof Fraction ? wrapNegative(formatNumber(value, info)) : formatValue(value, info)
    },
    list: (id) => scope.resolve(id).info.label,
    number: (node) => numberText(node, scope),
    choose: (node) => {
      if (node.kind === 'aggregate') return formatValue(valueOf(node), PLAIN)
      if (node.kind !== 'call') return null
      const [first, second, third] = node.args
      if (node.name === 'if' && first && second && third) {
        const condition = valueOf(first)
        return typeof condition === 'boolean' ? (condition ? second : third) : null
      }
      if (node.name !== 'min' && node.name !== 'max') return null
      const winner = valueOf(node)
      return winner instanceof Fraction
        ? (node.args.find((arg) => {
            const value = valueOf(arg)
            return arg.kind !== 'number' && value instanceof Fraction && value.equals(winner)
          }) ?? null)
        : null
    },
  })
}

const numberText = ({ value, text, like }: Extract<Expression, { kind: 'number' }>, scope: Scope): string =>
  like !== undefined && scope.resolve(like).info.percent ? formatNumber(value, scope.resolve(like).info) : text

const wrapNegative = (text: string): string => (text.startsWith('-') ? `（${text}）` : text)

interface Printer {
  readonly functions: Readonly<Record<string, string>>
  number(node: Extract<Expression, { kind: 'number' }>): string
  leaf(node: Extract<Expression, { kind: 'fact' | 'field' }>): string
  list(id: string): string
  /** Another expression, or a finished text, to print instead of a call; null to print the call. */
  choose(node: Expression): Expression | string | null
}

function print(node: Expression, strength: number, printer: Printer): string {
  const instead = printer.choose(node)
  if (instead !== null) return typeof instead === 'string' ? instead : print(instead, strength, printer)
  switch (node.kind) {
    case 'number':
      return printer.number(node)
    case 'text':
      return `“${node.value}”`
    case 'boolean':
      return node.value ? '是' : '否'
    case 'fact':
    case 'field':
      return printer.leaf(node)
    case 'negate':
      return strength > 4 ? `（−${print(node.operand, 6, printer)}）` : `−${print(node.operand, 4, printer)}`
    case 'binary': {
      const own = STRENGTH[node.operator] ?? 1
      const text = `${print(node.left, own, printer)} ${SIGNS[node.operator] ?? node.operator} ${print(node.right, node.operator === '*' || node.operator === '+' ? own : own + 0.5, printer)}`
      return own < strength ? `（${text}）` : text
    }
    case 'call':
      return `${printer.functions[node.name] ?? node.name}（${node.args.map((arg) => print(arg, 0, printer)).join('，')}）`
    case 'aggregate':
      return `${printer.functions[node.name] ?? node.name}（${node.each ? print(node.each, 0, printer) : printer.list(node.list)}）`
  }
}
