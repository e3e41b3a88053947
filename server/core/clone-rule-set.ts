import type { RuleSet } from './rule-set.ts'

/**
 * A version for another year: the same content from 1 January of `year` on, marked as not yet checked against that
 * year's notice, with a note saying where it comes from. Labels, amounts, facts and clauses stay as they are.
 */
export function cloneRuleSet(ruleSet: RuleSet, year: number): RuleSet {
  const from = `${String(year).padStart(4, '0')}-01-01`
  const origin = `${ruleSet.id ?? ''}@${ruleSet.effective?.from ?? ''}`
  const note = `由 ${origin} 复制，尚未与 ${year} 年的通知核对。`
  return {
    ...structuredClone(ruleSet),
    effective: { from },
    ...(ruleSet.provenance && {
      provenance: {
        ...structuredClone(ruleSet.provenance),
        status: 'unverified' as const,
        note: ruleSet.provenance.note === undefined ? note : `${note}${ruleSet.provenance.note}`.slice(0, 4000),
      },
    }),
  }
}
