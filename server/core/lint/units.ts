import { Fraction } from '../fraction.ts'
import type { Expression } from '../formula/expression.ts'
import { pointerOf, type PatchOperation } from '../json-patch.ts'
import type { Comparison, Condition, Indicator, Operand } from '../rule-set.ts'
import type { FactInfo, Scope } from '../scope.ts'
import { finding, like, named, plain, type CriterionPlace, type LintContext, type Place } from './context.ts'
import type { Lint, LintFinding } from './finding.ts'

/** 单位：金额的单位一致；按百分比显示的数存的是 0.9，不与 90 比较。 */
export const units: Lint = (context) => [
  ...comparedFacts(context),
  ...formulas(context),
  ...percents(context),
  ...targets(context),
]

const AMOUNTS = ['元', '百元', '千元', '万元', '百万元', '亿元']

/** Two facts of which one counts another unit of money, or one counts percent (95) and the other shares (0.95). */
function differ(a: FactInfo, b: FactInfo): string | null {
  if (a.unit !== null && b.unit !== null && a.unit !== b.unit && AMOUNTS.includes(a.unit) && AMOUNTS.includes(b.unit))
    return `${named(a)}的单位是${a.unit}，${named(b)}的单位是${b.unit}`
  const [share, counted] = a.percent ? [a, b] : [b, a]
  if (share.percent && share.unit !== '%' && !counted.percent && counted.unit === '%')
    return `${named(share)}的 90% 是 0.9，${named(counted)}的 90% 是 90`
  return null
}

/** A pair of facts that a rule compares, and where it says so. */
interface Pair {
  readonly left: string
  readonly right: Operand | undefined
  readonly scope: Scope
  readonly path: Place
  readonly indicator?: Indicator | undefined
}

const comparedFacts: Lint = (context) =>
  [...pairsOfCriteria(context), ...comparisons(context).flatMap(pairOf)].flatMap(
    ({ left, right, scope, path, indicator }) => {
      if (typeof right !== 'string') return []
      const why = differ(scope.resolve(left).info, scope.resolve(right).info)
      return why === null ? [] : [mismatch(path, why, '不能直接比较，请先换算成同一单位', indicator)]
    },
  )

const mismatch = (path: Place, why: string, what: string, indicator?: Indicator): LintFinding =>
  finding({ code: 'unit_mismatch', severity: 'error', path, indicator, message: `${why}，${what}。` })

function pairsOfCriteria(context: LintContext): Pair[] {
  return context.leaves.flatMap(({ indicator, scope, criteria }) =>
    criteria.flatMap(({ criterion, path }) => {
      const pair = (left: string, key: string, right: Operand | undefined): Pair => ({
        left,
        right,
        scope,
        path: [...path, key],
        indicator,
      })
      switch (criterion.method) {
        case 'ratio':
          return (['target', 'start', 'zeroBelow', 'zeroAbove'] as const).map((key) =>
            pair(criterion.value, key, criterion[key]),
          )
        case 'steps':
          return (['start', 'zeroBelow', 'zeroAbove'] as const).map((key) => pair(criterion.value, key, criterion[key]))
        case 'attainment':
          return [pair(criterion.actual, 'target', criterion.target)]
        default:
          return []
      }
    }),
  )
}

interface Found {
  readonly comparison: Comparison
  readonly scope: Scope
  readonly path: Place
  readonly indicator?: Indicator | undefined
}

const pairOf = ({ comparison: { fact, value }, scope, path, indicator }: Found): Pair[] =>
  typeof value === 'object' && !Array.isArray(value) ? [{ left: fact, right: value.fact, scope, path, indicator }] : []

/** Every comparison of every condition, with the names it reads. */
function comparisons({ ruleSet, places, leaves, form, program }: LintContext): Found[] {
  const found: Found[] = []
  const walk = (condition: Condition | undefined, scope: Scope, path: Place, indicator?: Indicator): void => {
    if (condition === undefined) return
    if ('all' in condition) condition.all.forEach((one, at) => walk(one, scope, [...path, 'all', at], indicator))
    else if ('any' in condition) condition.any.forEach((one, at) => walk(one, scope, [...path, 'any', at], indicator))
    else if ('not' in condition) walk(condition.not, scope, [...path, 'not'], indicator)
    else found.push({ comparison: condition, scope, path, indicator })
  }
  for (const { indicator, path } of places) walk(indicator.applies, form, [...(path as Place), 'applies'], indicator)
  for (const { indicator, path, scope, criteria } of leaves) {
    walk(indicator.each?.where, scope, [...path, 'each', 'where'], indicator)
    indicator.deductions?.forEach(({ conditions }, at) =>
      walk(conditions, scope, [...path, 'deductions', at, 'conditions'], indicator),
    )
    for (const { criterion, path: at } of criteria) {
      walk(criterion.when, scope, [...at, 'when'], indicator)
      if (criterion.method === 'count' && criterion.list !== undefined)
        walk(criterion.where, program.form.rowScope(criterion.list), [...at, 'where'], indicator)
      if (criterion.method === 'cases')
        criterion.cases.forEach(({ when }, index) => walk(when, scope, [...at, 'cases', index, 'when'], indicator))
    }
  }
  for (const key of ['overrides', 'monitoring'] as const)
    ruleSet[key]?.forEach(({ conditions }, at) => walk(conditions, form, [key, at, 'conditions']))
  return found
}

/** Amounts of different units added up, or divided into a percentage. */
const formulas: Lint = ({ ruleSet, form }) =>
  ruleSet.facts.flatMap((fact, index) => [
    ...check(form.resolve(fact.id).info, form, ['facts', index, 'formula']),
    ...(fact.fields ?? []).flatMap((field, at) => {
      const rows = form.rowScope(fact.id)
      return check(rows.resolve(field.id).info, rows, ['facts', index, 'fields', at, 'formula'])
    }),
  ])

function check(info: FactInfo, scope: Scope, path: Place): LintFinding[] {
  if (!info.expression) return []
  let why: string | null = null
  const walk = (expression: Expression, inside: Scope): void => {
    if (expression.kind === 'negate') walk(expression.operand, inside)
    if (expression.kind === 'call') {
      const facts = ['min', 'max'].includes(expression.name) ? expression.args : []
      facts.slice(1).forEach((arg) => (why ??= between(facts[0] as Expression, arg, inside)))
      expression.args.forEach((arg) => walk(arg, inside))
    }
    if (expression.kind === 'aggregate' && expression.each) walk(expression.each, inside.rowScope(expression.list))
    if (expression.kind !== 'binary') return
    const { operator, left, right } = expression
    if (!['*', '^'].includes(operator) && (operator !== '/' || info.percent)) why ??= between(left, right, inside)
    walk(left, inside)
    walk(right, inside)
  }
  walk(info.expression, scope)
  return why === null
    ? []
    : [mismatch(path, `${named(info)}的公式里${why as string}`, '不能直接相加减、相比，请先换算成同一单位')]
}

function between(a: Expression, b: Expression, scope: Scope): string | null {
  const [left, right] = [infoOf(a, scope), infoOf(b, scope)]
  return left && right && differ(left, right)
}

/** The fact an operand is, or the sum of. */
function infoOf(expression: Expression, scope: Scope): FactInfo | null {
  if (expression.kind === 'fact') return scope.resolve(expression.id).info
  if (expression.kind === 'field') return scope.resolve(expression.field).info
  if (expression.kind === 'negate') return infoOf(expression.operand, scope)
  if (expression.kind === 'aggregate' && expression.each && expression.name !== 'count')
    return infoOf(expression.each, scope.rowScope(expression.list))
  return null
}

/** Shares are compared with numbers beyond 1,000 %: 90 was meant as 90%. */
const TOO_MANY = 10
const HUNDRED = Fraction.of(100n)
const isShare = ({ percent, unit }: FactInfo): boolean => percent && unit !== '%'
const hundredth = (value: number): number => Fraction.fromNumber(value).divide(HUNDRED).toNumber()

interface Written {
  readonly value: number
  readonly path: Place
}

function percents(context: LintContext): LintFinding[] {
  const found: LintFinding[] = []
  const look = (
    info: FactInfo,
    written: readonly Written[],
    path: Place,
    indicator?: Indicator,
    tooMany = TOO_MANY,
  ): void => {
    const worst = written.find(({ value }) => Math.abs(value) >= tooMany)
    if (!isShare(info) || !worst) return
    const patch = written.map(({ value, path: at }): PatchOperation => ({
      op: 'replace',
      path: pointerOf(at),
      value: hundredth(value),
    }))
    found.push(
      finding({
        code: 'percent_scale',
        severity: 'error',
        path,
        indicator,
        message: `${named(info)}按百分比显示，${plain(Fraction.fromNumber(worst.value))} 就是 ${like(Fraction.fromNumber(worst.value), info)}，应写成 ${hundredth(worst.value)}，请改正。`,
        fix: { label: '除以 100', patch },
      }),
    )
  }
  for (const { comparison, scope, path, indicator } of comparisons(context)) {
    const { value, fact } = comparison
    const all = Array.isArray(value) ? value : [value]
    const written = all.flatMap((one, at) =>
      typeof one === 'number' ? [{ value: one, path: [...path, 'value', ...(Array.isArray(value) ? [at] : [])] }] : [],
    )
    look(scope.resolve(fact).info, written, path, indicator)
  }
  for (const leaf of context.leaves)
    for (const at of leaf.criteria) {
      const { fact, written, step } = numbersOf(at)
      if (fact === null) continue
      const { info } = leaf.scope.resolve(fact)
      // one percentage point is 0.01; a step of 1 would be a hundred of them
      look(info, written, at.path, leaf.indicator)
      if (step) look(info, [step], step.path, leaf.indicator, 1)
    }
  return found
}

const KEYS = {
  ratio: ['target', 'start', 'zeroBelow', 'zeroAbove'],
  steps: ['start', 'zeroBelow', 'zeroAbove'],
} as const

/** The numbers a criterion compares its value with. */
function numbersOf({ criterion, path }: CriterionPlace): {
  fact: string | null
  written: Written[]
  step: Written | null
} {
  const none = { fact: null, written: [], step: null }
  if (criterion.method === 'bands') {
    const ends = ['from', 'above', 'to', 'below', 'is'] as const
    const written = criterion.bands.flatMap((band, index) =>
      ends.flatMap((end) => {
        const value = band[end]
        return value === undefined ? [] : [{ value, path: [...path, 'bands', index, end] }]
      }),
    )
    return { fact: criterion.value, written, step: null }
  }
  if (criterion.method !== 'ratio' && criterion.method !== 'steps') return none
  const parts: Partial<Record<string, Operand | undefined>> = { ...criterion } as never
  const written = KEYS[criterion.method].flatMap((key) => {
    const value = parts[key]
    return typeof value === 'number' ? [{ value, path: [...path, key] }] : []
  })
  const step = criterion.method === 'steps' ? { value: criterion.step, path: [...path, 'step'] } : null
  return { fact: criterion.value, written, step }
}

/** A ratio without a target reaches full points at 1, which a value of up to 100 passes at once. */
const targets: Lint = (context) =>
  context.criteria('ratio').flatMap(({ leaf: { indicator, scope }, at }): LintFinding[] => {
    const { value, target } = at.criterion
    const { info } = scope.resolve(value)
    if (target !== undefined || !(info.unit === '%' || info.definition?.max === 100)) return []
    return [
      finding({
        code: 'ratio_target',
        severity: 'error',
        path: at.path,
        indicator,
        message: `${named(indicator)}没有写目标，${named(info)}到 1 就得满分，而它最高可到 100，请写上目标。`,
        fix: { label: '目标写为 100', patch: [{ op: 'add', path: pointerOf([...at.path, 'target']), value: 100 }] },
      }),
    ]
  })
