import { describe, expect, test } from 'vitest'
import {
  formatNumber,
  formatValue,
  withThousands,
  type NumberStyle,
} from '../../../server/core/explain/format-value.ts'
import { fault, ListValue, MISSING, PENDING, Unknown, type Value } from '../../../server/core/value.ts'
import { frac } from '../small.ts'

const style = (more: Partial<NumberStyle> = {}): NumberStyle => ({
  unit: null,
  decimals: null,
  percent: false,
  ...more,
})
const percent = style({ percent: true })
const money = style({ unit: '万元', decimals: 2 })

describe('numbers', () => {
  test.each<[string, NumberStyle, string]>([
    ['2781.82', money, '2,781.82 万元'],
    ['2781.8', money, '2,781.80 万元'],
    ['1234567', style({ unit: '元', decimals: 0 }), '1,234,567 元'],
    ['-1234.5', style({ decimals: 1 }), '-1,234.5'],
    ['96', style({ unit: '%' }), '96%'],
    ['1/3', style(), '0.3333'],
    ['12.5', style(), '12.5'],
    ['0', style(), '0'],
    // finer than its fact states: enough to see that it is not whole
    ['2781.825', style({ decimals: 0 }), '2,781.8'],
  ])('%s: %s prints %s', (value, how, text) => expect(formatValue(frac(value), how)).toBe(text))

  test.each([
    ['0.9473', '94.73%'],
    ['0.947345', '94.73%'],
    ['1/3', '33.33%'],
    ['1', '100%'],
    ['0.99996', '99.996%'],
    ['0.9999999', '99.99999%'],
    ['1.00004', '100.004%'],
    ['0.89999', '89.999%'],
    ['0.00001', '0.001%'],
    ['-0.05', '-5%'],
    ['12.5', '1,250%'],
  ])('%s is %s: never a whole per cent that it is not', (value, text) => {
    expect(formatNumber(frac(value), percent)).toBe(text)
  })

  test.each([
    ['999', '999'],
    ['1000', '1,000'],
    ['-1000000.125', '-1,000,000.125'],
  ])('%s with thousands is %s', (plain, text) => expect(withThousands(plain)).toBe(text))
})

describe('what is no number', () => {
  test.each<[Value | undefined, string]>([
    [true, '是'],
    [false, '否'],
    ['定性', '定性'],
    ['', '（空）'],
    [['甲', '乙'], '甲、乙'],
    [[], '（无）'],
    [new ListValue([]), '0 行'],
    [MISSING, '未填报'],
    [undefined, '未填报'],
    [PENDING, '待核'],
    [new Unknown('notApplicable', '无此项'), '不适用'],
    [fault('除数为零'), '无法计算'],
  ])('%o prints %s', (value, text) => expect(formatValue(value)).toBe(text))
})
