import type { Expression } from './formula/expression.ts'
import { referencesOf } from './formula/expression.ts'
import type { Scope } from './scope.ts'

/** Something to compute: a derived fact of the form, or the formulas of a list's rows. */
export type Derivation =
  { readonly kind: 'fact'; readonly id: string } | { readonly kind: 'rows'; readonly list: string }

/**
 * The order in which derived facts can be computed, each after what it reads; ties in the order they are written.
 * `cycle` names the first circle found (`a → b → a`), or is null.
 */
export function derivationOrder(form: Scope): { order: Derivation[]; cycle: string[] | null } {
  const order: Derivation[] = []
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  let cycle: string[] | null = null

  const formFormulas = new Map(form.infos.flatMap((info) => (info.expression ? [[info.id, info.expression]] : [])))
  const rowFormulas = new Map(
    [...form.rows].map(([list, scope]) => [list, scope.infos.flatMap(({ expression }) => expression ?? [])] as const),
  )
  const reads = (expression: Expression, rows: Scope | null): string[] => {
    const { facts, lists } = referencesOf(expression)
    return [...facts].filter((id) => !rows?.has(id)).concat([...lists].map((list) => `[${list}]`))
  }
  const visit = (key: string): void => {
    const list = key.startsWith('[') ? key.slice(1, -1) : null
    const expressions = list === null ? [formFormulas.get(key)] : rowFormulas.get(list)
    if (!expressions?.[0] || state.get(key) === 'done' || cycle) return
    if (state.get(key) === 'open') {
      cycle = [...path.slice(path.indexOf(key)), key]
      return
    }
    state.set(key, 'open')
    path.push(key)
    const rows = list === null ? null : (form.rows.get(list) ?? null)
    for (const expression of expressions) if (expression) reads(expression, rows).forEach(visit)
    path.pop()
    state.set(key, 'done')
    order.push(list === null ? { kind: 'fact', id: key } : { kind: 'rows', list })
  }
  for (const id of formFormulas.keys()) visit(id)
  for (const list of form.rows.keys()) visit(`[${list}]`)
  return { order, cycle }
}
