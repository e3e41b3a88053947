import { describeFinding } from '../describe/rules.ts'
import { tokensText } from '../describe/token.ts'
import { quoted } from '../explain/sentence.ts'
import type { FindingDefinition, GradeBand, RuleSet } from '../rule-set.ts'
import { policyText, STATUS_WORDS } from './indicator-shape.ts'
import { contentWithout, matchById } from './match.ts'
import { numberMember, plainNumber, pointsText, shareMember, textMember, wordMember, yesNoMember } from './members.ts'
import type { About } from './rule-set-diff.ts'
import { monitoring, overrides } from './rule-shape.ts'
import { NONE, shapeOf, value, type ListShape, type Member } from './shape.ts'

type Provenance = NonNullable<RuleSet['provenance']>
type Document = Provenance['documents'][number]
const documents: ListShape = {
  noun: '依据文件',
  match: (before, after) => matchById(before, after, 'title', (document) => contentWithout(document, 'title')),
  identity: { key: 'title', word: '标题' },
  name: ({ owner }) => `依据文件${quoted(String(owner['title']))}`,
  print: ({ owner }) => {
    const { title, number } = owner as unknown as Document
    return `${quoted(title)}${number === undefined ? '' : `（${number}）`}`
  },
  shape: () =>
    shapeOf<Document>({
      title: null,
      number: textMember('文号', 'number'),
      url: textMember('网址', 'url'),
      note: textMember('说明', 'note'),
    }),
}

type Effective = NonNullable<RuleSet['effective']>
const dates = (effective: Effective): string =>
  `${effective.from} 起${effective.to === undefined ? '' : `，到 ${effective.to}`}`

/** What stands at the top of a rule set, less its lists. */
export const ruleSetShape = shapeOf<RuleSet>({
  $schema: textMember('编辑器提示用的文件', '$schema'),
  format: textMember('格式版本', 'format'),
  id: textMember('编号', 'id'),
  title: textMember('名称', 'title'),
  subject: wordMember('评价对象', 'subject', { department: '部门整体支出', project: '项目支出' }),
  region: textMember('适用地区', 'region'),
  points: numberMember('总分', 'points'),
  decimals: numberMember('得分的小数位数', 'decimals'),
  partial: yesNoMember('只收一部分指标', 'partial'),
  effective: {
    kind: 'object',
    label: '施行日期',
    print: ({ owner: { effective } }) => (effective ? dates(effective) : NONE),
    shape: shapeOf<Effective>({
      from: value('施行日期', ({ from }) => from),
      to: value('停止施行日期', ({ to }) => to ?? '未定'),
    }),
  },
  provenance: {
    kind: 'object',
    label: '出处',
    print: ({ owner: { provenance } }) =>
      provenance ? provenance.documents.map(({ title }) => quoted(title)).join('、') : NONE,
    shape: shapeOf<Provenance>({
      status: wordMember('是否见到原文', 'status', STATUS_WORDS),
      documents: { kind: 'list', items: documents, reading: ({ reading }) => reading },
      note: textMember('出处的说明', 'note'),
    }),
  },
  notApplicable: value('不适用时', ({ notApplicable }, reading) =>
    policyText(notApplicable, policyText('rescale', '', reading), reading),
  ),
  facts: null,
  indicators: null,
  grades: null,
  findings: null,
  overrides: null,
  monitoring: null,
  checks: null,
})

const grades: ListShape = {
  noun: '一档',
  match: (before, after) => matchById(before, after, 'name', (grade) => contentWithout(grade, 'name')),
  identity: { key: 'name', word: '名称' },
  name: ({ owner }) => quoted(String(owner['name'])),
  print: ({ owner }) => `${quoted(String(owner['name']))}（${pointsText(Number(owner['from']))}及以上）`,
  shape: () =>
    shapeOf<GradeBand>({
      name: null,
      from: value(
        '下限',
        ({ from }) => pointsText(from),
        ({ owner: a }, { owner: b }) => `下限 ${plainNumber(a.from)} 分 → ${plainNumber(b.from)} 分`,
      ),
    }),
}

const findings: ListShape = {
  noun: '一种',
  match: (before, after) => matchById(before, after, 'id', (finding) => contentWithout(finding, 'id')),
  identity: { key: 'id', word: '编号' },
  name: ({ owner }) => quoted(String(owner['label'])),
  print: ({ owner, reading }) =>
    tokensText(describeFinding(reading.describer, owner as unknown as FindingDefinition, [])),
  shape: () =>
    shapeOf<FindingDefinition>({
      id: null,
      label: textMember('名称', 'label'),
      share: shareMember('扣该项分值的', 'share'),
      clause: textMember('依据', 'clause'),
    }),
}

type Check = NonNullable<RuleSet['checks']>[number]
const SEVERITIES = { error: '错误', warning: '提示', off: '不核对' }
const checks: ListShape = {
  noun: '一项',
  match: (before, after) => matchById(before, after, 'code', null),
  identity: { key: 'code', word: '代码' },
  name: ({ owner }) => String(owner['code']),
  print: ({ owner }) => String(owner['code']),
  shape: () =>
    shapeOf<Check>({
      code: null,
      tolerance: numberMember('容差', 'tolerance', '未写'),
      severity: wordMember('不符时', 'severity', SEVERITIES, '未写'),
    }),
}

const listMember = (items: ListShape): Extract<Member<RuleSet>, { kind: 'list' }> => ({
  kind: 'list',
  items,
  reading: ({ reading }) => reading,
})

/** The lists after the indicators, each told in one group. */
export const ruleSetLists: readonly {
  readonly key: Exclude<About, 'ruleSet' | 'facts' | 'indicator'>
  readonly label: string
  readonly member: Extract<Member<RuleSet>, { kind: 'list' }>
}[] = [
  { key: 'grades', label: '等级', member: listMember(grades) },
  { key: 'overrides', label: '总分规则', member: listMember(overrides) },
  { key: 'findings', label: '评审发现', member: listMember(findings) },
  { key: 'monitoring', label: '监控', member: listMember(monitoring) },
  { key: 'checks', label: '核对', member: listMember(checks) },
]
