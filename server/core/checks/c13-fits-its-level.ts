import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import { quote } from './words.ts'

/**
 * 三级指标放在合适的二级指标下面。Seen as: 资金支付 as 数量指标. Only words that leave no doubt; a name that says nothing
 * of its kind is not judged.
 */
export const fitsItsLevel: Claim = {
  code: 'C13',
  title: '三级指标与所在的二级指标相符',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find({ leaves }) {
    return leaves.flatMap(({ label, row }) => {
      if (!row) return []
      const { group, level2 } = row.columns
      const below = row.text(level2)
      const misfit = MISFITS.find(({ level, name }) => level.test(below) && name.test(label))
      const home = HOMES.find(({ level }) => level.test(below))
      const block = row.text(group)
      if (misfit)
        return [
          {
            path: row.cell(level2).path,
            read: `${quote(label)}放在“${below}”下面`,
            remedy: `改放到“${misfit.home}”，或改写这条指标`,
          },
        ]
      if (home && block !== '' && !home.group.test(block))
        return [
          {
            path: row.cell(level2).path,
            read: `${quote(label)}的二级指标是“${below}”，一级指标却是“${block}”`,
            remedy: `核对这一行的一级指标和二级指标`,
          },
        ]
      return []
    })
  },
}

const MISFITS = [
  {
    level: /^(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响)指标$/u,
    name: /满意度/u,
    home: '服务对象满意度指标',
  },
  { level: /^(?:数量|质量|时效)指标$/u, name: /(?:资金|经费)(?:支付|支出)|成本/u, home: '成本指标' },
  { level: /^数量指标$/u, name: /合格率|达标率|优良率/u, home: '质量指标' },
  {
    level: /^(?:数量|质量|成本)指标$/u,
    name: /及时率|及时性|(?:按时|按期)(?:完成|开工|完工|办结|发放)率/u,
    home: '时效指标',
  },
  { level: /^(?:时效|成本)指标$/u, name: /合格率|达标率|优良率/u, home: '质量指标' },
  { level: /^(?:质量|时效)指标$/u, name: /(?:数量|人数|人次|场次|件数)$/u, home: '数量指标' },
]
const HOMES = [
  { level: /^(?:数量|质量|时效|成本)指标$/u, group: /产出|成本/u },
  { level: /^(?:经济效益|社会效益|生态效益|可持续影响)指标$/u, group: /效益/u },
  { level: /满意度指标$/u, group: /满意度|效益/u },
]
