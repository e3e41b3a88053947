import type { Expression } from './formula/expression.ts'
import type { FactDefinition, FieldDefinition } from './rule-set.ts'

/** How a fact's values are printed and how far they go. */
export interface FactInfo {
  readonly id: string
  readonly label: string
  readonly slot: number
  /** As the rule set declares it; null for facts that lowering adds and for undeclared ones. */
  readonly definition: FactDefinition | FieldDefinition | null
  /** Parsed formula of a derived fact. */
  readonly expression: Expression | null
  readonly whenDividedByZero: 'notApplicable' | 'error'
  /** Rounded to this many places when derived and stated. */
  readonly unit: string | null
  readonly decimals: number | null
  readonly percent: boolean
}

/** Names of one frame: the form's, or one list's rows (whose outer scope is the form's). */
export class Scope {
  readonly infos: FactInfo[] = []
  private readonly slots = new Map<string, number>()
  /** Row scopes by list fact id; only the form's scope has them. */
  readonly rows = new Map<string, Scope>()

  constructor(
    readonly list: string | null,
    readonly outer: Scope | null,
  ) {}

  has(id: string): boolean {
    return this.slots.has(id)
  }

  /** Adds a name once; a second add of the same id answers the first. */
  add(info: Omit<FactInfo, 'slot'>): FactInfo {
    const known = this.slots.get(info.id)
    if (known !== undefined) return this.infos[known] as FactInfo
    const { id, label, definition, expression, whenDividedByZero, unit, decimals, percent } = info
    const slot = this.infos.length
    const added: FactInfo = { id, label, slot, definition, expression, whenDividedByZero, unit, decimals, percent }
    this.slots.set(info.id, added.slot)
    this.infos.push(added)
    return added
  }

  /** Adds a name nobody declared (fragments, reserved facts), so that reading it is always possible. */
  addPlain(id: string, label: string = id): FactInfo {
    return this.add({
      id,
      label,
      definition: null,
      expression: null,
      whenDividedByZero: 'error',
      unit: null,
      decimals: null,
      percent: false,
    })
  }

  /** Where a name is found: here (depth 0) or outside (depth 1); names nobody knows are added to the form. */
  resolve(id: string): { readonly depth: 0 | 1; readonly info: FactInfo } {
    const slot = this.slots.get(id)
    if (slot !== undefined) return { depth: 0, info: this.infos[slot] as FactInfo }
    if (this.outer) return { depth: 1, info: this.outer.resolve(id).info }
    return { depth: 0, info: this.addPlain(id) }
  }

  rowScope(list: string): Scope {
    const form = this.outer ?? this
    let scope = form.rows.get(list)
    if (!scope) {
      scope = new Scope(list, form)
      scope.addPlain(ROW_NUMBER, '序号')
      form.rows.set(list, scope)
    }
    return scope
  }
}

/** Reserved fact of every frame: 1 in the form, the row's number in a row. Gives rules that always hold a condition. */
export const ROW_NUMBER = '#'
export const evidenceFact = (leaf: string): string => `evidence:${leaf}`
export const findingFact = (leaf: string): string => `finding:${leaf}`
