/** Everything of a formula that is said and not data. */
export interface FormulaWords {
  readonly functions: Readonly<Record<string, string>>
  readonly open: string
  readonly close: string
  /** Between the operands of a function. */
  readonly comma: string
  readonly yes: string
  readonly no: string
}
/** The same in calculations and on the page. */
export const CHINESE_FORMULA: FormulaWords = {
  functions: {
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
  },
  open: '（',
  close: '）',
  comma: '，',
  yes: '是',
  no: '否',
}
/** Functions stand by their own names, which are English. */
export const ENGLISH_FORMULA: FormulaWords = { functions: {}, open: '(', close: ')', comma: ', ', yes: 'yes', no: 'no' }
