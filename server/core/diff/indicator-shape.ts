import { describePolicy } from '../describe/rules.ts'
import { tokensText } from '../describe/token.ts'
import { quoted } from '../explain/sentence.ts'
import type { Indicator, NotApplicablePolicy } from '../rule-set.ts'
import {
  conditionMember,
  conditionText,
  factMember,
  factName,
  numberMember,
  textMember,
  wordMember,
} from './members.ts'
import { deductions } from './rule-shape.ts'
import { NONE, shapeOf, value, type Reading } from './shape.ts'

export const STATUS_WORDS = { confirmed: '已见原文', unverified: '未见原文' }

export const policyText = (policy: NotApplicablePolicy | undefined, absent: string, { describer }: Reading): string =>
  policy === undefined ? absent : tokensText(describePolicy(describer, policy, []))

type Each = NonNullable<Indicator['each']>
const inRow = (each: Each, { describer, ...rest }: Reading): Reading => ({
  ...rest,
  describer: describer.inside(each.list),
})
const field = (id: string, each: Each, reading: Reading): string => factName(id, inRow(each, reading))

const eachShape = shapeOf<Each>({
  list: factMember('逐行展开的清单', 'list'),
  where: value('取哪些行', (each, reading) =>
    each.where ? conditionText(each.where, inRow(each, reading)) : '所有行',
  ),
  points: value('每行的分值', (each, reading) =>
    each.points === 'even' ? '平分' : `取自${field(each.points, each, reading)}`,
  ),
  label: value('每行的名称', (each, reading) =>
    each.label === undefined ? NONE : `取自${field(each.label, each, reading)}`,
  ),
})
const eachText = (each: Each, reading: Reading): string =>
  `${factName(each.list, reading)}${each.where ? `中${conditionText(each.where, inRow(each, reading))}的行` : '的每一行'}`

/** An indicator without its children, which have groups of their own. */
export const indicatorShape = shapeOf<Indicator>({
  id: null,
  children: null,
  label: textMember('名称', 'label'),
  points: numberMember('分值', 'points', '未写'),
  of: numberMember('内部按多少分制写', 'of', '与分值相同'),
  split: wordMember('下级的分值', 'split', { even: '平分', weights: '按权重分' }, '各自写明'),
  combine: wordMember('下级的计分', 'combine', { one: '择一计分' }, '相加'),
  choose: value('择一的办法', ({ choose }, reading) => {
    if (choose === undefined) return NONE
    if (typeof choose === 'object') return `由${factName(choose.fact, reading)}选定`
    return choose === 'higher' ? '取高者' : '取低者'
  }),
  applies: conditionMember('适用条件', 'applies'),
  notApplicable: value('不适用时', ({ notApplicable }, reading) => policyText(notApplicable, '按上级的办法', reading)),
  each: {
    kind: 'object',
    label: '逐行展开',
    shape: eachShape,
    print: ({ owner, reading }) => (owner.each ? eachText(owner.each, reading) : NONE),
  },
  scoring: { kind: 'scoring' },
  deductions: {
    kind: 'list',
    items: deductions,
    reading: ({ owner: { each }, reading }) => (each ? inRow(each, reading) : reading),
  },
  evidence: value('佐证材料', ({ evidence }) => {
    if (!evidence) return '未规定'
    const without = evidence.without === 'zero' ? '没有的不得分' : '没有的暂不评分'
    return evidence.required ? `须有，${without}` : `不要求（${without}）`
  }),
  missing: wordMember('未填报时', 'missing', { open: '待补', zero: '记 0 分' }, '待补'),
  clause: textMember('评分标准原文', 'clause'),
  guide: textMember('填报说明', 'guide'),
  source: textMember('出处', 'source'),
  status: wordMember('是否见到原文', 'status', STATUS_WORDS, '与整份文件相同'),
})

export const indicatorLabel = ({ id, label }: Indicator): string => label ?? id
export const quotedLabel = (indicator: Indicator): string => quoted(indicatorLabel(indicator))
