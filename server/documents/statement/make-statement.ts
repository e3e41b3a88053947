import type { CheckFinding, GradedNode } from '../../core/grading.ts'
import type { Fraction } from '../../core/fraction.ts'
import { fromPoints, toFraction } from '../../core/points.ts'
import type { Indicator } from '../../core/rule-set.ts'
import { formatNumber } from '../../core/explain/format-value.ts'
import { labelOf, leavesOf } from '../template/form-facts.ts'
import { basisOf, nodesById, pointsValue, withBelow, type ReportEntry } from '../report/report-entry.ts'
import { sayFact, type Figures } from './figures.ts'
import { amountOf, lostAtTotal, lostPoints, sayLost, withoutStop } from './lost-points.ts'
import { OwnTexts } from './own-texts.ts'
import { chineseOrdinal, heading, paragraph, remark, type Block, type Statement } from './statement.ts'
import { listTable, ownRowsTable } from './tables.ts'

export interface StatementEntry extends ReportEntry {
  readonly figures: Figures
  readonly findings: readonly CheckFinding[]
}

/** Names under which departments hand in each text. */
const TEXTS = {
  goals: ['总体绩效目标', '部门整体支出绩效目标', '绩效目标'],
  conclusion: ['自评结论'],
  problems: ['存在问题', '存在的主要问题', '主要问题'],
  measures: ['改进措施', '下一步改进措施'],
} as const

/**
 * 附件3: what a department hands in beside its 自评表, in the order of that form. Numbers come from the data alone,
 * sentences on lost points from the account; the department's own words stand as it wrote them, and where they do not
 * agree with the data, or are missing, a mark says what to put right.
 */
export function makeStatement(entry: StatementEntry): Statement {
  const { submission, ruleSet, findings } = entry
  const texts = new OwnTexts(submission, findings)
  const problems = texts.print(TEXTS.problems, [], null)
  const measures = texts.print(TEXTS.measures, [], null)
  const nodes = nodesById(entry.grading.indicators)
  const opening = [
    heading(1, '一、绩效自评情况'),
    heading(2, '（一）部门整体支出绩效目标'),
    ...texts.print(TEXTS.goals, [], '请写明部门整体支出绩效目标'),
    heading(2, '（二）自评结论'),
    ...texts.print(TEXTS.conclusion, [conclusion(entry)], null),
    ...openIndicators(entry),
    ...otherSelfScores(entry),
  ]
  const sections = ruleSet.indicators.map((block, index) => [
    heading(2, `（${chineseOrdinal(index + 3)}）${labelOf(block)}分析`),
    ...blockAnalysis(entry, block, nodes, texts),
  ])
  const rest = texts.names.map((name, index) => [
    heading(2, `（${chineseOrdinal(ruleSet.indicators.length + 3 + index)}）${name}`),
    ...texts.print([name], [], null),
  ])
  return {
    attachment: '附件3',
    title: '部门整体支出绩效自评表说明',
    unit: submission.name,
    year: submission.year,
    blocks: [
      ...opening,
      ...sections.flat(),
      ...rest.flat(),
      heading(1, '二、存在的主要问题'),
      ...problems,
      ...problemsFound(entry, problems.length > 0),
      heading(1, '三、下一步改进措施'),
      ...measures,
      ...remedies(entry, measures.length > 0),
    ],
    basis: basisOf(entry),
  }
}

/** `…设计总分为100分，区分履职效能和管理效率。…综合自评得分99分，等级为优，其中：履职效能指标50分，管理效率指标49分。` */
function conclusion({ submission, ruleSet, grading }: StatementEntry): string {
  const blocks = ruleSet.indicators.map((block) => `“${labelOf(block)}”`)
  const parts = grading.indicators.map((node) => `${node.label}指标${scored(node)}`)
  const grade = grading.grade === null ? '' : `，等级为${grading.grade}`
  const total = grading.points === null ? `在${pointsValue(null, grading.range)}分之间` : `${grading.points}分`
  return (
    `${submission.year}年度部门整体支出绩效评价指标体系设计总分为${grading.fullPoints}分，区分${blocks.join('、')}。` +
    `本部门综合自评得分${total}${grade}，其中：${parts.join('，')}。`
  )
}

const scored = ({ awarded, range, status }: GradedNode): string =>
  status === 'notApplicable' ? '不适用' : `${pointsValue(awarded, range)}分`

/** Indicators that are not scored yet, so that nobody takes the document for a final one. */
function openIndicators({ grading }: StatementEntry): Block[] {
  if (grading.status === 'final' || grading.status === 'notApplicable') return []
  const open = grading.indicators.flatMap(withBelow).flatMap(({ label, message }) => (message ? [`“${label}”${message}`] : [])) // prettier-ignore
  return [remark(`得分还没有定：${open.join('；')}`)]
}

/** Blocks that the department scored otherwise than their rules do. */
function otherSelfScores({ grading, submission }: StatementEntry): Block[] {
  return grading.indicators.flatMap(({ id, label, awarded }) => {
    const self = Object.hasOwn(submission.selfScores ?? {}, id) ? submission.selfScores?.[id]?.points : undefined
    if (self === undefined || awarded === null || self === awarded) return []
    return [remark(`“${label}”自评${self}分，按评分标准计算为${awarded}分，请核对数据或自评得分`)]
  })
}

/** A block of own indicators is told indicator by indicator; any other in one piece. */
function blockAnalysis(
  entry: StatementEntry,
  block: Indicator,
  nodes: ReadonlyMap<string, GradedNode>,
  texts: OwnTexts,
): Block[] {
  const node = nodes.get(block.id)
  if (!node) return []
  const label = labelOf(block)
  const isOwn = leavesOf([block]).some(({ leaf }) => leaf.each)
  if (isOwn)
    return [
      ...texts.print([`${label}分析`, label], [leadOf(node, `${node.label}指标`)], null),
      ...subjectsOf(block).flatMap((leaves, index) => subject(entry, leaves, index + 1, nodes, texts)),
    ]
  const said = [leadOf(node, `${node.label}指标`), ...partsOf(node)]
  return [...texts.print([`${label}分析`, label], said, null), ...causes(node)]
}

/** `管理效率指标分值50分，得分49分，得分率为98%。` */
function leadOf({ points, awarded, status, range }: GradedNode, who: string): string {
  if (status === 'notApplicable') return `${who}不适用。`
  if (awarded === null) return `${who}分值${points}分，得分在${pointsValue(null, range)}分之间。`
  const rate = points === 0 ? null : toFraction(fromPoints(awarded)).divide(toFraction(fromPoints(points)))
  return `${who}分值${points}分，得分${awarded}分${rate ? `，得分率为${percent(rate)}` : ''}。`
}

const percent = (rate: Fraction): string => formatNumber(rate, { unit: null, decimals: null, percent: true })

/** `其中：预算编制2分，得2分；…` */
function partsOf({ children }: GradedNode): string[] {
  if (children.length === 0) return []
  const parts = children.map((child) =>
    child.status === 'notApplicable' ? `${child.label}不适用` : `${child.label}${child.points}分，得${scored(child)}`,
  )
  return [`其中：${parts.join('；')}。`]
}

/** Why points were lost below a node. */
function causes(node: GradedNode): Block[] {
  const lost = lostPoints([node])
  if (lost.length === 0) return []
  return [paragraph(`扣分的主要原因：${inOrder(lost.map(sayLost))}。`)]
}

/** `一是…；二是…`; a single one stands alone. */
const inOrder = (sentences: readonly string[]): string =>
  sentences.length === 1
    ? String(sentences[0])
    : sentences.map((text, index) => `${chineseOrdinal(index + 1)}是${text}`).join('；')

/** Leaves that are told together: those of a block without own indicators. */
function subjectsOf(block: Indicator): Indicator[][] {
  return (block.children ?? [block]).flatMap((child) => {
    const leaves = leavesOf([child]).map(({ leaf }) => leaf)
    return leaves.some(({ each }) => each) ? leaves.map((leaf) => [leaf]) : [leaves]
  })
}

function subject(
  entry: StatementEntry,
  leaves: readonly Indicator[],
  ordinal: number,
  nodes: ReadonlyMap<string, GradedNode>,
  texts: OwnTexts,
): Block[] {
  const { figures } = entry
  const labels = leaves.map(labelOf)
  const title = labels.join('和')
  const name = texts.names.find((one) => labels.some((label) => label.includes(one)))
  const said = leaves.flatMap((leaf) => {
    const node = nodes.get(leaf.id)
    return node ? [...valuesOf(figures, leaf), leadOf(node, leaves.length === 1 ? '该项指标' : `“${node.label}”`)] : []
  })
  const tables = leaves.flatMap((leaf): Block[] => {
    const node = nodes.get(leaf.id)
    const rows = leaf.each && node ? figures.form.leaves.filter(({ indicator }) => indicator.id === leaf.id) : []
    return node && rows.length > 0 ? [ownRowsTable(rows, node)] : []
  })
  const lists = [...new Set(leaves.filter(({ each }) => !each).flatMap((leaf) => figures.lists(leaf)))]
  return [
    heading(3, `${ordinal}.${title}${/情况$/u.test(title) ? '' : '情况'}`),
    ...texts.print([name], said, leaves.some(({ each }) => each) ? `请写明${title}` : null),
    ...tables,
    ...lists.flatMap((list) => listTable(figures.form, list) ?? []),
    ...leaves.flatMap((leaf) => (nodes.get(leaf.id) ? causes(nodes.get(leaf.id) as GradedNode) : [])),
  ]
}

/** `调整后预算数为2,781.82万元，支出数为2,781.82万元，部门预算支出率为100%。` */
function valuesOf(figures: Figures, leaf: Indicator): string[] {
  if (leaf.each) return []
  const facts = figures.single(leaf).flatMap((fact) => {
    const text = figures.text(fact)
    return fact.type === 'number' && text !== null ? [sayFact(fact, text)] : []
  })
  return facts.length === 0 ? [] : [`${facts.join('，')}。`]
}

/** Lost points as problems, and what the checks found outside the texts. */
function problemsFound({ grading, findings }: StatementEntry, hasOwn: boolean): Block[] {
  const lost = [...lostPoints(grading.indicators), ...lostAtTotal(grading)]
  const outside = findings.filter(({ path }) => !path.startsWith('texts'))
  return [
    ...(lost.length > 0 ? [paragraph(`从评分结果看，失分在：${inOrder(lost.map(({ indicator, line }) => `“${indicator}”失${amountOf(line)}分，${withoutStop(line.reason)}`))}。`)] : []), // prettier-ignore
    ...(hasOwn ? [] : [remark('请写明存在的主要问题')]),
    ...outside.map(({ message }) => remark(message)),
  ]
}

/** What would have kept each lost point; who does it by when is for the department to say. */
function remedies({ grading }: StatementEntry, hasOwn: boolean): Block[] {
  const lost = [...lostPoints(grading.indicators), ...lostAtTotal(grading)]
  const known = lost.flatMap(({ indicator, line }) =>
    line.remedy ? [`针对“${indicator}”，${withoutStop(line.remedy.text)}`] : [],
  )
  const without = lost.filter(({ line }) => !line.remedy).map(({ indicator }) => `“${indicator}”`)
  return [
    ...(known.length > 0 ? [paragraph(`针对失分，拟采取以下措施：${inOrder(known)}。`)] : []),
    ...(without.length > 0 ? [remark(`请写明${[...new Set(without)].join('、')}的改进措施`)] : []),
    ...(lost.length > 0 ? [remark('请写明各项措施的责任科室和完成时限')] : []),
    ...(hasOwn || lost.length > 0 ? [] : [remark('请写明下一步改进措施')]),
  ]
}
