import type { Parsed } from './core/issue.ts'
import { compileReading } from './core/parse-submission.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import { refusedOne } from './issue-paths.ts'

const SUBJECT_WORDS = { department: '部门', project: '项目' } as const

/** A submission as a rule set reads it; one for the other subject is told so, rather than fact by fact. */
export const readFor = (ruleSet: RuleSet, submission: Submission): Parsed<Submission> =>
  compileReadingFor(ruleSet)(submission)

/** The same for many submissions. */
export function compileReadingFor(ruleSet: RuleSet): (submission: Submission) => Parsed<Submission> {
  const read = compileReading(ruleSet)
  const { subject } = ruleSet
  if (subject === undefined) return read
  const title = ruleSet.title ?? ruleSet.id ?? ''
  return (submission) => {
    if (subject === submission.subject) return read(submission)
    const message = `这是${SUBJECT_WORDS[submission.subject]}的填报，“${title}”评的是${SUBJECT_WORDS[subject]}，请换一个指标体系。`
    return refusedOne('subject', 'other_subject', message)
  }
}
