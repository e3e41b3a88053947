import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { quickShape } from '../../server/core/quick-shape.ts'
import { ruleSetSchema } from '../../server/core/rule-set.ts'
import { submissionSchema } from '../../server/core/submission.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { samples as drawnSamples } from '../support/arbitraries.ts'
import { mutations } from '../support/mutate.ts'
import { runs, seeded } from '../support/runs.ts'

const frame = submissionSchema.extend({ facts: z.record(z.string(), z.unknown()) })
const hasFrame = quickShape(frame)
const samples = generateDistrict({ seed: 1, departments: 20, projects: 20 })

test('nearly all submissions are seen to have their shape at one look', () => {
  expect(samples.filter((sample) => !hasFrame(sample))).toEqual([])
})

test('what is seen to have the shape, zod accepts as it stands', () => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', 'x'.repeat(201), 'department', 1989, 1990, 2200, 2201, 2024.5, NaN, Infinity, { points: 1 }),
  )
  const names = [...Object.keys(submissionSchema.shape), 'other', 'toString', '__proto__']
  const changed = fc
    .record({
      sample: fc.constantFrom(...samples),
      changes: fc.array(fc.tuple(fc.constantFrom(...names), fc.option(values, { nil: undefined })), { maxLength: 3 }),
    })
    .map(({ sample, changes }) => {
      const made = Object.fromEntries([...Object.entries(sample), ...changes])
      for (const [name, value] of changes) if (value === undefined) delete made[name]
      return made
    })
  let accepted = 0
  fc.assert(
    fc.property(changed, (value) => {
      if (!hasFrame(value)) return
      accepted++
      expect(frame.parse(value)).toEqual(value)
    }),
    runs(100_000, 3_000),
  )
  expect(accepted).toBeGreaterThan(300)
})

test.each([
  ['a check it does not know', z.string().startsWith('a'), 'a'],
  ['a union with what it does not know', z.union([z.string().trim(), z.string()]), ' a'],
  ['a format without a pattern', z.url(), 'http://a'],
  ['members beyond those named', z.looseObject({ a: z.string() }), { a: 'b' }],
  ['a condition on the whole', z.strictObject({ a: z.string() }).refine(() => false), { a: 'b' }],
  ['a value that is made another', z.string().transform((text) => text.length), 'a'],
])('leaves to zod %s', (_, schema, value) => {
  expect(quickShape(schema)(value)).toBe(false)
})

const readRuleSet = quickShape(ruleSetSchema, true)
const files = readdirSync('rules').filter((name) => /\d\.json$/.test(name))
// as they are stored
const ruleSets = files.map((name) => ruleSetSchema.parse(JSON.parse(readFileSync(`rules/${name}`, 'utf8'))))

test.each(files)('%s is seen to have its shape at one look', (name) => {
  expect(readRuleSet(ruleSets[files.indexOf(name)])).toBe(true)
})

test('members in another order are left to zod, which puts them in the schema’s', () => {
  const [ruleSet = {}] = ruleSets
  expect(readRuleSet(Object.fromEntries(Object.entries(ruleSet).reverse()))).toBe(false)
})

test(seeded('a rule set that is seen to have its shape, zod gives back word for word'), () => {
  const wild = fc.oneof(fc.jsonValue(), fc.constantFrom('', '2024-02-30', '2023-02-29', 'C01', -1, 0, 1.5, 201, []))
  const changed = fc.oneof(
    fc.constantFrom(...ruleSets).chain((ruleSet) => mutations(ruleSet, wild)),
    drawnSamples().map(({ ruleSet }) => ruleSet),
  )
  let accepted = 0
  fc.assert(
    fc.property(changed, (made) => {
      const value = JSON.parse(JSON.stringify(made)) as unknown
      if (!readRuleSet(value)) return
      accepted++
      expect(JSON.stringify(ruleSetSchema.parse(value))).toBe(JSON.stringify(value))
    }),
    runs(20_000, 300),
  )
  expect(accepted).toBeGreaterThan(50)
})
