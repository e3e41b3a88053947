import { parseRuleSet } from '../parse-rule-set.ts'
import { toPlainJson } from '../plain-json.ts'
import { LintContext } from './context.ts'
import type { LintFinding } from './finding.ts'
import { LINTS } from './index.ts'
import { refusals } from './refusals.ts'

/**
 * All that is wrong with a rule set, or worth a look. What `parseRuleSet` refuses comes as findings with its Issues' codes
 * and severity `error`; the meaning (sums, bands, conditions, units) is asked only of what it accepts.
 * Pure, and never throws, whatever comes in. Each fix is a patch on `input`.
 */
export function lintRuleSet(input: unknown): LintFinding[] {
  const result = parseRuleSet(input)
  if (!result.ok) {
    const plain = toPlainJson(input)
    return refusals(result.issues, plain.ok ? plain.value : null)
  }
  const context = new LintContext(result.value)
  return LINTS.flatMap((lint) => lint(context))
}
