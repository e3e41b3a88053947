import type { Expression } from './formula/expression.ts'
import { parseFormula } from './formula/parse.ts'
import type { FactDefinition, FieldDefinition, RuleSet } from './rule-set.ts'
import { ROW_NUMBER, Scope } from './scope.ts'

/** The names a rule set declares: its facts, and the columns of its lists. A formula that cannot be read is left out. */
export function declareFacts({ facts }: Pick<RuleSet, 'facts'>): Scope {
  const form = new Scope(null, null)
  form.addPlain(ROW_NUMBER, '序号')
  for (const fact of facts) declare(form, fact)
  for (const fact of facts) for (const field of fact.fields ?? []) declare(form.rowScope(fact.id), field)
  return form
}

function declare(scope: Scope, fact: FactDefinition | FieldDefinition): void {
  scope.add({
    id: fact.id,
    label: fact.label ?? fact.id,
    definition: fact,
    expression: expressionOf(fact),
    whenDividedByZero: fact.whenDividedByZero ?? 'error',
    unit: fact.unit ?? null,
    decimals: fact.decimals ?? null,
    percent: fact.display === 'percent',
  })
}

const expressionOf = ({ formula }: FactDefinition | FieldDefinition): Expression | null => {
  if (formula === undefined) return null
  const parsed = parseFormula(formula)
  return parsed.ok ? parsed.value : null
}
