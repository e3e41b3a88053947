import { EVIDENCE, FINDING, hasEvidence } from '../facts.ts'
import type { Program } from '../program.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { Submission } from '../submission.ts'
import type { Figures } from './figures.ts'
import { compileFormula, stepsTo, workOut, type Step } from './formula.ts'
import type { Places } from './places.ts'

/** Puts down what a submission says in numbers, answers and words, then what follows from it. */
export type ReadFigures = (submission: Submission, figures: Figures) => void

/** A fact that is handed in as a number, an answer or a word. */
interface Cell {
  readonly id: string
  readonly slot: number
  readonly type: 'number' | 'boolean' | 'word'
}

/** Holds the facts that can be figures in `places`; the others say nothing there. */
export function compileReadFigures(program: Program, places: Places): ReadFigures {
  const { form } = program
  const cells: Cell[] = []
  const evidence: { readonly slot: number; readonly leaf: string; readonly open: boolean }[] = []
  const findings: { readonly slot: number; readonly leaf: string }[] = []
  for (const { id, slot, definition, expression } of form.infos) {
    if (id.startsWith(EVIDENCE)) {
      const leaf = id.slice(EVIDENCE.length)
      evidence.push({ slot, leaf, open: program.nodes.get(leaf)?.indicator.evidence?.without === 'open' })
      places.hold(slot)
    }
    if (id.startsWith(FINDING)) {
      findings.push({ slot, leaf: id.slice(FINDING.length) })
      places.hold(slot)
    }
    if (!definition || expression || ('cohort' in definition && definition.cohort)) continue
    const { type } = definition
    if (type === undefined || type === 'list') continue
    cells.push({ id, slot, type: type === 'number' || type === 'boolean' ? type : 'word' })
    places.hold(slot)
  }
  const { slot: rowNumber } = form.resolve(ROW_NUMBER).info
  places.hold(rowNumber)
  const readCells = compileReadCells(cells, places.words)
  const derived = compileDerived(program, places)
  const { length } = form.infos
  return (submission, figures) => {
    figures.clear(length)
    figures.putNumber(rowNumber, 1)
    readCells(submission.facts, figures)
    for (const { slot, leaf, open } of evidence) {
      const there = hasEvidence(submission, leaf, null)
      if (there || !open) figures.putAnswer(slot, there)
    }
    // findings somebody has made are left to the long way
    for (const { slot, leaf } of findings)
      if ((submission.findings?.[leaf]?.length ?? 0) === 0) figures.putEmptyList(slot)
    workOut(derived, figures)
  }
}

/**
 * Reads facts in the order they come in, which is mostly the order they are declared in: the next fact is looked for
 * where it is expected, and by its name only where it is not there.
 */
function compileReadCells(
  cells: readonly Cell[],
  words: ReadonlyMap<string, number>,
): (facts: Submission['facts'], figures: Figures) => void {
  const byId = new Map(cells.map(({ id }, index) => [id, index]))
  return (facts, figures) => {
    let next = 0
    for (const id in facts) {
      let cell = cells[next]
      if (cell?.id !== id) {
        const known = byId.get(id)
        if (known === undefined) continue
        cell = cells[(next = known)] as Cell
      }
      next += 1
      const value = facts[id]
      if (cell.type === 'number') {
        if (typeof value === 'number') figures.putNumber(cell.slot, value)
      } else if (cell.type === 'boolean') {
        if (typeof value === 'boolean') figures.putAnswer(cell.slot, value)
      } else if (typeof value === 'string' && value !== '') figures.putWord(cell.slot, words.get(value) ?? 0)
    }
  }
}

/** Derived facts in the order they can be computed, each rounded where it states decimals. */
function compileDerived({ steps }: Program, places: Places): Step[] {
  return steps.flatMap(({ listSlot, fact: { info } }) => {
    const { slot, expression, decimals } = info
    const of = listSlot === null && expression ? compileFormula(expression, places) : null
    if (of === null) return []
    places.hold(slot)
    return stepsTo(slot, of, decimals)
  })
}
