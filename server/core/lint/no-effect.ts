import { Fraction } from '../fraction.ts'
import { pointerOf } from '../json-patch.ts'
import { finding, named, plain, type Place } from './context.ts'
import { greatest } from './domain.ts'
import type { Lint, LintFinding } from './finding.ts'
import { removeMember, removing } from './removing.ts'

/** 没有作用的数：扣 0 分、不起作用的上限和总分规则。 */
export const noEffect: Lint = (context) => [
  ...emptyDeductions(context),
  ...idleCaps(context),
  ...idleOverrides(context),
]

const emptyDeductions: Lint = (context) =>
  context.leaves.flatMap(({ indicator, path }) =>
    (indicator.deductions ?? []).flatMap(({ event: { params } }, index, all): LintFinding[] => {
      if (params.points !== 0 && params.share !== 0) return []
      const list: Place = [...path, 'deductions']
      return [
        finding({
          code: 'deduction_zero',
          severity: 'warning',
          path: [...list, index],
          indicator,
          message: `${named(indicator)}的第 ${index + 1} 条扣分规则扣 0 分，没有作用，请写上扣多少分或删去。`,
          fix: {
            label: `删去第 ${index + 1} 条扣分规则`,
            patch: removing(context.ruleSet, [removeMember(list, index, all.length)]),
          },
        }),
      ]
    }),
  )

/** `max` of a count that the leaf's own points, or the highest count there is, keep from ever being reached. */
const idleCaps: Lint = (context) =>
  context.criteria('count').flatMap(({ leaf: { indicator, scale, scope }, at }): LintFinding[] => {
    const { max, points, value, effect } = at.criterion
    if (max === undefined) return []
    const cap = Fraction.fromNumber(max)
    const most = value === undefined ? null : greatest(context.domains.number(value, scope))
    const reachable = most && most.multiply(Fraction.fromNumber(points))
    const above = scale !== null && cap.compare(scale) > 0
    if (!above && !(reachable && cap.compare(reachable) > 0)) return []
    const why =
      above && scale
        ? `这项只有 ${plain(scale)} 分`
        : `最多也只${effect === 'earn' ? '得' : '扣'}得到 ${plain(reachable as Fraction)} 分`
    return [
      finding({
        code: 'cap_idle',
        severity: 'warning',
        path: [...at.path, 'max'],
        indicator,
        message: `${named(indicator)}的上限 ${plain(cap)} 分不起作用：${why}，请改低或删去。`,
        fix: { label: '删去上限', patch: [{ op: 'remove', path: pointerOf([...at.path, 'max']) }] },
      }),
    ]
  })

const idleOverrides: Lint = ({ ruleSet }) => {
  const { overrides = [], points, grades = [] } = ruleSet
  const bonus = overrides.some(({ event }) => event.type === 'add')
  return overrides.flatMap(({ event }, index): LintFinding[] => {
    const { params = {}, type } = event
    const why =
      type === 'multiply' && params.factor === 1
        ? '系数是 1'
        : type === 'add' && params.points === 0
          ? '加 0 分'
          : type === 'capPoints' && !bonus && (params.points ?? 0) >= points
            ? `总分最多 ${points} 分，上限是 ${params.points} 分`
            : type === 'capGrade' && params.grade === grades[0]?.name
              ? `“${params.grade}”已经是最高一级`
              : null
    if (why === null) return []
    return [
      finding({
        code: 'override_idle',
        severity: 'warning',
        path: ['overrides', index],
        message: `第 ${index + 1} 条总分规则没有作用：${why}，请改正或删去。`,
        fix: {
          label: `删去第 ${index + 1} 条总分规则`,
          patch: removing(ruleSet, [removeMember(['overrides'], index, overrides.length)]),
        },
      }),
    ]
  })
}
