import { describe, expect, test } from 'vitest'
import {
  dayNumber,
  fault,
  ListValue,
  MISSING,
  PENDING,
  typeOf,
  Unknown,
  worse,
  worseState,
  type Known,
  type State,
} from '../../server/core/value.ts'
import { frac } from './small.ts'

describe('days of the calendar', () => {
  test.each([
    ['1970-01-01', 0],
    ['1970-01-02', 1],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2024-02-29', 19_782],
    ['2024-12-31', 20_088],
    ['0001-01-01', -719_162],
  ])('%s is day %i', (text, day) => expect(dayNumber(text)).toBe(day))

  test.each([
    '2023-02-29',
    '1900-02-29',
    '2100-02-29',
    '2024-02-30',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-01-00',
    '2024-1-1',
    '2024/01/01',
    '2024年1月1日',
    '',
  ])('%j is no day', (text) => expect(dayNumber(text)).toBeNull())

  test('goes on by one a day for eight years, leap days in', () => {
    const first = Date.UTC(1996, 0, 1) / 86_400_000
    for (let day = 0; day < 8 * 366; day++) {
      const text = new Date((first + day) * 86_400_000).toISOString().slice(0, 10)
      expect(dayNumber(text)).toBe(first + day)
    }
  })
})

describe('facts without a value', () => {
  test.each<[State, State, State]>([
    ['error', 'missing', 'error'],
    ['missing', 'pending', 'missing'],
    ['pending', 'notApplicable', 'pending'],
    ['notApplicable', 'notApplicable', 'notApplicable'],
    ['notApplicable', 'error', 'error'],
  ])('%s and %s: %s stands for both', (a, b, state) => {
    expect(worseState(a, b)).toBe(state)
    expect(worseState(b, a)).toBe(state)
    expect(worse(new Unknown(a), new Unknown(b)).state).toBe(state)
  })

  test('a fault says why', () => {
    expect(worse(PENDING, fault('除数为零')).reason).toBe('除数为零')
    expect(worse(MISSING, PENDING)).toBe(MISSING)
  })
})

test.each<[Known, string]>([
  [frac('1/3'), 'number'],
  [false, 'boolean'],
  ['', 'text'],
  [[], 'texts'],
  [new ListValue([]), 'list'],
])('the type of a value', (value, type) => expect(typeOf(value)).toBe(type))
