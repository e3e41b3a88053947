import type { RawRule } from './unvalidated.ts'

/**
 * Rules that were tried on json-rules-engine as it comes: each runs code, changes what is judged, hangs, takes all
 * memory, ends the run, or earns points that nobody earned.
 */
export interface HostileRule {
  readonly name: string
  /** Where it can only be written as text, since `__proto__` in a literal means something else. */
  readonly rule: RawRule
  /** Our own reader has nothing against it, and judges it soundly: what comes of it then. */
  readonly harmless?: true
  /** The engine does not come back from it. */
  readonly stopped?: true
}

const text = (json: string): unknown => JSON.parse(json)
const path = (expression: unknown) => ({ all: [{ fact: 'rows', path: expression, operator: 'equal', value: 1 }] })
const compare = { fact: 'budget', operator: 'equal', value: 10 }
const all = (...members: unknown[]) => ({ all: members })

const CODE = `$..[?(p="process.exit(9)";a=''[['constructor']][['constructor']](p);a())]`
const CODE_OLDER = `$[?(c = @.constructor; d = c.constructor; d("process.exit(9)")())]`

const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => wrap(inner), compare)

/** Each name refers twice to the next: 2^24 comparisons in 25 conditions. */
const doubling = Object.fromEntries(
  Array.from({ length: 25 }, (_, index) => [
    `c${index}`,
    index === 24 ? all(compare) : all({ condition: `c${index + 1}` }, { condition: `c${index + 1}` }),
  ]),
)

export const HOSTILE_RULES: readonly HostileRule[] = [
  { name: 'R1 code in a path', rule: { conditions: path(CODE) } },
  {
    name: 'R1 code in the path of a value',
    rule: { conditions: all({ ...compare, value: { fact: 'rows', path: CODE } }) },
  },
  {
    name: 'R1 code in the path of an event parameter',
    rule: { conditions: all(compare), event: { type: 'x', params: { points: { fact: 'rows', path: CODE } } } },
  },
  { name: 'R2 code by an older way', rule: { conditions: path(CODE_OLDER) } },
  { name: 'R3 facts changed by push', rule: { conditions: path('$..[?(@.s.push(99))]') } },
  { name: 'R3 facts changed by splice', rule: { conditions: path('$..[?(@.s.splice(0,9))]') } },
  { name: 'R4 a pattern without end', rule: { conditions: path('$..[?(/^(a+)+$/.test(@.n))]') }, stopped: true },
  {
    name: 'R5 a text without end',
    rule: { conditions: path(`$..[?('a'.repeat(5e8).split('').length)]`) },
    stopped: true,
  },
  { name: 'R6 path __proto__', rule: { conditions: path('$.__proto__') } },
  { name: 'R6 path constructor', rule: { conditions: path('$.constructor') } },
  { name: 'R6 path with an evaluator of its own', rule: { conditions: path({ path: CODE, eval: 'native' }) } },
  { name: 'R7 a path that spoils the cache', rule: { conditions: path('$..[?(safeScript:@.x>1)]') } },
  { name: 'R8 fact __proto__', rule: { conditions: all({ ...compare, fact: '__proto__' }) } },
  {
    name: 'R8 key __proto__ in a condition',
    rule: { conditions: text('{"all":[{"fact":"budget","operator":"equal","value":10,"__proto__":{"polluted":1}}]}') },
  },
  {
    name: 'R8 key __proto__ beside a group',
    rule: { conditions: text('{"all":[{"fact":"budget","operator":"equal","value":10}],"__proto__":{"any":[]}}') },
  },
  {
    name: 'R8 key __proto__ in event parameters',
    rule: { conditions: all(compare), event: text('{"type":"x","params":{"__proto__":{"polluted":1}}}') },
  },
  {
    name: 'R8 key constructor in event parameters',
    rule: {
      conditions: all(compare),
      event: text('{"type":"x","params":{"constructor":{"prototype":{"polluted":1}}}}'),
    },
  },
  { name: 'R8 operator __proto__', rule: { conditions: all({ ...compare, operator: '__proto__' }) } },
  { name: 'R8 priority __proto__', rule: { conditions: all({ ...compare, priority: '__proto__' }) } },
  { name: 'R8 event __proto__', rule: { conditions: all(compare), event: { type: '__proto__' } } },
  { name: 'R9 all, 3,000 deep', rule: { conditions: nested(3_000, (inner) => all(inner)) } },
  { name: 'R9 not, 3,000 deep', rule: { conditions: nested(3_000, (not) => ({ not })) } },
  {
    name: 'R9 20,000 decorators',
    rule: { conditions: all({ ...compare, operator: `${'not:'.repeat(20_000)}equal` }) },
  },
  { name: 'R9 a condition that is itself', rule: { conditions: { condition: 'a' }, named: { a: { condition: 'a' } } } },
  {
    name: 'R10 a condition that is itself and another',
    rule: { conditions: all({ condition: 'a' }), named: { a: { any: [compare, { condition: 'a' }] } } },
    stopped: true,
  },
  {
    name: 'R11 conditions that double',
    rule: { conditions: all({ condition: 'c0' }), named: doubling },
    stopped: true,
  },
  { name: 'R12 100,000 comparisons', rule: { conditions: all(...Array<unknown>(100_000).fill(compare)) } },
  { name: 'R13 an unknown fact', rule: { conditions: all({ ...compare, fact: 'nobody' }) } },
  { name: 'R13 a fact without a name', rule: { conditions: all({ ...compare, fact: '' }) } },
  { name: 'R13 an unknown operator', rule: { conditions: all({ ...compare, operator: 'resembles' }) } },
  { name: 'R13 in a number', rule: { conditions: all({ ...compare, operator: 'in', value: 5 }) } },
  { name: 'R13 event error', rule: { conditions: all(compare), event: { type: 'error' } } },
  { name: 'R13 event __defineGetter__', rule: { conditions: all(compare), event: { type: '__defineGetter__' } } },
  {
    name: 'R14 what is not filled in is not equal',
    rule: { conditions: all({ fact: 'spent', operator: 'notEqual', value: 1 }) },
    harmless: true,
  },
  { name: 'R15 any of nothing', rule: { conditions: { any: [] } } },
  { name: 'R15 all of nothing', rule: { conditions: { all: [] } } },
  {
    name: 'R15 every row of none',
    rule: { conditions: all({ fact: 'targets', operator: 'everyFact:equal', value: 1 }) },
  },
  { name: 'R15 any and all at once', rule: { conditions: { any: [compare], all: [{ ...compare, value: 99 }] } } },
  { name: 'R16 order of texts', rule: { conditions: all({ fact: 'reason', operator: 'greaterThan', value: '10' }) } },
  { name: 'R16 a list as a number', rule: { conditions: all({ ...compare, operator: 'greaterThan', value: [3] }) } },
  { name: 'R16 "99%" as a number', rule: { conditions: all({ ...compare, operator: 'lessThan', value: '99%' }) } },
  { name: 'R16 "1,234" as a number', rule: { conditions: all({ ...compare, operator: 'lessThan', value: '1,234' }) } },
  {
    name: 'R17 a number without end',
    rule: { conditions: all({ ...compare, operator: 'lessThan', value: Infinity }) },
  },
  { name: 'R17 no number', rule: { conditions: all({ ...compare, operator: 'notEqual', value: NaN }) } },
  { name: 'R17 in a text', rule: { conditions: all({ fact: 'reason', operator: 'in', value: 'abc' }) } },
  { name: 'R18 a forged result', rule: { conditions: { any: [{ ...compare, result: true, factResult: 100 }] } } },
  { name: 'R20 parameters of a fact', rule: { conditions: all({ ...compare, params: { x: 1 } }) } },
  {
    name: 'R21 a pattern as a value',
    rule: { conditions: all({ fact: 'n', operator: 'matches', value: '^(a+)+$' }) },
    stopped: true,
  },
]
