import type { GradedNode, Grading, Line, ReadValue } from './grading.ts'

/**
 * A grading for files of very many. It leaves out what its rule set says in the same words for every form (labels, full
 * points, and by the rule's name reason and clause), conditions and remedies, and whatever is null, empty or `graded`.
 * Which rule set, down to its hash, stands in each.
 */
export type BriefGrading = Pick<Grading, 'status' | 'ruleSet' | 'submission' | 'engine' | 'points' | 'grade'> &
  Partial<Pick<Grading, 'cohort' | 'inputs' | 'confirmedBy' | 'range' | 'checks'>> & {
    readonly format: typeof BRIEF_FORMAT
    readonly indicators: readonly BriefNode[]
    readonly overrides?: readonly BriefLine[]
  }
export type BriefNode = Pick<GradedNode, 'id' | 'points'> &
  Partial<Pick<GradedNode, 'awarded' | 'range' | 'status' | 'message'>> & {
    readonly lines?: readonly BriefLine[]
    readonly children?: readonly BriefNode[]
  }
export type BriefLine = Pick<Line, 'rule' | 'effect' | 'points'> &
  Partial<Pick<Line, 'item' | 'calculation'>> & { readonly values?: readonly BriefValue[] }
export type BriefValue = Pick<ReadValue, 'fact' | 'text' | 'source' | 'note'>

export const BRIEF_FORMAT = 'hengping/brief-grading@1' as const

/** What a brief grading says of a grading. */
export function briefOf(grading: Grading): BriefGrading {
  const { status, ruleSet, submission, engine, cohort, inputs, confirmedBy, points, grade, range } = grading
  return {
    format: BRIEF_FORMAT,
    status,
    ruleSet,
    submission,
    engine,
    ...(cohort && { cohort }),
    ...(inputs.length > 0 && { inputs }),
    ...(confirmedBy && { confirmedBy }),
    points,
    grade,
    ...(range && { range }),
    indicators: grading.indicators.map(briefNode),
    ...briefEnd(grading),
  }
}

/** What it says behind the nodes. */
export const briefEnd = ({ overrides, checks }: Pick<Grading, 'overrides' | 'checks'>) => ({
  ...(overrides.length > 0 && { overrides: overrides.map(briefLine) }),
  ...(checks.length > 0 && { checks }),
})

function briefNode({ id, points, awarded, range, status, message, lines, children }: GradedNode): BriefNode {
  return {
    id,
    points,
    ...(awarded !== null && { awarded }),
    ...(range && { range }),
    ...(status !== 'graded' && { status }),
    ...(message !== null && { message }),
    ...(lines.length > 0 && { lines: lines.map(briefLine) }),
    ...(children.length > 0 && { children: children.map(briefNode) }),
  }
}

export const briefLine = ({ rule, item, effect, points, values, calculation }: Line): BriefLine => ({
  rule,
  ...(item !== null && { item }),
  effect,
  points,
  ...(values.length > 0 && { values: values.map(briefValue) }),
  ...(calculation !== null && { calculation }),
})

const briefValue = ({ fact, text, source, note }: ReadValue): BriefValue => ({
  fact,
  text,
  ...(source !== undefined && { source }),
  ...(note !== undefined && { note }),
})
