import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clean, displayWidth, fit, padEnd, padStart, wrap } from '../../server/cli/text-width.ts'

describe('columns on a terminal', () => {
  test.each([
    ['', 0],
    ['abc 1.5', 7],
    ['预算执行率', 10],
    ['得分 99/100', 11],
    ['（一）', 6],
    ['①', 1],
    ['𠮷野家', 6],
    ['e\u0301', 1],
    ['🙂', 2],
    ['ｆｕｌｌ', 8],
  ])('%j takes %d', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  test('padding fills columns, not characters', () => {
    expect(padEnd('得分', 6) + '|').toBe('得分  |')
    expect(padStart('得分', 6)).toBe('  得分')
    expect(padEnd('得分得分', 6)).toBe('得分得分')
  })

  test('what does not fit ends in …, within its columns', () => {
    expect(fit('预算执行率', 10)).toBe('预算执行率')
    expect(fit('预算执行率', 9)).toBe('预算执行…')
    expect(fit('预算执行率', 8)).toBe('预算执…')
  })
})

describe('wrapping', () => {
  test('keeps words and numbers whole, and closing signs off the beginning of a line', () => {
    expect(wrap('按执行率 2,936.68 得分', 10)).toEqual(['按执行率', '2,936.68', '得分'])
    expect(wrap('扣完为止，再扣。', 8)).toEqual(['扣完为止，', '再扣。'])
    expect(wrap('', 10)).toEqual([])
  })

  test('loses and adds nothing but spaces, and stays within the width but for one closing sign or a long word', () => {
    const character = fc.constantFrom('预', '算', '，', '。', 'a', '7', ' ', '）', '𠮷')
    fc.assert(
      fc.property(fc.array(character, { maxLength: 60 }), fc.integer({ min: 6, max: 30 }), (characters, width) => {
        const text = characters.join('')
        const lines = wrap(text, width)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(/^[，。）]/.test(line) && !/^[，。） ]/.test(text)).toBe(false)
      }),
    )
  })
})

test('nothing from a file can move the cursor, colour the screen or turn the text round', () => {
  expect(clean('a\u001B[2Jb\u0007c\u202Ed\u2066e\r')).toBe('a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFD')
  expect(clean('一行\n两行\t完')).toBe('一行 两行 完')
})
