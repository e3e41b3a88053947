import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lintRuleSet } from '../../../server/core/lint/lint-rule-set.ts'
import { parseRuleSet } from '../../../server/core/parse-rule-set.ts'
import type { Band, RuleSet } from '../../../server/core/rule-set.ts'

const overlap = new URL('../../../fixtures/lint/bands_overlap.json', import.meta.url)
const base = JSON.parse(readFileSync(overlap, 'utf8')) as RuleSet

/** Ways of writing bands over 0 to 100, with two decimals, that say what they mean. */
test.each<[string, Band[]]>([
  [
    'ends one unit of the decimals apart',
    [
      { from: 80, points: 5 },
      { from: 60, to: 79.99, points: 3 },
      { to: 59.99, points: 1 },
    ],
  ],
  ['the first band that fits decides', [{ from: 80, points: 5 }, { from: 60, points: 3 }, { points: 1 }]],
  [
    'one value apart from the rest of its band',
    [
      { is: 100, points: 5 },
      { from: 80, to: 100, points: 4 },
      { below: 80, points: 3 },
    ],
  ],
  [
    'ends at the limits of the fact',
    [
      { from: 60, to: 100, points: 5 },
      { from: 0, below: 60, points: 3 },
    ],
  ],
  [
    'two slopes that meet',
    [
      { from: 80, to: 100, points: 4, pointsAtEnd: 5 },
      { from: 0, to: 80, points: 0, pointsAtEnd: 4 },
    ],
  ],
])('nothing is said of bands with %s', (_, bands) => {
  const [leaf] = base.indicators
  const ruleSet = { ...base, indicators: [{ ...leaf, scoring: { method: 'bands', value: 'score', bands } }] }
  expect(parseRuleSet(ruleSet).ok).toBe(true)
  expect(lintRuleSet(ruleSet).map(({ message }) => message)).toEqual([])
})

test('nothing is said of “未调查的不得分” beside the criterion that gives the points', () => {
  const [leaf] = base.indicators
  const bands: Band[] = [
    { from: 80, points: 5 },
    { below: 80, points: 0 },
  ]
  const scoring = [
    { when: { fact: 'surveyed', operator: 'equal', value: false }, method: 'cases', cases: [], otherwise: 0 },
    { method: 'bands', value: 'score', bands },
  ]
  const facts = [...base.facts, { id: 'surveyed', label: '已开展调查', type: 'boolean', by: 'unit' }]
  const ruleSet = { ...base, facts, indicators: [{ ...leaf, scoring }] }
  expect(parseRuleSet(ruleSet)).toMatchObject({ ok: true })
  expect(lintRuleSet(ruleSet).map(({ message }) => message)).toEqual([])
})
