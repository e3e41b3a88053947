import { Fraction } from '../fraction.ts'
import { pointerOf, type PatchOperation } from '../json-patch.ts'
import type { Criterion } from '../rule-set.ts'
import { apportion, roundPoints, toFraction, toPoints, unitOf } from '../points.ts'
import { finding, named, plain, type CriterionPlace, type LeafPlace, type LintContext } from './context.ts'
import { greatest } from './domain.ts'
import type { Lint, LintFinding, LintFix } from './finding.ts'

/** 满分够得着，也不超过：各项、各档、各情形写的分与本指标的分值相符。 */
export const fullPoints: Lint = (context) => [...checklists(context), ...best(context), ...earned(context)]

/** 每少一项扣…分，扣完为止: items may well come to more than the leaf is worth. */
const UNTIL_NOTHING = /扣完为止|每(?:少|缺|有|发现|出现|存在)/u

const checklists: Lint = (context) =>
  context.criteria('checklist').flatMap(({ leaf: { indicator, scale }, at }): LintFinding[] => {
    const { items } = at.criterion
    const amounts = items.map(({ points }) => Fraction.fromNumber(points))
    const sum = amounts.reduce((a, b) => a.add(b), Fraction.ZERO)
    if (!scale || sum.equals(scale)) return []
    const more = sum.compare(scale) > 0
    if (more && UNTIL_NOTHING.test(indicator.clause ?? '')) return []
    const what = more ? '缺几项就已扣完' : '全都没有也还有分'
    return [
      finding({
        code: 'checklist_sum',
        severity: 'warning',
        path: [...at.path, 'items'],
        indicator,
        message: `${named(indicator)}各项合计 ${plain(sum)} 分，分值是 ${plain(scale)} 分，${what}，请核对各项的分。`,
        // deductions beside the items are written to fit them
        fix: indicator.deductions ? null : spreadItems(context, amounts, scale, at.path),
      }),
    ]
  })

function spreadItems(
  { ruleSet: { decimals } }: LintContext,
  amounts: readonly Fraction[],
  scale: Fraction,
  path: CriterionPlace['path'],
): LintFix | null {
  const total = roundPoints(scale, decimals)
  if (amounts.every(({ isZero }) => isZero) || !toFraction(total).equals(scale)) return null
  const patch = apportion(total, amounts, unitOf(decimals)).map((points, index): PatchOperation => ({
    op: 'replace',
    path: pointerOf([...path, 'items', index, 'points']),
    value: toPoints(points),
  }))
  return { label: `各项按比例调整为合计 ${plain(scale)} 分`, patch }
}

/** The best of bands or cases is what the leaf is worth. */
const best: Lint = (context) => [
  ...context.criteria('bands').flatMap(({ leaf, at }) =>
    bestOf(
      context,
      leaf,
      at.path,
      at.criterion.bands.flatMap(({ points, pointsAtEnd = points }) => [points, pointsAtEnd]),
    ),
  ),
  ...context
    .criteria('cases')
    .flatMap(({ leaf, at }) =>
      bestOf(context, leaf, at.path, [...at.criterion.cases.map(({ points }) => points), at.criterion.otherwise]),
    ),
]

function bestOf(
  context: LintContext,
  leaf: LeafPlace,
  path: CriterionPlace['path'],
  all: readonly number[],
): LintFinding[] {
  const { indicator, scale, criteria } = leaf
  const highest = Math.max(...all)
  const most = Fraction.fromNumber(highest)
  if (!scale || most.equals(scale)) return []
  const more = most.compare(scale) > 0
  // “未调查的不得分” beside the real criterion: that one reaches the points
  if (!more && criteria.some(({ criterion, claims }) => mayReach(criterion, scale) && context.canHold(claims)))
    return []
  const rescale = criteria.length === 1 && highest > 0 && !indicator.deductions
  const op = indicator.of === undefined ? 'add' : 'replace'
  const what = more ? '高出的部分得不到' : '谁也得不了满分'
  return [
    finding({
      code: more ? 'best_above_points' : 'best_below_points',
      severity: 'warning',
      path,
      indicator,
      message: `${named(indicator)}最好的一种得 ${plain(most)} 分，分值是 ${plain(scale)} 分，${what}，请核对。`,
      fix: rescale
        ? {
            label: `注明按 ${plain(most)} 分制写`,
            patch: [{ op, path: pointerOf([...leaf.path, 'of']), value: highest }],
          }
        : null,
    }),
  ]
}

/** Whether a criterion may give all of `scale`; one that is not told by its own figures always may. */
function mayReach(criterion: Criterion, scale: Fraction): boolean {
  if (criterion.method === 'bands')
    return criterion.bands.some(({ points, pointsAtEnd = points }) => reaches(Math.max(points, pointsAtEnd), scale))
  if (criterion.method !== 'cases') return true
  return [...criterion.cases.map(({ points }) => points), criterion.otherwise].some((one) => reaches(one, scale))
}

const reaches = (points: number, scale: Fraction): boolean => Fraction.fromNumber(points).compare(scale) >= 0

/** 按数累加 reaches the full points: neither its cap nor the highest count there is keeps it below. */
const earned: Lint = (context) =>
  context.criteria('count').flatMap(({ leaf: { indicator, scale, scope }, at }): LintFinding[] => {
    const { effect, max, value, points } = at.criterion
    if (effect !== 'earn' || !scale) return []
    const cap = max === undefined ? null : Fraction.fromNumber(max)
    const high = value === undefined ? null : greatest(context.domains.number(value, scope))
    const most = high && high.multiply(Fraction.fromNumber(points))
    const capped = cap !== null && cap.compare(scale) < 0
    const short = most !== null && most.compare(scale) < 0
    if (!capped && !short) return []
    const reached = [cap, most].flatMap((one) => (one ? [one] : [])).reduce((a, b) => a.min(b))
    return [
      finding({
        code: 'earn_short',
        severity: 'warning',
        path: capped ? [...at.path, 'max'] : at.path,
        indicator,
        message: `${named(indicator)}最多累加到 ${plain(reached)} 分，分值是 ${plain(scale)} 分，谁也得不了满分，请核对。`,
        fix:
          capped && !short
            ? {
                label: `上限改为 ${plain(scale)} 分`,
                patch: [{ op: 'replace', path: pointerOf([...at.path, 'max']), value: scale.toNumber() }],
              }
            : null,
      }),
    ]
  })
