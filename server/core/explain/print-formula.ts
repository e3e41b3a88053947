import { compileExpression } from '../formula/evaluate.ts'
import type { Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import type { Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { formatNumber, formatValue, PLAIN } from './format-value.ts'
import { CHINESE_FORMULA, type FormulaWords } from './function-words.ts'

const SIGNS: Record<string, string> = { '*': '×', '/': '÷', '-': '−', '<=': '≤', '>=': '≥', '<>': '≠' }
const STRENGTH: Record<string, number> = { '+': 2, '-': 2, '*': 3, '/': 3, '^': 5 }

/** A formula that only lacks the values of a frame. */
export type Print = (frame: Frame) => string
type Node<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>

/** A formula in words: `支出数 ÷ 调整后预算数`. */
export function formulaInWords(expression: Expression, scope: Scope, words: FormulaWords = CHINESE_FORMULA): string {
  const printer: Printer = {
    words,
    number: (node) => numberText(node, scope),
    leaf: (node) => {
      const { info } = node.kind === 'fact' ? scope.resolve(node.id) : scope.rowScope(node.list).resolve(node.field)
      return () => info.label
    },
    call: (node) => wholeCall(node, printer),
    aggregate: ({ name, each, list }) => {
      const inside = each ? compile(each, 0, printer) : () => scope.resolve(list).info.label
      return (frame) => `${words.functions[name] ?? name}${words.open}${inside(frame)}${words.close}`
    },
  }
  return compile(expression, 0, printer)(NOWHERE)
}

const NOWHERE: Frame = { values: [], outer: null }

/**
 * The same with the numbers of a frame put in, and only the branches that count: `2,781.82 ÷ 2,936.68`. Aggregates
 * stand as their value.
 */
export function compileNumbers(expression: Expression, scope: Scope): Print {
  const printer: Printer = {
    words: CHINESE_FORMULA,
    number: (node) => numberText(node, scope),
    leaf: (node) => {
      const valueOf = compileExpression(node, scope)
      const { info } = scope.resolve(node.kind === 'fact' ? node.id : node.field)
      return (frame) => {
        const value = valueOf(frame)
        return value instanceof Fraction ? wrapNegative(formatNumber(value, info)) : formatValue(value, info)
      }
    },
    call: (node, strength) => branchThatCounts(node, strength, scope, printer),
    aggregate: (node) => {
      const valueOf = compileExpression(node, scope)
      return (frame) => formatValue(valueOf(frame), PLAIN)
    },
  }
  return compile(expression, 0, printer)
}

/** Of `if` the branch taken, of `min` and `max` the operand that is it; the whole call where that is not known. */
function branchThatCounts(node: Node<'call'>, strength: number, scope: Scope, printer: Printer): Print {
  const whole = wholeCall(node, printer)
  if (node.name === 'if') {
    const [condition, yes, no] = node.args
    if (!condition || !yes || !no) return whole
    const holds = compileExpression(condition, scope)
    const [printYes, printNo] = [compile(yes, strength, printer), compile(no, strength, printer)]
    return (frame) => {
      const answer = holds(frame)
      return typeof answer === 'boolean' ? (answer ? printYes : printNo)(frame) : whole(frame)
    }
  }
  if (node.name !== 'min' && node.name !== 'max') return whole
  const valueOf = compileExpression(node, scope)
  const operands = node.args
    .filter(({ kind }) => kind !== 'number')
    .map((arg) => ({ valueOf: compileExpression(arg, scope), print: compile(arg, strength, printer) }))
  return (frame) => {
    const winner = valueOf(frame)
    if (!(winner instanceof Fraction)) return whole(frame)
    const found = operands.find((operand) => {
      const value = operand.valueOf(frame)
      return value instanceof Fraction && value.equals(winner)
    })
    return (found?.print ?? whole)(frame)
  }
}

const numberText = ({ value, text, like }: Node<'number'>, scope: Scope): string =>
  like !== undefined && scope.resolve(like).info.percent ? formatNumber(value, scope.resolve(like).info) : text

const wrapNegative = (text: string): string => (text.startsWith('-') ? `（${text}）` : text)

interface Printer {
  readonly words: FormulaWords
  number(node: Node<'number'>): string
  leaf(node: Node<'fact' | 'field'>): Print
  call(node: Node<'call'>, strength: number): Print
  aggregate(node: Node<'aggregate'>): Print
}

function compile(node: Expression, strength: number, printer: Printer): Print {
  const { open, close, yes, no } = printer.words
  switch (node.kind) {
    case 'number':
      return always(printer.number(node))
    case 'text':
      return always(`“${node.value}”`)
    case 'boolean':
      return always(node.value ? yes : no)
    case 'fact':
    case 'field':
      return printer.leaf(node)
    case 'negate': {
      const inBrackets = strength > 4
      const operand = compile(node.operand, inBrackets ? 6 : 4, printer)
      return (frame) => (inBrackets ? `${open}−${operand(frame)}${close}` : `−${operand(frame)}`)
    }
    case 'binary': {
      const own = STRENGTH[node.operator] ?? 1
      const sign = SIGNS[node.operator] ?? node.operator
      const left = compile(node.left, own, printer)
      const right = compile(node.right, node.operator === '*' || node.operator === '+' ? own : own + 0.5, printer)
      return own < strength
        ? (frame) => `${open}${left(frame)} ${sign} ${right(frame)}${close}`
        : (frame) => `${left(frame)} ${sign} ${right(frame)}`
    }
    case 'call':
      return printer.call(node, strength)
    case 'aggregate':
      return printer.aggregate(node)
  }
}

function wholeCall({ name, args }: Node<'call'>, printer: Printer): Print {
  const printed = args.map((arg) => compile(arg, 0, printer))
  const { functions, open, close, comma } = printer.words
  return (frame) => `${functions[name] ?? name}${open}${printed.map((print) => print(frame)).join(comma)}${close}`
}

const always =
  (text: string): Print =>
  () =>
    text
