import { parseRuleSet } from '../../core/parse-rule-set.ts'
import type { RuleSet } from '../../core/rule-set.ts'
import type { CellProblem } from '../import/cell-fault.ts'
import { CellFault, cellText, type Table } from '../table.ts'
import { Origins } from './origins.ts'
import { joinRecord, memberAt, setAt, type Column, type Members } from './record.ts'
import {
  BASE,
  CONSTANTS,
  COLUMNS,
  ENTRY_KEYS,
  ENTRY_SHEETS,
  FORMAT_MARK,
  HEADS,
  IN_TURN,
  SHEETS,
  TOP_LISTS,
  type RecordSheet,
} from './sheets.ts'
import { readRest, recordRows, teller, type CellPlace, type RecordRow, type Tell, type Written } from './table-rows.ts'

/** The rule set of a workbook, or all that is wrong with it, each with its cell. */
export type RuleSetTables =
  { readonly ok: true; readonly ruleSet: RuleSet } | { readonly ok: false; readonly problems: readonly CellProblem[] }

/** Whether a file of tables is a rule set, as `ruleSetWorkbook` writes it. */
export const isRuleSetWorkbook = (tables: readonly Table[]): boolean =>
  tables.some(({ name, rows }) => name === SHEETS.guide && cellText(rows[0]?.cells.get(1)).trim() === FORMAT_MARK)

/** Reads what `ruleSetWorkbook` wrote, edited or not, as strictly as a file in `rules/`. */
export function readRuleSetTables(tables: readonly Table[]): RuleSetTables {
  return new WorkbookReader(tables).read()
}

type Node = Members & { children?: Node[] }

class WorkbookReader {
  readonly #tables: ReadonlyMap<string, Table>
  readonly #problems: CellProblem[] = []
  readonly #origins = new Origins()
  readonly #tell: Tell = teller(this.#problems)

  constructor(tables: readonly Table[]) {
    this.#tables = new Map(tables.map((table) => [table.name.trim(), table]))
  }

  read(): RuleSetTables {
    const root = this.#base()
    const nodes = this.#tree(root)
    this.#criteria(nodes)
    this.#deductions(nodes)
    root['facts'] = this.#facts()
    for (const [sheet, path] of TOP_LISTS) {
      const records = this.#rows(sheet).map((row) => this.#record(row))
      if (records.length === 0) continue
      if (memberAt(root, path) !== undefined || !setAt(root, path, records))
        this.#tell(
          { sheet: SHEETS[sheet] },
          `“${SHEETS[sheet]}”在“${SHEETS.base}”的“${HEADS.rest}”里也写了，请只留一处。`,
        )
    }
    if (this.#problems.length > 0) return this.#refused()
    const read = parseRuleSet(root)
    if (read.ok) return { ok: true, ruleSet: read.value }
    for (const { path, message } of read.issues) this.#problems.push(this.#origins.place(root, path, message))
    return this.#refused()
  }

  #refused(): RuleSetTables {
    return { ok: false, problems: this.#problems }
  }

  #rows(sheet: RecordSheet): RecordRow[] {
    return recordRows(sheet, this.#tables, this.#tell)
  }

  /** A row's record, and where its members stand. */
  #record(row: RecordRow, more: readonly RecordRow[] = []): Members {
    const places = new Map<string, CellPlace>()
    for (const { cells, place } of [row, ...more])
      for (const { head, path } of cells.keys()) places.set(path.join('.'), place(head))
    for (const { head, path } of COLUMNS[row.sheet]) {
      const key = path.join('.')
      if (!places.has(key)) places.set(key, row.place(head))
    }
    const cells = new Map([row, ...more].flatMap((one) => [...one.cells]))
    const onFault = (column: Column, message: string): void =>
      this.#tell(places.get(column.path.join('.')) ?? row.place(null), message)
    const record = joinRecord(row.rest, cells, CONSTANTS[row.sheet] ?? [], onFault)
    this.#origins.set(record, row.place(null), places)
    return record
  }

  #base(): Members {
    const sheet = SHEETS.base
    const table = this.#tables.get(sheet)
    if (!table) {
      this.#tell({ sheet }, `少了工作表“${sheet}”。`)
      return {}
    }
    const columns = new Map(BASE.map((column) => [column.head, column]))
    const cells = new Map<Column, Written>()
    const places = new Map<string, CellPlace>()
    let rest: Members = {}
    for (const { row, cells: found } of table.rows.filter((one) => one.row > 1)) {
      const head = cellText(found.get(1)).trim()
      const place = { sheet, row, column: 2, name: head }
      const column = columns.get(head)
      const value = found.get(2)
      if (value instanceof CellFault) this.#tell(place, value.message)
      else if (head === HEADS.rest) rest = readRest(restOf(found), (message) => this.#tell(place, message))
      else if (column) {
        places.set(column.path.join('.'), place)
        if (value !== undefined && cellText(value).trim() !== '') cells.set(column, value)
      } else if (head !== '' && !head.startsWith('备注')) this.#tell(place, `不认识“${head}”，请照导出的样子改回来。`)
    }
    const record = joinRecord(rest, cells, [], ({ path }, message) =>
      this.#tell(places.get(path.join('.')) ?? { sheet }, message),
    )
    this.#origins.set(record, { sheet, row: 1, column: null, name: '' }, places)
    return record
  }

  /** @returns the nodes by their ids */
  #tree(root: Members): Map<string, Node> {
    const nodes = new Map<string, Node>()
    const path: Node[] = []
    const top: Node[] = []
    for (const row of this.#rows('indicators')) {
      const node: Node = this.#record(row)
      const level = row.address(HEADS.level)
      if (typeof level !== 'number' || !Number.isInteger(level) || level < 1 || level > path.length + 1) {
        const most = path.length + 1
        this.#tell(row.place(HEADS.level), `层级要是 1 到 ${most} 的整数：上一行的层级最多加 1。`)
        continue
      }
      path.length = level - 1
      const siblings = level === 1 ? top : ((path[level - 2] as Node).children ??= [])
      siblings.push(node)
      path.push(node)
      if (typeof node['id'] === 'string') nodes.set(node['id'], node)
    }
    root['indicators'] = top
    return nodes
  }

  #nodeOf(row: RecordRow, nodes: ReadonlyMap<string, Node>): Node | null {
    const id = cellText(row.address(HEADS.indicator)).trim()
    const node = nodes.get(id)
    if (!node) this.#tell(row.place(HEADS.indicator), `“${SHEETS.indicators}”里没有编号为“${id}”的指标。`)
    return node ?? null
  }

  #criteria(nodes: ReadonlyMap<string, Node>): void {
    const criteria = new Map<Node, { readonly list: Members[]; inTurn: boolean }>()
    for (const row of this.#rows('criteria')) {
      const node = this.#nodeOf(row, nodes)
      if (!node) continue
      const form = cellText(row.address(HEADS.form)).trim()
      if (form !== '' && form !== IN_TURN) this.#tell(row.place(HEADS.form), `“形式”只能空着，或写“${IN_TURN}”。`)
      const of = criteria.get(node) ?? { list: [], inTurn: false }
      of.list.push(this.#record(row))
      of.inTurn ||= form === IN_TURN
      criteria.set(node, of)
    }
    for (const key of ENTRY_KEYS)
      for (const row of this.#rows(ENTRY_SHEETS[key])) {
        const node = this.#nodeOf(row, nodes)
        if (!node) continue
        const number = row.address(HEADS.number) ?? 1
        const criterion = typeof number === 'number' ? criteria.get(node)?.list[number - 1] : undefined
        if (!criterion)
          this.#tell(row.place(HEADS.number), `“${SHEETS.criteria}”里这个指标没有第 ${cellText(number)} 条评分方法。`)
        else if (!Array.isArray((criterion[key] ??= [])))
          this.#tell(row.place(null), '这一行与“评分”的 JSON 放不到一起。')
        else (criterion[key] as Members[]).push(this.#record(row))
      }
    for (const [node, { list, inTurn }] of criteria)
      this.#give(node, 'scoring', inTurn || list.length > 1 ? list : list[0])
  }

  #deductions(nodes: ReadonlyMap<string, Node>): void {
    const deductions = new Map<Node, Members[]>()
    for (const row of this.#rows('deductions')) {
      const node = this.#nodeOf(row, nodes)
      if (node) deductions.set(node, [...(deductions.get(node) ?? []), this.#record(row)])
    }
    for (const [node, list] of deductions) this.#give(node, 'deductions', list)
  }

  /** What stands on a sheet of its own stands in the indicator's JSON as well only by mistake, unless it is empty there. */
  #give(node: Node, key: string, value: unknown): void {
    const there = node[key]
    if (there === undefined || (Array.isArray(there) && there.length === 0)) node[key] = value
    else this.#problems.push(this.#origins.place(node, key, `“${HEADS.rest}”里也写了 ${key}，请只留一处。`))
  }

  #facts(): Members[] {
    const formulas = new Map<string, RecordRow[]>()
    for (const row of this.#rows('formulas')) {
      const key = keyOf(row.address(HEADS.list), row.address(HEADS.fact))
      formulas.set(key, [...(formulas.get(key) ?? []), row])
    }
    const facts: Members[] = []
    const lists = new Map<string, Members>()
    for (const row of this.#rows('facts')) {
      const id = [...row.cells].find(([{ head }]) => head === '编号')?.[1]
      const of = row.address(HEADS.list)
      const key = keyOf(of, id)
      const [formula, another] = formulas.get(key) ?? []
      if (another) this.#tell(another.place(HEADS.fact), '这个数据项的公式写了两行，请只留一行。')
      formulas.delete(key)
      const fact = this.#record(row, formula ? [formula] : [])
      if (of === undefined) {
        facts.push(fact)
        if (typeof fact['id'] === 'string') lists.set(fact['id'], fact)
        continue
      }
      const owner = lists.get(cellText(of).trim())
      if (!owner) this.#tell(row.place(HEADS.list), `上面没有编号为“${cellText(of)}”的列表。`)
      else if (Array.isArray((owner['fields'] ??= []))) (owner['fields'] as Members[]).push(fact)
    }
    for (const [row] of formulas.values())
      if (row) this.#tell(row.place(HEADS.fact), `“${SHEETS.facts}”里没有这个数据项，公式没有地方放。`)
    return facts
  }
}

const keyOf = (list: Written | undefined, id: Written | undefined): string =>
  JSON.stringify([cellText(list).trim(), cellText(id).trim()])

/** The cells behind the head of a line, as pieces of its JSON. */
function restOf(
  cells: ReadonlyMap<number, Table['rows'][number]['cells'] extends ReadonlyMap<number, infer V> ? V : never>,
) {
  const pieces = new Map<string, Written>()
  for (const [column, value] of cells)
    if (column > 1 && !(value instanceof CellFault)) pieces.set(`${HEADS.rest}${column === 2 ? '' : column - 1}`, value)
  return pieces
}
