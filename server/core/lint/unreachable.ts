import { pointerOf } from '../json-patch.ts'
import type { Condition } from '../rule-set.ts'
import type { Claim } from './can-hold.ts'
import { finding, named, type LeafPlace, type LintContext, type Place } from './context.ts'
import type { Lint, LintFinding, LintFix } from './finding.ts'
import { idleBands } from './idle-bands.ts'
import { removeMember, removing } from './removing.ts'

/**
 * 永远用不到的：条件自相矛盾、超出数据项的范围，或者总被前面的先占去。Only what is proven is said (`can-hold.ts`).
 */
export const unreachable: Lint = (context) => [
  ...nodes(context),
  ...context.leaves.flatMap((leaf) => (possible(context, leaf.claims) ? ofLeaf(context, leaf) : [])),
  ...onTheForm(context, 'overrides'),
  ...onTheForm(context, 'monitoring'),
]

const possible = (context: LintContext, claims: readonly Claim[]): boolean => context.canHold(claims)

/** `applies` that never holds while the node above does, and `each.where` that picks no row. */
function nodes(context: LintContext): LintFinding[] {
  return context.places.flatMap((place) => {
    const { indicator, parent } = place
    const above = context.appliesClaims(parent)
    const own = context.appliesClaims(place)
    const path = place.path as Place
    const never = (key: Place, message: string): LintFinding[] => [
      finding({ code: 'never_applies', severity: 'error', path: [...path, ...key], indicator, message, fix: null }),
    ]
    if (!possible(context, above)) return []
    if (indicator.applies && !possible(context, own))
      return never(['applies'], `${named(indicator)}的适用条件不可能成立，这项永远不适用，请改正条件。`)
    const { each } = indicator
    if (each?.where && !possible(context, [...own, { condition: each.where, scope: context.form.rowScope(each.list) }]))
      return never(['each', 'where'], `${named(indicator)}挑选行的条件不可能成立，一行也挑不出来，请改正条件。`)
    return []
  })
}

function ofLeaf(context: LintContext, leaf: LeafPlace): LintFinding[] {
  const { indicator, scope } = leaf
  const found: LintFinding[] = []
  const report = (code: string, path: Place, message: string, fix: LintFix | null): void => {
    found.push(finding({ code, severity: 'error', path, indicator, message: `${named(indicator)}${message}`, fix }))
  }
  const remove = (list: Place, index: number, length: number, label: string): LintFix => ({
    label,
    patch: removing(context.ruleSet, [removeMember(list, index, length)]),
  })
  leaf.criteria.forEach(({ criterion, path, claims }, index) => {
    if (!possible(context, claims)) {
      const fix = remove([...leaf.path, 'scoring'], index, leaf.criteria.length, `删去第 ${index + 1} 种评分方法`)
      report(
        'unreachable_criterion',
        path,
        `的第 ${index + 1} 种评分方法永远用不到，请改正它的条件或删去。`,
        leaf.criteria.length > 1 ? fix : null,
      )
      return
    }
    if (criterion.method === 'bands')
      for (const at of idleBands(context, leaf, criterion, claims))
        report(
          'unreachable_band',
          [...path, 'bands', at],
          `的第 ${at + 1} 档永远用不到：取不到这样的值，或者都归了前面的档，请改正或删去。`,
          criterion.bands.length > 1 && !onlyBest(criterion.bands, at)
            ? remove([...path, 'bands'], at, 2, `删去第 ${at + 1} 档`)
            : null,
        )
    if (criterion.method === 'cases')
      criterion.cases.forEach(({ when }, at) => {
        const earlier = criterion.cases
          .slice(0, at)
          .map((one): Claim => ({ condition: one.when, scope, opposite: true }))
        if (possible(context, [...claims, ...earlier, { condition: when, scope }])) return
        report(
          'unreachable_case',
          [...path, 'cases', at],
          `的第 ${at + 1} 种情形永远不会成立：条件自相矛盾，或者都归了前面的情形，请改正或删去。`,
          onlyBest([...criterion.cases, { points: criterion.otherwise }], at)
            ? null
            : remove([...path, 'cases'], at, 2, `删去第 ${at + 1} 种情形`),
        )
      })
    if (criterion.method === 'count' && criterion.list !== undefined && criterion.where) {
      const where = { condition: criterion.where, scope: context.form.rowScope(criterion.list) }
      if (!possible(context, [...claims, where]))
        report('never_applies', [...path, 'where'], '计数的条件不可能成立，一行也数不到，请改正条件。', null)
    }
  })
  const { deductions = [] } = indicator
  deductions.forEach(({ conditions }, at) => {
    const claims = [...leaf.claims, { condition: conditions, scope }]
    if (possible(context, claims)) return
    const list = [...leaf.path, 'deductions']
    report(
      'unreachable_deduction',
      [...list, at],
      `的第 ${at + 1} 条扣分规则永远不会成立，请改正它的条件或删去。`,
      remove(list, at, deductions.length, `删去第 ${at + 1} 条扣分规则`),
    )
  })
  return found
}

/** Whether nothing else gives as much: without it nobody has full points, which is for people to decide. */
const onlyBest = (all: readonly { points: number; pointsAtEnd?: number | undefined }[], index: number): boolean => {
  const best = all.map(({ points, pointsAtEnd = points }) => Math.max(points, pointsAtEnd))
  return best.every((points, at) => at === index || points < (best[index] ?? 0))
}

function onTheForm(context: LintContext, key: 'overrides' | 'monitoring'): LintFinding[] {
  const rules: readonly { conditions: Condition }[] = context.ruleSet[key] ?? []
  const word = key === 'overrides' ? '总分规则' : '监控规则'
  return rules.flatMap(({ conditions }, index) =>
    possible(context, [{ condition: conditions, scope: context.form }])
      ? []
      : [
          finding({
            code: 'unreachable_rule',
            severity: 'error',
            path: [key, index],
            message: `第 ${index + 1} 条${word}永远不会成立，请改正它的条件或删去。`,
            fix: {
              label: `删去第 ${index + 1} 条${word}`,
              patch: removing(context.ruleSet, [{ op: 'remove', path: pointerOf([key, index]) }]),
            },
          }),
        ],
  )
}
