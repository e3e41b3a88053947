import {
  describeCriterion,
  describeDeduction,
  describeFact,
  describeMonitoring,
  describeOverride,
  Describer,
  tokensText,
  type Clause,
} from '../../core/describe/index.ts'
import type { Criterion, FactDefinition, FieldDefinition, Indicator, RuleSet } from '../../core/rule-set.ts'
import { BODY, HEAD } from '../template/looks.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { Look, NewCell, NewRow, NewSheet, NewWorkbook, Validation } from '../xlsx/write/workbook.ts'
import { guideSheet } from './guide.ts'
import { json, jsonText, MOST_CHARACTERS, text } from './kinds.ts'
import { memberAt, partRecord, type Column, type Members, type Parted } from './record.ts'
import {
  ADDRESSES,
  BASE,
  COLUMNS,
  CONSTANTS,
  ENTRY_KEYS,
  ENTRY_SHEETS,
  HEADS,
  IN_TURN,
  SHEETS,
  SHOWN,
  TOP_LISTS,
  type RecordSheet,
} from './sheets.ts'

/** A row before it is cells: where it belongs, its record in parts, and what it says as a sentence. */
interface Line {
  readonly address: readonly (string | number | null)[]
  readonly parted: Parted
  readonly sentence?: string
}

/** Sheets whose rows are read aloud. */
const SPOKEN: ReadonlySet<RecordSheet> = new Set(['criteria', 'deductions', 'formulas', 'overrides', 'monitoring'])

/**
 * A rule set as a workbook that people read and edit, and `readRuleSetTables` reads again without loss: what has no column,
 * or would not come back from its cell the same, stands in its row as JSON.
 */
export function ruleSetWorkbook(ruleSet: RuleSet): NewWorkbook {
  const lines = linesOf(ruleSet)
  const sheets = (Object.keys(COLUMNS) as RecordSheet[]).map((sheet) => [sheet, sheetOf(sheet, lines[sheet])] as const)
  const byName = new Map<string, NewSheet>(sheets)
  return {
    title: ruleSet.title ?? ruleSet.id ?? SHEETS.indicators,
    sheets: [
      guideSheet(),
      baseSheet(ruleSet),
      ...Object.keys(SHEETS).flatMap((key) => {
        const sheet = byName.get(key)
        return sheet ? [sheet] : []
      }),
    ],
  }
}

function linesOf(ruleSet: RuleSet): Record<RecordSheet, Line[]> {
  const describer = Describer.of(ruleSet)
  const lines = Object.fromEntries(Object.keys(COLUMNS).map((key) => [key, []])) as unknown as Record<
    RecordSheet,
    Line[]
  >
  const add = (sheet: RecordSheet, address: Line['address'], record: object, sentence?: string): void => {
    const parted = partRecord(record, COLUMNS[sheet], CONSTANTS[sheet])
    lines[sheet].push({ address, parted, ...(sentence !== undefined && { sentence }) })
  }
  const visit = (node: Indicator, level: number): void => {
    const { children, ...whole } = node
    // rows on other sheets name their indicator: one whose id is no plain text keeps them in its own
    const { scoring, deductions, ...own } = isName(node.id)
      ? whole
      : { ...whole, scoring: undefined, deductions: undefined }
    const kept = isName(node.id) ? { ...own, ...(deductions?.length === 0 && { deductions }) } : whole
    const inside = describer.inside(node.each?.list ?? null)
    const label = node.label ?? null
    add('indicators', [level], kept)
    const form = Array.isArray(scoring) ? IN_TURN : null
    for (const [index, criterion] of (scoring === undefined ? [] : [scoring].flat()).entries()) {
      const { plain, entries } = withoutEntries(criterion)
      add('criteria', [node.id, label, form], plain, spoken(describeCriterion(inside, criterion, [])))
      for (const [key, list] of entries)
        for (const entry of list) add(ENTRY_SHEETS[key], [node.id, label, index + 1], entry)
    }
    for (const deduction of deductions ?? [])
      add('deductions', [node.id, label], deduction, spoken([describeDeduction(inside, deduction, [])]))
    for (const child of children ?? []) visit(child, level + 1)
  }
  for (const node of ruleSet.indicators) visit(node, 1)
  const addFact = (fact: FactDefinition | FieldDefinition, of: string | null): void => {
    const { fields = [], ...own } = fact as FactDefinition
    const named = isName(fact.id)
    const parted = partRecord(named ? own : fact, named ? [...COLUMNS.facts, ...COLUMNS.formulas] : COLUMNS.facts)
    lines.facts.push({ address: [of], parted: { cells: only(parted, COLUMNS.facts), rest: parted.rest } })
    const cells = only(parted, COLUMNS.formulas)
    const said = describeFact(of === null ? describer : describer.inside(of), fact, [])
    if (cells.size > 0)
      lines.formulas.push({
        address: [of, fact.id, fact.label ?? null],
        parted: { cells, rest: null },
        ...(said && { sentence: tokensText(said) }),
      })
    for (const field of named ? fields : []) addFact(field, fact.id)
  }
  for (const fact of ruleSet.facts) addFact(fact, null)
  for (const [sheet, path] of TOP_LISTS)
    for (const record of (memberAt(ruleSet as Members, path) as object[] | undefined) ?? [])
      add(sheet, [], record, saidOf(sheet, describer, record))
  return lines
}

/** Whether rows can be told apart by it. */
const isName = (id: string): boolean => text.write(id) !== null

const only = ({ cells }: Parted, columns: readonly Column[]): Map<Column, string | number> =>
  new Map([...cells].filter(([column]) => columns.includes(column)))

/** Long enough to read; the rest is in the cells. */
const spoken = (clauses: readonly Clause[]): string => clauses.map(tokensText).join('；').slice(0, 2_000)

function saidOf(sheet: RecordSheet, describer: Describer, record: object): string | undefined {
  if (sheet === 'overrides') return spoken([describeOverride(describer, record as never, [])])
  return sheet === 'monitoring' ? spoken([describeMonitoring(describer, record as never, [])]) : undefined
}

/** A criterion less the lists that have rows of their own; an empty list has none, and stays. */
function withoutEntries(criterion: Criterion) {
  const plain: Members = { ...criterion }
  const entries = ENTRY_KEYS.flatMap((key) => {
    const list = plain[key]
    if (!Array.isArray(list) || list.length === 0) return []
    delete plain[key]
    return [[key, list as object[]] as const]
  })
  return { plain, entries }
}

const SENTENCE_WIDTH = 50
const QUIET: Look = { boxed: true, grey: true }

function sheetOf(sheet: RecordSheet, lines: readonly Line[]): NewSheet {
  const columns = COLUMNS[sheet]
  const addresses = ADDRESSES[sheet]
  const isSpoken = SPOKEN.has(sheet)
  const before = addresses.length + (isSpoken ? 1 : 0)
  const rests = lines.map(({ parted }) => (parted.rest === null ? [] : pieces(jsonText(parted.rest))))
  const restColumns = Math.max(1, ...rests.map((parts) => parts.length))
  const heads = [
    ...addresses,
    ...(isSpoken ? [SHOWN.sentence] : []),
    ...columns.map(({ head }) => head),
    ...Array.from({ length: restColumns }, (_, index) => restHead(index)),
  ]
  const widths = [
    ...addresses.map((head) => (head === HEADS.level || head === HEADS.number || head === HEADS.form ? 8 : 16)),
    ...(isSpoken ? [SENTENCE_WIDTH] : []),
    ...columns.map(({ width = 12 }) => width),
    ...Array.from({ length: restColumns }, () => 16),
  ]
  const rows = lines.map(({ address, parted, sentence }, index): NewRow => {
    const parts = rests[index] ?? []
    return {
      height: rowHeight(wordsOf(columns, widths.slice(before), parted, sentence)),
      cells: [
        ...address.map((value, at): NewCell => ({ value, look: addresses[at] === SHOWN.label ? QUIET : BODY })),
        ...(isSpoken ? [{ value: sentence ?? null, look: QUIET }] : []),
        ...columns.map((column): NewCell => cellOf(parted.cells.get(column) ?? null)),
        ...Array.from({ length: restColumns }, (_, at): NewCell => ({ value: parts[at] ?? null, look: QUIET })),
      ],
    }
  })
  return {
    name: SHEETS[sheet],
    rows: [
      {
        height: rowHeight(heads.map((text, at) => ({ text, width: widths[at] ?? 16 }))),
        cells: heads.map((value) => ({ value, look: HEAD })),
      },
      ...rows,
    ],
    widths,
    frozen: { rows: 1, columns: sheet === 'indicators' ? 3 : Math.min(2, addresses.length) },
    landscape: true,
    validations: choices(columns, before, rows.length),
  }
}

/** What a row has to be high enough for: its words, and not its JSON, which nobody reads. */
function wordsOf(columns: readonly Column[], widths: readonly number[], { cells }: Parted, sentence: string = '') {
  const texts = columns.map((column, at) => ({
    text: column.kind === json ? '' : String(cells.get(column) ?? ''),
    width: widths[at] ?? 16,
  }))
  return [...texts, { text: sentence, width: SENTENCE_WIDTH }]
}

/** What is typed into a cell of texts stays text, so that 2024-01 and 007 are not turned into something else. */
const cellOf = (value: string | number | null): NewCell =>
  typeof value === 'number' ? { value, look: BODY } : { value, look: { ...BODY, format: '@' } }

export const restHead = (index: number): string => (index === 0 ? HEADS.rest : `${HEADS.rest}${index + 1}`)

/** Drop-downs, with room for rows to come. */
function choices(columns: readonly Column[], before: number, rows: number): Validation[] {
  return columns.flatMap(({ kind }, index) => {
    const { options } = kind
    const place = before + index + 1
    return options
      ? [
          {
            range: { rows: [2, rows + 200] as const, columns: [place, place] as const },
            list: `"${options.join(',')}"`,
          },
        ]
      : []
  })
}

function baseSheet(ruleSet: RuleSet): NewSheet {
  const { indicators: _, facts: __, ...own } = ruleSet
  const record = structuredClone(own) as Members
  for (const [, path] of TOP_LISTS) {
    const list = memberAt(record, path)
    const [key = '', inner] = path
    if (!Array.isArray(list) || list.length === 0) continue
    if (inner === undefined) delete record[key]
    else delete (record[key] as Members)[inner]
  }
  const { cells, rest } = partRecord(record, BASE)
  const line = (head: string, values: readonly (string | number | null)[], look: Look = BODY): NewRow => ({
    cells: [{ value: head, look: HEAD }, ...values.map((value): NewCell => ({ value, look }))],
  })
  const restParts = rest === null ? [null] : pieces(jsonText(rest))
  return {
    name: SHEETS.base,
    rows: [
      line('项目', ['内容'], HEAD),
      ...BASE.map((column) => line(column.head, [cells.get(column) ?? null])),
      line(HEADS.rest, restParts, QUIET),
    ],
    widths: [18, 60, ...Array.from({ length: restParts.length - 1 }, () => 16)],
    frozen: { rows: 1, columns: 1 },
    validations: BASE.flatMap(({ kind: { options } }, index) =>
      options ? [{ range: { rows: [index + 2, index + 2], columns: [2, 2] }, list: `"${options.join(',')}"` }] : [],
    ),
  }
}

/** A text in pieces that fit in cells; a sign of two halves is not cut. */
function pieces(text: string): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    const cut = at + MOST_CHARACTERS
    const end = /[\uD800-\uDBFF]/u.test(text.charAt(cut - 1)) ? cut - 1 : cut
    parts.push(text.slice(at, end))
    at = end
  }
  return parts
}
