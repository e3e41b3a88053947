import { describe, expect, test } from 'vitest'
import { derivationOrder } from '../../server/core/derivation-order.ts'
import { Scope } from '../../server/core/scope.ts'
import { formula } from './small.ts'

/** A form whose derived facts have these formulas; `l.x` is a field of list `l`. */
function formOf(formulas: Record<string, string>): Scope {
  const form = new Scope(null, null)
  for (const [name, text] of Object.entries(formulas)) {
    const [list, field] = name.split('.') as [string, string?]
    const scope = field === undefined ? form : form.rowScope(list)
    const plain = { label: name, definition: null, whenDividedByZero: 'error', unit: null, decimals: null } as const
    scope.add({ id: field ?? list, ...plain, percent: false, expression: text === '' ? null : formula(text) })
  }
  return form
}
const words = (form: Scope): string[] =>
  derivationOrder(form).order.map((one) => (one.list === null ? one.id : `${one.list}.${one.id}`))

describe('each fact after what it reads', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['as written, where nothing is read', { a: '1', b: '2' }, ['a', 'b']],
    ['a fact before its reader', { rate: 'spent / total', total: 'p + q', p: '', q: '', spent: '' }, ['total', 'rate']],
    ['through three', { a: 'b + 1', b: 'c + 1', c: 'd', d: '' }, ['c', 'b', 'a']],
    ['rows before what sums them', { mean: 'average(l.rate)', 'l.rate': 'x / y', 'l.x': '' }, ['l.rate', 'mean']],
    ['a fact of the form before rows that read it', { k: 'a * 2', 'l.double': 'v * k', a: '' }, ['k', 'l.double']],
    ['nothing derived', { a: '', 'l.x': '' }, []],
  ])('%s', (_, formulas, order) => expect(words(formOf(formulas))).toEqual(order))
})

describe('a circle is named', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['of itself', { a: 'a + 1' }, ['a', 'a']],
    ['of two', { a: 'b', b: 'a' }, ['a', 'b', 'a']],
    ['reached from outside', { x: 'a', a: 'b', b: 'c', c: 'a' }, ['a', 'b', 'c', 'a']],
    ['through rows', { total: 'sum(l.part)', 'l.part': 'v / total' }, ['total', 'l.part', 'total']],
  ])('%s', (_, formulas, cycle) => expect(derivationOrder(formOf(formulas)).cycle).toEqual(cycle))

  test('a field that has the name of a fact outside is another one', () => {
    expect(derivationOrder(formOf({ a: 'sum(l.a)', 'l.a': 'v * 2' })).cycle).toBeNull()
  })
})
