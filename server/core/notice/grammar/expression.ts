import { map, maybe, or, seq, term, type Parser } from './parser.ts'
import { decimal } from './terms.ts'

/** Arithmetic over named quantities, as scoring sentences write it: 执行数÷全年预算数×100%, （计划成本－实际成本）÷计划成本. */
export type Expression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number; readonly unit: '' | '%' | '分' }
  | {
      readonly kind: 'operation'
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: Expression
      readonly right: Expression
    }
  /** 执行率(B/A): a name and how it is computed, in one. */
  | { readonly kind: 'defined'; readonly name: string; readonly by: Expression }

const MOST_DEEP = 5

const numberTerm = map(
  seq(term(/\d{1,12}(?:\.\d{1,6})?/), maybe(term(/%|分(?![值数])/)), term(/(?=$|[-+×/)\],;。\n]|计分|计算|得分|折算)/)),
  ([digits, unit]): Expression => ({
    kind: 'number',
    value: decimal(digits, unit === '%' ? 2 : 0),
    unit: (unit ?? '') as '' | '%' | '分',
  }),
)

/** A name runs to the next operator; a bracket of plain words belongs to it: 中标(成交)通知书发出后30日内签订的合同数. */
const NAME = term(/(?:[^-+×/=()[\],;:。\n<>≤≥]|\([^-+×/=()\n]{1,30}\)(?=[^-+×/=()[\],;:。\n<>≤≥]))+/)
const nameTerm: Parser<Expression> = (text, at) => {
  const read = NAME(text, at)
  if (!read) return null
  const closing = /^$|^[,;。\n)]/u.test(text.slice(read.end, read.end + 1))
    ? (/(?:计算)?(?:得分|计分|记分)$|计算$/u.exec(read.value)?.[0] ?? '')
    : ''
  const name = read.value.slice(0, read.value.length - closing.length)
  // an amount of points or a share is no part of a name: 3分执行率
  return name === '' || /\d(?:分(?!钟)|%)/u.test(name)
    ? null
    : { value: quotientOr(name), end: read.end - closing.length }
}

/** 实际完成值占目标值的比重: one divided by the other. */
function quotientOr(name: string): Expression {
  const [, over, under] = /^([^占]{2,40})占([^占]{2,40}?)的?(?:比重|比例|百分比)$/u.exec(name) ?? []
  return over === undefined || under === undefined
    ? { kind: 'name', name }
    : {
        kind: 'operation',
        operator: '/',
        left: { kind: 'name', name: over },
        right: { kind: 'name', name: under },
      }
}

const bracketed = (depth: number): Parser<Expression> =>
  or(
    map(seq(term(/\(/), sum(depth + 1), term(/\)/)), ([, inner]) => inner),
    map(seq(term(/\[/), sum(depth + 1), term(/\]/)), ([, inner]) => inner),
  )

function factor(depth: number): Parser<Expression> {
  if (depth > MOST_DEEP) return () => null
  return (text, at) => {
    const group = text.charAt(at) === '(' || text.charAt(at) === '[' ? bracketed(depth)(text, at) : null
    if (group) return group
    const read = or(numberTerm, nameTerm)(text, at)
    if (!read || read.value.kind !== 'name' || text.charAt(read.end) !== '(') return read
    const by = bracketed(depth)(text, read.end)
    return by && by.value.kind === 'operation'
      ? { value: { kind: 'defined', name: read.value.name, by: by.value }, end: by.end }
      : read
  }
}

const SIGNS: Record<string, '+' | '-' | '*' | '/'> = { '+': '+', '-': '-', '×': '*', '/': '/' }

const folded =
  (operand: (depth: number) => Parser<Expression>, signs: RegExp) =>
  (depth: number): Parser<Expression> =>
  (text, at) => {
    const first = operand(depth)(text, at)
    if (!first) return null
    let { value, end } = first
    for (;;) {
      const operator = SIGNS[text.charAt(end)]
      const next = operator !== undefined && signs.test(text.charAt(end)) ? operand(depth)(text, end + 1) : null
      if (!next || operator === undefined) return { value, end }
      value = { kind: 'operation', operator, left: value, right: next.value }
      end = next.end
    }
  }

const product = folded(factor, /[×/]/)
const sum: (depth: number) => Parser<Expression> = folded(product, /[-+]/)

/** An expression with at least one name in it. */
export const expression: Parser<Expression> = map(sum(0), (value) => (namesOf(value).length > 0 ? value : undefined))

export function namesOf(value: Expression): string[] {
  switch (value.kind) {
    case 'name':
      return [value.name]
    case 'number':
      return []
    case 'defined':
      return namesOf(value.by)
    case 'operation':
      return [...namesOf(value.left), ...namesOf(value.right)]
  }
}
