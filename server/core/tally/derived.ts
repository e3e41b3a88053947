import type { Program } from '../program.ts'
import { compileFormula, stepsTo } from './formula.ts'
import type { Places } from './places.ts'

/** Holds derived facts in `places`, in the order they can be computed, each rounded where it states decimals. */
export function compileDerived({ steps }: Program, places: Places): void {
  for (const { listSlot, fact } of steps) {
    const { slot, expression, decimals } = fact.info
    const formula = listSlot === null && expression ? compileFormula(expression, places) : null
    if (formula === null) continue
    places.derive(slot, formula.kind)
    places.steps.push(...stepsTo(slot, formula, decimals))
  }
}
