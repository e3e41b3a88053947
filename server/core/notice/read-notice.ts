import { Fraction } from '../fraction.ts'
import { parsed, refused, type Parsed } from '../issue.ts'
import { parseRuleSet } from '../parse-rule-set.ts'
import type { FactDefinition, Indicator, RuleSet } from '../rule-set.ts'
import { readCompound, type Compound } from './form/compound.ts'
import { blocksOf, FormRules } from './form/form-rules.ts'
import { readForm, type FormReading } from './form/read-form.ts'
import { shareFacts } from './share-facts.ts'
import { readClause, type ClauseReading, type SentenceReading } from './read-clause.ts'
import { readDelimited } from './table/delimited.ts'
import { findHeader } from './table/header.ts'
import { readRows, type TableNode, type TableNote } from './table/rows.ts'

/** What the table does not say of itself. */
export interface NoticeOptions {
  readonly id: string
  readonly title: string
  readonly region: string
  readonly subject: 'department' | 'project'
  /** Effective from 1 January of this year. */
  readonly year: number
  /** Number or title of the document, for `provenance`. */
  readonly document?: string | undefined
}

/** Something a person must settle or check. */
export interface NoticeItem {
  readonly code: string
  /** The indicator it is about; null when it is about the table. */
  readonly indicator: string | null
  /** The row of the table, counted from 1; null when it is about none. */
  readonly row: number | null
  /** The place in the indicator's criterion; null when it is about no sentence. */
  readonly from: number | null
  readonly to: number | null
  readonly sentence: string
  readonly message: string
}

/** The criterion of an indicator beside what was made of it. */
export interface CriterionReading {
  readonly indicator: string
  readonly label: string
  readonly row: number
  readonly text: string
  readonly recognised: boolean
  readonly sentences: readonly SentenceReading[]
}

export interface NoticeReading {
  /** A draft that `parseRuleSet` accepts. */
  readonly ruleSet: RuleSet
  readonly criteria: readonly CriterionReading[]
  /** What was not read, and has to be settled by hand. */
  readonly open: readonly NoticeItem[]
  /** What was read in one of several possible ways, and which. */
  readonly assumptions: readonly NoticeItem[]
}

const DECIMALS = 2
/** A leaf that states no criterion at all still needs its text. */
const NO_CLAUSE = '（原表没有写评分标准）'
const GRADES = [
  { name: '优', share: 90 },
  { name: '良', share: 80 },
  { name: '中', share: 60 },
  { name: '差', share: 0 },
]

/**
 * Reads the scoring table of a notice, as pasted from Excel or WPS or saved as CSV, into a draft rule set.
 * A criterion is turned into a rule only when the grammar understands all of it; else its text stays, with method `level`
 * (a reviewer gives a share), and it is listed in `open`. Nothing is assumed without an item in `assumptions`.
 * Pure and deterministic: ids are `i1-2-3` by place, facts `f1_2_3a`.
 */
export function readNotice(text: string, options: NoticeOptions): Parsed<NoticeReading> {
  const rows = readDelimited(text)
  return rows.ok ? readNoticeRows(rows.value, options) : rows
}

/** The same for a table that is cells already: the first cell of a merge has its text, the others are empty. */
export function readNoticeRows(rows: readonly (readonly string[])[], options: NoticeOptions): Parsed<NoticeReading> {
  const header = findHeader(rows)
  if (!header)
    return refused([
      {
        path: '',
        code: 'notice_header',
        message:
          '前 20 行里没有找到表头：要有指标名称（如“三级指标”）和评分标准（如“评分标准”“评分细则”）两种列名，请连表头一起粘贴。',
      },
    ])
  const table = readRows(rows, header)
  if (table.nodes.length === 0)
    return refused([{ path: '', code: 'notice_empty', message: '表头下面没有指标，请连指标一起粘贴。' }])
  return new NoticeReader(options).read(table.nodes, table.total, table.open, table.assumptions)
}

class NoticeReader {
  readonly #criteria: CriterionReading[] = []
  readonly #open: NoticeItem[] = []
  readonly #assumptions: NoticeItem[] = []
  readonly #facts: FactDefinition[] = []
  readonly #rescales: {
    readonly block: string
    readonly indicator: string
    readonly row: number
    readonly text: string
  }[] = []
  /** Criteria that speak of the whole form: where they stand in `#criteria`. */
  readonly #cells: { readonly form: FormReading; readonly at: number }[] = []

  constructor(readonly options: NoticeOptions) {}

  read(
    nodes: readonly TableNode[],
    total: number | null,
    open: readonly TableNote[],
    assumptions: readonly TableNote[],
  ): Parsed<NoticeReading> {
    this.#open.push(...open.filter(({ code }) => code !== 'footnote').map(fromTable))
    this.#assumptions.push(...assumptions.map(fromTable))
    const tree = nodes.map((node, index) => this.#node(node, [index + 1], null))
    this.#rescaleBlocks(tree)
    const points = this.#totalOf(tree, total)
    const form = new FormRules(tree, usualGrades(points))
    for (const note of open) if (note.code === 'footnote') this.#footnote(note, form)
    for (const { form: reading, at } of this.#cells) this.#formCell(reading, at, form)
    const converted = new Set(blocksOf(tree).flatMap((block) => (block.of === undefined ? [] : [block.id])))
    const settled = this.#open.filter(
      ({ code, indicator }) => code !== 'sum_differs' || !converted.has(indicator ?? ''),
    )
    this.#open.splice(0, this.#open.length, ...settled)
    this.#facts.push(...form.facts)
    const { indicators, facts, shared } = shareFacts(tree, this.#facts)
    for (const { label, indicator } of shared)
      this.#assumptions.push({
        ...about(indicator, null),
        code: 'shared_fact',
        sentence: label,
        message: `“${label}”与前面指标里的同名数据项是同一个数，只填一次。`,
      })
    if (!form.grades)
      this.#assumptions.push({
        ...about(null, null),
        code: 'grades',
        sentence: '',
        message: '等级按全国通用的优 90、良 80、中 60、差（含下限，按总分折算）写，请与通知核对。',
      })
    const ruleSet = parseRuleSet(this.#ruleSet(points, facts, indicators, form))
    if (!ruleSet.ok) return ruleSet
    return parsed({
      ruleSet: ruleSet.value,
      criteria: this.#criteria,
      open: this.#open,
      assumptions: this.#assumptions,
    })
  }

  #ruleSet(
    points: number,
    facts: readonly FactDefinition[],
    indicators: readonly Indicator[],
    { grades, findings, overrides, usual }: FormRules,
  ): unknown {
    const { id, title, region, subject, year, document } = this.options
    return {
      format: 'hengping/rule-set@1',
      id,
      title,
      subject,
      region,
      points,
      decimals: DECIMALS,
      effective: { from: `${String(year).padStart(4, '0')}-01-01` },
      provenance: {
        status: 'unverified',
        documents: [{ title: document ?? title }],
        note: '由评分表自动读出的草稿，请逐条与通知核对。',
      },
      grades: grades ?? usual,
      notApplicable: 'rescale',
      facts,
      indicators,
      ...(findings.length > 0 ? { findings } : {}),
      ...(overrides.length > 0 ? { overrides } : {}),
    }
  }

  /** A line behind the table: what it says of the whole form is read, or it is listed. */
  #footnote(note: TableNote, form: FormRules): void {
    const unread = note.text.split('\n').filter((line, index) => {
      if (/^\s*(?:附则|附|注|备注|说明|填表说明)\s*[:：]?\s*$/u.test(line)) return false
      const reading = readForm(line, `f0_${note.row}_${index + 1}`)
      if (!reading || !form.add(reading)) return true
      this.#assumptions.push({ ...fromTable(note), code: 'form_rule', sentence: line, message: FORM_RULE })
      return false
    })
    if (unread.length > 0) this.#open.push(fromTable({ ...note, text: unread.join('\n') }))
  }

  /** The same in the cell of an indicator, which then has no criterion of its own. */
  #formCell(reading: FormReading, at: number, form: FormRules): void {
    const criterion = this.#criteria[at]
    if (!criterion) return
    const { indicator, row, text } = criterion
    const place = { ...about(indicator, row), from: 0, to: text.length, sentence: text }
    if (!form.add(reading)) {
      this.#open.push({ ...place, code: 'not_recognised', message: `${ELSEWHERE}文字原样保留，${BY_REVIEWER}` })
      return
    }
    const sentences = criterion.sentences.map((one) => ({ ...one, recognised: 'form' as const, note: null }))
    this.#criteria[at] = { ...criterion, recognised: true, sentences }
    this.#assumptions.push({ ...place, code: 'form_rule', message: FORM_RULE })
    this.#open.push({
      ...place,
      code: 'whole_form',
      message: `这一句说的是整张表；这个指标自己怎么得分没有写，${BY_REVIEWER}`,
    })
  }

  #node(node: TableNode, path: readonly number[], shared: number | null): Indicator {
    const id = `i${path.join('-')}`
    if (node.children.length === 0) return this.#leaf(node, path, id, shared)
    const bare =
      node.points !== null && node.children.every(({ points, children }) => points === null && children.length === 0)
    const children = node.children.map((child, index) =>
      this.#node(child, [...path, index + 1], bare ? node.points : null),
    )
    if (bare) {
      const { points } = node
      if (!children.every(({ applies }) => applies))
        this.#open.push({
          ...about(id, node.row),
          code: 'points_missing',
          sentence: node.label,
          message: `“${node.label}”的 ${points} 分没有分到下级，暂由下级平分，请写明各自的分值。`,
        })
      return { id, label: node.label, points: points ?? 0, split: 'even', children }
    }
    const sum = sumOf(children)
    if (node.points !== null && !Fraction.fromNumber(node.points).equals(sum))
      this.#open.push({
        ...about(id, node.row),
        code: 'sum_differs',
        sentence: node.label,
        message: `“${node.label}”写的是 ${node.points} 分，下级合计 ${sum.toNumber()} 分，请核对。`,
      })
    return { id, label: node.label, points: node.points ?? sum.toNumber(), children }
  }

  /** @param shared the points its block shares out evenly; null for a leaf with points of its own. */
  #leaf(node: TableNode, path: readonly number[], id: string, shared: number | null): Indicator {
    const { label, row, clause: text, explanation } = node
    const prefix = `f${path.join('_')}`
    const read = optional(
      readClause(text, { label, points: shared ?? node.points, decimals: DECIMALS, prefix }, explanation),
      shared,
    )
    this.#criteria.push({ indicator: id, label, row, text, recognised: read.rules !== null, sentences: read.sentences })
    const at = about(id, row)
    if (node.points === null && shared === null)
      this.#open.push({
        ...at,
        code: 'points_missing',
        sentence: label,
        message: `“${label}”没有分值，暂记 0 分，请补上。`,
      })
    const base = {
      id,
      label,
      ...(shared === null ? { points: node.points ?? 0 } : {}),
      clause: text === '' ? NO_CLAUSE : text.slice(0, 4000),
      ...(explanation === '' ? {} : { guide: explanation.slice(0, 4000) }),
    }
    if (!read.rules) {
      const compound = node.points === null || shared !== null ? null : readCompound(text, node.points)
      const block = compound && this.#compound(compound, base, node, path)
      if (block) return block
      const reading = text === '' ? null : readForm(text, `f0_${row}`)
      // findings and grades are laid down behind the table; in a cell they are about one indicator
      if (reading && reading.findings.length === 0 && !reading.grades)
        this.#cells.push({ form: reading, at: this.#criteria.length - 1 })
      else {
        const none = text === ''
        const message = none ? '没有评分标准，' : `${read.why ?? ''}文字原样保留，`
        this.#open.push({
          ...at,
          code: none ? 'clause_missing' : 'not_recognised',
          from: 0,
          to: text.length,
          sentence: text,
          message: `${message}${BY_REVIEWER}`,
        })
      }
      return { ...base, scoring: this.#byReviewer(prefix, label) }
    }
    this.#facts.push(...read.facts)
    this.#assumptions.push(...read.assumptions.map((one) => ({ ...at, ...one })))
    if (read.rescales !== null) this.#rescales.push({ block: read.rescales, indicator: id, row, text })
    return { ...base, ...read.rules }
  }

  /** Several indicators in one cell: a block of which one counts, or which its parts share; null when one is not read. */
  #compound(
    { kind, choose, parts }: Compound,
    base: Indicator,
    { label, row, clause, points, explanation }: TableNode,
    path: readonly number[],
  ): Indicator | null {
    const prefix = `f${path.join('_')}`
    const children = parts.map((part, index): { indicator: Indicator; read: ClauseReading | null } | null => {
      const own = { id: `${base.id}-${index + 1}`, label: part.label }
      const prefixed = `${prefix}_${index + 1}`
      if (part.text === '')
        return {
          indicator: { ...own, clause: base.clause, scoring: this.#byReviewer(prefixed, part.label) },
          read: null,
        }
      const leaf = { label: part.label, points, decimals: DECIMALS, prefix: prefixed }
      const read = readClause(part.text, leaf, explanation)
      return read.rules && read.shares === null && read.rescales === null
        ? { indicator: { ...own, clause: part.text, ...read.rules }, read }
        : null
    })
    if (children.some((child) => child === null)) return null
    const all = children.filter((child) => child !== null)
    const at = { ...about(base.id, row), from: 0, to: clause.length, sentence: clause }
    for (const { read } of all) {
      this.#facts.push(...(read?.facts ?? []))
      this.#assumptions.push(
        ...(read?.assumptions ?? []).map((one) => ({ ...at, code: one.code, message: one.message })),
      )
    }
    if (all.some(({ read }) => read === null))
      this.#open.push({
        ...at,
        code: 'parts_unscored',
        message: `“${parts.map((part) => part.label).join('”“')}”各自怎么得分没有写，${BY_REVIEWER}`,
      })
    const criterion = this.#criteria.at(-1)
    if (criterion)
      this.#criteria[this.#criteria.length - 1] = {
        ...criterion,
        recognised: true,
        sentences: criterion.sentences.map((one) => ({ ...one, recognised: 'form' as const, note: null })),
      }
    const indicators = all.map(({ indicator }) => indicator)
    if (kind === 'some')
      return { ...base, split: 'even', children: indicators.map((one) => this.#optional(one, prefix)) }
    if (choose !== 'filled') return { ...base, combine: 'one', choose, children: indicators }
    const fact = `${prefix}a`
    this.#facts.push({
      id: fact,
      label: `${label}：按哪一个考核`,
      type: 'choice',
      options: indicators.map(({ id }) => id),
    })
    this.#assumptions.push({
      ...at,
      code: 'choose_one',
      message: `几个里选哪一个，原文没有写明，按由填报单位选：${indicators.map(({ id, label: name }) => `${id} 是“${name ?? ''}”`).join('，')}。`,
    })
    return { ...base, combine: 'one', choose: { fact }, children: indicators }
  }

  /** One of several that share their block's points, where it is set at all. */
  #optional(indicator: Indicator, prefix: string): Indicator {
    const id = `${prefix}_${indicator.id.split('-').at(-1)}z`
    this.#facts.push({ id, label: `设置了${indicator.label ?? ''}`, type: 'boolean', given: true })
    return { ...indicator, applies: { all: [{ fact: id, operator: 'equal', value: true }] } }
  }

  /** The share a reviewer gives, from nothing to all. */
  #byReviewer(prefix: string, label: string): NonNullable<Indicator['scoring']> {
    const name = '评定'
    this.#facts.push(
      { id: `${prefix}a`, label: `${label}（评定）`, type: 'choice', options: [name], by: 'reviewer' },
      {
        id: `${prefix}b`,
        label: `${label}（得分率）`,
        type: 'number',
        display: 'percent',
        decimals: 4,
        min: 0,
        max: 1,
        by: 'reviewer',
      },
    )
    return { method: 'level', level: `${prefix}a`, share: `${prefix}b`, levels: [{ name, from: 0, to: 1 }] }
  }

  /** 没有政府采购的不适用，在“过程”内折算: the block of that name shares out the points. */
  #rescaleBlocks(nodes: readonly Indicator[]): void {
    const blocks = blocksOf(nodes)
    for (const { block, indicator, row, text } of this.#rescales) {
      const named = blocks.filter(({ label, children }) => label === block && contains(children ?? [], indicator))
      const [one] = named
      if (one && named.length === 1) one.notApplicable = 'rescale'
      else
        this.#open.push({
          ...about(indicator, row),
          code: 'block_unknown',
          sentence: text,
          message: `没有找到名为“${block}”的上级指标，不适用时在哪里折算请写明。`,
        })
    }
  }

  #totalOf(nodes: readonly Indicator[], total: number | null): number {
    const sum = sumOf(nodes)
    if (total !== null && !Fraction.fromNumber(total).equals(sum))
      this.#open.push({
        ...about(null, null),
        code: 'sum_differs',
        sentence: `合计 ${total}`,
        message: `合计写的是 ${total} 分，一级指标合计 ${sum.toNumber()} 分，请核对。`,
      })
    const points = total ?? sum.toNumber()
    return points > 0 ? points : 100
  }
}

const FORM_RULE = '这一句说的是整张表，写成了对总分、各大类或各指标的规则，请核对。'
const ELSEWHERE = '这一句说的是整张表，表里没有它说的大类或等级。'
const BY_REVIEWER = '暂由评审按比例给分，请改写成规则。'

/** National grades, as shares of the form's points. */
const usualGrades = (points: number) =>
  GRADES.map(({ name, share }) => ({
    name,
    from: Number(Fraction.fromNumber(points).multiply(Fraction.ofIntegers(share, 100)).toNumber()),
  }))

const about = (indicator: string | null, row: number | null) => ({ indicator, row, from: null, to: null })
const fromTable = ({ row, ...note }: TableNote): NoticeItem => ({
  ...about(null, row),
  code: note.code,
  sentence: note.text,
  message: note.message,
})

const sumOf = (nodes: readonly Indicator[]): Fraction =>
  nodes.reduce((sum, { points = 0 }) => sum.add(Fraction.fromNumber(points)), Fraction.ZERO)
const contains = (nodes: readonly Indicator[], id: string): boolean =>
  nodes.some((node) => node.id === id || contains(node.children ?? [], id))

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
