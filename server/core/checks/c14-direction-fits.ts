import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import { DIRECTION_MARKS, quote } from './words.ts'

/** 方向与指标的意思相符。Seen as: a cost with ≥ or =. Only names whose good end is beyond doubt. */
export const directionFits: Claim = {
  code: 'C14',
  title: '指标的方向与它的意思相符',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find({ leaves }) {
    return leaves.flatMap(({ label, row, goal }) => {
      if (!row || !goal?.direction) return []
      const isCost = row.text(row.columns.level2) === '成本指标' && !SAVING.test(label)
      const better = LESS.test(label) || isCost ? '<=' : MORE.test(label) ? '>=' : null
      const wrong = better === '<=' ? goal.direction !== '<=' : better === '>=' && goal.direction === '<='
      if (!better || !wrong) return []
      return [
        {
          path: row.columns.direction === null ? row.path : row.cell(row.columns.direction).path,
          read: `${quote(label)}越${better === '<=' ? '低' : '高'}越好，方向写的是“${DIRECTION_MARKS[goal.direction]}”`,
          remedy: `改为“${DIRECTION_MARKS[better]}”，或核对指标名称`,
        },
      ]
    })
  },
}

const SAVING = /节约|节省|降低|下降|减少|控制率|压减/u
const LESS =
  /^(?!.*(?:下降|减少|降低|节约|压减|办结|处理|化解|控制|整改)).*(?:成本|费用|总投资|投诉(?:件数|次数|数量|率)?|死亡率|死亡人数|事故(?:起数|次数|发生率|数量)?|违法犯罪率|发案率|差错率|逾期率|超支额|平均用时)$/u
const MORE =
  /^(?!.*[不未非无]).*(?:合格率|完成率|覆盖率|达标率|办结率|及时率|满意度|满意率|知晓率|优良率|巩固率|建档率|接种率)$/u
