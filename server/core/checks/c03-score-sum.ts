import { Fraction } from '../fraction.ts'
import type { Claim, Found } from './claim.ts'
import type { Form, FormNode } from './form.ts'
import { allKnown, partScores, scoreOf, sum } from './scores.ts'
import { quote, show, showPoints, showSum } from './words.ts'

/** 自评得分逐级相加，不超过分值。Seen as: lines of at most 94 points, 98 printed. */
export const scoreSum: Claim = {
  code: 'C03',
  title: '自评得分逐级相加，各级和总分一致，不超过分值',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find(form, tolerance) {
    return [...form.nodes.flatMap((node) => [...parts(node, tolerance), ...above(node)]), ...total(form, tolerance)]
  },
}

function parts(node: FormNode, tolerance: Fraction): Found[] {
  const { self, label, indicator } = node
  const known = partScores(node).length > 0 ? allKnown(partScores(node)) : null
  if (!self || !known || !node.addsUp || indicator.combine || indicator.of !== undefined) return []
  const added = sum(known)
  if (added.subtract(self.points).abs().compare(tolerance) <= 0) return []
  return [
    {
      path: `${self.path}.points`,
      read: `${quote(label)}自评得分 ${showPoints(self.points)}，下一级各项合计 ${showSum(known, added)} 分`,
      remedy: `改为 ${showPoints(added)}，或核对各项得分`,
    },
  ]
}

function above({ self, most, label, leaves }: FormNode): Found[] {
  const lines = [{ self, points: most, label }, ...leaves.filter(({ row }) => row !== null)]
  return lines.flatMap((line) =>
    line.self && line.points && line.self.points.compare(line.points) > 0
      ? [
          {
            path: `${line.self.path}.points`,
            read: `${quote(line.label)}自评得分 ${showPoints(line.self.points)}，高于分值 ${showPoints(line.points)}`,
            remedy: `改为不高于 ${showPoints(line.points)}`,
          },
        ]
      : [],
  )
}

function total({ roots, ruleSet, submission, addsUp }: Form, tolerance: Fraction): Found[] {
  const known = allKnown(roots.map(scoreOf))
  if (!known || !addsUp) return []
  const added = sum(known)
  const terms = roots.map(({ label }, index) => `${label} ${show(known[index] ?? Fraction.ZERO)}`).join('＋')
  const printed = submission.printed?.points
  const most = Fraction.fromNumber(ruleSet.points)
  if (printed !== undefined && added.subtract(Fraction.fromNumber(printed)).abs().compare(tolerance) > 0)
    return [
      {
        path: 'printed.points',
        read: `自评总分印的是 ${showPoints(Fraction.fromNumber(printed))}，各项合计 ${terms}=${showPoints(added)}`,
        remedy: added.compare(most) > 0 ? '核对各项分值和得分' : `把总分改为 ${showPoints(added)}，或核对各项得分`,
      },
    ]
  if (printed !== undefined || added.compare(most) <= 0) return []
  return [
    {
      path: 'selfScores',
      read: `自评得分合计 ${terms}=${showPoints(added)}，超过总分 ${showPoints(most)}`,
      remedy: `核对各项分值和得分，使合计不超过 ${showPoints(most)}`,
    },
  ]
}
