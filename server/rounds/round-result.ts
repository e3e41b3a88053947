import type { GradedNode, Grading } from '../core/grading.ts'
import type { RoundResult } from '../http/round-shapes.ts'
import type { ItemResult } from '../jobs/batch/batch-job.ts'
import type { RoundMember } from './population.ts'

/** How many reasons a result gives; the grading has them all. */
const NAMED = 5

/**
 * What a round lists of a submission's result.
 * @param grading of one that is in error, for its reasons
 */
export function toRoundResult(
  { hash, ...submission }: RoundMember,
  { graded, issues }: ItemResult,
  grading: Grading | null,
): RoundResult {
  const named = { submission: { ...submission, hash } }
  if (!graded) {
    const reasons = issues.slice(0, NAMED).map(({ path, message }) => (path === '' ? message : `${path}：${message}`))
    return { ...named, ...NOTHING, status: 'refused', reasons }
  }
  const { row, blocks } = graded
  return {
    ...named,
    grading: row.hash,
    status: row.status,
    points: row.points,
    grade: row.grade,
    range: row.summary?.range ?? null,
    blocks: [...blocks],
    lostLines: row.summary?.lostLines ?? 0,
    selfPoints: row.summary?.selfPoints ?? null,
    confirmed: row.summary?.confirmed ?? false,
    reasons: grading === null ? [] : errorsOf(grading),
  }
}

const NOTHING = {
  grading: null,
  points: null,
  grade: null,
  range: null,
  blocks: [],
  lostLines: 0,
  selfPoints: null,
  confirmed: false,
}

/** Why a grading is in error: what its checks say, and its indicators. */
function errorsOf({ checks, indicators }: Grading): string[] {
  const faults = checks.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  const nodes = indicators.flatMap(inError).map(({ label, message }) => `${label}：${message ?? '出错'}`)
  return [...faults, ...nodes].slice(0, NAMED)
}

/** The lowest nodes in error: those above them are so for their sake. */
function inError(node: GradedNode): GradedNode[] {
  const below = node.children.flatMap(inError)
  return below.length > 0 || node.status !== 'error' ? below : [node]
}
