import { readFileSync } from 'node:fs'
import { applyPatch, type PatchOperation } from '../../../server/core/json-patch.ts'
import { parseRuleSet } from '../../../server/core/parse-rule-set.ts'
import { parseSubmission } from '../../../server/core/parse-submission.ts'
import type { RuleSet } from '../../../server/core/rule-set.ts'
import type { Submission } from '../../../server/core/submission.ts'

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

export function readRuleSet(file: string): RuleSet {
  const result = parseRuleSet(readJson(file))
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

/** A submission as `hengping check` reads it: without the rule set, so that its cells stay as typed. */
export function readSubmission(file: string): Submission {
  const result = parseSubmission(readJson(file))
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

export const RULE_SETS = {
  project: readRuleSet('rules/mof-project.2024-01-01.json'),
  department: readRuleSet('rules/guangdong-department.2024-01-01.json'),
}

/** Forms that agree with themselves, for examples to change. */
export const BASES = {
  project: readSubmission('fixtures/checks/project.json'),
  department: readSubmission('fixtures/checks/huadu-zhengfawei-2024-corrected.json'),
}

export function changed(submission: Submission, change: readonly PatchOperation[]): Submission {
  return applyPatch(submission, change) as Submission
}
