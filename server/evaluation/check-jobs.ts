import type { CheckFinding } from '../core/grading.ts'
import type { Submission } from '../core/submission.ts'
import type { PreparedGraders } from './prepared-graders.ts'

/** Submissions and the rule set they are held to, by the hashes of their contents. */
export interface CheckInput {
  readonly version: string
  readonly submissions: readonly string[]
}

/** How many errors and how many warnings. */
export type CheckCount = readonly [errors: number, warnings: number]
type ContentOf = (hash: string) => unknown

/** Where each submission contradicts itself. */
export function findDisagreements(
  { version, submissions }: CheckInput,
  graders: PreparedGraders,
  contentOf: ContentOf,
): CheckFinding[][] {
  const { checker } = graders.of(version, contentOf)
  return submissions.map((hash) => checker(contentOf(hash) as Submission))
}

export const countDisagreements = (input: CheckInput, graders: PreparedGraders, contentOf: ContentOf): CheckCount[] =>
  findDisagreements(input, graders, contentOf).map((found) => {
    const errors = found.filter(({ severity }) => severity === 'error').length
    return [errors, found.length - errors]
  })
