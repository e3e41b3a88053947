import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../server/core/compile.ts'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'
import type { Indicator, RuleSet } from '../server/core/rule-set.ts'
import type { Submission } from '../server/core/submission.ts'
import { outcomeOf } from './core/small.ts'

/** An example of the page: its JSON, and the lines `facts → result` that follow it. */
interface Example {
  readonly section: string
  readonly json: Record<string, unknown>
  readonly cases: { readonly given: string; readonly result: string }[]
}

const page = readFileSync('docs/format.md', 'utf8')
const examples: Example[] = [...page.matchAll(/```json\n([\s\S]*?)```\n\n((?:- `.*` → .*\n)*)/g)].map((match) => ({
  section: [...page.slice(0, match.index).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? '',
  json: JSON.parse(match[1] ?? '') as Record<string, unknown>,
  cases: [...(match[2] ?? '').matchAll(/^- `(.*)` → (.*)$/gm)].map(([, given = '', result = '']) => ({
    given,
    result,
  })),
}))

/** A whole rule set, some nodes of one, or a single leaf. */
function ruleSetOf(json: Record<string, unknown>): RuleSet {
  const indicators = (json['indicators'] ?? [{ id: 'x', ...json }]) as Indicator[]
  const points = indicators.reduce((sum, indicator) => sum + (indicator.points ?? 0), 0)
  const more = json['indicators'] ? json : {}
  return { points, decimals: 2, facts: [], ...more, indicators }
}

/** Facts, with `evidence` and `findings` beside them as a submission writes them. */
function submissionOf(given: string): Submission {
  const { evidence, findings, ...facts } = JSON.parse(given) as Submission['facts'] & Partial<Submission>
  return {
    id: 'example',
    name: '算例',
    subject: 'department',
    year: 2024,
    facts,
    ...(evidence ? { evidence } : {}),
    ...(findings ? { findings } : {}),
  }
}

/** A result as the page writes it: `18.78`, `0–20`, `95.9 良`, `错误`. */
function resultText(ruleSet: RuleSet, given: string): string {
  const grading = compileRuleSet(ruleSet).grade(submissionOf(given))
  const outcome = outcomeOf(grading)
  if (Array.isArray(outcome)) return outcome.join('–')
  if (typeof outcome === 'string') return { error: '错误', notApplicable: '不适用' }[outcome] ?? outcome
  return String(outcome)
}

describe('what docs/format.md says, the program does', () => {
  test('the page has its examples, of every method', () => {
    expect(examples.length).toBeGreaterThanOrEqual(17)
    expect(examples.every(({ cases }) => cases.length > 0)).toBe(true)
    const methods = new Set(JSON.stringify(examples.map(({ json }) => json)).match(/"method":"\w+"/g))
    expect(methods.size).toBe(9)
    expect(page.match(/```json/g)).toHaveLength(examples.length)
  })

  test.each(examples.flatMap(({ section, json, cases }) => cases.map((one) => ({ section, json, ...one }))))(
    '$section: $given → $result',
    ({ json, given, result }) => {
      const ruleSet = ruleSetOf(json)
      const [points = '', grade] = result.split(' ')
      expect(resultText(ruleSet, given)).toBe(points)
      if (grade) expect(compileRuleSet(ruleSet).grade(submissionOf(given)).grade).toBe(grade)
    },
  )

  test('the whole file is one that can be put into rules/', () => {
    expect(parseRuleSet(examples[0]?.json)).toMatchObject({ ok: true })
  })
})
