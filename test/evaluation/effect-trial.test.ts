import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { EffectTrial } from '../../server/evaluation/effect-trial.ts'
import type { Effect } from '../../server/http/shapes.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { SeededDraw, type Draw } from '../support/draw.ts'
import { placesOf, replaceAt, valueAt } from '../support/mutate.ts'
import { LONG, SEED, seeded } from '../support/runs.ts'

const json = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../rules/${file}`, import.meta.url), 'utf8'))
const stored = read(json('guangdong-department.2024-01-01.json')) as RuleSet
const departments = generateDistrict({ seed: 7, departments: LONG ? 200 : 40, projects: 0 })

function read(input: unknown): RuleSet | null {
  const ruleSet = parseRuleSet(input)
  return ruleSet.ok ? ruleSet.value : null
}

function effectOf(trial: EffectTrial, edited: RuleSet, submissions: readonly Submission[] = departments): Effect {
  const effect = trial.try(edited, {
    before: { hash: contentHash(stored), ruleSet: stored },
    population: { name: contentHash(submissions), read: () => submissions },
    gradings: [],
  })
  if (!effect.ok) throw new Error(effect.issues[0]?.message)
  return effect.value
}

/** What administrators do: weights, thresholds, formulas, words, policies, indicators and deductions less or more. */
function editOne(draw: Draw, ruleSet: RuleSet): unknown {
  const inTree = placesOf(ruleSet).filter(([part]) => part === 'indicators')
  const numbers = inTree.filter((place) => typeof valueAt(ruleSet, place) === 'number')
  const formulas = placesOf(ruleSet).filter((place) => place.at(-1) === 'formula')
  const indicators = inTree.filter((place) => place.at(-2) === 'children')
  const at = draw.pick(indicators)
  const indicator = valueAt(ruleSet, at) as RuleSet['indicators'][number]
  const siblings = valueAt(ruleSet, at.slice(0, -1)) as RuleSet['indicators']
  return draw.weighted([
    [
      8,
      () => {
        const place = draw.pick(numbers)
        const number = valueAt(ruleSet, place) as number
        return replaceAt(ruleSet, place, draw.pick([number + 1, number / 2, number * 2, number + 0.1]))
      },
    ],
    [
      1,
      () => {
        const place = draw.pick(formulas)
        return replaceAt(ruleSet, place, `(${String(valueAt(ruleSet, place))}) * 1.01`)
      },
    ],
    [1, () => replaceAt(ruleSet, at, { ...indicator, label: `${indicator.label}（改）` })],
    [1, () => replaceAt(ruleSet, at, { ...indicator, notApplicable: draw.pick(['full', 'zero', 'rescale']) })],
    [1, () => replaceAt(ruleSet, at, { ...indicator, deductions: [] })],
    [
      1,
      () =>
        replaceAt(
          ruleSet,
          at.slice(0, -1),
          siblings.length > 1 ? siblings.filter((one) => one !== indicator) : siblings,
        ),
    ],
    [1, () => ({ ...ruleSet, decimals: draw.int(0, 2) })],
    [
      1,
      () => ({
        ...ruleSet,
        grades: ruleSet.grades?.map((band) => (band.from > 0 ? { ...band, from: band.from - 1 } : band)),
      }),
    ],
    [1, () => stored],
  ])()
}

test(seeded('after any sequence of edits the effect is what a trial begun anew gives'), () => {
  const draw = new SeededDraw(SEED)
  const trial = new EffectTrial()
  let [current, moved] = [stored, 0]
  for (let step = 0; step < (LONG ? 300 : 15); step += 1) {
    const next = read(JSON.parse(JSON.stringify(editOne(draw, current))))
    if (!next) continue
    const effect = effectOf(trial, next)
    expect(effect, `edit ${step + 1}`).toEqual(effectOf(new EffectTrial(), next))
    if (effect.changed > 0) moved += 1
    current = next
  }
  expect(moved).toBeGreaterThan(5)
})

const named = (ruleSet: RuleSet, id: string, change: (indicator: RuleSet['indicators'][number]) => void): RuleSet => {
  const copy = structuredClone(ruleSet)
  const visit = (indicator: RuleSet['indicators'][number]): void => {
    if (indicator.id === id) change(indicator)
    indicator.children?.forEach(visit)
  }
  copy.indicators.forEach(visit)
  return copy
}

test('why nothing moves is told from how everybody stands', () => {
  const trial = new EffectTrial()
  const reasons = (edited: RuleSet, submissions: readonly Submission[] = departments) =>
    effectOf(trial, edited, submissions).still.map(
      ({ reason, indicator, count }) => `${reason} ${indicator?.id ?? ''} ${count}`,
    )
  const harsher = named(stored, 'purchaseCompliance', (indicator) => {
    indicator.scoring = { method: 'count', value: 'purchaseViolations', points: 1.5 }
  })
  const withViolations = (least: number, most: number): Submission[] => {
    const [some] = departments.filter(({ facts }) => facts['purchaseViolations'] === 0)
    return Array.from({ length: 3 }, (_, index) => ({
      ...some!,
      id: `v${index}`,
      facts: { ...some!.facts, purchaseViolations: index === 0 ? least : most },
    }))
  }
  expect(reasons(stored)).toEqual([`same  ${departments.length}`])
  expect(reasons(named(stored, 'costControl', (indicator) => (indicator.label = '成本')))).toEqual([
    `words  ${departments.length}`,
  ])
  expect(reasons(harsher, withViolations(0, 0))).toEqual(['unlost purchaseCompliance 3'])
  expect(reasons(harsher, withViolations(2, 3))).toEqual(['floor purchaseCompliance 3'])
  expect(reasons(harsher, withViolations(0, 2))).toEqual(['floor purchaseCompliance 2', 'unlost purchaseCompliance 1'])
  expect(reasons(harsher, withViolations(0, 1))).toEqual([])

  const without = departments.filter(({ facts }) => facts['hasSpecialFunds'] === false)
  const target = named(stored, 'specialExpenditure', (indicator) => {
    indicator.scoring = { method: 'ratio', value: 'specialRate', target: 0.9 }
  })
  expect(without.length).toBeGreaterThan(3)
  expect(reasons(target, without)[0]).toMatch(/^excused specialExpenditure /)
})

test('those close to where a grade begins are told, the closest first', () => {
  const { near, after } = effectOf(new EffectTrial(), stored)
  expect(near.count).toBeGreaterThan(0)
  expect(after.graded).toBeGreaterThan(near.count)
  const distances = near.listed.map(({ edge }) => Math.abs(edge.by))
  expect(distances).toEqual([...distances].sort((a, b) => a - b))
  for (const { points, edge } of near.listed) {
    expect(Math.abs(edge.by)).toBeLessThanOrEqual(0.5)
    expect(Math.round((points - edge.from) * 1000)).toBe(Math.round(edge.by * 1000))
  }
})

test('an edit that is taken back is no edit', () => {
  const trial = new EffectTrial()
  const moved = structuredClone(stored)
  const [output, benefit] = ['outputTargets', 'benefitTargets'].map((id) =>
    placesOf(moved)
      .filter((place) => place.at(-2) === 'children')
      .map((place) => valueAt(moved, place) as { id: string; points?: number })
      .find((indicator) => indicator.id === id),
  )
  output!.points = (output!.points ?? 0) - 2
  benefit!.points = (benefit!.points ?? 0) + 2
  expect(effectOf(trial, moved).changed).toBeGreaterThan(0)
  expect(effectOf(trial, structuredClone(stored))).toMatchObject({
    changed: 0,
    still: [{ reason: 'same', indicator: null }],
  })
})
