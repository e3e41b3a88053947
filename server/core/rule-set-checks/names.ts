import type { Expression } from '../formula/expression.ts'
import { parseFormula } from '../formula/parse.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'

/** What a value is, as far as the rule set says it. A choice may hold one option or several. */
export type Kind = 'number' | 'boolean' | 'text' | 'choice' | 'date' | 'list' | 'unknown'

/** A name that conditions, criteria and formulas may read. */
export interface Named {
  readonly id: string
  readonly label?: string | undefined
  readonly aliases?: readonly string[] | undefined
  readonly kind: Kind
  readonly options?: readonly string[] | undefined
}

/**
 * The names that may be read at one place: those of the form, or of one list's rows, whose fields shadow the form's facts.
 */
export class Names {
  private readonly own: ReadonlyMap<string, Named>

  constructor(
    named: readonly Named[],
    private readonly outer: Names | null = null,
  ) {
    this.own = new Map(named.map((one) => [one.id, one]))
  }

  find(id: string): Named | null {
    return this.own.get(id) ?? this.outer?.find(id) ?? null
  }

  all(): Named[] {
    return [...this.own.values(), ...(this.outer?.all() ?? [])]
  }

  with(more: readonly Named[]): Names {
    return new Names(more, this)
  }
}

/** Names of the form's facts, and of each list's rows. */
export class FormNames {
  readonly form: Names
  private readonly lists: ReadonlyMap<string, FactDefinition>

  constructor(facts: readonly FactDefinition[]) {
    this.form = new Names(facts.map(nameOf))
    this.lists = new Map(facts.filter(isListFact).map((fact) => [fact.id, fact]))
  }

  list(id: string): FactDefinition | null {
    return this.lists.get(id) ?? null
  }

  /** Names inside the rows of a list; for what is no list, the form's. */
  rows(list: string): Names {
    return this.form.with((this.lists.get(list)?.fields ?? []).map(nameOf))
  }
}

export function isListFact(fact: FactDefinition): boolean {
  return fact.type === 'list' || (fact.type === undefined && fact.fields !== undefined)
}

function nameOf(definition: FactDefinition | FieldDefinition): Named {
  const { id, label, aliases, options } = definition
  return { id, label, aliases, options, kind: kindOf(definition) }
}

function kindOf(definition: FactDefinition | FieldDefinition): Kind {
  if (definition.type !== undefined) return definition.type
  if ('fields' in definition && definition.fields) return 'list'
  if ('cohort' in definition && definition.cohort) return 'number'
  const formula = definition.formula === undefined ? null : parseFormula(definition.formula)
  return formula?.ok ? resultKind(formula.value) : 'unknown'
}

/** What a formula gives, where its outermost sign alone says it. */
function resultKind(expression: Expression): Kind {
  switch (expression.kind) {
    case 'number':
    case 'negate':
    case 'aggregate':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'text':
      return 'text'
    case 'binary':
      return ['+', '-', '*', '/', '^'].includes(expression.operator) ? 'number' : 'boolean'
    case 'call':
      if (['and', 'or', 'not'].includes(expression.name)) return 'boolean'
      return expression.name === 'if' ? 'unknown' : 'number'
    default:
      return 'unknown'
  }
}
