import { z } from 'zod'
import { FaultList } from './fault-list.ts'
import { parsed, refused, type Parsed } from './issue.ts'
import { parseJson } from './json-text.ts'
import { toPlainJson, type JsonValue } from './plain-json.ts'
import { quickShape } from './quick-shape.ts'
import type { RuleSet } from './rule-set.ts'
import { compileFacts } from './submission-checks/facts.ts'
import { compileReferences } from './submission-checks/references.ts'
import { submissionSchema, type Submission } from './submission.ts'
import { issuesFromZod } from './zod-issues.ts'

/** The frame; facts are read by hand, as what a cell may be depends on its definition. */
const frameSchema = submissionSchema.extend({
  facts: z.record(z.string(), z.unknown()) as unknown as z.ZodType<{ [key: string]: JsonValue }>,
})

/** Frames that are as they should be, which nearly all are, need not be asked by zod what is wrong with them. */
const hasFrame = quickShape(frameSchema)
const readAnyFacts = compileFacts(undefined)

/**
 * Reads a submission from unknown input. With a rule set, every fact is read by its definition (a number from text as
 * people type it, 是/否, options, dates, rows field by field; blank is `null`), and every name must be one the rule set
 * knows: labels and aliases are suggested, never taken for an id.
 * @returns the submission with normalised values (numbers as numbers, in the fact's own unit), or all that is wrong with
 *   it, up to 200 Issues. Never throws, whatever comes in.
 */
export function parseSubmission(input: unknown, ruleSet?: RuleSet): Parsed<Submission> {
  const plain = toPlainJson(input)
  return plain.ok ? readPlain(plain.value, ruleSet) : plain
}

/** The same of a text: what `parseJson` gives is plain already, and is not copied. */
export function parseSubmissionText(text: string): Parsed<Submission> {
  const json = parseJson(text)
  return json.ok ? readPlain(json.value as JsonValue, undefined) : json
}

/**
 * Reads a text whose facts nobody has looked at yet: for whoever finds the rule set by what else it says, and then holds
 * it to that (`compileReading`). What reads as it stands there reads as it stands anywhere.
 * @returns null where something is to be told of the text, or is not in its ordinary place: `parseSubmissionText` tells
 */
export function parseUnreadText(text: string): Submission | null {
  const json = parseJson(text)
  return json.ok && hasFrame(json.value) ? (json.value as Submission) : null
}

function readPlain(plain: JsonValue, ruleSet: RuleSet | undefined): Parsed<Submission> {
  const faults = new FaultList()
  const frame = hasFrame(plain) ? { success: true as const, data: plain as Frame } : frameSchema.safeParse(plain)
  if (!frame.success) faults.addAll([], issuesFromZod(frame.error, plain))
  const facts = (ruleSet ? compileFacts(ruleSet) : readAnyFacts)(factsOf(plain), faults)
  if (!frame.success) return refused(faults.issues)
  const submission = withFacts(frame.data, facts)
  if (ruleSet) compileReferences(ruleSet)(submission, faults)
  return faults.issues.length > 0 ? refused(faults.issues) : parsed(submission)
}

type Frame = z.infer<typeof frameSchema>

const withFacts = (frame: Frame | Submission, facts: Submission['facts']): Submission =>
  (frame.facts as unknown) === facts ? (frame as Submission) : { ...frame, facts }

/**
 * Makes what holds submissions that were read already to a rule set: the same as reading each with the rule set at once.
 * One that reads as it stands stays the same object.
 */
export function compileReading(ruleSet: RuleSet): (submission: Submission) => Parsed<Submission> {
  const readFacts = compileFacts(ruleSet)
  const checkReferences = compileReferences(ruleSet)
  return (submission) => {
    const faults = new FaultList()
    const facts = readFacts(submission.facts as { [key: string]: JsonValue }, faults)
    const held = withFacts(submission, facts)
    checkReferences(held, faults)
    return faults.issues.length > 0 ? refused(faults.issues) : parsed(held)
  }
}

/** Holds one submission that was read already to a rule set. */
export const readByRuleSet = (submission: Submission, ruleSet: RuleSet): Parsed<Submission> =>
  compileReading(ruleSet)(submission)

function factsOf(value: JsonValue): { [key: string]: JsonValue } {
  const facts = typeof value === 'object' && value !== null && !Array.isArray(value) ? value.facts : undefined
  return typeof facts === 'object' && facts !== null && !Array.isArray(facts) ? facts : {}
}
