import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LIST_FUNCTIONS, SCALAR_FUNCTIONS } from '../server/core/formula/expression.ts'
import { testRuleSet } from '../server/core/golden/report.ts'
import { parseCases } from '../server/core/golden/cases-file.ts'
import { lintRuleSet } from '../server/core/lint/lint-rule-set.ts'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'
import { conditionSchema, OPERATORS } from '../server/core/rule-set.ts'
import { ruleSetJsonSchema } from '../server/core/rule-set-json-schema.ts'
import { casesFileOf, fileOf, readExample } from '../server/docs/guide-example.ts'
import { readGuideSources } from '../server/docs/read-guide-sources.ts'
import { ruleSetGuide } from '../server/docs/rule-set-guide.ts'
import { compactJson } from '../server/docs/compact-json.ts'
import { outcomeOf } from './core/small.ts'

const page = readFileSync('docs/rule-sets.md', 'utf8')
const sources = await readGuideSources('docs/rule-sets')
const { examples } = sources

/** Every kind of criterion that notices use, and the example that shows it. */
const KINDS: Record<string, string> = {
  proportional: 'proportional',
  reverse: 'reverse',
  'full or ratio': 'attainment',
  'proportional above a floor': 'floor',
  tiered: 'tiered',
  'tolerance band': 'tolerance',
  window: 'window',
  'two-ended': 'two-ended',
  'per percentage point': 'per-point',
  'per step': 'per-step',
  'per event': 'per-event',
  accumulate: 'accumulate',
  'checklist, adding': 'checklist-adding',
  'checklist, missing': 'checklist-missing',
  'yes / no': 'yes-no',
  'compare with last year': 'last-year',
  'qualitative level': 'level',
  coefficient: 'coefficient',
  'nested scale': 'nested-scale',
  'weighted average': 'weighted-average',
  'aggregate, then score': 'aggregate',
  'optional group': 'optional-group',
  'choose one': 'choose-one',
  rank: 'rank',
  'share of the best': 'best-share',
  'external score': 'external-score',
  'not applicable, whole form': 'not-applicable-form',
  'not applicable, per block': 'not-applicable-block',
  'not applicable, full points or zero': 'not-applicable-full',
  'not applicable, moved': 'move-to',
  'no evidence': 'no-evidence',
  'graded penalty': 'graded-penalty',
  'multiplier on the total': 'multiplier',
  'cap or veto': 'cap-grade',
  bonus: 'bonus',
  'own indicators': 'own-indicators',
}

test('docs/rule-sets.md is what its sources make (if not: npm run docs)', () => {
  expect(page).toBe(ruleSetGuide(sources))
})

describe('every example is graded as it says', () => {
  const all = examples.flatMap((example) => example.submissions.map((_, index) => ({ example, id: example.id, index })))
  test.each(all)('$id, submission $index', async ({ example, index }) => {
    const { grader, trials } = readExample(example)
    const { trial, submission, context } = trials[index] as (typeof trials)[number]
    const grading = grader.grade(submission, context)
    expect(outcomeOf(grading)).toEqual(trial.points ?? trial.range ?? trial.status)
    if (trial.grade !== undefined) expect(grading.grade).toBe(trial.grade)
    expect(await grader.confirm(submission, context)).toMatchObject({ agreed: true })
  })

  test.each(examples)('$id has nothing that lint calls wrong', (example) => {
    expect(lintRuleSet(fileOf(example)).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('the cases file on the page passes', async () => {
    const example = examples.find(({ id }) => id === 'complete') as (typeof examples)[number]
    const [ruleSet, cases] = [
      parseRuleSet(fileOf(example)),
      parseCases(JSON.parse(JSON.stringify(casesFileOf(example)))),
    ]
    if (!ruleSet.ok || !cases.ok) throw new Error('refused')
    expect(await testRuleSet(ruleSet.value, cases.value)).toMatchObject({ ok: true })
  })
})

describe('the page leaves nothing out', () => {
  test.each(Object.entries(KINDS))('%s has its example', (_, id) => {
    expect(examples.map((example) => example.id)).toContain(id)
    expect(page.includes(`<a id="${id}"></a>`)).toBe(true)
  })

  test('every method is shown', () => {
    const methods = new Set(JSON.stringify(examples).match(/"method":"\w+"/g))
    expect([...methods].sort()).toEqual(
      ['attainment', 'bands', 'cases', 'checklist', 'count', 'full', 'level', 'ratio', 'steps'].map(
        (method) => `"method":"${method}"`,
      ),
    )
  })

  test.each([...wordsOf(ruleSetJsonSchema())])('%s is told of', (word) =>
    expect(page.includes(`\`${word}\``)).toBe(true),
  )
  test.each([...valuesOf(ruleSetJsonSchema())])('%s is told of', (value) =>
    expect(page.includes(`"${value}"`) || page.includes(`\`${value}\``)).toBe(true),
  )
  test.each([...OPERATORS])('operator %s is told of', (operator) =>
    expect(page.includes(`| \`${operator}\``)).toBe(true),
  )
  test.each([...SCALAR_FUNCTIONS, ...LIST_FUNCTIONS])('function %s is told of', (name) =>
    expect(page.includes(`\`${name}(`)).toBe(true),
  )

  test('every link inside the page leads somewhere, every place is there once', () => {
    const places = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)
    expect(new Set(places).size).toBe(places.length)
    for (const [, id] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(places).toContain(id)
  })

  test('every JSON on the page is JSON', () => {
    const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json) as object)
    expect(blocks.length).toBeGreaterThan(examples.length)
    const conditions = blocks.filter((block) => !('facts' in block || 'indicators' in block || 'base' in block))
    expect(conditions.length).toBeGreaterThanOrEqual(2)
    for (const condition of conditions) expect(conditionSchema.safeParse(condition).success).toBe(true)
  })
})

/** Every key of the format. */
function wordsOf(schema: unknown, words = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return words
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) words.add(name)
    wordsOf(value, words)
  }
  return words
}

/** Every word that a key may have for its value. */
function valuesOf(schema: unknown, values = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return values
  for (const [key, value] of Object.entries(schema)) {
    const fixed =
      key === 'enum' && Array.isArray(value) ? (value as unknown[]) : key === 'const' ? [value as unknown] : []
    for (const word of fixed) if (typeof word === 'string') values.add(word)
    valuesOf(value, values)
  }
  return values
}

describe('JSON on the page', () => {
  test('is the value it was, on lines that fit', () => {
    for (const example of examples) {
      const text = compactJson(fileOf(example))
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(fileOf(example))))
      for (const line of text.split('\n'))
        expect(line.replace(/"(clause|guide|number|title)": "[^"]*"/g, '').length).toBeLessThan(121)
    }
  })
})

describe('a reader who writes a place wrong is told', () => {
  test.each([
    ['no such example', '<!-- example: nobody -->'],
    ['no such place', '<!-- exemple: rank -->'],
    ['an example without a place', ''],
  ])('%s', (_, frame) => expect(() => ruleSetGuide({ ...sources, frame })).toThrow(/guide\.md/))

  test('a mistake that is none', () =>
    expect(() => ruleSetGuide({ ...sources, mistakes: [{ what: '没有错', text: '{}' }] })).toThrow(/没有错/))
})
