import type { SubmissionSummary } from '../../server/http/shapes.ts'

/** A submission with its place among those graded by the same rule set in the same year; null without final points. */
export interface Ranked {
  readonly submission: SubmissionSummary
  readonly rank: number | null
}

/** What can be compared: one year graded by one rule set. */
export interface Group {
  readonly key: string
  readonly year: number
  readonly ruleSet: { readonly id: string; readonly effective: string } | null
  readonly size: number
}

const keyOf = ({ year, grading }: SubmissionSummary) =>
  `${year} ${grading ? `${grading.ruleSet.id}@${grading.ruleSet.effective}` : ''}`

/** Whether a submission is listed in a group; one not graded yet is listed in every group of its year. */
export const belongsTo = (submission: SubmissionSummary, group: Group) =>
  submission.grading ? keyOf(submission) === group.key : submission.year === group.year

/** The groups of a list, the largest first. */
export function groupsOf(submissions: readonly SubmissionSummary[]): Group[] {
  const groups = new Map<string, Group>()
  for (const submission of submissions) {
    const key = keyOf(submission)
    const size = (groups.get(key)?.size ?? 0) + 1
    groups.set(key, { key, year: submission.year, ruleSet: submission.grading?.ruleSet ?? null, size })
  }
  const all = [...groups.values()]
  const years = new Set(all.filter((group) => group.ruleSet).map((group) => group.year))
  return all
    .filter((group) => group.ruleSet || !years.has(group.year))
    .sort((a, b) => b.size - a.size || b.year - a.year)
}

/** 1 2 2 4: equal points share a rank. */
export function rank(submissions: readonly SubmissionSummary[]): Ranked[] {
  const points = submissions.flatMap(({ grading }) => (grading?.points == null ? [] : [grading.points]))
  const firstPlace = new Map<number, number>()
  points.sort((a, b) => b - a).forEach((value, index) => !firstPlace.has(value) && firstPlace.set(value, index + 1))
  return submissions.map((submission) => ({
    submission,
    rank: submission.grading?.points == null ? null : (firstPlace.get(submission.grading.points) ?? null),
  }))
}
