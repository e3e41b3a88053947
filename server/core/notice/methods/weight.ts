import type { Expression } from '../grammar/expression.ts'

const WEIGHT = /^(?:该|本)?(?:项|指标)?(?:的)?(?:分值|权重|标准分|满分|满分值|分值权重)$|^指标(?:分值|权重)$/u

/** A product taken apart: what is multiplied, what is divided by. */
export interface Product {
  readonly over: readonly Expression[]
  readonly under: readonly Expression[]
}

export function factorsOf(value: Expression): Product {
  if (value.kind !== 'operation' || value.operator === '+' || value.operator === '-')
    return { over: [value], under: [] }
  const left = factorsOf(value.left)
  const right = factorsOf(value.right)
  return value.operator === '*'
    ? { over: [...left.over, ...right.over], under: [...left.under, ...right.under] }
    : { over: [...left.over, ...right.under], under: [...left.under, ...right.over] }
}

/** What the points are multiplied by: 分值×B/A gives B/A, （B/A）×10 too where the leaf has 10 points. Null when the weight is not in it, or twice. */
export function withoutWeight(value: Expression, points: number): Product | null {
  const { over, under } = factorsOf(value)
  const named = over.filter((one) => one.kind === 'name' && WEIGHT.test(one.name))
  const counted = over.filter((one) => one.kind === 'number' && one.unit === '分')
  const plain = over.filter((one) => one.kind === 'number' && one.unit === '' && one.value === points)
  const weights = named.length + counted.length > 0 ? [...named, ...counted] : plain
  const [weight, ...others] = weights
  if (!weight || others.length > 0) return null
  if (weight.kind === 'number' && weight.value !== points) return null
  return withoutOnes({ over: over.filter((one) => one !== weight), under })
}

const isOne = (one: Expression): boolean => one.kind === 'number' && one.value === 1 && one.unit === '%'

/** ×100% changes nothing. */
export const withoutOnes = ({ over, under }: Product): Product => ({ over: over.filter((one) => !isOne(one)), under })

export function productOf({ over, under }: Product): Expression | null {
  const [first, ...more] = over
  if (!first) return null
  const operation =
    (operator: '*' | '/') =>
    (left: Expression, right: Expression): Expression => ({ kind: 'operation', operator, left, right })
  return under.reduce(operation('/'), more.reduce(operation('*'), first))
}
