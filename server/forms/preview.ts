import type { GradedNode, Grading } from '../core/grading.ts'
import type { Issue } from '../core/issue.ts'
import type { Indicator, RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import { sumSelfScores } from '../summaries.ts'
import { isOwnFact } from './read-entries.ts'

/** How an indicator stands, beside what the unit gives itself. */
export interface PreviewNode {
  readonly id: string
  readonly points: number
  readonly awarded: number | null
  readonly range: readonly [number, number] | null
  readonly status: GradedNode['status']
  readonly lost: readonly { readonly points: number; readonly reason: string }[]
}

/** What a form would come to as it stands; it counts for nothing. */
export interface FormPreview {
  readonly fullPoints: number
  readonly points: number | null
  readonly range: readonly [number, number] | null
  readonly grade: string | null
  readonly status: Grading['status']
  readonly selfPoints: number | null
  readonly nodes: readonly PreviewNode[]
  /** What is wrong where. */
  readonly issues: readonly Issue[]
  /** What is still to be filled in or attached before it can be handed in. */
  readonly lacking: readonly Issue[]
}

export function previewOf(
  ruleSet: RuleSet,
  submission: Submission,
  grading: Grading,
  issues: readonly Issue[],
): FormPreview {
  const { fullPoints, points, range, grade, status } = grading
  return {
    fullPoints,
    points,
    range,
    grade,
    status,
    selfPoints: sumSelfScores(submission, ruleSet.indicators),
    nodes: flat(grading.indicators).map(previewNode),
    issues,
    lacking: lackingIn(ruleSet, submission, grading),
  }
}

const flat = (nodes: readonly GradedNode[]): GradedNode[] => nodes.flatMap((node) => [node, ...flat(node.children)])

const previewNode = ({ id, points, awarded, range, status, lines }: GradedNode): PreviewNode => ({
  id,
  points,
  awarded,
  range,
  status,
  lost: lines.filter((line) => line.points < 0).map(({ points: lost, reason }) => ({ points: lost, reason })),
})

/** Required facts of the unit without a value, and leaves that must have evidence and have none. */
export function lackingIn(ruleSet: RuleSet, submission: Submission, grading: Grading): Issue[] {
  const facts = grading.checks
    .filter(({ code, path }) => code === 'fact.required' && isOwnFact(ruleSet, path.slice('facts.'.length)))
    .map(({ path, code, message }) => ({ path, code, message: `${message}。` }))
  const excused = new Set(
    flat(grading.indicators)
      .filter(({ status }) => status === 'notApplicable')
      .map(({ id }) => id),
  )
  const supported = new Set((submission.evidence ?? []).map(({ indicator }) => indicator.split('/')[0]))
  const evidence = leavesOf(ruleSet.indicators)
    .filter((leaf) => leaf.evidence?.required && !excused.has(leaf.id) && !supported.has(leaf.id))
    .map(({ id, label }) => ({
      path: `evidence.${id}`,
      code: 'evidence_required',
      message: `“${label ?? id}”须有佐证，还没有附上文件。`,
    }))
  return [...facts, ...evidence]
}

const leavesOf = (nodes: readonly Indicator[]): Indicator[] =>
  nodes.flatMap((node) => (node.children ? leavesOf(node.children) : [node]))
