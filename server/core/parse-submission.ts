import { z } from 'zod'
import { FaultList } from './fault-list.ts'
import { parsed, refused, type Parsed } from './issue.ts'
import { toPlainJson, type JsonValue } from './plain-json.ts'
import type { RuleSet } from './rule-set.ts'
import { parseFacts } from './submission-checks/facts.ts'
import { checkReferences } from './submission-checks/references.ts'
import { submissionSchema, type Submission } from './submission.ts'
import { issuesFromZod } from './zod-issues.ts'

/** The frame; facts are read by hand, as what a cell may be depends on its definition. */
const frameSchema = submissionSchema.extend({
  facts: z.record(z.string(), z.unknown()) as unknown as z.ZodType<{ [key: string]: JsonValue }>,
})

/**
 * Reads a submission from unknown input. With a rule set, every fact is read by its definition (a number from text as
 * people type it, 是/否, options, dates, rows field by field; blank is `null`), and every name must be one the rule set
 * knows: labels and aliases are suggested, never taken for an id.
 * @returns the submission with normalised values (numbers as numbers, in the fact's own unit), or all that is wrong with
 *   it, up to 200 Issues. Never throws, whatever comes in.
 */
export function parseSubmission(input: unknown, ruleSet?: RuleSet): Parsed<Submission> {
  const plain = toPlainJson(input)
  if (!plain.ok) return plain
  const faults = new FaultList()
  const frame = frameSchema.safeParse(plain.value)
  if (!frame.success) faults.addAll([], issuesFromZod(frame.error, plain.value))
  const facts = parseFacts(factsOf(plain.value), ruleSet, faults)
  if (!frame.success) return refused(faults.issues)
  const submission: Submission = { ...frame.data, facts }
  if (ruleSet) checkReferences(submission, ruleSet, faults)
  return faults.issues.length > 0 ? refused(faults.issues) : parsed(submission)
}

/** Holds a submission that was read already to a rule set: the same as reading it with the rule set at once. */
export function readByRuleSet(submission: Submission, ruleSet: RuleSet): Parsed<Submission> {
  const faults = new FaultList()
  const facts = parseFacts(submission.facts as { [key: string]: JsonValue }, ruleSet, faults)
  const held: Submission = { ...submission, facts }
  checkReferences(held, ruleSet, faults)
  return faults.issues.length > 0 ? refused(faults.issues) : parsed(held)
}

function factsOf(value: JsonValue): { [key: string]: JsonValue } {
  const facts = typeof value === 'object' && value !== null && !Array.isArray(value) ? value.facts : undefined
  return typeof facts === 'object' && facts !== null && !Array.isArray(facts) ? facts : {}
}
