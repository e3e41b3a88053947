import { applyPatch, pointerOf, type PatchOperation } from '../json-patch.ts'
import type { RuleSet } from '../rule-set.ts'
import { readsOfRuleSet } from './reads.ts'

/** A patch that takes something away, and with it the facts that only this read. */
export function removing(ruleSet: RuleSet, patch: readonly PatchOperation[]): PatchOperation[] {
  const read = readsOfRuleSet(ruleSet)
  const still = readsOfRuleSet(applyPatch(ruleSet, patch) as RuleSet)
  const idle = ruleSet.facts.flatMap(({ id }, index) => (read.has(id) && !still.has(id) ? [index] : []))
  return [
    ...patch,
    ...idle.reverse().map((index): PatchOperation => ({ op: 'remove', path: pointerOf(['facts', index]) })),
  ]
}

/** Takes member `index` out of a list of `length`; the list goes with its last member. */
export const removeMember = (list: readonly (string | number)[], index: number, length: number): PatchOperation => ({
  op: 'remove',
  path: pointerOf(length === 1 ? list : [...list, index]),
})
