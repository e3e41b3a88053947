import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkNumber, decimalPlaces, parseNumber, type NumberFormat } from '../../server/core/number.ts'

describe('parseNumber reads what people type', () => {
  test.each<[string, NumberFormat, number | null]>([
    ['2936.68', {}, 2936.68],
    ['2,936.68', {}, 2936.68],
    ['1,234,567', {}, 1234567],
    ['2 936.68', {}, 2936.68],
    ['２，９３６．６８', {}, 2936.68],
    [' 12 ', {}, 12],
    ['0', {}, 0],
    ['-0', {}, 0],
    ['+5', {}, 5],
    ['-12.5', {}, -12.5],
    ['−12.5', {}, -12.5],
    ['（12.5）', {}, -12.5],
    ['(1,200.50)', { decimals: 1 }, -1200.5],
    ['（12.5）万元', { unit: '万元' }, -12.5],
    ['（12.5万元）', { unit: '万元' }, -12.5],
    ['￥100', { unit: '元' }, 100],
    ['-￥1,100.00元', { unit: '元', decimals: 2 }, -1100],
    ['2936.68万元', { unit: '万元', decimals: 2 }, 2936.68],
    ['5 个', { unit: '个' }, 5],
    ['95%', { unit: '%' }, 95],
    ['95％', { unit: '%' }, 95],
    ['９５', { unit: '％' }, 95],
    ['95%', {}, 0.95],
    ['95.5 %', { decimals: 4 }, 0.955],
    ['0.1%', {}, 0.001],
    ['-5%', {}, -0.05],
    ['(5%)', {}, -0.05],
    ['123456789012345', {}, 123456789012345],
    ['0.10', { decimals: 1 }, 0.1],
    ['.5', {}, 0.5],
    ['007', {}, 7],
    ['', {}, null],
    ['  ', {}, null],
    ['-', {}, null],
    ['—', {}, null],
    ['——', {}, null],
    ['－', {}, null],
  ])('%j %j → %j', (text, format, value) => {
    expect(parseNumber(text, format)).toEqual({ ok: true, value })
  })
})

describe('parseNumber refuses with a reason', () => {
  test.each<[string, NumberFormat, string, string]>([
    ['约100', {}, 'number_approximate', '“约100”是约数'],
    ['100左右', {}, 'number_approximate', '约数'],
    ['100余', {}, 'number_approximate', '约数'],
    ['≥266米', {}, 'number_comparison', '条件'],
    ['>90%', {}, 'number_comparison', '条件'],
    ['80-90', {}, 'number_range', '范围'],
    ['80%-90%', {}, 'number_text', '不是数'],
    ['2936.68万元', { unit: '元' }, 'number_unit', '写的是万元，这里的单位是元'],
    ['0.29亿元', { unit: '万元' }, 'number_unit', '写的是亿元，这里的单位是万元'],
    ['5元', { unit: '万元' }, 'number_unit', '写的是元，这里的单位是万元'],
    ['5万元', {}, 'number_unit', '写的是万元，这里的数不带单位'],
    ['95%', { unit: '万元' }, 'number_unit', '百分数'],
    ['29,36.68', {}, 'number_text', '逗号'],
    ['2936,68', {}, 'number_text', '逗号'],
    ['1,2345', {}, 'number_text', '逗号'],
    ['1 2', {}, 'number_text', '空格'],
    ['1.2.3', {}, 'number_text', '小数点'],
    ['12.', {}, 'number_text', '小数点'],
    ['1e5', {}, 'number_text', '科学计数法'],
    ['4.40106E+17', {}, 'number_text', '科学计数法'],
    ['440106199001011234', {}, 'number_digits', '15 位有效数字'],
    ['0.1234567890123456', {}, 'number_digits', '15 位'],
    ['12.345', { decimals: 2 }, 'number_decimals', '最多 2 位小数'],
    ['12.5', { decimals: 0 }, 'number_decimals', '只能填整数'],
    ['95.5%', { decimals: 2 }, 'number_decimals', '最多 2 位小数'],
    ['（-5）', {}, 'number_text', '只留一个'],
    ['无', {}, 'number_text', '不是数'],
    ['完成', {}, 'number_text', '“完成”不是数'],
    ['%', {}, 'number_text', '不是数'],
    ['一百', {}, 'number_text', '不是数'],
    ['0x10', {}, 'number_text', '不是数'],
    ['NaN', {}, 'number_text', '不是数'],
    ['--5', {}, 'number_text', '不是数'],
  ])('%j %j → %s', (text, format, code, words) => {
    const result = parseNumber(text, format)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.issues).toHaveLength(1)
    expect(result.issues[0]).toMatchObject({ path: '', code })
    expect(result.issues[0]?.message).toContain(words)
  })
})

test('the number written is the number read: 20,000 decimals in every dress', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: 0n, max: 999_999_999_999n }), fc.integer({ min: 0, max: 6 }), fc.boolean())
    .map(([digits, places, negative]) => {
      const padded = String(digits).padStart(places + 1, '0')
      const [whole, fraction] = [padded.slice(0, padded.length - places), padded.slice(padded.length - places)]
      return { whole, fraction, negative: negative && digits !== 0n }
    })
  fc.assert(
    fc.property(decimal, ({ whole, fraction, negative }) => {
      const plain = fraction.replace(/0+$/, '') ? `${whole}.${fraction.replace(/0+$/, '')}` : whole
      const expected = { ok: true, value: Number(`${negative ? '-' : ''}${plain}`) }
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '')
      const wide = grouped.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
      expect(parseNumber(`${negative ? '-' : ''}${grouped}`)).toEqual(expected)
      expect(parseNumber(negative ? `（${wide}）` : wide)).toEqual(expected)
      expect(parseNumber(`${negative ? '-' : ''}${grouped}万元`, { unit: '万元' })).toEqual(expected)
      if (Math.abs(expected.value) >= 1e-6 || expected.value === 0)
        expect(String(expected.value)).toBe(`${negative ? '-' : ''}${plain}`)
    }),
    { numRuns: 20_000 },
  )
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 3 }), (text, unit) => {
      const result = parseNumber(text, { unit, decimals: 2 })
      if (result.ok && result.value !== null) expect(Number.isFinite(result.value)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test('decimals of a number', () => {
  expect([0, 5, 0.25, 1e-7, 1.5e-7, 1e21, 123.456].map(decimalPlaces)).toEqual([0, 0, 2, 7, 8, 0, 3])
  expect(checkNumber(12.34, { decimals: 2 })).toEqual({ ok: true, value: 12.34 })
  expect(checkNumber(12.345, { decimals: 2 })).toMatchObject({ ok: false, issues: [{ code: 'number_decimals' }] })
})
