import { Fraction } from '../fraction.ts'
import type { Indicator } from '../rule-set.ts'
import { byReviewer, BY_REVIEWER } from './by-reviewer.ts'
import { readCompound } from './form/compound.ts'
import { compoundBlock } from './form/compound-block.ts'
import type { Rescaling } from './form/rescaling.ts'
import { formCellOf, type FormCell } from './form/whole-form.ts'
import { about, aboutAll, DECIMALS, readAsForm, type CriterionReading, type Findings } from './notice-reading.ts'
import { readClause, type ClauseReading } from './read-clause.ts'
import type { TableNode } from './table/rows.ts'

/** A leaf that states no criterion at all still needs its text. */
const NO_CLAUSE = '（原表没有写评分标准）'

/** Turns the nodes of a table into indicators: ids are `i1-2-3` by place, facts `f1_2_3a`. */
export class IndicatorReader {
  /** What criteria say about more than their own indicator. */
  readonly rescalings: Rescaling[] = []
  readonly formCells: FormCell[] = []

  constructor(readonly found: Findings) {}

  /** @param shared the points its block shares out evenly; null for one with points of its own. */
  read(node: TableNode, path: readonly number[], shared: number | null = null): Indicator {
    const id = `i${path.join('-')}`
    return node.children.length === 0 ? this.#leaf(node, path, id, shared) : this.#block(node, path, id)
  }

  #block(node: TableNode, path: readonly number[], id: string): Indicator {
    const { label, row, points } = node
    const bare = points !== null && node.children.every((child) => child.points === null && child.children.length === 0)
    const children = node.children.map((child, index) => this.read(child, [...path, index + 1], bare ? points : null))
    if (bare) {
      if (!children.every(({ applies }) => applies))
        this.found.open.push({
          ...about(id, row),
          code: 'points_missing',
          sentence: label,
          message: `“${label}”的 ${points} 分没有分到下级，暂由下级平分，请写明各自的分值。`,
        })
      return { id, label, points, split: 'even', children }
    }
    const sum = sumOf(children)
    if (points !== null && !Fraction.fromNumber(points).equals(sum))
      this.found.open.push({
        ...about(id, row),
        code: 'sum_differs',
        sentence: label,
        message: `“${label}”写的是 ${points} 分，下级合计 ${sum.toNumber()} 分，请核对。`,
      })
    return { id, label, points: points ?? sum.toNumber(), children }
  }

  #leaf(node: TableNode, path: readonly number[], id: string, shared: number | null): Indicator {
    const { label, row, points, clause: text, explanation } = node
    const prefix = `f${path.join('_')}`
    const leaf = { label, points: shared ?? points, decimals: DECIMALS, prefix }
    const read = optional(readClause(text, leaf, explanation), shared)
    const criterion = { indicator: id, label, row, text, recognised: read.rules !== null, sentences: read.sentences }
    const at = about(id, row)
    if (points === null && shared === null)
      this.found.open.push({
        ...at,
        code: 'points_missing',
        sentence: label,
        message: `“${label}”没有分值，暂记 0 分，请补上。`,
      })
    const base = {
      id,
      label,
      ...(shared === null ? { points: points ?? 0 } : {}),
      clause: text === '' ? NO_CLAUSE : text.slice(0, 4000),
      ...(explanation === '' ? {} : { guide: explanation.slice(0, 4000) }),
    }
    if (read.rules) {
      this.found.criteria.push(criterion)
      this.found.facts.push(...read.facts)
      this.found.assumptions.push(...read.assumptions.map((one) => ({ ...at, ...one })))
      if (read.rescales !== null) this.rescalings.push({ block: read.rescales, indicator: id, row, text })
      return { ...base, ...read.rules }
    }
    const compound = points === null || shared !== null ? null : readCompound(text, points)
    const block =
      compound && points !== null
        ? compoundBlock(compound, base, { label, row, points, clause: text, explanation, prefix }, this.found)
        : null
    this.found.criteria.push(block ? readAsForm(criterion) : criterion)
    return block ?? { ...base, scoring: this.#unread(criterion, prefix, read.why) }
  }

  /** A criterion that stays text. */
  #unread(criterion: CriterionReading, prefix: string, why: string | null): NonNullable<Indicator['scoring']> {
    const { label, row, text } = criterion
    const formCell = formCellOf(text, row, this.found.criteria.length - 1)
    if (formCell) this.formCells.push(formCell)
    else
      this.found.open.push({
        ...aboutAll(criterion),
        code: text === '' ? 'clause_missing' : 'not_recognised',
        message: `${text === '' ? '没有评分标准，' : `${why ?? ''}文字原样保留，`}${BY_REVIEWER}`,
      })
    const { facts, scoring } = byReviewer(prefix, label)
    this.found.facts.push(...facts)
    return scoring
  }
}

export const sumOf = (nodes: readonly Indicator[]): Fraction =>
  nodes.reduce((sum, { points = 0 }) => sum.add(Fraction.fromNumber(points)), Fraction.ZERO)

/** Methods that give shares: the points of a leaf may be any. */
const SHARES: ReadonlySet<string> = new Set(['level', 'ratio', 'attainment', 'full'])

/** A leaf that shares its block's points must say that it is one of several to choose from; any other must not. */
function optional(read: ClauseReading, shared: number | null): ClauseReading {
  if (!read.rules || (read.shares === null && shared === null)) return read
  const scoring = read.rules.scoring
  const methods = scoring === undefined ? [] : Array.isArray(scoring) ? scoring : [scoring]
  const fits = read.shares !== null && shared !== null && (read.shares.points ?? shared) === shared
  if (fits && methods.every(({ method }) => SHARES.has(method))) return read
  const why = shared === null ? '写的是几项平分，这里却有自己的分值。' : '没有分值，读不出怎么得分。'
  const sentences = read.sentences.map((sentence) => ({ ...sentence, recognised: null, note: null }))
  return { ...read, rules: null, facts: [], assumptions: [], sentences, why }
}
