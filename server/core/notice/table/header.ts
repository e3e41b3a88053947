import { fold } from '../grammar/fold.ts'

/** What the columns of a scoring table hold; indexes of columns. */
export interface Header {
  /** Index of the row that names the columns. */
  readonly row: number
  /** Names of indicators, from level 1 down. */
  readonly levels: readonly number[]
  /** Points, each with the level (index in `levels`) it stands beside; null for the last level, whichever a row has. */
  readonly points: readonly { readonly column: number; readonly level: number | null }[]
  readonly criteria: readonly number[]
  readonly explanations: readonly number[]
}

type Role = 'level' | 'points' | 'criterion' | 'explanation'

const ROLES: readonly (readonly [RegExp, Role])[] = [
  [
    /^(?:序号|编号|备注|.*(?:自评|复核|实际|最终|评价|考核)?得分|扣分原因|.*完成值|指标值|数据来源|.*部门|.*单位)$/u,
    'level',
  ],
  [/^(?:一|二|三|四|1|2|3|4)级(?:指标|目标)?(?:名称|内容)?(?:及(?:分值|权重))?(?:\(.*\))?$/u, 'level'],
  [/^(?:评价|考核|评分|考评|绩效)?(?:指标|项目|内容|要素)(?:名称)?$/u, 'level'],
  [/^(?:指标|标准|参考|基准|考核)?(?:分值|权重|分数|配分|标准分|满分|基准分|权重分)值?(?:\(.*\)|\/.*)?$/u, 'points'],
  [
    /(?:评分|计分|考核|评价|扣分|打分|得分|考评|赋分)(?:的)?(?:标准|细则|办法|方法|规则|说明|要求|依据及标准)/u,
    'criterion',
  ],
  [/解释|说明|内涵|要点|计算公式|计算方法|定义/u, 'explanation'],
]
const NOTHING = ROLES[0]

/** Longest stretch of titles and notes before the header. */
const MOST_TITLES = 20

/** Finds the row that names the columns; null when none names an indicator and either points or a criterion. */
export function findHeader(rows: readonly (readonly string[])[]): Header | null {
  for (const [row, cells] of rows.slice(0, MOST_TITLES).entries()) {
    const roles = cells.map(roleOf)
    const at = (role: Role): number[] => roles.flatMap((one, column) => (one === role ? [column] : []))
    const [levels, points] = [at('level'), at('points')]
    const [criteria, explanations] = [at('criterion'), at('explanation')]
    if (levels.length === 0 || criteria.length + explanations.length === 0) continue
    const several = points.length > 1
    return {
      row,
      levels,
      points: points.map((column) => ({
        column,
        level: several ? levels.filter((one) => one < column).length - 1 : null,
      })),
      // a form without a column of criteria states them where it explains
      criteria: criteria.length > 0 ? criteria : explanations,
      explanations: criteria.length > 0 ? explanations : [],
    }
  }
  return null
}

function roleOf(cell: string): Role | null {
  const plain = fold(cell).text.replaceAll('\n', '')
  const found = ROLES.find(([pattern]) => pattern.test(plain))
  return found === undefined || found === NOTHING ? null : found[1]
}
