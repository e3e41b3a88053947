import type { FieldDefinition, RuleSet } from '../../server/core/rule-set.ts'
import type { FactInput, Submission } from '../../server/core/submission.ts'
import { numberText } from '../format.ts'
import { punctuation } from '../text/punctuation.zh-CN.ts'
import { zh } from '../text/zh-CN.ts'

/** A value the document does not say, with why it was put so. */
export interface AssumedFact {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly note: string
}

interface Given {
  readonly value: unknown
  readonly source?: string | undefined
  readonly note?: string | undefined
}

const isRecord = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input)

const isGiven = (input: unknown): input is Given => isRecord(input) && 'value' in input

const words = zh.account.assumedValues

const SIGNS: Record<string, string> = { '>=': '≥', '<=': '≤' }

/** A value as people say it: 是, 95%, 2,781.82 万元, 3 行. */
export function valueText(value: unknown, fact?: FieldDefinition): string {
  if (value === null || value === undefined) return zh.nodeStatus('missing')
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return numberText(value, fact)
  if (Array.isArray(value) && value.length === 0) return words.none
  if (Array.isArray(value))
    return value.every((part) => !isRecord(part)) ? value.join(punctuation.list) : words.rows(value.length)
  const text = String(value)
  return SIGNS[text] ?? text
}

function assumedIn(id: string, label: string, input: unknown, fact?: FieldDefinition): AssumedFact[] {
  if (!isGiven(input) || input.source !== 'assumed') return []
  return [{ id, label, value: valueText(input.value, fact), note: input.note ?? '' }]
}

/** Assumed cells of a list, row by row. */
function assumedRows(id: string, label: string, input: FactInput, fields: readonly FieldDefinition[]): AssumedFact[] {
  const rows: unknown = isGiven(input) ? input.value : input
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row: unknown, index) => {
    if (!isRecord(row)) return []
    const name = isGiven(row['name']) ? row['name'].value : row['name']
    const title = `${label} · ${typeof name === 'string' ? name : words.row(index + 1)}`
    return Object.entries(row).flatMap(([key, cell]) => {
      const field = fields.find((candidate) => candidate.id === key)
      return assumedIn(`${id}[${index}].${key}`, `${title} · ${field?.label ?? key}`, cell, field)
    })
  })
}

/** Every fact of a submission whose source is `assumed`, in the submission's order. */
export function assumedFacts(submission: Submission, ruleSet: RuleSet | null): AssumedFact[] {
  return Object.entries(submission.facts).flatMap(([id, input]) => {
    const fact = ruleSet?.facts.find((candidate) => candidate.id === id)
    const label = fact?.label ?? id
    return [...assumedIn(id, label, input, fact), ...assumedRows(id, label, input, fact?.fields ?? [])]
  })
}
