import { applyPatch, pointerOf, type PatchOperation } from '../json-patch.ts'
import type { RuleSet } from '../rule-set.ts'
import { readsOfFact, readsOfRuleSet } from './reads.ts'

/** A patch that takes something away, and with it the facts that only this read. */
export function removing(ruleSet: RuleSet, patch: readonly PatchOperation[]): PatchOperation[] {
  const read = readsOfRuleSet(ruleSet)
  const still = readsOfRuleSet(applyPatch(ruleSet, patch) as RuleSet)
  let idle = ruleSet.facts.filter(({ id }) => read.has(id) && !still.has(id))
  for (let size = -1; size !== idle.length;) {
    size = idle.length
    const stay = ruleSet.facts.filter((fact) => !idle.includes(fact))
    const needed = new Set(stay.flatMap((fact) => [...readsOfFact(fact)]))
    idle = idle.filter(({ id }) => !needed.has(id))
  }
  const places = idle.map((fact) => ruleSet.facts.indexOf(fact)).reverse()
  return [...patch, ...places.map((index): PatchOperation => ({ op: 'remove', path: pointerOf(['facts', index]) }))]
}

/** Takes member `index` out of a list of `length`; the list goes with its last member. */
export const removeMember = (list: readonly (string | number)[], index: number, length: number): PatchOperation => ({
  op: 'remove',
  path: pointerOf(length === 1 ? list : [...list, index]),
})
