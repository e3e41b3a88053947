import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, closeText } from '../../server/core/canonical-json.ts'
import { runs } from '../support/runs.ts'

describe('canonicalJson', () => {
  test.each([
    // The example of RFC 8785, section 3.2.2.
    [
      {
        numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
        string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
        literals: [null, true, false],
      },
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    // Section 3.2.3: by UTF-16 code units, so the emoji (D83D…) sorts before Ｚ (FF3A).
    [
      { '\u20ac': 1, '\r': 2, '\uff3a': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"Ｚ":3}',
    ],
    [-0, '0'],
    [{ b: undefined, a: [] }, '{"a":[]}'],
    [{ 项: { z: 1, a: 'e\u0301' } }, '{"项":{"a":"é","z":1}}'],
  ])('case %#', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  test.each([[NaN], [Infinity], [[undefined]], [() => 1], [1n], ['\ud800'], [{ '\u00e9': 1, 'e\u0301': 2 }]])(
    'refuses %#',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(/canonicalJson/)
    },
  )

  test('written in one go or part by part, the text is the same', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        'e\u0301',
        '\ud800',
        '预算',
        '10',
        '9',
        '0',
        '-1',
        '1a',
        '__proto__',
        'toJSON',
        '\\ud800',
        '\u0338=',
      ),
    )
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.double(),
        fc.constantFrom(null, true, undefined, -0),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.array(fc.tuple(text, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
      ),
    }))
    const outcome = (write: (value: unknown) => string, given: unknown): string => {
      try {
        return write(given)
      } catch (error) {
        return `! ${(error as Error).message}`
      }
    }
    fc.assert(
      fc.property(value, (given) => {
        expect(outcome(canonicalJson, given)).toBe(outcome(closeText, given))
      }),
      runs(200_000, 5_000),
    )
  })

  test('is JSON of the same data, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const normal: unknown = JSON.parse(JSON.stringify(value).normalize('NFC'))
        fc.pre(!/\\ud[89a-f]/i.test(JSON.stringify(normal)))
        const text = canonicalJson(normal)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(normal)))
        expect(canonicalJson(reversed(normal))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}
