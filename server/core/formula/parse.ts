import { Fraction } from '../fraction.ts'
import type { Issue, Parsed } from '../issue.ts'
import { parsed, refused } from '../issue.ts'
import type { BinaryOperator, Expression, FunctionName } from './expression.ts'
import { LIST_FUNCTIONS, referencesOf, SCALAR_FUNCTIONS } from './expression.ts'
import type { Token } from './tokenize.ts'
import { problem, tokenize } from './tokenize.ts'

/** docs/format.md §9: a formula cannot be made to eat the machine. */
export const FORMULA_LIMITS = { characters: 2000, nodes: 500, depth: 60 } as const

const PRECEDENCE: Record<BinaryOperator, number> = {
  '=': 1,
  '<>': 1,
  '<': 1,
  '<=': 1,
  '>': 1,
  '>=': 1,
  '+': 2,
  '-': 2,
  '*': 3,
  '/': 3,
  '^': 5,
}
/** As in spreadsheets a sign binds before `^`: −2^2 is 4. */
const UNARY_PRECEDENCE = 5.5

/** Least and most arguments; a list function over rows takes one. */
const ARITY: Record<string, [number, number]> = {
  if: [3, 3],
  and: [1, 20],
  or: [1, 20],
  not: [1, 1],
  min: [1, 20],
  max: [1, 20],
  abs: [1, 1],
  round: [1, 2],
  floor: [1, 1],
  ceil: [1, 1],
  days: [2, 2],
  sum: [1, 1],
  count: [1, 1],
  average: [1, 1],
}
const NAMES = new Set<string>([...SCALAR_FUNCTIONS, ...LIST_FUNCTIONS])

class Refusal extends Error {
  constructor(readonly issue: Issue) {
    super(issue.message)
  }
}

/**
 * Reads a formula: `spent / budget`, `sum(projects.amount * projects.score) / sum(projects.amount)`, `95%`, with
 * full-width signs allowed. Names are fact ids; `list.field` stands inside sum, count, average, min, max.
 * Refused with the position: anything else, and what exceeds FORMULA_LIMITS.
 */
export function parseFormula(text: string): Parsed<Expression> {
  const known = READ.get(text)
  if (known) return known
  const read = readFormula(text)
  if (!read.ok || text.length > LONGEST_READ) return read
  if (READ.size >= MOST_READ) READ.clear()
  READ.set(text, read)
  return read
}

/** The expression of a formula that `parseRuleSet` has accepted. */
export function formulaOf(text: string): Expression {
  const formula = parseFormula(text)
  if (!formula.ok) throw new Error(formula.issues.map(({ message }) => message).join('；'))
  return formula.value
}

/** Formulas read before: each is read for its names, cycles, kinds and steps, and all of them again with every edit of a rule set. */
const READ = new Map<string, Parsed<Expression>>()
const MOST_READ = 2_000
const LONGEST_READ = 200

function readFormula(text: string): Parsed<Expression> {
  if (text.length > FORMULA_LIMITS.characters)
    return refused([problem(1, `公式超过 ${FORMULA_LIMITS.characters} 个字符，请拆成几个中间事实`, 'formula.limit')])
  const { tokens, issue } = tokenize(text)
  if (issue) return refused([issue])
  try {
    return parsed(new Parser(tokens).parse())
  } catch (error) {
    if (error instanceof Refusal) return refused([error.issue])
    throw error
  }
}

class Parser {
  private next = 0
  private nodes = 0
  private depth = 0
  /** Comparisons in brackets, which are one value. */
  private readonly bracketed = new Set<Expression>()
  /** Where columns of lists stand, for those that turn out to stand alone. */
  private readonly places = new Map<Expression, Token>()

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Expression {
    const expression = this.expression(0)
    const rest = this.peek()
    if (rest.kind !== 'end') throw this.refuse(rest, `“${rest.text}”放在这里读不懂，可能少了运算符`)
    this.refuseLooseFields(expression)
    return expression
  }

  private peek(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: 0 }
  }
  private take(): Token {
    const token = this.peek()
    this.next += 1
    return token
  }
  private refuse(token: Token, sentence: string, code = 'formula'): Refusal {
    return new Refusal(problem(token.at, sentence, code))
  }
  private expect(symbol: string): void {
    const token = this.take()
    if (token.kind !== 'symbol' || token.text !== symbol)
      throw this.refuse(token, token.kind === 'end' ? `公式没有写完，缺“${symbol}”` : `这里应当是“${symbol}”`)
  }
  private count<E extends Expression>(expression: E): E {
    this.nodes += 1
    if (this.nodes > FORMULA_LIMITS.nodes)
      throw this.refuse(this.peek(), '公式过于复杂，请拆成几个中间事实', 'formula.limit')
    return expression
  }

  private expression(minimum: number): Expression {
    this.depth += 1
    if (this.depth > FORMULA_LIMITS.depth)
      throw this.refuse(this.peek(), '括号或函数嵌套过深，请拆成几个中间事实', 'formula.limit')
    let left = this.prefix()
    for (;;) {
      const token = this.peek()
      if (token.kind === 'symbol' && token.text === '%') {
        this.take()
        left = this.percent(left, token)
        continue
      }
      const precedence = token.kind === 'symbol' ? PRECEDENCE[token.text as BinaryOperator] : undefined
      if (precedence === undefined || precedence < minimum || (precedence === minimum && minimum > 0)) break
      if (precedence === 1 && left.kind === 'binary' && PRECEDENCE[left.operator] === 1 && !this.bracketed.has(left))
        throw this.refuse(token, '比较不能连写，请用 and( , ) 连接')
      this.take()
      const operator = token.text as BinaryOperator
      // `^` groups to the right; the others to the left
      const right = this.expression(operator === '^' ? precedence - 0.5 : precedence)
      if (operator === '^') this.checkExponent(right, token)
      left = this.count({ kind: 'binary', operator, left, right })
    }
    this.depth -= 1
    return left
  }

  private percent(left: Expression, token: Token): Expression {
    if (left.kind !== 'number') throw this.refuse(token, '百分号只能跟在数后面，例如 95%')
    return { kind: 'number', value: left.value.divide(Fraction.of(100n)), text: `${left.text}%` }
  }

  private checkExponent(right: Expression, token: Token): void {
    const exponent = right.kind === 'negate' ? right.operand : right
    if (exponent.kind !== 'number' || !exponent.value.isInteger || exponent.value.floor() > 64n)
      throw this.refuse(token, '乘方的指数只能是 −64 到 64 的整数')
  }

  private prefix(): Expression {
    const token = this.take()
    if (token.kind === 'number') {
      const value = Fraction.parse(token.text)
      if (!value || token.text.length > 40) throw this.refuse(token, '数太长，请检查')
      return this.count({ kind: 'number', value, text: token.text })
    }
    if (token.kind === 'text') return this.count({ kind: 'text', value: token.text })
    if (token.kind === 'name') return this.name(token)
    if (token.text === '-') return this.count({ kind: 'negate', operand: this.expression(UNARY_PRECEDENCE) })
    if (token.text === '+') return this.expression(UNARY_PRECEDENCE)
    if (token.text === '(') {
      const inner = this.expression(0)
      this.expect(')')
      this.bracketed.add(inner)
      return inner
    }
    throw this.refuse(
      token,
      token.kind === 'end'
        ? '公式没有写完，请在末尾补上数或数据项'
        : `“${token.text}”不能放在这里，请检查它前面是否少了数或数据项`,
    )
  }

  private name(token: Token): Expression {
    const after = this.peek()
    if (after.kind === 'symbol' && after.text === '(') return this.call(token)
    if (after.kind === 'symbol' && after.text === '.') {
      this.take()
      const field = this.take()
      if (field.kind !== 'name') throw this.refuse(field, '点号后面应当是清单里的一列')
      const column = this.count({ kind: 'field' as const, list: token.text, field: field.text })
      this.places.set(column, token)
      return column
    }
    if (token.text === 'true' || token.text === 'false')
      return this.count({ kind: 'boolean', value: token.text === 'true' })
    return this.count({ kind: 'fact', id: token.text })
  }

  private call(token: Token): Expression {
    const name = token.text.toLowerCase()
    if (!NAMES.has(name)) throw this.refuse(token, `没有名为“${token.text}”的函数，可用的有 ${[...NAMES].join('、')}`)
    this.expect('(')
    const args: Expression[] = []
    if (!(this.peek().kind === 'symbol' && this.peek().text === ')')) {
      args.push(this.expression(0))
      while (this.peek().kind === 'symbol' && this.peek().text === ',') {
        this.take()
        args.push(this.expression(0))
      }
    }
    this.expect(')')
    const [least, most] = ARITY[name] ?? [1, 1]
    if (args.length < least || args.length > most)
      throw this.refuse(
        token,
        `${token.text} 要 ${least === most ? least : `${least} 到 ${most}`} 个参数，写了 ${args.length} 个`,
      )
    if (name === 'round' && args[1] && !isDecimals(args[1]))
      throw this.refuse(token, 'round 的第二个参数是 0 到 12 的整数，表示保留几位小数')
    return this.count(this.overRows(token, name, args) ?? { kind: 'call', name: name as FunctionName, args })
  }

  /** `sum(projects.amount * 2)` reads rows; `min(a, b)` does not. */
  private overRows(token: Token, name: string, args: readonly Expression[]): Expression | null {
    if (!(LIST_FUNCTIONS as readonly string[]).includes(name) || args.length !== 1) return null
    const [each] = args
    if (!each) return null
    if (name === 'count' && each.kind === 'fact') return { kind: 'aggregate', name: 'count', list: each.id, each: null }
    const lists = [...new Set(referencesOf(each).fields.map(({ list }) => list))]
    if (lists.length > 1) throw this.refuse(token, `一次只能汇总一张清单，这里用了 ${lists.join('、')}`)
    const [list] = lists
    if (list === undefined) {
      if (name === 'min' || name === 'max') return null
      throw this.refuse(token, `${name} 汇总清单的列，例如 ${name}(projects.amount)`)
    }
    return { kind: 'aggregate', name: name as 'sum', list, each }
  }

  /** A column has no single value outside an aggregate. */
  private refuseLooseFields(node: Expression): void {
    if (node.kind === 'field')
      throw this.refuse(
        this.places.get(node) ?? this.peek(),
        `清单的列 ${node.list}.${node.field} 要单独放在 sum、count、average、min、max 里，例如 sum(${node.list}.${node.field})`,
      )
    if (node.kind === 'negate') this.refuseLooseFields(node.operand)
    if (node.kind === 'binary') [node.left, node.right].forEach((side) => this.refuseLooseFields(side))
    if (node.kind === 'call') node.args.forEach((arg) => this.refuseLooseFields(arg))
  }
}

function isDecimals(expression: Expression): boolean {
  return expression.kind === 'number' && expression.value.isInteger && expression.value.floor() <= 12n
}
