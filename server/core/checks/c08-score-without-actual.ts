import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { Cell } from './cell.ts'
import { criteriaOf } from './columns.ts'
import type { Form, Leaf } from './form.ts'
import { quote, showPoints } from './words.ts'

/** 有自评得分的，填了完成情况。 */
export const scoreWithoutActual: Claim = {
  code: 'C08',
  title: '有自评得分的，填了完成情况',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find(form, tolerance) {
    return form.leaves.flatMap((leaf) => {
      const { self, label } = leaf
      if (!self || self.points.compare(tolerance) <= 0) return []
      const blank = leaf.row ? blankOfRow(leaf) : blankOfLeaf(form, leaf)
      if (!blank) return []
      const note = blank.note === '' ? '' : `（${blank.note.replace(/。$/u, '')}）`
      return [
        {
          path: blank.path,
          read: `${quote(label)}自评 ${showPoints(self.points)}，没有完成情况${note}`,
          remedy: '填写实际完成的情况，没有资料的不计分',
        },
      ]
    })
  },
}

/** A quantitative row needs a value, a qualitative one a level; a text that stands for the value is another claim's. */
function blankOfRow({ row, goal }: Leaf): Cell | null {
  if (!row) return null
  const { columns } = row
  const cell = row.cell(goal ? columns.actual : columns.level)
  const isText = row.cell(columns.actualText).state === 'given'
  return cell.state === 'missing' && !isText ? cell : null
}

/** A leaf that reads one declared fact, which nobody filled in. */
function blankOfLeaf(form: Form, { indicator }: Leaf): Cell | null {
  const [criterion, ...more] = criteriaOf(indicator)
  if (!criterion || more.length > 0) return null
  const id = 'value' in criterion ? criterion.value : 'actual' in criterion ? criterion.actual : undefined
  const definition = form.ruleSet.facts.find((fact) => fact.id === id)
  if (id === undefined || !definition || definition.formula !== undefined || definition.cohort) return null
  const cell = form.fact(id)
  return cell.state === 'missing' ? cell : null
}
