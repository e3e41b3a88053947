import type { GradedNode, Grading, JudgedCondition, Line } from '../core/grading.ts'
import { fromPoints, toPoints } from '../core/points.ts'
import type { RuleSet } from '../core/rule-set.ts'
import { clean, displayWidth, fit, padEnd, padStart, wrap } from './text-width.ts'

/** How an account is written: everything or only what is not full, on a screen of so many columns, with grey or without. */
export interface AccountStyle {
  readonly explain: boolean
  readonly columns: number | null
  readonly colour: boolean
}

const STATUS_WORDS = {
  final: '已定',
  provisional: '暂定（有数据未填或待核）',
  notApplicable: '不适用',
  error: '出错',
} as const

const NODE_WORDS = { graded: '', notApplicable: '不适用', missing: '未填报', pending: '待核', error: '出错' } as const

const EFFECT_WORDS: Readonly<Record<Line['effect'], string>> = {
  deduct: '扣分',
  floor: '扣完为止',
  exempt: '不适用',
  rescale: '折算',
  full: '计满分',
  scale: '换算',
  multiply: '总分折扣',
  capPoints: '总分封顶',
  capGrade: '等级限制',
  zero: '总分归零',
  add: '加分',
}

const OPERATOR_WORDS: Readonly<Record<string, string>> = {
  equal: '等于',
  notEqual: '不等于',
  lessThan: '小于',
  lessThanInclusive: '不大于',
  greaterThan: '大于',
  greaterThanInclusive: '不小于',
  in: '属于',
  notIn: '不属于',
  contains: '包含',
  doesNotContain: '不包含',
}

/** The account of a grading as lines for a terminal or a text file; `assumed`: how many values are not in the document. */
export function accountText(grading: Grading, ruleSet: RuleSet, assumed: number, style: AccountStyle): string[] {
  return new AccountWriter(style).write(grading, ruleSet, assumed)
}

interface Columns {
  readonly label: number
  readonly number: number
}

class AccountWriter {
  readonly #style: AccountStyle
  readonly #lines: string[] = []

  constructor(style: AccountStyle) {
    this.#style = style
  }

  write(grading: Grading, ruleSet: RuleSet, assumed: number): string[] {
    this.#head(grading, ruleSet)
    const columns = this.#columnsFor(grading)
    this.#row(['指标', '分值', '得分', '扣分'], 0, columns)
    this.#lines.push('─'.repeat(columns.label + 3 * columns.number))
    this.#nodes(grading.indicators, 0, columns)
    for (const line of grading.overrides) this.#line(line, 0)
    this.#lines.push('─'.repeat(columns.label + 3 * columns.number))
    this.#row(['合计', ...amounts(grading.fullPoints, grading.points, grading.range)], 0, columns)
    this.#foot(grading, assumed)
    return this.#lines
  }

  #head(grading: Grading, ruleSet: RuleSet): void {
    const { ruleSet: version, submission } = grading
    const unverified = ruleSet.provenance?.status === 'confirmed' ? '' : ' 【未经核实】'
    this.#text(`${submission.name}（${submission.id}）`, 0)
    this.#text(`指标体系：${ruleSet.title ?? version.id}（${version.id}@${version.effective}）${unverified}`, 0)
    this.#lines.push(verdict(grading), '')
  }

  #foot(grading: Grading, assumed: number): void {
    this.#lines.push('')
    for (const check of grading.checks) {
      const word = check.severity === 'error' ? '错误' : '提醒'
      this.#text(`${word} ${check.code}：${check.message}（${check.path}）`, 0)
    }
    if (assumed > 0) this.#text(`有 ${assumed} 个数据在原文件中没有载明，按推定值计算。`, 0)
    if (grading.cohort) this.#text(`与同组共 ${grading.cohort.size} 份填报比较。`, 0)
    const confirmed = grading.confirmedBy !== null
    this.#text(
      confirmed ? '双算核验：通过，json-rules-engine 与编译判定逐条一致。' : '双算核验：没有通过，本次评分不能作数。',
      0,
    )
  }

  #nodes(nodes: readonly GradedNode[], depth: number, columns: Columns): void {
    const shown = nodes.filter((node) => this.#style.explain || node.children.length > 0 || !isFull(node))
    for (const node of shown) this.#node(node, depth, columns)
    const folded = nodes.length - shown.length
    if (folded > 0) this.#lines.push(this.#grey(`${indent(depth)}${shown.length > 0 ? '其余 ' : ''}${folded} 项满分`))
  }

  #node(node: GradedNode, depth: number, columns: Columns): void {
    const word = NODE_WORDS[node.status]
    const label = word === '' ? node.label : `${node.label}（${word}）`
    this.#row([label, ...amounts(node.points, node.awarded, node.range)], depth, columns)
    if (node.message !== null) this.#detail(node.message, depth + 1)
    for (const line of node.lines) this.#line(line, depth + 1)
    if (node.children.length === 0) return
    const leaves = leavesOf(node)
    if (!this.#style.explain && leaves.every(isFull)) {
      this.#lines.push(this.#grey(`${indent(depth + 1)}${leaves.length} 项满分`))
    } else this.#nodes(node.children, depth + 1, columns)
  }

  #line(line: Line, depth: number): void {
    this.#text(`${signed(line.points)} ${EFFECT_WORDS[line.effect]}  ${line.reason}`, depth)
    if (line.calculation !== null) this.#detail(`计算  ${line.calculation}`, depth + 1)
    const values = line.values.map(
      (value) => `${value.label} ${value.text}${value.source === 'assumed' ? '（推定）' : ''}`,
    )
    if (values.length > 0) this.#detail(`数据  ${values.join('，')}`, depth + 1)
    for (const note of line.values.flatMap((value) => value.note ?? [])) this.#detail(`说明  ${note}`, depth + 1)
    if (line.clause !== null) this.#detail(`依据  ${line.clause}`, depth + 1)
    if (line.remedy !== null) this.#detail(`改进  ${line.remedy.text}`, depth + 1)
    if (this.#style.explain && line.conditions !== null) {
      for (const condition of comparisons(line.conditions)) this.#detail(`条件  ${condition}`, depth + 1)
    }
    this.#detail(`规则  ${line.rule}`, depth + 1)
  }

  #row(cells: readonly string[], depth: number, columns: Columns): void {
    const [label = '', ...numbers] = cells
    const name = padEnd(fit(indent(depth) + clean(label), columns.label), columns.label)
    this.#lines.push((name + numbers.map((cell) => padStart(cell, columns.number)).join('')).trimEnd())
  }

  #detail(text: string, depth: number): void {
    for (const line of this.#wrapped(text, depth)) this.#lines.push(this.#grey(line))
  }

  #text(text: string, depth: number): void {
    this.#lines.push(...this.#wrapped(text, depth))
  }

  #wrapped(text: string, depth: number): string[] {
    const before = indent(depth)
    const { columns } = this.#style
    if (columns === null) return [before + clean(text)]
    // two columns for the indent of further lines, two for a closing sign that may not begin one
    const width = Math.max(20, columns - displayWidth(before) - 4)
    return wrap(clean(text), width).map((line, index) => before + (index === 0 ? '' : '  ') + line)
  }

  #grey(text: string): string {
    return this.#style.colour ? `\u001B[90m${text}\u001B[39m` : text
  }

  #columnsFor(grading: Grading): Columns {
    const rows = [...grading.indicators.flatMap(allOf)]
    const number =
      2 + Math.max(6, ...rows.flatMap((node) => amounts(node.points, node.awarded, node.range)).map(displayWidth))
    const wanted = Math.max(24, ...rows.map((node) => displayWidth(node.label) + 12))
    const room = (this.#style.columns ?? 100) - 3 * number
    return { label: Math.max(20, Math.min(wanted, room)), number }
  }
}

function verdict(grading: Grading): string {
  const grade = grading.grade === null ? '' : `    等级 ${grading.grade}`
  const [points] = amounts(grading.fullPoints, grading.points, grading.range).slice(1)
  const score = points === '' ? '' : `得分 ${points} / ${grading.fullPoints}${grade}    `
  return `${score}状态 ${STATUS_WORDS[grading.status]}`
}

/** 分值, 得分 (or its range), 扣分. */
function amounts(points: number, awarded: number | null, range: readonly [number, number] | null): string[] {
  if (awarded === null) return [String(points), range === null ? '' : `${range[0]}–${range[1]}`, '']
  const lost = toPoints(fromPoints(awarded) - fromPoints(points))
  return [String(points), String(awarded), lost === 0 ? '' : String(lost)]
}

const signed = (points: number): string => (points > 0 ? `+${points}` : String(points))
const indent = (depth: number): string => '  '.repeat(depth)
const isFull = (node: GradedNode): boolean =>
  node.status === 'graded' && node.awarded === node.points && node.lines.length === 0

function leavesOf(node: GradedNode): GradedNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf)
}

function allOf(node: GradedNode): GradedNode[] {
  return [node, ...node.children.flatMap(allOf)]
}

function comparisons(condition: JudgedCondition): string[] {
  if ('all' in condition) return condition.all.flatMap(comparisons)
  if ('any' in condition) return condition.any.flatMap(comparisons)
  if ('not' in condition) return comparisons(condition.not).map((text) => `并非 ${text}`)
  const word = condition.result === null ? '未定' : condition.result ? '是' : '否'
  const operator = OPERATOR_WORDS[condition.operator] ?? condition.operator
  return [`${condition.label} ${operator} ${condition.valueText}：${word}（实际 ${condition.actual}）`]
}
