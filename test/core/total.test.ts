import { describe, expect, test } from 'vitest'
import type { Condition, Override, RuleSet } from '../../server/core/rule-set.ts'
import { gradeWith, is, outcomeOf, ruleSetOf, type Facts } from './small.ts'

const grades = [
  { name: '优', from: 90 },
  { name: '良', from: 80 },
  { name: '中', from: 60 },
  { name: '差', from: 0 },
]
type Event = Override['event']
const rule = (name: string, event: Event, conditions: Condition = is(name)): Override => ({ name, conditions, event })
const form = (...overrides: Override[]): RuleSet =>
  ruleSetOf([{ id: 'x', points: 100, scoring: { method: 'ratio', value: 's' } }], { grades, overrides })

describe('rules on the total', () => {
  test.each<[string, Event, number, number, string]>([
    ['multiplies, rounded once', { type: 'multiply', params: { factor: 0.9 } }, 0.9505, 85.55, '良'],
    ['caps the points', { type: 'capPoints', params: { points: 79 } }, 0.95, 79, '中'],
    ['a cap that is not reached changes nothing', { type: 'capPoints', params: { points: 79 } }, 0.5, 50, '差'],
    ['caps the grade, not the points', { type: 'capGrade', params: { grade: '中' } }, 0.95, 95, '中'],
    ['a grade below the cap stays', { type: 'capGrade', params: { grade: '中' } }, 0.5, 50, '差'],
    ['nothing at all', { type: 'zero' }, 0.95, 0, '差'],
    ['adds', { type: 'add', params: { points: 2 } }, 0.95, 97, '优'],
    ['takes off', { type: 'add', params: { points: -3 } }, 0.91, 88, '良'],
    ['never below nothing', { type: 'add', params: { points: -3 } }, 0.01, 0, '差'],
    ['adds up to its limit', { type: 'add', params: { points: 5, max: 100 } }, 0.97, 100, '优'],
    ['adds by formula', { type: 'add', params: { formula: 'min(3, awards)', max: 100 } }, 0.9, 93, '优'],
  ])('%s', (_, event, s, points, grade) => {
    const grading = gradeWith(form(rule('o', event)), { s, o: true, awards: 5 })
    expect(grading).toMatchObject({ status: 'final', points, grade })
    const [line] = grading.overrides
    expect(line?.points).toBeCloseTo(points - s * 100, 6)
    expect(line?.effect).toBe(event.type)
  })

  test('a bonus never lowers what is above its limit', () => {
    const both = form(
      rule('a', { type: 'add', params: { points: 10 } }),
      rule('b', { type: 'add', params: { points: 1, max: 100 } }),
    )
    expect(outcomeOf(gradeWith(both, { s: 0.95, a: true, b: true }))).toBe(105)
  })

  test('a condition that cannot be judged is told, whatever the amount still waits for', () => {
    const unfit: Condition = { fact: 'word', operator: 'lessThan', value: 2 }
    const event: Event = { type: 'add', params: { formula: 'min(3, awards)', max: 100 } }
    const grading = gradeWith(form(rule('o', event, unfit)), { s: 0.9, word: '甲', awards: null })
    expect(grading).toMatchObject({ status: 'error', points: null })
    const waiting = gradeWith(form(rule('o', event)), { s: 0.9, o: null, awards: 5 })
    expect(waiting).toMatchObject({ status: 'provisional', range: [90, 93] })
  })

  test('in the order they are written', () => {
    const half = rule('half', { type: 'multiply', params: { factor: 0.5 } })
    const more = rule('more', { type: 'add', params: { points: 10 } })
    const facts = { s: 0.8, half: true, more: true }
    expect(gradeWith(form(half, more), facts).points).toBe(50)
    expect(gradeWith(form(more, half), facts).points).toBe(45)
    expect(gradeWith(form(more, half), facts).overrides.map(({ calculation }) => calculation)).toEqual([
      '80 → 90',
      '90 → 45',
    ])
  })

  test('the strictest of two caps on the grade', () => {
    const both = form(
      rule('a', { type: 'capGrade', params: { grade: '中' } }),
      rule('b', { type: 'capGrade', params: { grade: '良' } }),
    )
    expect(gradeWith(both, { s: 0.95, a: true, b: true }).grade).toBe('中')
  })

  test.each<[string, Facts, number]>([
    ['points of a node', { s: 0.59 }, 49],
    ['not reached', { s: 0.6 }, 60],
  ])('may read %s', (_, facts, points) => {
    const low = is('points:x', 60, 'lessThan')
    expect(gradeWith(form(rule('o', { type: 'add', params: { points: -10 } }, low)), facts).points).toBe(points)
  })

  test('may read the share a node earned, of its points in this form', () => {
    const capped = form(rule('o', { type: 'capGrade', params: { grade: '良' } }, is('share:x', 0.95, 'lessThan')))
    expect(gradeWith(capped, { s: 0.94 }).grade).toBe('良')
    expect(gradeWith(capped, { s: 0.95 }).grade).toBe('优')
  })
})

describe('a rule on the total that is open', () => {
  const pending = { state: 'pending' } as const
  const excused = { state: 'notApplicable' } as const
  test.each<[string, Event, Facts, number | [number, number]]>([
    ['multiplies or not', { type: 'multiply', params: { factor: 0.9 } }, { s: 0.9 }, [81, 90]],
    ['caps or not', { type: 'capPoints', params: { points: 60 } }, { s: 0.9 }, [60, 90]],
    ['takes everything or nothing', { type: 'zero' }, { s: 0.9, o: pending }, [0, 90]],
    ['adds or not', { type: 'add', params: { points: 2 } }, { s: 0.9 }, [90, 92]],
    [
      'caps the grade or not: the points are known',
      { type: 'capGrade', params: { grade: '中' } },
      { s: 0.9 },
      [90, 90],
    ],
    ['adds an unknown amount', { type: 'add', params: { formula: 'min(3, abs(n))' } }, { s: 0.9, o: true }, [90, 93]],
    ['adds without a bound', { type: 'add', params: { formula: 'n', max: 100 } }, { s: 0.9, o: true }, [0, 100]],
    ['applies to an open total too', { type: 'multiply', params: { factor: 0.5 } }, { o: true }, [0, 50]],
    ['is not applied where its fact does not apply', { type: 'zero' }, { s: 0.9, o: excused }, 90],
    ['nor where its amount does not', { type: 'add', params: { formula: 'n' } }, { s: 0.9, o: true, n: excused }, 90],
  ])('%s', (_, event, facts, outcome) => {
    const grading = gradeWith(form(rule('o', event)), facts)
    expect(outcomeOf(grading)).toEqual(outcome)
    if (typeof outcome !== 'number') expect(grading.grade).toBeNull()
  })
})
