import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Definition } from '../../server/core/submission-checks/value.ts'
import { CellFault, type CellValue } from '../../server/documents/table.ts'
import { dateText } from '../../server/documents/values/date.ts'
import { decimalText } from '../../server/documents/values/decimal-text.ts'
import { readCellValue, type CellContext } from '../../server/documents/values/read-cell.ts'
import { runs } from '../support/runs.ts'

const fact = (more: Partial<Definition>): Definition => ({ id: 'x', type: 'number', ...more }) as Definition
function read(cell: CellValue, definition: Definition, context?: CellContext): unknown {
  const value = readCellValue(cell, definition, context)
  return value.ok ? value.value.value : value.issues[0]?.message
}

test.each<[CellValue, number]>([
  ['95％', 95], ['96', 96], [96, 96], ['96%', 96], ['９６％', 96], [' 96 % ', 96], ['0.5%', 0.5],
])('%s is %d under the unit %%, of the fact or of the row', (cell, expected) => {
  expect(read(cell, fact({ unit: '%' }))).toBe(expected)
  expect(read(cell, fact({}), { rowUnit: '%' })).toBe(expected)
  expect(read(cell, fact({}), { rowUnit: '％' })).toBe(expected)
}) // prettier-ignore

test.each<[CellValue, number]>([
  ['2,936.68', 2936.68], ['２，９３６．６８', 2936.68], ['2936.68万元', 2936.68], ['￥2,936.68 万元', 2936.68], ['（12.5）', -12.5],
  ['(12.5)', -12.5], ['－12.5', -12.5], [2936.68, 2936.68], ['29366800元', 2936.68], ['0.293668亿元', 2936.68], ['0', 0],
])('%s is %d 万元', (cell, expected) => {
  expect(read(cell, fact({ unit: '万元', decimals: 2 }))).toBe(expected)
}) // prettier-ignore

test('a change of unit is stated, and its rounding too', () => {
  const amount = fact({ unit: '万元', decimals: 2 })
  expect(readCellValue('29366812元', amount)).toEqual({
    ok: true,
    value: { value: 2936.68, note: '原填 29366812元，换算为 2936.68 万元（四舍五入到 2 位小数）。' },
  })
  expect(readCellValue(29366800, amount, { tableUnit: '元' })).toEqual({
    ok: true,
    value: { value: 2936.68, note: '原填 29366800 元，换算为 2936.68 万元。' },
  })
  expect(readCellValue('2936.68万元', amount, { tableUnit: '元' })).toEqual({ ok: true, value: { value: 2936.68 } })
  expect(readCellValue('12', fact({ unit: '个' }), { tableUnit: '元' })).toEqual({ ok: true, value: { value: 12 } })
  expect(readCellValue('-', amount, { tableUnit: '元' })).toEqual({ ok: true, value: { value: null } })
})

test('a row in 万人次 takes no percentage, and its own unit after the number', () => {
  expect(read('98%', fact({}), { rowUnit: '人次' })).toContain('这一行的计量单位是人次')
  expect(read('818人次', fact({}), { rowUnit: '人次' })).toBe(818)
  expect(read('80%', fact({ display: 'percent', decimals: 4 }), { rowUnit: '人次' })).toBe(0.8)
})

test.each(['约100', '100~200', '≥266', '12,34', '多', '1e5', '1 000万'])('%s is refused with what to do', (cell) => {
  expect(read(cell, fact({ unit: '万元' }))).toMatch(/请/)
})

test('codes stay as they are written', () => {
  expect(read('440106199001011234', fact({ type: 'text' }))).toBe('440106199001011234')
  expect(read('007', fact({ type: 'text' }))).toBe('007')
  expect(read(123456789012345, fact({ type: 'text' }))).toBe('123456789012345')
})

test.each([
  ['2024年12月31日', '2024-12-31'],
  ['2024/1/5', '2024-01-05'],
  ['2024.12.31', '2024-12-31'],
  ['20241231', '2024-12-31'],
  ['２０２４年１月５日', '2024-01-05'],
  ['2024-12-31', '2024-12-31'],
  ['年底', '年底'],
])('the date %s is %s', (text, expected) => expect(dateText(text)).toBe(expected))

test('a date typed as one number', () => expect(read(20241231, fact({ type: 'date' }))).toBe('2024-12-31'))

test('choices but for width and signs; several parted by 、; yes and no by signs', () => {
  const direction = fact({ type: 'choice', options: ['>=', '<=', '='] })
  expect(['≥', '＞＝', ' <= ', '＝'].map((text) => read(text, direction))).toEqual(['>=', '>=', '<=', '='])
  const checks = fact({ type: 'choice', options: ['①财经 法规', '②审批'] })
  expect(read('①财经法规、②审批', checks)).toEqual(['①财经 法规', '②审批'])
  expect(read('③', checks)).toBe('③')
  expect([true, '√', '×', 'true', '否', '无'].map((cell) => read(cell, fact({ type: 'boolean' })))).toEqual([
    true, '是', '否', '是', '否', '无',
  ]) // prettier-ignore
})

test('a cell with an error says so', () => {
  expect(read(new CellFault('公式出错（#REF!），请改。'), fact({ type: 'text' }))).toContain('#REF!')
})

test('decimal text is the number, digit for digit', () => {
  expect([
    decimalText(0.29, 2),
    decimalText(1.5e-7),
    decimalText(-0.05, 2),
    decimalText(1e21),
    decimalText(0, 2),
  ]).toEqual(['29', '0.00000015', '-5', `1${'0'.repeat(21)}`, '0'])
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(decimalText(value))).toBe(value === 0 ? 0 : value)
      expect(Number(`${decimalText(value, 2)}e-2`)).toBe(value === 0 ? 0 : value)
    }),
    runs(100_000, 2000),
  )
})
