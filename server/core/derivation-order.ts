import type { Expression } from './formula/expression.ts'
import { referencesOf } from './formula/expression.ts'
import type { Scope } from './scope.ts'

/** A derived fact to compute: one of the form (`list` null), or one of every row of a list. */
export interface Derivation {
  readonly list: string | null
  readonly id: string
}

/**
 * The order in which derived facts can be computed, each after what it reads; ties in the order they are written.
 * `cycle` names the first circle found (`a → rows.part → a`), or is null.
 */
export function derivationOrder(form: Scope): { order: Derivation[]; cycle: string[] | null } {
  const formulas = new Map<string, Derivation & { expression: Expression }>()
  for (const scope of [form, ...form.rows.values()])
    for (const { id, expression } of scope.infos)
      if (expression) formulas.set(keyOf(scope.list, id), { list: scope.list, id, expression })

  const order: Derivation[] = []
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  let cycle: string[] | null = null
  const visit = (key: string): void => {
    const found = formulas.get(key)
    if (!found || cycle || state.get(key) === 'done') return
    if (state.get(key) === 'open') {
      cycle = [...path.slice(path.indexOf(key)), key]
      return
    }
    state.set(key, 'open')
    path.push(key)
    keysRead(found.expression, found.list === null ? form : form.rowScope(found.list)).forEach(visit)
    path.pop()
    state.set(key, 'done')
    order.push({ list: found.list, id: found.id })
  }
  for (const key of formulas.keys()) visit(key)
  return { order, cycle }
}

/** How a derived fact is named in a circle: `rate`, or `projects.share` for a column. */
const keyOf = (list: string | null, id: string): string => (list === null ? id : `${list}.${id}`)

function keysRead(expression: Expression, scope: Scope): string[] {
  const { facts, fields } = referencesOf(expression)
  return [
    ...[...facts].map((id) => keyOf(scope.has(id) ? scope.list : null, id)),
    ...fields.map(({ list, field }) => keyOf(list, field)),
  ]
}
