import { expect, test } from 'vitest'
import { gradeOf, worseGrade } from '../../server/core/grade.ts'

const bands = [
  { name: '优', from: 90 },
  { name: '良', from: 80 },
  { name: '中', from: 60 },
  { name: '差', from: 0 },
]

test.each([
  [100_000, '优'],
  [90_000, '优'],
  [89_990, '良'],
  [80_000, '良'],
  [79_999, '中'],
  [59_990, '差'],
  [0, '差'],
])('%i thousandths of a 分: %s', (points, grade) => expect(gradeOf(points, bands)).toBe(grade))

test('below every band, or without bands, there is no grade', () => {
  expect(gradeOf(59_990, bands.slice(0, 3))).toBeNull()
  expect(gradeOf(100_000, [])).toBeNull()
})

test('a lower end of several decimals is met exactly', () => {
  expect(gradeOf(89_995, [{ name: '优', from: 89.995 }])).toBe('优')
  expect(gradeOf(89_994, [{ name: '优', from: 89.995 }])).toBeNull()
})

test.each([
  ['优', '中', '中'],
  ['差', '中', '差'],
  ['良', '良', '良'],
])('the lower of %s and %s is %s', (a, b, worse) => expect(worseGrade(a, b, bands)).toBe(worse))
