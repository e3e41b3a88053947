import { expect, test } from 'vitest'
import { isOrdinaryText } from '../../server/core/ordinary-text.ts'

test('each character that passes at one look is whole, in NFC, and joins with none before it', () => {
  const passing = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter(isOrdinaryText)
  expect(passing.length).toBeGreaterThan(21_000)
  const wrong = passing.filter(
    (character) =>
      /\p{Surrogate}|\p{Mark}/u.test(character) ||
      character.normalize('NFC') !== character ||
      ['e', 'か', '각', '가', '=', '中'].some((before) => (before + character).normalize('NFC') !== before + character),
  )
  expect(wrong).toEqual([])
})
