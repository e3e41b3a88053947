import type { Indicator } from '../../server/core/rule-set.ts'
import type { Cell, FactInput, Row, Submission } from '../../server/core/submission.ts'
import { drawRows, drawValue } from './arbitrary-submission.ts'
import type { DrawnRuleSet } from './arbitrary-tree.ts'
import type { Draw } from './draw.ts'

const isOpen = (input: FactInput | undefined): boolean =>
  input === undefined ||
  input === null ||
  (typeof input === 'object' && 'state' in input && input.state !== 'notApplicable')

/** The leaves that stay open until they have evidence. */
function waitingForEvidence(indicators: readonly Indicator[]): string[] {
  return indicators.flatMap(({ id, evidence, children }) =>
    children ? waitingForEvidence(children) : evidence?.required && evidence.without === 'open' ? [id] : [],
  )
}

/** The submission with a value, within its bounds, for every fact and field that was missing or pending, and evidence where a leaf waits for it. */
export function fillUnknown(draw: Draw, { world, ruleSet }: DrawnRuleSet, submission: Submission): Submission {
  const facts: Record<string, FactInput> = { ...submission.facts }
  for (const fact of world.facts) {
    if (fact.formula !== undefined || fact.cohort) continue
    const input = facts[fact.id]
    if (isOpen(input)) {
      facts[fact.id] = fact.type === 'list' ? drawRows(draw, world, fact, {}) : drawValue(draw, world, fact)
    } else if (fact.type === 'list' && Array.isArray(input)) {
      facts[fact.id] = (input as Row[]).map((row) => {
        const filled: Row = { ...row }
        for (const field of fact.fields ?? []) {
          if (field.formula === undefined && isOpen(row[field.id]))
            filled[field.id] = drawValue(draw, world, field) as Cell
        }
        return filled
      })
    }
  }
  const waiting = waitingForEvidence(ruleSet.indicators).filter(() => draw.chance(80))
  const evidence = [...(submission.evidence ?? []), ...waiting.map((indicator) => ({ indicator }))]
  return { ...submission, facts, evidence }
}
