import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { computeCohort } from '../../server/core/cohort.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { Issue } from '../../server/core/issue.ts'
import { lintRuleSet } from '../../server/core/lint/lint-rule-set.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { parseSubmission } from '../../server/core/parse-submission.ts'
import type { FieldDefinition, RuleSet } from '../../server/core/rule-set.ts'
import type { Cell, FactInput, Submission } from '../../server/core/submission.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { mutations } from '../support/mutate.ts'
import { briefly, runs, seeded } from '../support/runs.ts'
import { timed } from '../support/timed.ts'

const project = new URL('../../', import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, project), 'utf8'))
const files = (folder: string, wanted: (name: string) => boolean): string[] =>
  readdirSync(new URL(folder, project))
    .filter(wanted)
    .map((name) => `${folder}${name}`)

const shipped = files('rules/', (name) => /\d\.json$/.test(name)).map(read) as RuleSet[]
const small = read('test/data/small-rule-set.json') as RuleSet
const ownKeys = Reflect.ownKeys(Object.prototype)

const condition = { fact: 'budget', operator: 'equal', value: 1 }
/** What somebody who means harm would put anywhere. */
const wild = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      undefined,
      null,
      '',
      0,
      -1,
      1e308,
      1e-308,
      5e-324,
      Infinity,
      -Infinity,
      NaN,
      -0,
      2 ** 53,
      0.1 + 0.2,
      true,
      [],
      {},
    ],
    ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length'],
    ...['\u0000', 'a\u0000b', '\ud800', '\udc00x', '\u202e逆序', '\u200b', '\ufeff', '\uffff', 'e\u0301'.repeat(50)],
    ...[
      '汉'.repeat(100_000),
      ' '.repeat(100_000),
      '='.repeat(5_000),
      '=cmd|x',
      '../../etc/passwd',
      '<script>',
      '${7*7}',
    ],
    ...['9^9^9^9', '9'.repeat(2_000), '1e400', `${'('.repeat(1_000)}1${')'.repeat(1_000)}`, '-'.repeat(1_900) + '1'],
    ...['1/0', 'budget / (budget - budget)', 'sum(targets.points)', 'max('.repeat(60), 'a'.repeat(80)],
    ...[Array.from({ length: 3_000 }, (_, id) => ({ id: `x${id}` })), Array(2_000).fill('x'), Array(300).fill({})],
    ...[Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`k${at}`, at]))],
    ...[condition, { not: { not: condition } }, { all: [] }, { ...condition, path: '$..[?(@.x)]' }, { condition: 'a' }],
    ...[{ state: 'pending' }, { state: 'notApplicable', reason: '' }, { value: { value: 1 } }, { grading: 'self' }],
    ...[{ method: 'full' }, { method: 'ratio', value: 'rate' }, { moveTo: 'performance' }, { then: 1 }],
    JSON.parse('{"__proto__":{"polluted":true}}'),
    JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
    Array.from({ length: 70 }).reduce<unknown>((inner) => [inner], 1),
    Array.from({ length: 5_000 }).reduce<unknown>((inner) => ({ all: [inner] }), condition),
  ),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
  fc.jsonValue({ maxDepth: 4 }),
)

const isSentence = ({ message, code, path }: Issue): boolean =>
  /[。？]$/.test(message) && message.length < 2_000 && code !== '' && typeof path === 'string'

function expectRefusal(issues: readonly Issue[]): void {
  expect(issues.length).toBeGreaterThan(0)
  expect(issues.length).toBeLessThanOrEqual(200)
  expect(issues.filter((issue) => !isSentence(issue))).toEqual([])
}

/** What counts as slow: 100 ms, more where the machine itself is slow just now. */
const slow = (): number => Math.max(100, 25 * timed(() => parseRuleSet(small), 0).milliseconds)

/** A submission with a value for everything a rule set asks for. */
function filledIn(ruleSet: RuleSet): Submission {
  const cell = ({ type, options, min, max }: FieldDefinition): Exclude<Cell, null> => {
    if (type === 'number') return Math.max(min ?? 1, Math.min(max ?? 1, 1))
    if (type === 'boolean') return true
    if (type === 'choice') return options?.[0] ?? 'x'
    return type === 'date' ? '2024-05-01' : 'x'
  }
  const cells = (fields: readonly FieldDefinition[]): [string, Exclude<Cell, null>][] =>
    fields.filter(({ formula }) => formula === undefined).map((field) => [field.id, cell(field)])
  const facts = ruleSet.facts
    .filter(({ formula, cohort }) => formula === undefined && !cohort)
    .map((fact): [string, FactInput] => [
      fact.id,
      fact.type === 'list'
        ? [0, 1].map((row) => ({ ...Object.fromEntries(cells(fact.fields ?? [])), id: `r${row}` }))
        : cell(fact),
    ])
  const evidence = leavesOf(ruleSet.indicators).map((indicator) => ({ indicator }))
  const subject = ruleSet.subject ?? 'department'
  return { id: 'a', name: '甲', subject, year: 2024, facts: Object.fromEntries(facts), evidence }
}

const leavesOf = (indicators: RuleSet['indicators']): string[] =>
  indicators.flatMap(({ id, children }) => (children ? leavesOf(children) : [id]))

function grades(ruleSet: RuleSet, submission: Submission, explain: boolean): void {
  const cohort = computeCohort(ruleSet, [submission]).of(submission)
  const grading = compileRuleSet(ruleSet).grade(submission, { cohort, explain })
  expect(grading.format).toBe('hengping/grading@1')
  expect(JSON.stringify(grading)).not.toMatch(/NaN|Infinity|\[object/)
}

test(seeded('mutated rule sets: refused in sentences or graded by, never a throw, none over 100 ms'), () => {
  const documents = fc.oneof(...[small, ...shipped].map((ruleSet) => mutations(ruleSet, wild)))
  const amount = runs(100_000, 600)
  let accepted = 0
  fc.assert(
    fc.property(
      documents,
      fc.nat(19),
      briefly((document, turn) => {
        const { result, milliseconds } = timed(() => parseRuleSet(document))
        expect(milliseconds).toBeLessThan(milliseconds < 100 ? 100 : slow())
        if (!result.ok) return expectRefusal(result.issues)
        accepted++
        grades(result.value, filledIn(result.value), turn === 0)
        if (turn === 1) expect(lintRuleSet(document).filter(({ message }) => message === '')).toEqual([])
      }),
    ),
    amount,
  )
  expect(accepted).toBeGreaterThan(amount.numRuns / 50)
  expect(Reflect.ownKeys(Object.prototype)).toEqual(ownKeys)
})

test(seeded('mutated submissions: refused in sentences or graded, never a throw, none over 100 ms'), () => {
  const made = generateDistrict({ seed: 7, departments: 2, projects: 2 })
  const examples = files('fixtures/', (name) => name.startsWith('huadu-')).map(read) as Submission[]
  const ruleSetOf = ({ subject }: { readonly subject?: unknown }): RuleSet => {
    const id = subject === 'project' ? 'mof-project' : 'guangdong-department'
    return shipped.find((ruleSet) => ruleSet.id === id) as RuleSet
  }
  const documents = fc.oneof(
    ...[...made, ...examples].map((submission) =>
      mutations(submission, wild).map((document) => ({ document, ruleSet: ruleSetOf(submission) })),
    ),
  )
  const amount = runs(100_000, 600)
  let accepted = 0
  fc.assert(
    fc.property(
      documents,
      fc.nat(19),
      briefly(({ document, ruleSet }, turn) => {
        const { result, milliseconds } = timed(() => parseSubmission(document, turn === 0 ? undefined : ruleSet))
        expect(milliseconds).toBeLessThan(milliseconds < 100 ? 100 : slow())
        if (!result.ok) return expectRefusal(result.issues)
        if (turn === 0) return
        accepted++
        grades(ruleSet, result.value, turn === 1)
      }),
    ),
    amount,
  )
  expect(accepted).toBeGreaterThan(amount.numRuns / 50)
  expect(Reflect.ownKeys(Object.prototype)).toEqual(ownKeys)
})

test('submissions of every size are refused or read in a time that grows with them', () => {
  const ruleSet = shipped.find(({ id }) => id === 'mof-project') as RuleSet
  const base = { id: 'a', name: '甲', subject: 'project', year: 2024 }
  const each = (count: number, make: (at: number) => unknown): unknown[] =>
    Array.from({ length: count }, (_, at) => make(at))
  const named = (count: number): object =>
    Object.fromEntries(each(count, (at) => [`unknown-name-${at}`, 1]) as [string, 1][])
  const rows = (count: number): unknown =>
    each(count, (at) => ({ id: `r${at}`, name: '产出', target: 1, actual: 1, points: 1 }))
  const leaf = leavesOf(ruleSet.indicators).find((id) => id.startsWith('output')) ?? ''
  const evidence = (count: number): unknown => each(count, (at) => ({ indicator: `${leaf}/r${at % 2_000}` }))
  const shapes: Record<string, (count: number) => unknown> = {
    'unknown facts': (count) => ({ ...base, facts: named(count) }),
    'unknown keys': (count) => ({ ...base, facts: {}, ...named(4 * count) }),
    'unknown fields': (count) => ({ ...base, facts: { targets: [named(count)] } }),
    rows: (count) => ({ ...base, facts: { targets: rows(count) } }),
    'evidence of rows': (count) => ({ ...base, facts: { targets: rows(2_000) }, evidence: evidence(count) }),
    'self scores': (count) => ({ ...base, facts: {}, selfScores: named(count) }),
    findings: (count) => ({ ...base, facts: {}, findings: { [leaf]: each(count, (at) => `f${at}`) } }),
    'a long name': (count) => ({ ...base, facts: { ['x'.repeat(20 * count)]: { state: 'x', y: 1, z: 2 } } }),
  }
  for (const [name, make] of Object.entries(shapes)) {
    const [some, many] = [5_000, 50_000].map((count) => timed(() => parseSubmission(make(count), ruleSet), 20))
    const issues = many?.result.ok === false ? many.result.issues : []
    expect(many?.milliseconds, name).toBeLessThan(40 * (some?.milliseconds ?? 0) + 500)
    expect(many?.milliseconds, name).toBeLessThan(3_000)
    expect(JSON.stringify(issues).length, name).toBeLessThan(200_000)
  }
})
