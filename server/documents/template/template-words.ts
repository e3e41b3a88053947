/** Words a template is recognised by; the importer looks for the same ones. */
export const TEMPLATE_MARK = '衡评填报模板'
export const TEMPLATE_FORMAT = 'hengping/template@1'
export const DICTIONARY = '字典'
export const FORM_SHEET = '填报'
export const SELF_SHEET = '自评'

/** Heads of the form's columns. */
export const HEADS = {
  id: '编码',
  fact: '数据项',
  value: '填报值',
  unit: '计量单位',
  note: '说明',
  last: '上年数',
  guide: '填报要求',
  self: '自评得分',
  reason: '扣分原因',
  row: '行号',
} as const

/** What a cell may say instead of a value. */
export const STATES = { 不适用: 'notApplicable', 待核: 'pending', 未填报: 'missing' } as const

/** What a list's own cell may say, when it has no rows. */
export const NONE = '无'
export const LIST_QUESTION = '本年度没有这类事项的选“无”，不适用的选“不适用”并在右边写明理由：'

/** Lines about the submission itself, above its facts. */
export const PARTICULARS = [
  { id: '@name', field: 'name', label: '名称', guide: '部门（单位）或项目的名称。', aliases: ['部门名称', '单位名称', '项目名称', '部门', '单位'] },
  { id: '@unit', field: 'unit', label: '单位编号', guide: '财政部门给本单位的编号；没有就留空。', aliases: ['单位代码', '部门编号', '部门代码'] },
  { id: '@year', field: 'year', label: '评价年度', guide: '四位数的年份。', aliases: ['年度', '年份'] },
  { id: '@region', field: 'region', label: '地区', guide: '', aliases: ['区划', '行政区划'] },
  { id: '@id', field: 'id', label: '填报编号', guide: '留空由系统编号。', aliases: ['编号'] },
] as const // prettier-ignore
export type Particular = (typeof PARTICULARS)[number]
