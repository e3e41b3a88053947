import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { contentHash } from '../../server/core/hash.ts'
import { parseJson } from '../../server/core/json-text.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { ruleSetSchema } from '../../server/core/rule-set.ts'
import { mutations } from '../support/mutate.ts'
import { runs, PATIENCE } from '../support/runs.ts'
import { timed } from '../support/timed.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const json = (path: string): Record<string, unknown> => JSON.parse(read(path)) as Record<string, unknown>
const small = json('test/data/small-rule-set.json')

describe('parseRuleSet accepts', () => {
  test('a small rule set that uses every part of the format', () => {
    const result = parseRuleSet(small)
    const { $schema: _, ...content } = small
    expect(result).toEqual({ ok: true, value: content })
  })

  test('with and without $schema, with one hash', () => {
    const { $schema: _, ...content } = small
    const hashes = [small, content].map((input) => {
      const result = parseRuleSet(input)
      return result.ok ? contentHash(result.value) : result.issues
    })
    expect(hashes[0]).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(hashes[1]).toBe(hashes[0])
  })

  const shipped = readdirSync(new URL('../../rules/', import.meta.url)).filter(
    (name) => name.endsWith('.json') && !name.endsWith('.schema.json') && !name.endsWith('.cases.json'),
  )
  test.each(shipped)('rules/%s', (name) => {
    const text = parseJson(read(`rules/${name}`))
    const result = text.ok ? parseRuleSet(text.value) : text
    expect(result.ok ? [] : result.issues).toEqual([])
  })

  test('the shape of every rule set of the format’s examples, which are fragments', () => {
    const vectors = JSON.parse(read('test/data/format-vectors.json')) as { name: string; ruleSet: unknown }[]
    expect(vectors).toHaveLength(53)
    for (const { name, ruleSet } of vectors) {
      const result = ruleSetSchema.safeParse(ruleSet)
      expect(result.error?.issues ?? [], name).toEqual([])
    }
  })
})

const expected = json('fixtures/invalid-rule-sets/expected.json') as Record<
  string,
  { path: string; code: string; words: string }
>

describe('fixtures/invalid-rule-sets: each file is refused for its one fault', () => {
  test('every file is listed', () => {
    const files = readdirSync(new URL('../../fixtures/invalid-rule-sets/', import.meta.url))
    expect(files.filter((file) => file !== 'expected.json').sort()).toEqual(Object.keys(expected).sort())
  })

  test.each(Object.entries(expected))('%s', (file, { path, code, words }) => {
    const text = parseJson(read(`fixtures/invalid-rule-sets/${file}`))
    const result = text.ok ? parseRuleSet(text.value) : text
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.issues).toEqual([{ path, code, message: expect.stringContaining(words) as string }])
    expect(result.issues[0]?.message).toMatch(/。$/)
  })
})

test('all that is wrong is said, not the first only', () => {
  const result = parseRuleSet({
    points: '100',
    decimals: 2,
    facts: [{ id: 'a', type: 'nummer' }],
    indicators: [
      { id: 'x', points: 1, applies: { any: [] }, scoring: { method: 'ratio' } },
      { id: 'y', points: 1, bogus: 1, applies: { fact: 'a', operator: 'is', value: 1, path: '$' } },
    ],
  })
  expect(result.ok ? [] : result.issues.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
    'facts[0].type invalid_value',
    'indicators[0].applies.any condition_empty',
    'indicators[0].scoring.value required',
    'indicators[1].applies.operator unknown_operator',
    'indicators[1].applies.path condition_key_refused',
    'indicators[1].bogus unknown_key',
    'points invalid_type',
  ])
})

test('at most 200 issues', () => {
  const facts = Array.from({ length: 500 }, () => ({ id: '', typ: 1 }))
  const result = parseRuleSet({ ...small, facts })
  expect(result.ok ? 0 : result.issues.length).toBe(200)
})

test('hostile sizes are refused quickly, without a stack that overflows', () => {
  const condition = { fact: 'budget', operator: 'equal', value: 1 }
  const nested = Array.from({ length: 20_000 }).reduce<unknown>((inner) => ({ not: inner }), condition)
  const chain = Array.from({ length: 2000 }, (_, index) => ({
    id: `f${index}`,
    label: 'x',
    formula: `f${(index + 1) % 2000}`,
  }))
  const override = (conditions: unknown): unknown => ({
    ...small,
    overrides: [{ name: 'x', conditions, event: { type: 'zero' } }],
  })
  const cyclic: Record<string, unknown> = { ...small }
  cyclic.indicators = [cyclic]
  const hostile: [string, unknown][] = [
    ['too_deep', override(nested)],
    ['conditions_too_many', override({ all: Array.from({ length: 6000 }, () => condition) })],
    [
      'too_big',
      {
        ...small,
        indicators: [
          {
            id: 'x',
            label: 'x',
            points: 10,
            clause: 'x',
            scoring: {
              method: 'bands',
              value: 'rate',
              bands: Array.from({ length: 4000 }, (_, index) => ({ from: index, below: index + 1, points: 1 })),
            },
          },
        ],
      },
    ],
    ['too_many', { ...small, facts: Array.from({ length: 5000 }, (_, index) => ({ id: `f${index}` })) }],
    ['too_many', { ...small, indicators: Array.from({ length: 5000 }, (_, index) => ({ id: `f${index}` })) }],
    ['formula_cycle', { ...small, facts: chain }],
    [
      'too_many',
      {
        ...small,
        facts: Array.from({ length: 1900 }, (_, index) => ({ id: `f${index}`, aliases: Array(30).fill('x') })),
      },
    ],
    ['too_deep', cyclic],
  ]
  for (const [code, input] of hostile) {
    const start = performance.now()
    const result = parseRuleSet(input)
    expect(performance.now() - start, code).toBeLessThan(1000 * PATIENCE)
    expect(result.ok ? [] : result.issues.map((issue) => issue.code)).toContain(code)
  }
})

describe('what JSON does not have is refused', () => {
  const getter = Object.defineProperty({}, 'facts', {
    enumerable: true,
    get() {
      throw new Error('read')
    },
  })
  const proxy = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error('read')
      },
    },
  )
  test.each([
    [undefined],
    [null],
    [1],
    ['x'],
    [[]],
    [() => 1],
    [new Date(0)],
    [new Map()],
    [NaN],
    [1n],
    [getter],
    [proxy],
  ])('case %#', (input) => {
    const result = parseRuleSet(input)
    expect(result.ok ? [] : result.issues.length).toBeGreaterThan(0)
  })
})

test('mutated rule sets: never throws, each under 100 ms, and what is accepted can be compiled and graded', () => {
  const condition = { fact: 'budget', operator: 'equal', value: 1 }
  const wild = fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      '',
      0,
      -1,
      1e308,
      0.1 + 0.2,
      true,
      [],
      {},
      '__proto__',
      'constructor',
      'budget',
      'targets',
      'spent / (budget - budget)',
      'sum(targets.points)',
      condition,
      { not: { not: condition } },
      { all: [] },
      { ...condition, path: '$..[?(@.x)]' },
      { method: 'full' },
      { method: 'ratio', value: 'rate' },
      { moveTo: 'performance' },
    ),
    fc.jsonValue({ maxDepth: 3 }),
  )
  const submission = {
    id: 'a',
    name: '甲',
    subject: 'department' as const,
    year: 2024,
    facts: {
      budget: 10,
      spent: 9,
      paidLate: true,
      level: '达成',
      share: 0.9,
      which: 'byRate',
      signed: '2024-05-01',
      group: '机关',
      targets: [
        { id: 'a', name: '甲', direction: '>=', target: 4, actual: 3, points: 60 },
        { id: 'b', name: '乙', direction: '<=', target: 0, actual: 3, points: 40 },
      ],
      issues: [{ fixed: false }],
    },
  }
  let accepted = 0
  const amount = runs(5_000, 1_500)
  parseRuleSet(small)
  fc.assert(
    fc.property(mutations(small, wild), (document) => {
      const { result, milliseconds } = timed(() => parseRuleSet(document))
      expect(milliseconds).toBeLessThan(100 * PATIENCE)
      if (!result.ok) {
        expect(result.issues.length).toBeGreaterThan(0)
        expect(result.issues.length).toBeLessThanOrEqual(200)
        return
      }
      accepted++
      const again = parseRuleSet(result.value)
      expect(again.ok && contentHash(again.value)).toBe(contentHash(result.value))
      expect(compileRuleSet(result.value).grade(submission, { explain: false }).format).toBe('hengping/grading@1')
    }),
    amount,
  )
  expect(accepted / amount.numRuns).toBeGreaterThan(0.04)
})
