import type { Parsed } from './core/issue.ts'
import { readByRuleSet } from './core/parse-submission.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import { refusedOne } from './issue-paths.ts'

const SUBJECT_WORDS = { department: '部门', project: '项目' } as const

/** A submission as a rule set reads it; one for the other subject is told so, rather than fact by fact. */
export function readFor(ruleSet: RuleSet, submission: Submission): Parsed<Submission> {
  const { subject } = ruleSet
  if (subject === undefined || subject === submission.subject) return readByRuleSet(submission, ruleSet)
  const title = ruleSet.title ?? ruleSet.id ?? ''
  const message = `这是${SUBJECT_WORDS[submission.subject]}的填报，“${title}”评的是${SUBJECT_WORDS[subject]}，请换一个指标体系。`
  return refusedOne('subject', 'other_subject', message)
}
