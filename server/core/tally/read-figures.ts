import { EVIDENCE, FINDING, hasEvidence } from '../facts.ts'
import type { Program } from '../program.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { FactInput, Submission } from '../submission.ts'
import type { Figures } from './figures.ts'
import type { Places } from './places.ts'

/** Puts down what a submission says in numbers, answers and words. */
export type ReadFigures = (submission: Submission, figures: Figures) => void

/** The facts that are handed in, one behind the other: how each is called, where it goes, and as what. */
interface Cells {
  readonly ids: string[]
  readonly slots: number[]
  readonly kinds: number[]
}
/** What a fact is put down as: nothing where it is no figure, a number, yes or no, a word's number. */
const [NOTHING, NUMBER, ANSWER, WORD] = [0, 1, 2, 3] as const
const READ_AS = { number: NUMBER, answer: ANSWER, word: WORD, list: NOTHING } as const

/** Holds the facts that can be figures in `places`; the others say nothing there. */
export function compileReadFigures(program: Program, places: Places): ReadFigures {
  const { form } = program
  const cells: Cells = { ids: [], slots: [], kinds: [] }
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
    cells.ids.push(id)
    cells.slots.push(slot)
    cells.kinds.push(READ_AS[kind ?? 'list'])
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
  { ids, slots, kinds }: Cells,
  facts: Submission['facts'],
  words: ReadonlyMap<string, number>,
  values: Float64Array,
): void {
  let next = 0
  if (ids.length <= MANY)
    for (const id in facts) {
      for (; next < ids.length && ids[next] !== id; next++)
        values[slots[next] as number] = figureOf(kinds[next] as number, facts[ids[next] as string], words)
      if (next === ids.length) return
      values[slots[next] as number] = figureOf(kinds[next] as number, facts[id], words)
      next++
    }
  for (; next < ids.length; next++)
    values[slots[next] as number] = figureOf(kinds[next] as number, facts[ids[next] as string], words)
}
/** So many facts no object keeps in order: to go through it costs more than to ask it. */
const MANY = 128

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
