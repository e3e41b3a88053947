import type { FactInput, Row, Submission } from '../../server/core/submission.ts'

type Scalar = number | string | boolean
interface Place {
  readonly fact: string
  readonly row: number | null
  readonly field: string | null
}

/** Reads `facts.spent` or `facts.targets[0].actual`. */
export function placeOf(path: string): Place {
  const match = /^facts\.([^.[\]]+)(?:\[(\d+)\]\.([^.[\]]+))?$/.exec(path)
  if (!match?.[1]) throw new Error(`not a path to a fact: ${path}`)
  const [, fact, row, field] = match
  return { fact, row: row === undefined ? null : Number(row), field: field ?? null }
}

const bare = (input: FactInput | undefined): unknown =>
  typeof input === 'object' && input !== null && 'value' in input ? input.value : input

/** The value at a path, without its source and note. */
export function valueAt(submission: Submission, path: string): unknown {
  const { fact, row, field } = placeOf(path)
  const value = bare(submission.facts[fact])
  return row === null || field === null ? value : bare((value as Row[])[row]?.[field])
}

/** The submission with another value at a path; at `evidence`, with evidence for the leaf `to`. */
export function withValue(submission: Submission, path: string, to: Scalar): Submission {
  if (path === 'evidence') {
    return { ...submission, evidence: [...(submission.evidence ?? []), { indicator: String(to) }] }
  }
  const { fact, row, field } = placeOf(path)
  const before = submission.facts[fact]
  const rows = bare(before)
  const value =
    row === null || field === null
      ? to
      : (rows as Row[]).map((one, index) => (index === row ? { ...one, [field]: to } : one))
  return { ...submission, facts: { ...submission.facts, [fact]: value } }
}
