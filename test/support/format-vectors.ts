import type { RuleSet } from '../../server/core/rule-set.ts'
import type { FactInput, Submission } from '../../server/core/submission.ts'

/** One case of the format's examples: facts of one submission and what must come out. */
export interface FormatCase {
  readonly facts: Record<string, unknown>
  /** Cohort figures by fact id. */
  readonly cohort?: Record<string, number>
  /** Ids of leaves that have evidence. */
  readonly evidence?: string[]
  readonly expect: { points?: number; grade?: string; range?: [number, number]; status?: string }
}
export interface FormatVector {
  readonly name: string
  readonly sentence: string
  readonly ruleSet: RuleSet
  readonly cases: FormatCase[]
}

/** A case's facts as a submission; `finding:<leaf id>` among them are a reviewer's findings. */
export function vectorSubmission({ facts, evidence = [] }: FormatCase): Submission {
  const all = Object.entries(facts)
  const findings = all.flatMap(([id, value]) => (id.startsWith('finding:') ? [[id.slice(8), value as string[]]] : []))
  return {
    id: 'case',
    name: '算例',
    subject: 'project',
    year: 2024,
    facts: Object.fromEntries(all.filter(([id]) => !id.startsWith('finding:'))) as Record<string, FactInput>,
    findings: Object.fromEntries(findings) as Record<string, string[]>,
    evidence: evidence.map((indicator) => ({ indicator })),
  }
}
