import { FaultList } from './fault-list.ts'
import { parsed, refused, type Parsed } from './issue.ts'
import { toPlainJson } from './plain-json.ts'
import { quickShape } from './quick-shape.ts'
import { CheckContext } from './rule-set-checks/context.ts'
import { checkCycles } from './rule-set-checks/cycles.ts'
import { checkFacts } from './rule-set-checks/facts.ts'
import { fenceRuleSet } from './rule-set-checks/fence.ts'
import { checkIds } from './rule-set-checks/ids.ts'
import { VALUE_LIMIT, withinLimits } from './rule-set-checks/limits.ts'
import { checkRequirements } from './rule-set-checks/requirements.ts'
import { checkMonitoring, checkOverrides } from './rule-set-checks/rules.ts'
import { checkTotals } from './rule-set-checks/totals.ts'
import { checkTree } from './rule-set-checks/tree.ts'
import { ruleSetSchema, type RuleSet } from './rule-set.ts'
import { issuesFromZod } from './zod-issues.ts'

/** Rule sets that are as they should be need not be asked by zod what is wrong with them. */
const hasShape = quickShape(ruleSetSchema, true)

/**
 * Reads a rule set from unknown input, as strictly as a file in `rules/` must be: its shape (`rule-set.ts`), the fence
 * of docs/format.md §9, what a file must say besides (labels, clauses, sources), and its meaning: names are unique and
 * exist, kinds fit, formulas can be computed. Whether points add up is not asked here, as a draft may be out of
 * balance; the grader marks the block.
 * @returns the rule set, less `$schema` (which only helps whoever edits the file, and is no part of its content), or
 *   all that is wrong with it, up to 200 Issues. Never throws, whatever comes in.
 */
export function parseRuleSet(input: unknown): Parsed<RuleSet> {
  const plain = toPlainJson(input, VALUE_LIMIT)
  if (!plain.ok) return plain
  const faults = new FaultList()
  if (!withinLimits(plain.value, faults)) return refused(faults.issues)
  const fenced = fenceRuleSet(plain.value, faults)
  if (fenced === null) return refused(faults.issues)
  const shape = hasShape(fenced.value)
    ? { success: true as const, data: fenced.value as unknown as RuleSet }
    : ruleSetSchema.safeParse(fenced.value)
  if (!shape.success) faults.addAll([], issuesFromZod(shape.error, fenced.value))
  if (!shape.success || faults.issues.length > 0) return refused(faults.issues)
  const { $schema: _, ...ruleSet } = shape.data
  checkMeaning(new CheckContext(ruleSet, faults))
  return faults.issues.length > 0 ? refused(faults.issues) : parsed(ruleSet)
}

function checkMeaning(context: CheckContext): void {
  checkRequirements(context)
  checkIds(context)
  checkTotals(context)
  checkFacts(context)
  checkCycles(context)
  checkTree(context)
  checkOverrides(context)
  checkMonitoring(context)
}
