import { quoted } from '../explain/sentence.ts'
import type { CohortDefinition, FactDefinition, FieldDefinition } from '../rule-set.ts'
import { contentWithout, matchById } from './match.ts'
import {
  factMember,
  factName,
  formulaMember,
  formulaText,
  numberLike,
  numberMember,
  textMember,
  wordListMember,
  wordMember,
  yesNoMember,
} from './members.ts'
import { NONE, shapeOf, value, type ListShape, type Reading } from './shape.ts'
import type { JsonObject } from './working-copy.ts'

const TYPES: Readonly<Record<string, string>> = {
  number: '数',
  boolean: '是否',
  text: '文本',
  choice: '选项',
  date: '日期',
  list: '清单',
}

/** An end of what may be filled in, shown as the fact shows its values. */
const end = (label: string, key: 'min' | 'max') =>
  value<FieldDefinition>(label, (fact, reading) => {
    const number = fact[key]
    return number === undefined ? '不限' : numberLike(number, { ...reading, like: fact.id })
  })

const fieldMembers = {
  id: null,
  label: textMember<FieldDefinition>('名称', 'label'),
  type: wordMember<FieldDefinition>('类型', 'type', TYPES),
  formula: formulaMember<FieldDefinition>('公式', 'formula'),
  whenDividedByZero: wordMember<FieldDefinition>(
    '除数为零时',
    'whenDividedByZero',
    { notApplicable: '不适用', error: '无法计算' },
    '无法计算',
  ),
  unit: textMember<FieldDefinition>('单位', 'unit'),
  decimals: numberMember<FieldDefinition>('小数位数', 'decimals', '不限'),
  display: wordMember<FieldDefinition>('显示为', 'display', { number: '数', percent: '百分数' }, '数'),
  min: end('最小值', 'min'),
  max: end('最大值', 'max'),
  options: wordListMember<FieldDefinition>('选项', 'options'),
  required: yesNoMember<FieldDefinition>('必填', 'required'),
  by: wordMember<FieldDefinition>('由谁填报', 'by', { unit: '单位', bureau: '财政局', reviewer: '评审' }, '单位'),
  given: yesNoMember<FieldDefinition>('给定的数', 'given'),
  aliases: wordListMember<FieldDefinition>('别名', 'aliases'),
  guide: textMember<FieldDefinition>('填报说明', 'guide'),
}
const fieldShape = shapeOf<FieldDefinition>(fieldMembers)

const FIGURES: Readonly<Record<CohortDefinition['figure'], string>> = {
  rank: '名次',
  best: '最好值',
  worst: '最差值',
  mean: '平均值',
  median: '中位数',
  size: '个数',
}
const ORDERS = { ascending: '小的好', descending: '大的好' }
const TIES = { same: '并列占位', dense: '并列不占位' }

const cohortShape = shapeOf<CohortDefinition>({
  of: factMember('同组比较的数据项', 'of'),
  figure: wordMember('同组的数字', 'figure', FIGURES),
  order: wordMember('同组排序', 'order', ORDERS, ORDERS.descending),
  ties: wordMember('并列名次', 'ties', TIES, TIES.same),
  by: factMember('分组', 'by'),
})
const cohortText = ({ of, figure }: CohortDefinition, reading: Reading): string =>
  `${factName(of, reading)}的${FIGURES[figure]}`

const named = ({ id, label }: FieldDefinition): string => label ?? id

/** “数，万元”, “公式 支出数 ÷ 预算数”. */
function kindText(fact: FactDefinition, reading: Reading): string {
  if (fact.formula !== undefined) return `公式 ${formulaText(fact.formula, reading)}`
  if (fact.cohort) return `同组中${cohortText(fact.cohort, reading)}`
  const parts = [
    fact.type === undefined ? '未写类型' : (TYPES[fact.type] ?? NONE),
    ...(fact.unit === undefined ? [] : [fact.unit]),
    ...(fact.options ? [fact.options.map(quoted).join('、')] : []),
    ...(fact.fields ? [`${fact.fields.length} 个栏目`] : []),
  ]
  return parts.join('，')
}

const asFact = (item: JsonObject): FactDefinition => item as unknown as FactDefinition
const identity = { key: 'id', word: '编号' }
const match: ListShape['match'] = (before, after) =>
  matchById(before, after, 'id', (fact) => (fact['label'] === undefined ? null : contentWithout(fact, 'id')))

const fields: ListShape = {
  noun: '栏目',
  match,
  identity,
  name: ({ owner }) => `栏目${quoted(named(asFact(owner)))}`,
  print: ({ owner, reading }) => `${quoted(named(asFact(owner)))}（${kindText(asFact(owner), reading)}）`,
  shape: () => fieldShape,
}

/** 数据项, each in a group of its own. */
export const facts: ListShape = {
  noun: '',
  match,
  identity,
  name: () => '',
  print: ({ owner, reading }) => kindText(asFact(owner), reading),
  shape: () => factShape,
}
const factShape = shapeOf<FactDefinition>({
  ...fieldMembers,
  cohort: {
    kind: 'object',
    label: '同组数字',
    shape: cohortShape,
    print: ({ owner, reading }) => (owner.cohort ? cohortText(owner.cohort, reading) : NONE),
  },
  fields: {
    kind: 'list',
    items: fields,
    reading: ({ owner, reading }) => ({ ...reading, describer: reading.describer.inside(owner.id) }),
  },
})
