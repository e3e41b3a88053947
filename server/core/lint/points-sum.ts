import { Fraction } from '../fraction.ts'
import { pointerOf, type PatchOperation } from '../json-patch.ts'
import { apportion, roundPoints, toPoints, unitOf } from '../points.ts'
import type { Criterion, Indicator } from '../rule-set.ts'
import { finding, named, plain, type LintContext, type Place } from './context.ts'
import type { Lint, LintFinding } from './finding.ts'

/** 各级分值合计：下级加起来是本级写的分，一级指标加起来是总分。 */
export const pointsSum: Lint = (context) => {
  const { ruleSet } = context
  const form = check(context, ruleSet.indicators, ['indicators'], Fraction.fromNumber(ruleSet.points), null)
  const blocks = context.places.flatMap(({ indicator, path }) => {
    const { children, of, points, split, combine } = indicator
    const stated = of ?? points
    if (!children || split || combine || stated === undefined) return []
    return check(context, children, [...(path as Place), 'children'], Fraction.fromNumber(stated), indicator)
  })
  return [...form, ...blocks]
}

const sumOf = (nodes: readonly Indicator[]): Fraction =>
  nodes.reduce((sum, { points = 0 }) => sum.add(Fraction.fromNumber(points)), Fraction.ZERO)

function check(
  { ruleSet: { decimals } }: LintContext,
  nodes: readonly Indicator[],
  path: Place,
  stated: Fraction,
  block: Indicator | null,
): LintFinding[] {
  const sum = sumOf(nodes)
  if (sum.equals(stated)) return []
  const where = block ? `${named(block)}的下级` : '一级指标'
  const patch = sum.isZero ? [] : spread(nodes, path, stated, decimals)
  return [
    finding({
      code: 'points_sum',
      severity: 'error',
      path,
      indicator: block ?? undefined,
      message: `${where}分值合计 ${plain(sum)}，写明的是 ${plain(stated)} 分，请改正其中的分值。`,
      fix: patch.length > 0 ? { label: `按比例调整为合计 ${plain(stated)} 分`, patch } : null,
    }),
  ]
}

/** Points of nodes in proportion, so that they come to `total`; what is inside them follows. */
function spread(nodes: readonly Indicator[], path: Place, total: Fraction, decimals: number): PatchOperation[] {
  const weights = nodes.map(({ points = 0 }) => Fraction.fromNumber(points))
  const points = apportion(roundPoints(total, decimals), weights, unitOf(decimals)).map(toPoints)
  return nodes.flatMap((node, index): PatchOperation[] => {
    const [old, now] = [node.points, points[index] ?? 0]
    if (old === undefined || old === now) return []
    const at = [...path, index]
    return [{ op: 'replace', path: pointerOf([...at, 'points']), value: now }, ...follow(node, at, old, now, decimals)]
  })
}

/** What a node of other points needs inside: children in proportion, or the scale its amounts were written on. */
function follow(node: Indicator, path: Place, old: number, now: number, decimals: number): PatchOperation[] {
  if (node.of !== undefined || node.split) return []
  const keepScale: PatchOperation[] =
    old > 0 && writesAmounts(node) ? [{ op: 'add', path: pointerOf([...path, 'of']), value: old }] : []
  if (!node.children) return keepScale
  const at = [...path, 'children']
  if (node.combine)
    return node.children.flatMap((child, index) =>
      child.points === undefined ? follow(child, [...at, index], old, now, decimals) : [],
    )
  return sumOf(node.children).isZero ? [] : spread(node.children, at, Fraction.fromNumber(now), decimals)
}

const WITHOUT_AMOUNTS: ReadonlySet<Criterion['method']> = new Set(['full', 'ratio', 'attainment', 'level'])

/** Whether a leaf says how much in 分: amounts, bands, or points of rows. */
function writesAmounts({ children, scoring = [], deductions = [], each }: Indicator): boolean {
  if (children) return false
  const criteria = Array.isArray(scoring) ? scoring : [scoring]
  return (
    criteria.some(({ method }) => !WITHOUT_AMOUNTS.has(method)) ||
    deductions.some(({ event }) => event.params.share === undefined) ||
    (each !== undefined && each.points !== 'even')
  )
}
