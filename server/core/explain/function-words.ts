/** Functions of a formula in words: the same in calculations and on the page. */
export const FUNCTION_WORDS: Record<string, string> = {
  if: '如果',
  and: '并且',
  or: '或者',
  not: '非',
  min: '较小值',
  max: '较大值',
  abs: '绝对值',
  round: '四舍五入',
  floor: '取整',
  ceil: '进整',
  days: '相隔天数',
  sum: '合计',
  count: '个数',
  average: '平均',
}
