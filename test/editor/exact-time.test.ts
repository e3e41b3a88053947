import { expect, test } from 'vitest'
import { exactTimeText } from '../../editor/exact-time.ts'

test.each([
  ['2024-06-03T01:00:05.678Z', 480, '2024-06-03 09:00:05 UTC+08:00'],
  ['2023-12-31T20:00:00.000Z', 345, '2024-01-01 01:45:00 UTC+05:45'],
  ['2024-01-01T01:00:00.000Z', -210, '2023-12-31 21:30:00 UTC−03:30'],
  ['2024-01-01T00:00:00.000Z', 0, '2024-01-01 00:00:00 UTC+00:00'],
])('%s, %i minutes east', (iso, offset, text) => {
  expect(exactTimeText(iso, offset)).toBe(text)
})
