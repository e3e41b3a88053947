import { Fraction } from '../fraction.ts'
import { pathText } from '../issue.ts'
import { foldWidth } from '../narrative/fold.ts'
import { readSentences, type Sentence } from '../narrative/sentences.ts'
import type { Indicator, RuleSet } from '../rule-set.ts'
import type { FactInput, Row, Submission } from '../submission.ts'
import { readCell, type Cell } from './cell.ts'
import { columnsOf, type Columns } from './columns.ts'
import { goalOf, type Goal } from './goal.ts'
import { rowHolds } from './row-holds.ts'

/** 自评得分 of a node, as handed in. */
export interface SelfScore {
  readonly points: Fraction
  readonly reason: string
  readonly path: string
}

/** A line of the form that earns points: a leaf of the rule set, or one row of it. */
export interface Leaf {
  readonly id: string
  readonly label: string
  readonly indicator: Indicator
  /** What it can earn: as its row writes it, else as graded; null where that is open. */
  readonly points: Fraction | null
  readonly self: SelfScore | null
  /** What it was to reach and reached; null for methods that have no target. */
  readonly goal: Goal | null
  readonly row: OwnRow | null
}

/** A row of own indicators. */
export interface OwnRow {
  readonly path: string
  readonly columns: Columns
  /** The cell of a field; missing when the list has no such field. */
  cell(field: string | null): Cell
  /** Text of a field, '' when blank. */
  text(field: string | null): string
}

/** A node of the rule set with what the unit scored it. */
export interface FormNode {
  readonly indicator: Indicator
  readonly label: string
  /** As the rule set writes it. */
  readonly points: Fraction | null
  /** What it can earn in this form: points of what does not apply may have moved here. */
  readonly most: Fraction | null
  /** Whether its score is the sum of those below. */
  readonly addsUp: boolean
  readonly self: SelfScore | null
  readonly parent: FormNode | null
  readonly children: readonly FormNode[]
  /** The node itself when it is a leaf; its rows when it is scored row by row. */
  readonly leaves: readonly Leaf[]
}

export interface Narrative {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly sentences: readonly Sentence[]
}

/** A submission as a table and texts, read once for all claims; raw, so that what a grader refuses can be seen too. */
export interface Form {
  readonly ruleSet: RuleSet
  readonly submission: Submission
  /** Nodes of the first level. */
  readonly roots: readonly FormNode[]
  /** Every node, each before its children. */
  readonly nodes: readonly FormNode[]
  readonly leaves: readonly Leaf[]
  readonly texts: readonly Narrative[]
  /** A fact of the form by its id. */
  fact(id: string): Cell
  /** A fact's number, computed where it is a formula; null when it has none. */
  value(id: string): Fraction | null
  /** Whether the total is the sum of the first level. */
  readonly addsUp: boolean
}

/** What is known of a form from grading it. */
export interface Computed {
  /** Values by fact id, formulas included. */
  value(id: string): Fraction | null
  /** The points a node or row can earn, by its id. */
  most(id: string): Fraction | null
  /** Whether a node's points (null: the total's) are the sum of what lies below: nothing is rescaled, capped or added. */
  addsUp(id: string | null): boolean
}

export function readForm(ruleSet: RuleSet, submission: Submission, computed: Computed): Form {
  const fact = (id: string): Cell => {
    const unit = ruleSet.facts.find((definition) => definition.id === id)?.unit
    return readCell(own(submission.facts, id), pathText(['facts', id]), unit)
  }
  const numberOf = (id: string): Fraction | null => fact(id).number ?? computed.value(id)
  const known = { ...computed, value: numberOf }
  const roots = ruleSet.indicators.map((indicator) => readNode(ruleSet, submission, indicator, null, known))
  const nodes = roots.flatMap(withChildren)
  return {
    ruleSet,
    submission,
    roots,
    nodes,
    leaves: nodes.flatMap(({ leaves }) => leaves),
    texts: Object.entries(submission.texts ?? {}).map(([name, given]) => {
      const text = foldWidth(given)
      return { name, path: pathText(['texts', name]), text, sentences: readSentences(text) }
    }),
    fact,
    value: numberOf,
    addsUp: computed.addsUp(null),
  }
}

const withChildren = (node: FormNode): FormNode[] => [node, ...node.children.flatMap(withChildren)]

function readNode(
  ruleSet: RuleSet,
  submission: Submission,
  indicator: Indicator,
  parent: FormNode | null,
  known: Computed,
): FormNode {
  const points = indicator.points === undefined ? null : Fraction.fromNumber(indicator.points)
  const children: FormNode[] = []
  const leaves: Leaf[] = []
  const node: FormNode = {
    indicator,
    label: indicator.label ?? indicator.id,
    points,
    most: known.most(indicator.id) ?? points,
    addsUp: known.addsUp(indicator.id),
    self: selfScore(submission, indicator.id),
    parent,
    children,
    leaves,
  }
  for (const child of indicator.children ?? []) children.push(readNode(ruleSet, submission, child, node, known))
  const columns = columnsOf(ruleSet, indicator)
  if (columns) leaves.push(...readRows(submission, indicator, columns, known))
  else if (!indicator.children)
    leaves.push({
      ...node,
      id: indicator.id,
      points: node.most,
      goal: goalOf(indicator, null, known.value),
      row: null,
    })
  return node
}

function readRows(submission: Submission, indicator: Indicator, columns: Columns, { most }: Computed): Leaf[] {
  return rowsOf(submission, columns.list).flatMap(({ row, path, index }) => {
    if (!rowHolds(indicator.each?.where, row)) return []
    const own = ownRow(row, path, columns)
    const id = `${indicator.id}/${own.text('id') || String(index + 1)}`
    return [
      {
        id,
        label: own.text(columns.name) || `第 ${index + 1} 行`,
        indicator,
        points: columns.points === null ? most(id) : own.cell(columns.points).number,
        self: selfScore(submission, id),
        goal: goalOf(indicator, own, () => null),
        row: own,
      },
    ]
  })
}

/** The rows of a list fact as handed in, each with its path; none when it is no list. */
export function rowsOf(submission: Submission, list: string): { row: Row; path: string; index: number }[] {
  const input = own(submission.facts, list)
  const nested = typeof input === 'object' && input !== null && !Array.isArray(input) && 'value' in input
  const rows = nested ? input['value'] : input
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row: unknown, index) => {
    const path = pathText(['facts', list, ...(nested ? ['value'] : []), index])
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? [{ row: row as Row, path, index }] : []
  })
}

function ownRow(row: Row, path: string, columns: Columns): OwnRow {
  const unitOf = (): string | undefined =>
    columns.unit === null ? undefined : (readCell(own(row, columns.unit), '').text ?? undefined)
  const cell = (field: string | null): Cell => {
    const definition = columns.fields.find(({ id }) => id === field)
    const measured = field !== null && (field === columns.target || field === columns.actual)
    return readCell(
      field === null ? null : own(row, field),
      field === null ? path : `${path}.${field}`,
      measured ? unitOf() : definition?.unit,
    )
  }
  return { path, columns, cell, text: (field) => cell(field).text ?? '' }
}

const own = (record: Record<string, FactInput>, key: string): FactInput | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

function selfScore(submission: Submission, id: string): SelfScore | null {
  const scores = submission.selfScores ?? {}
  const given = Object.hasOwn(scores, id) ? scores[id] : undefined
  if (!given || !Number.isFinite(given.points)) return null
  return {
    points: Fraction.fromNumber(given.points),
    reason: given.reason?.trim() ?? '',
    path: pathText(['selfScores', id]),
  }
}
