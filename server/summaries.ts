import { fromPoints, toPoints } from './core/points.ts'
import type { GradedNode, Grading } from './core/grading.ts'
import type { Indicator } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import type { GradingSummary, RuleSetSummary, SubmissionSummary } from './http/shapes.ts'
import { splitReference } from './rule-set-choice.ts'
import type { GradingFacts, GradingRow } from './storage/changes/gradings.ts'
import type { StoredRuleSet } from './storage/store.ts'
import type { ListedSubmission } from './submission-list.ts'

/** What lists show of a rule set, a submission and a grading. */

export function summarizeRuleSet({ id, effective, hash, ruleSet, retired }: StoredRuleSet): RuleSetSummary {
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
    retired,
  }
}

export function summarizeSubmission({ row, facts, grading, selfPoints }: ListedSubmission): SubmissionSummary {
  const { ruleSet: _ruleSet, selfScored: _selfScored, ...shown } = facts
  return {
    id: row.id,
    hash: row.hash,
    ...shown,
    selfPoints,
    grading: grading && summarizeGrading(grading.row, grading.facts),
  }
}

function summarizeGrading(
  row: GradingRow,
  { fullPoints, range, lostLines, confirmed, ruleSetHash }: GradingFacts,
): GradingSummary {
  const [id, date] = splitReference(row.ruleSet)
  return {
    ruleSet: { id, effective: date ?? '', hash: ruleSetHash },
    status: row.status,
    points: row.points,
    fullPoints,
    range,
    grade: row.grade,
    lostLines,
    confirmed,
  }
}

/** On how many lines points were lost for good, not left out or carried elsewhere. */
export function countLostLines({ indicators, overrides }: Grading): number {
  const lines = [...indicators.flatMap(linesOf), ...overrides]
  return lines.filter((line) => line.points < 0 && line.effect !== 'exempt' && line.effect !== 'rescale').length
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

/** What a submission's own scores come to; null when it gives none. A block's self score says what its leaves' say together: the outermost one given counts, once. */
export function sumSelfScores(submission: Submission, indicators: readonly Indicator[]): number | null {
  const scores = submission.selfScores
  if (!scores || Object.keys(scores).length === 0) return null
  const sum = (nodes: readonly Indicator[]): number =>
    nodes.reduce((total, node) => {
      const own = Object.hasOwn(scores, node.id) ? scores[node.id] : undefined
      return total + (own ? fromPoints(own.points) : sum(node.children ?? []))
    }, 0)
  return indicators.length === 0 ? null : toPoints(sum(indicators))
}
