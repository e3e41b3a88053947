import { fold } from '../grammar/fold.ts'
import { decimal } from '../grammar/terms.ts'
import type { Header } from './header.ts'

/** An indicator as the table has it. */
export interface TableNode {
  readonly label: string
  /** Points written for it; null when none are. */
  points: number | null
  /** The row it begins in, counted from 1. */
  readonly row: number
  readonly children: TableNode[]
  clause: string
  explanation: string
}

/** Something about the table that a person must see. */
export interface TableNote {
  readonly code: string
  readonly row: number
  readonly text: string
  readonly message: string
}

export interface NoticeTable {
  readonly nodes: readonly TableNode[]
  /** What the 合计 row says; null without one. */
  readonly total: number | null
  readonly open: readonly TableNote[]
  readonly assumptions: readonly TableNote[]
}

const TOTAL = /^(?:合计|总计|总分|合计得分|总得分)(?:\(.*\))?$/u
const SUBTOTAL = /^(?:小计|分项合计|.{0,10}小计)$/u
const FOOTNOTE = /^(?:注|备注|说明|附则|附注|填表说明|填写说明|注意)[:\d、.]?/u

/** Rows below the header as a tree: an empty name continues the one above, an empty deeper name makes its row a leaf. */
export function readRows(rows: readonly (readonly string[])[], header: Header): NoticeTable {
  return new TableReader(rows, header).read()
}

class TableReader {
  readonly #nodes: TableNode[] = []
  readonly #open: TableNote[] = []
  readonly #assumptions: TableNote[] = []
  /** The node that stands at each level. */
  readonly #path: (TableNode | null)[] = []
  #last: TableNode | null = null
  #total: number | null = null
  #ended = false
  #percents = false

  constructor(
    readonly rows: readonly (readonly string[])[],
    readonly header: Header,
  ) {}

  read(): NoticeTable {
    this.rows.slice(this.header.row + 1).forEach((cells, index) => this.#row(cells, this.header.row + 2 + index))
    for (const node of this.#nodes) this.#shareMerged(node)
    return { nodes: this.#nodes, total: this.#total, open: this.#open, assumptions: this.#assumptions }
  }

  #row(cells: readonly string[], row: number): void {
    const filled = cells.filter((cell) => cell !== '')
    const [first = ''] = filled
    const word = fold(first).text.replaceAll('\n', '')
    if (filled.length === 0 || this.#repeatsHeader(cells)) return
    if (TOTAL.test(word)) {
      this.#total = this.#numberIn(cells, row)
      this.#ended = true
    } else if (SUBTOTAL.test(word)) return
    else if (this.#ended || (filled.length === 1 && (FOOTNOTE.test(word) || /^\d+[.、]/u.test(word)))) {
      this.#ended = true
      this.#open.push({
        code: 'footnote',
        row,
        text: filled.join(' '),
        message: '表后的说明没有读，请核对是否要写成规则（等级、加分、封顶、折算等）。',
      })
    } else this.#indicators(cells, row)
  }

  #repeatsHeader(cells: readonly string[]): boolean {
    const head = this.rows[this.header.row] ?? []
    return this.header.levels.every((column) => cells[column] === head[column])
  }

  #indicators(cells: readonly string[], row: number): void {
    let made: TableNode | null = null
    for (const [level, column] of this.header.levels.entries()) {
      const text = cells[column] ?? ''
      if (text === '') continue
      const { label, points } = this.#nameAndPoints(text, row)
      const here = this.#path[level] ?? null
      const deeper = this.header.levels.slice(level + 1).some((other) => (cells[other] ?? '') !== '')
      // a name written again in every row instead of merged
      if (here && deeper && here.label === label && !made) continue
      const node: TableNode = { label, points, row, children: [], clause: '', explanation: '' }
      const parent = this.#path.slice(0, level).findLast((one) => one !== null) ?? null
      ;(parent?.children ?? this.#nodes).push(node)
      this.#path.length = level
      while (this.#path.length < level) this.#path.push(null)
      this.#path[level] = node
      made = node
    }
    const leaf = made ?? this.#last
    if (!leaf) return
    if (!made && filledText(cells, this.header.criteria) !== '')
      this.#assumptions.push({
        code: 'row_continues',
        row,
        text: filledText(cells, this.header.criteria),
        message: `这一行没有指标名称，并入上一个指标“${leaf.label}”。`,
      })
    this.#last = leaf
    leaf.clause = joined(leaf.clause, filledText(cells, this.header.criteria))
    leaf.explanation = joined(leaf.explanation, filledText(cells, this.header.explanations))
    for (const { column, level } of this.header.points) this.#points(cells[column] ?? '', level, made, row)
  }

  #points(text: string, level: number | null, made: TableNode | null, row: number): void {
    if (text === '') return
    const points = this.#pointsOf(text, row)
    const node = level === null ? made : (this.#path[level] ?? null)
    if (points === null || !node || (level !== null && node.row !== row))
      this.#open.push({ code: 'points_unread', row, text, message: `“${text}”不知是哪个指标的分值，没有用。` })
    else if (node.points !== null && node.points !== points)
      this.#open.push({
        code: 'points_twice',
        row,
        text,
        message: `“${node.label}”名称里写的是 ${node.points} 分，分值一栏是 ${points} 分，按名称里的。`,
      })
    else node.points = points
  }

  /** 履职效能（50分）, 投入 20, 产出(30%) */
  #nameAndPoints(text: string, row: number): { label: string; points: number | null } {
    const plain = text.replace(/\s*\n\s*/gu, '\n')
    const read =
      /^(.*?)(?:\s*[（(【]\s*(?:分值|权重)?[：:]?\s*(\d+(?:\.\d+)?\s*(?:分|%|％)?)\s*[)）】]|[\s\n]+(\d+(?:\.\d+)?\s*(?:分|%|％)?)|(\d+(?:\.\d+)?分))$/su.exec(
        plain,
      )
    const amount = read?.[2] ?? read?.[3] ?? read?.[4]
    const points = amount === undefined || !read?.[1] ? null : this.#pointsOf(amount, row)
    return { label: (points === null ? plain : (read?.[1] ?? '')).replaceAll('\n', '').slice(0, 200), points }
  }

  #pointsOf(text: string, row: number): number | null {
    const read = /^(\d{1,6}(?:\.\d{1,3})?)(分|%)?$/u.exec(fold(text).text.replaceAll('\n', ''))
    if (!read) return null
    if (read[2] === '%' && !this.#percents) {
      this.#percents = true
      this.#assumptions.push({
        code: 'weight_percent',
        row,
        text,
        message: '权重写成百分数的，按满分 100 分折成分值，如 10% 是 10 分。',
      })
    }
    return decimal(read[1] ?? '')
  }

  #numberIn(cells: readonly string[], row: number): number | null {
    const columns = this.header.points.map(({ column }) => column)
    const texts = [...columns.map((column) => cells[column] ?? ''), ...cells]
    return texts.map((text) => this.#pointsOf(text, row)).find((points) => points !== null) ?? null
  }

  /** Points written once beside the first of several rows are merged cells: they belong to the block. */
  #shareMerged(node: TableNode): void {
    node.children.forEach((child) => this.#shareMerged(child))
    const [first, ...others] = node.children
    if (!first || others.length === 0 || first.points === null || node.points !== null) return
    if (first.children.length > 0 || others.some(({ points, children }) => points !== null || children.length > 0))
      return
    node.points = first.points
    first.points = null
  }
}

const filledText = (cells: readonly string[], columns: readonly number[]): string =>
  columns
    .map((column) => cells[column] ?? '')
    .filter((cell) => cell !== '')
    .join('\n')

const joined = (before: string, more: string): string =>
  before === '' || more === '' ? before + more : `${before}\n${more}`
