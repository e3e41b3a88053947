import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, EVERYTHING, intersect, union, type Interval } from '../../../server/core/formula/bounds.ts'
import { compileExpression } from '../../../server/core/formula/evaluate.ts'
import { Fraction } from '../../../server/core/fraction.ts'
import { Scope } from '../../../server/core/scope.ts'
import { ListValue, MISSING, type Frame, type Value } from '../../../server/core/value.ts'
import { formula, frac } from '../small.ts'

const interval = (low: string | null, high: string | null): Interval => ({
  low: low === null ? null : frac(low),
  high: high === null ? null : frac(high),
})
const text = ({ low, high }: Interval): string => `${low?.toKey() ?? '−∞'} … ${high?.toKey() ?? '∞'}`

const NAMES = ['a', 'b', 'c'] as const

/** A form of three facts and a list of two rows with a field `v`. */
function formOf(values: readonly Value[], cells: readonly Value[]): { scope: Scope; frame: Frame } {
  const scope = new Scope(null, null)
  NAMES.forEach((name) => scope.addPlain(name))
  const rows = scope.rowScope('l')
  const field = rows.addPlain('v').slot
  const list = scope.addPlain('l').slot
  const frame: Frame = { values: new Array<Value>(list + 1).fill(MISSING), outer: null }
  values.forEach((value, slot) => (frame.values[slot] = value))
  frame.values[list] = new ListValue(
    cells.map((cell, index) => {
      const own = new Array<Value>(rows.infos.length).fill(MISSING)
      own[0] = Fraction.of(BigInt(index + 1))
      own[field] = cell
      return { id: String(index + 1), index, frame: { values: own, outer: frame } }
    }),
  )
  return { scope, frame }
}

function bounds(source: string, known: Partial<Record<string, Interval>>): Interval {
  const { scope, frame } = formOf([], [MISSING, MISSING])
  return boundsOf(formula(source), scope, frame, (id) => known[id] ?? EVERYTHING)
}

describe('how far an unknown value can carry a formula', () => {
  const a = interval('2', '5')
  test.each<[string, Record<string, Interval>, string]>([
    ['a + 1', { a }, '3/1 … 6/1'],
    ['10 - a', { a }, '5/1 … 8/1'],
    ['a * b', { a, b: interval('-1', '3') }, '-5/1 … 15/1'],
    ['1 / a', { a }, '1/5 … 1/2'],
    ['1 / a', { a: interval('0', '4') }, '1/4 … ∞'],
    ['1 / a', { a: interval('-1', '4') }, '−∞ … ∞'],
    ['1 - a', { a: interval('0', null) }, '−∞ … 1/1'],
    ['min(a, 3)', { a }, '2/1 … 3/1'],
    ['min(3, a)', { a: EVERYTHING }, '−∞ … 3/1'],
    ['max(0, a)', { a: EVERYTHING }, '0/1 … ∞'],
    ['abs(a)', { a: interval('-3', '2') }, '0/1 … 3/1'],
    ['floor(a / 2)', { a }, '1/1 … 2/1'],
    ['round(a / 3, 1)', { a }, '7/10 … 17/10'],
    ['if(b > 1, a, 9)', { a }, '2/1 … 9/1'],
    ['if(1 > 2, a, 9)', { a }, '9/1 … 9/1'],
    ['sum(l.v)', { v: interval('0', '4') }, '0/1 … 8/1'],
    ['average(l.v)', { v: interval('0', '4') }, '0/1 … 4/1'],
    ['max(l.v)', { v: interval('0', '4') }, '0/1 … 4/1'],
    ['count(l)', {}, '2/1 … 2/1'],
    ['count(l.v > 1)', {}, '0/1 … 2/1'],
  ])('%s', (source, known, expected) => expect(text(bounds(source, known))).toBe(expected))

  test('a bound that contradicts another leaves the wider one', () => {
    expect(text(intersect(interval('1', '2'), interval('3', '4')))).toBe('1/1 … 2/1')
    expect(text(intersect(interval(null, '5'), interval('3', null)))).toBe('3/1 … 5/1')
    expect(text(union(interval('1', '2'), interval(null, '4')))).toBe('−∞ … 4/1')
  })
})

describe('sound: whatever the unknown facts turn out to be, the value lies inside', () => {
  const leaf = fc.constantFrom('a', 'b', 'c', 'a', 'b', '0', '1', '2', '0.5', '3')
  const { expression } = fc.letrec<{ expression: string; row: string }>((tie) => ({
    row: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('l.v', 'l.v', 'a', '2'),
      fc
        .tuple(tie('row'), fc.constantFrom('+', '-', '*', '/'), tie('row'))
        .map(([x, sign, y]) => `(${x} ${sign} ${y})`),
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
        .map(([x, sign, y]) => `(${x} ${sign} ${y})`),
      fc.tuple(tie('expression'), fc.integer({ min: -2, max: 3 })).map(([x, times]) => `((${x}) ^ ${times})`),
      tie('expression').map((x) => `(-${x})`),
      fc
        .tuple(fc.constantFrom('min', 'max'), tie('expression'), tie('expression'))
        .map(([name, x, y]) => `${name}(${x}, ${y})`),
      fc.tuple(fc.constantFrom('abs', 'floor', 'ceil', 'round'), tie('expression')).map(([name, x]) => `${name}(${x})`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'), tie('expression'))
        .map(([x, y, z, w]) => `if(${x} >= ${y}, ${z}, ${w})`),
      fc
        .tuple(fc.constantFrom('sum', 'average', 'min', 'max'), tie('row'))
        .filter(([, row]) => row.includes('l.v'))
        .map(([name, row]) => `${name}(${row})`),
      fc.tuple(fc.constantFrom('>', '<='), tie('row')).map(([sign, row]) => `count(l.v ${sign} ${row})`),
    ),
  }))
  const part = fc.integer({ min: -12, max: 12 }).map((n) => Fraction.of(BigInt(n), 4n))
  // an unknown value with its bounds; either end may be open
  const unknown = fc.tuple(part, part, part, fc.boolean(), fc.boolean()).map(([x, y, z, openBelow, openAbove]) => {
    const [low = x, value = y, high = z] = [x, y, z].sort((left, right) => left.compare(right))
    return { value, bound: { low: openBelow ? null : low, high: openAbove ? null : high } }
  })
  const facts = fc.array(fc.tuple(unknown, fc.boolean()), { minLength: 3, maxLength: 3 })
  const cells = fc.array(fc.tuple(part, fc.boolean()), { maxLength: 3 })

  test('for random formulas', () => {
    let bounded = 0
    fc.assert(
      fc.property(expression, facts, cells, (source, given, rows) => {
        const parsed = formula(source)
        const full = formOf(
          given.map(([{ value }]) => value),
          rows.map(([value]) => value),
        )
        const value = compileExpression(parsed, full.scope)(full.frame)
        if (!(value instanceof Fraction)) return
        const partial = formOf(
          given.map(([{ value: own }, open]) => (open ? MISSING : own)),
          rows.map(([own, open]) => (open ? MISSING : own)),
        )
        const spread = { low: frac('-3'), high: frac('3') }
        const { low, high } = boundsOf(parsed, partial.scope, partial.frame, (id) =>
          id === 'v' ? spread : (given[NAMES.indexOf(id as 'a')]?.[0].bound ?? EVERYTHING),
        )
        if (low || high) bounded += 1
        expect(low === null || low.compare(value) <= 0, `${source}: ${value.toKey()} below ${low?.toKey()}`).toBe(true)
        expect(high === null || high.compare(value) >= 0, `${source}: ${value.toKey()} above ${high?.toKey()}`).toBe(
          true,
        )
      }),
      { numRuns: 4000, seed: 2024 },
    )
    expect(bounded).toBeGreaterThan(1000)
  })
})

describe('a list that is not there yet may have any number of rows', () => {
  test.each<[string, Record<string, Interval>, string]>([
    ['sum(l.v)', { v: interval('2', '5') }, '0/1 … ∞'],
    ['sum(l.v)', { v: interval('-5', '-2') }, '−∞ … 0/1'],
    ['sum(l.v)', { v: interval('-1', '2') }, '−∞ … ∞'],
    ['average(l.v)', { v: interval('2', '5') }, '2/1 … 5/1'],
    ['max(l.v * 2)', { v: interval('2', '5') }, '4/1 … 10/1'],
    ['count(l)', {}, '0/1 … ∞'],
    ['sum(l.v) / sum(l.v)', { v: interval('0', null) }, '0/1 … ∞'],
  ])('%s', (source, known, expected) => {
    const { scope, frame } = formOf([], [])
    frame.values[scope.resolve('l').info.slot] = MISSING
    expect(text(boundsOf(formula(source), scope, frame, (id) => known[id] ?? EVERYTHING))).toBe(expected)
  })
})
