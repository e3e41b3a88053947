import { EVIDENCE, FINDING, hasEvidence } from '../facts.ts'
import type { Program } from '../program.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { FactInput, Submission } from '../submission.ts'
import type { Figures } from './figures.ts'
import type { Places } from './places.ts'

/** Puts down what a submission says in numbers, answers and words. */
export type ReadFigures = (submission: Submission, figures: Figures) => void

/** A fact that is handed in: how it is called, where it goes, and as what. */
interface Cell {
  readonly id: string
  readonly slot: number
  readonly kind: number
}
/** What a fact is put down as: nothing where it is no figure, a number, yes or no, a word's number. */
const [NOTHING, NUMBER, ANSWER, WORD] = [0, 1, 2, 3] as const
const READ_AS = { number: NUMBER, answer: ANSWER, word: WORD, list: NOTHING } as const

/** Holds the facts that can be figures in `places`; the others say nothing there. */
export function compileReadFigures(program: Program, places: Places): ReadFigures {
  const { form } = program
  const cells: Cell[] = []
  const evidence: { readonly slot: number; readonly leaf: string; readonly otherwise: number }[] = []
  const findings: { readonly slot: number; readonly leaf: string }[] = []
  for (const { id, slot, definition, expression } of form.infos) {
    if (id.startsWith(EVIDENCE)) {
      const leaf = id.slice(EVIDENCE.length)
      const open = program.nodes.get(leaf)?.indicator.evidence?.without === 'open'
      evidence.push({ slot, leaf, otherwise: open ? NaN : 0 })
      places.hold(slot, 'answer')
    }
    if (id.startsWith(FINDING)) {
      findings.push({ slot, leaf: id.slice(FINDING.length) })
      places.hold(slot, 'list')
    }
    if (!definition || expression || ('cohort' in definition && definition.cohort)) continue
    const kind = KINDS[definition.type ?? 'list']
    cells.push({ id, slot, kind: READ_AS[kind ?? 'list'] })
    if (kind !== null) places.hold(slot, kind)
  }
  const { slot: rowNumber } = form.resolve(ROW_NUMBER).info
  places.hold(rowNumber, 'number')
  const { words } = places
  return (submission, figures) => {
    figures.putValue(rowNumber, 1)
    readCells(cells, submission.facts, words, figures.values)
    for (const { slot, leaf, otherwise } of evidence)
      figures.putValue(slot, hasEvidence(submission, leaf, null) ? 1 : otherwise)
    // findings somebody has made are left to the long way
    for (const { slot, leaf } of findings)
      figures.putValue(slot, (submission.findings?.[leaf]?.length ?? 0) === 0 ? 1 : NaN)
  }
}

/** What a declared fact holds; null where that is no figure. */
const KINDS = {
  number: 'number',
  boolean: 'answer',
  text: 'word',
  date: 'word',
  choice: 'word',
  list: null,
} as const

/**
 * Reads every cell once. Facts come mostly in the order they are declared in, and to go through an object costs a third
 * of asking it for name after name; only the cells that are passed over are asked for by name.
 */
function readCells(
  cells: readonly Cell[],
  facts: Submission['facts'],
  words: ReadonlyMap<string, number>,
  values: Float64Array,
): void {
  let next = 0
  if (cells.length <= MANY)
    for (const id in facts) {
      if (next === cells.length) return
      let cell = cells[next] as Cell
      if (cell.id !== id) {
        next = askByName(cells, next, id, facts, words, values)
        if (next === cells.length) return
        cell = cells[next] as Cell
      }
      values[cell.slot] = figureOf(cell.kind, facts[id], words)
      next++
    }
  askByName(cells, next, null, facts, words, values)
}
/** So many facts no object keeps in order: to go through it costs more than to ask it. */
const MANY = 128

/** Reads from one cell on up to that of a fact; where that one is. */
function askByName(
  cells: readonly Cell[],
  from: number,
  until: string | null,
  facts: Submission['facts'],
  words: ReadonlyMap<string, number>,
  values: Float64Array,
): number {
  let next = from
  for (; next < cells.length; next++) {
    const { id, slot, kind } = cells[next] as Cell
    if (id === until) return next
    values[slot] = figureOf(kind, facts[id], words)
  }
  return next
}

/** Not a number where it is of another kind. */
function figureOf(kind: number, value: FactInput | undefined, words: ReadonlyMap<string, number>): number {
  if (kind === NUMBER) return typeof value === 'number' && Number.isFinite(value) ? value : NaN
  if (kind === ANSWER) return answerOf(value)
  return kind === WORD && typeof value === 'string' && value !== '' ? (words.get(value) ?? 0) : NaN
}

/** Yes (1) or no (0), without branching on which of the two: see `isWithin`. */
function answerOf(value: FactInput | undefined): number {
  const yes = +(value === true)
  return (yes | +(value === false)) === 1 ? yes : NaN
}
