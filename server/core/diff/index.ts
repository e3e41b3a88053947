import { Describer } from '../describe/describer.ts'
import type { RuleSet } from '../rule-set.ts'
import { Differ } from './differ.ts'
import { facts } from './fact-shape.ts'
import { gather } from './gather.ts'
import { IndicatorDiffer } from './indicators.ts'
import type { RuleSetDiff, VersionName } from './rule-set-diff.ts'
import { ruleSetLists, ruleSetShape } from './rule-set-shape.ts'
import type { JsonObject } from './working-copy.ts'

export { diffText } from './diff-text.ts'
export type * from './rule-set-diff.ts'

/**
 * What changed from `a` to `b`, in sentences a reader of the notice understands, grouped by what they are about. The
 * operations of all changes in their order (`applyPatch`) make exactly `b` of `a`. Indicators are matched by id through
 * the whole tree, facts and rules by id or name, bands and cases by what they say.
 */
export function diffRuleSets(a: RuleSet, b: RuleSet): RuleSetDiff {
  const [before, after] = [plain(a), plain(b)]
  const was = { describer: Describer.of(a), like: null }
  const is = { describer: Describer.of(b), like: null }
  const differ = new Differ(before)
  const pair = {
    before: { owner: differ.was(before), reading: was },
    after: { owner: after, reading: is },
    copy: before,
    place: () => [],
    path: [],
  }
  differ.open('ruleSet', null, '整份指标体系')
  differ.object(pair, ruleSetShape)
  differ.list(pair, 'facts', facts, [was, is], [], (fact) =>
    differ.open('facts', String(fact['id']), String(fact['label'] ?? fact['id'])),
  )
  new IndicatorDiffer(differ, after, was, is).run()
  for (const { key, label, member } of ruleSetLists) {
    differ.open(key, null, label)
    differ.object(pair, { members: [{ keys: [key], member: member as never }] })
  }
  return { from: nameOf(a), to: nameOf(b), groups: gather(differ.groups, a) }
}

/** A copy without members that are `undefined`: as the file has it. */
const plain = (ruleSet: RuleSet): JsonObject => JSON.parse(JSON.stringify(ruleSet)) as JsonObject

const nameOf = ({ id, effective }: RuleSet): VersionName => ({ id: id ?? null, effective: effective ?? null })
