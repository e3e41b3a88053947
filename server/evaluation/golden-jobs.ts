import { computeCohort } from '../core/cohort.ts'
import { parseCases, type GoldenCases } from '../core/golden/cases-file.ts'
import { gateNotes, holdUps } from '../core/golden/gate.ts'
import { testRuleSet } from '../core/golden/report.ts'
import { NO_CASES, standingFrom, standingOf } from '../core/golden/standing.ts'
import { acknowledgeCases, pinCase, removeCase, stateReason, type Stepped } from '../core/golden/steps.ts'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { parseRuleSet } from '../core/parse-rule-set.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import { restrictSubmission } from '../core/restrict-submission.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import { issuesUnder } from '../issue-paths.ts'
import type { GoldenInput, GoldenStepInput, Jobs } from './jobs.ts'

/** Reads a rule set and its golden cases, and does something with them. */
export function withCases<T>(
  { ruleSet, cases }: GoldenInput,
  run: (ruleSet: RuleSet, cases: GoldenCases) => T,
): T | Parsed<never> {
  const read = parseRuleSet(ruleSet)
  if (!read.ok) return refused(issuesUnder('ruleSet', read.issues))
  const golden = cases === null ? parsed(NO_CASES) : parseCases(cases)
  return golden.ok ? run(read.value, golden.value) : refused(issuesUnder('cases', golden.issues))
}

export async function checkGate(ruleSet: RuleSet, cases: GoldenCases): Promise<Parsed<Jobs['gate']['value']>> {
  const report = await testRuleSet(ruleSet, cases)
  const standing = standingFrom(cases, report.cases, report.coverage)
  return parsed({ issues: holdUps(standing), notes: gateNotes(standing) })
}

/** @param read a stored submission by its hash */
export function performStep(
  ruleSet: RuleSet,
  cases: GoldenCases,
  input: GoldenStepInput,
  read: (hash: string) => Submission,
): Parsed<Jobs['goldenStep']['value']> {
  const stepped = step(ruleSet, cases, input, read)
  if (!stepped.ok) return stepped
  return parsed({ ...stepped.value, standing: standingOf(ruleSet, stepped.value.cases) })
}

function step(
  ruleSet: RuleSet,
  cases: GoldenCases,
  { step: asked, said, pin }: GoldenStepInput,
  read: (hash: string) => Submission,
): Parsed<Stepped> {
  switch (asked.what) {
    case 'acknowledge':
      return acknowledgeCases(ruleSet, cases, asked.names, said)
    case 'remove':
      return removeCase(cases, asked.name)
    case 'explain':
      return stateReason(ruleSet, cases, asked.rules, asked.reason, said)
    case 'pin': {
      if (!pin) throw new Error('a pin says which submission')
      const asAsked = (hash: string) => parseSubmission(restrictSubmission(read(hash), ruleSet), ruleSet)
      const submission = asAsked(pin.hash)
      if (!submission.ok) return submission
      const others = pin.others.map(asAsked).flatMap((other) => (other.ok ? [other.value] : []))
      const cohort = others.length > 0 ? computeCohort(ruleSet, others).of(submission.value) : undefined
      const context = { gradings: new Map(pin.gradings), ...(cohort && { cohort }) }
      return pinCase(
        ruleSet,
        cases,
        { submission: submission.value, hash: pin.hash, context, node: asked.indicator },
        said,
      )
    }
  }
}
