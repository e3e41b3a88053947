import { fromPoints, toPoints } from './core/points.ts'
import type { GradedNode, Grading } from './core/grading.ts'
import type { Indicator } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import type { GradingSummary, RuleSetSummary, SubmissionSummary } from './http/shapes.ts'
import type { StoredRuleSet, StoredSubmission } from './storage/store.ts'

/** What lists show of a rule set, a submission and a grading. */

export function summarizeRuleSet({ id, effective, hash, ruleSet }: StoredRuleSet): RuleSetSummary {
  return {
    id,
    effective,
    title: ruleSet.title ?? id,
    subject: ruleSet.subject ?? 'department',
    region: ruleSet.region ?? '',
    status: ruleSet.provenance?.status ?? 'unverified',
    points: ruleSet.points,
    decimals: ruleSet.decimals,
    leaves: countLeaves(ruleSet.indicators),
    hash,
  }
}

export function summarizeSubmission(
  stored: StoredSubmission,
  ruleSet: StoredRuleSet | null,
  grading: Grading | null,
): SubmissionSummary {
  const { submission, hash } = stored
  return {
    id: submission.id,
    name: submission.name,
    unit: submission.unit ?? null,
    subject: submission.subject,
    region: submission.region ?? null,
    year: submission.year,
    mark: submission.mark ?? null,
    hash,
    assumed: countAssumed(submission.facts),
    selfPoints: sumSelfScores(submission, ruleSet?.ruleSet.indicators ?? []),
    grading: grading && summarizeGrading(grading),
  }
}

export function summarizeGrading(grading: Grading): GradingSummary {
  const { ruleSet, status, points, fullPoints, range, grade } = grading
  const lines = [...grading.indicators.flatMap(linesOf), ...grading.overrides]
  return {
    ruleSet,
    status,
    points,
    fullPoints,
    range,
    grade,
    lostLines: lines.filter((line) => line.points < 0 && line.effect !== 'exempt' && line.effect !== 'rescale').length,
    confirmed: grading.confirmedBy !== null,
  }
}

/** How many values, rows' cells included, are not in the document the submission was made from. */
export function countAssumed(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = 'source' in value && value.source === 'assumed' ? 1 : 0
  return own + Object.values(value).reduce((sum: number, part) => sum + countAssumed(part), 0)
}

function countLeaves(indicators: readonly Indicator[]): number {
  return indicators.reduce((sum, { children }) => sum + (children ? countLeaves(children) : 1), 0)
}

function linesOf(node: GradedNode): GradedNode['lines'] {
  return [...node.lines, ...node.children.flatMap(linesOf)]
}

/** A block's self score says what its leaves' say together: the outermost one given counts, once. */
function sumSelfScores(submission: Submission, indicators: readonly Indicator[]): number | null {
  const scores = submission.selfScores
  if (!scores || Object.keys(scores).length === 0) return null
  const sum = (nodes: readonly Indicator[]): number =>
    nodes.reduce((total, node) => {
      const own = Object.hasOwn(scores, node.id) ? scores[node.id] : undefined
      return total + (own ? fromPoints(own.points) : sum(node.children ?? []))
    }, 0)
  return indicators.length === 0 ? null : toPoints(sum(indicators))
}
