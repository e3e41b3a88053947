import type { FactDefinition, FieldDefinition, RuleSet } from '../../server/core/rule-set.ts'
import type { FactInput, Submission } from '../../server/core/submission.ts'
import { evaluate, parse } from './slow-formula.ts'
import { decimal, round } from './slow-fraction.ts'
import { isFraction, type Reading, type RowScope, type Scalar, type Scope } from './slow-value.ts'

/** Cohort figures given directly, by fact id; a figure that is not there is pending. */
export type Figures = ReadonlyMap<string, number>

const scalar = (value: unknown): Scalar => (typeof value === 'number' ? decimal(value) : (value as boolean | string))

function given(input: FactInput | undefined): Reading {
  if (input === undefined || input === null) return { unknown: 'missing' }
  if (Array.isArray(input)) return { value: input.map(scalar) }
  if (typeof input !== 'object') return { value: scalar(input) }
  if ('state' in input) return { unknown: input.state }
  if ('grading' in input) return { unknown: 'pending' }
  return given(input.value as FactInput)
}

/** A formula's value, rounded where the fact states decimals; a division by 0 is what the fact says it is. */
function derived(definition: FieldDefinition | FactDefinition, scope: Scope): Reading {
  const result = evaluate(parse(definition.formula ?? ''), scope, { zero: definition.whenDividedByZero ?? 'error' })
  if ('unknown' in result) return { unknown: result.unknown }
  if (definition.decimals === undefined || !isFraction(result.value)) return result
  return { value: round(result.value, definition.decimals) }
}

function rowScope(
  id: string,
  cells: Record<string, FactInput>,
  fields: readonly FieldDefinition[],
  outer: Scope,
): RowScope {
  const row: RowScope = {
    id,
    rows: (list) => outer.rows(list),
    read(name) {
      const field = fields.find((candidate) => candidate.id === name)
      if (field?.formula !== undefined) return derived(field, row)
      if (field || name in cells) return given(cells[name])
      return outer.read(name)
    },
  }
  return row
}

/** The facts of one submission as a rule set declares them; a rule set that declares nothing reads bare values. */
export function factScope(ruleSet: RuleSet, submission: Pick<Submission, 'facts'>, figures: Figures): Scope {
  const { facts } = submission
  const definition = (id: string) => ruleSet.facts.find((fact) => fact.id === id)
  const known = new Map<string, Reading>()
  const scope: Scope & { readNew(id: string): Reading } = {
    read(id) {
      const reading = known.get(id) ?? scope.readNew(id)
      known.set(id, reading)
      return reading
    },
    readNew(id) {
      const fact = definition(id)
      if (fact?.cohort) {
        const figure = figures.get(id)
        return figure === undefined ? { unknown: 'pending' } : { value: decimal(figure) }
      }
      return fact?.formula === undefined ? given(facts[id]) : derived(fact, scope)
    },
    rows(list) {
      let input = facts[list] as unknown
      if (typeof input === 'object' && input !== null && 'value' in input) input = input.value
      if (!Array.isArray(input)) {
        const reading = given(input as FactInput)
        return { unknown: 'unknown' in reading ? reading.unknown : 'error' }
      }
      const fields = definition(list)?.fields ?? []
      const rows = (input as Record<string, FactInput>[]).map((cells, index) =>
        rowScope(typeof cells['id'] === 'string' ? cells['id'] : String(index + 1), cells, fields, scope),
      )
      return { rows }
    },
  }
  return scope
}
