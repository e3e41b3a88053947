import type { Fraction } from '../fraction.ts'

export const BINARY = ['+', '-', '*', '/', '^', '=', '<>', '<', '<=', '>', '>='] as const
export type BinaryOperator = (typeof BINARY)[number]

/** Functions over values, and over the rows of one list. */
export const SCALAR_FUNCTIONS = [
  'if',
  'and',
  'or',
  'not',
  'min',
  'max',
  'abs',
  'round',
  'floor',
  'ceil',
  'days',
] as const
export const LIST_FUNCTIONS = ['sum', 'count', 'average', 'min', 'max'] as const
export type FunctionName = (typeof SCALAR_FUNCTIONS)[number] | (typeof LIST_FUNCTIONS)[number]

/**
 * A formula as data; a number may be printed `like` the values of a fact (30%, not 0.3). Amounts of lowered rules are expressions too, so one evaluator and one
 * printer serve all.
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: Fraction; readonly text: string; readonly like?: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'fact'; readonly id: string }
  | { readonly kind: 'field'; readonly list: string; readonly field: string }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] }
  /** An aggregate: `args[0]` is evaluated once a row of `list`. */
  | {
      readonly kind: 'aggregate'
      readonly name: (typeof LIST_FUNCTIONS)[number]
      readonly list: string
      readonly each: Expression | null
    }

/** Facts an expression reads, with the fields it reads of lists. */
export interface References {
  readonly facts: Set<string>
  readonly fields: { list: string; field: string }[]
  readonly lists: Set<string>
}

export function referencesOf(expression: Expression): References {
  const found: References = { facts: new Set(), fields: [], lists: new Set() }
  const walk = (node: Expression): void => {
    switch (node.kind) {
      case 'fact':
        found.facts.add(node.id)
        return
      case 'field':
        found.fields.push({ list: node.list, field: node.field })
        found.lists.add(node.list)
        return
      case 'negate':
        return walk(node.operand)
      case 'binary':
        walk(node.left)
        return walk(node.right)
      case 'call':
        return node.args.forEach(walk)
      case 'aggregate':
        found.lists.add(node.list)
        if (node.each) walk(node.each)
        return
      default:
    }
  }
  walk(expression)
  return found
}
