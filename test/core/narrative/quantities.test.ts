import { describe, expect, test } from 'vitest'
import { Fraction } from '../../../server/core/fraction.ts'
import { readChineseNumber } from '../../../server/core/narrative/chinese-number.ts'
import { foldWidth } from '../../../server/core/narrative/fold.ts'
import { mayBeWrittenAs, readQuantities } from '../../../server/core/narrative/quantities.ts'
import { readSentences } from '../../../server/core/narrative/sentences.ts'

/** `29366800元`, `20个~` for what is not exact. */
const read = (text: string): string[] =>
  readQuantities(foldWidth(text)).map(({ value, unit, exact }) => `${value.toText(6, true)}${unit}${exact ? '' : '~'}`)

describe('numbers and units of a narrative', () => {
  test.each([
    ['2,936.68 万元', ['29366800元']],
    ['２，９３６．６８万元', ['29366800元~']],
    ['２９３６．６８万元', ['29366800元']],
    ['1.2 亿元，3500元，5千元', ['120000000元', '3500元', '5000元']],
    ['1.2万场次、109万人次、8.4 万条', ['12000场次', '1090000人次', '84000条']],
    ['99.41%，下降 1.5 个百分点，９３％', ['99.41%', '1.5个百分点', '93%']],
    ['得分 9.00 分', ['9分']],
    ['二十六个村、一百零五户、两千三百人', ['26个', '105户', '2300人']],
    ['8个专项行动，3 项任务', ['8个', '3项']],
    ['5515人在册', ['5515人']],
    ['共 349', ['349']],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected))

  test.each([
    ['约 120 万元', ['1200000元~']],
    ['近200件', ['200件~']],
    ['超过 50%', ['50%~']],
    ['20余个', ['20个~']],
    ['90%以上', ['90%~']],
    ['30 天左右', ['30天~']],
    ['6-8个', ['6~', '8个~']],
    ['10%至15%', ['10%~', '15%~']],
    ['≥266米', ['266米~']],
    ['1，217套', ['1217套~']],
  ])('%s says where a number lies, not what it is', (text, expected) => expect(read(text)).toEqual(expected))

  test.each([
    '2024年',
    '2024 年度',
    '3月15日',
    '第3批',
    '“1+11+N”',
    'V2 系统',
    '“五个一”',
    '“三个”',
    '一个',
    '一是',
    '统一',
    '75周年',
    '10号楼',
  ])('%s is no amount', (text) => expect(read(text)).toEqual([]))

  test('knows its place and the worth of its last digit', () => {
    const [quantity] = readQuantities('支出 2,781.82 万元。')
    expect(quantity).toMatchObject({ text: '2,781.82 万元', start: 3, end: 14 })
    expect(quantity?.step.toText(0)).toBe('100')
  })
})

test.each([
  ['八', 8],
  ['十', 10],
  ['十二', 12],
  ['二十', 20],
  ['二十六', 26],
  ['一百零五', 105],
  ['两千三百', 2300],
  ['百', null],
  ['二三', null],
  ['十百', null],
])('%s is %j', (text, number) => expect(readChineseNumber(text)).toBe(number))

test.each([
  ['94.726', '94.73', '0.01', true],
  ['94.726', '94.72', '0.01', true],
  ['94.726', '94.74', '0.01', false],
  ['98', '99', '1', false],
  ['98.5', '99', '1', true],
  ['98.9', '98', '1', true],
  ['99.27', '100', '1', false],
])('%s written as %s (step %s): %s', (exact, value, step, may) => {
  const of = (text: string): Fraction => Fraction.parse(text) as Fraction
  expect(mayBeWrittenAs(of(exact), { value: of(value), step: of(step) })).toBe(may)
})

test('a text folds sign by sign, and falls into sentences with their places', () => {
  const text = foldWidth('甲１条；乙２条。\n丙％')
  expect(text).toBe('甲1条；乙2条。\n丙%')
  expect(readSentences(text).map(({ text, start }) => [text, start])).toEqual([
    ['甲1条；', 0],
    ['乙2条。', 4],
    ['丙%', 9],
  ])
})
