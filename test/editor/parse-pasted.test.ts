import { describe, expect, test } from 'vitest'
import type { Organisation } from '../../editor/api-registers.ts'
import { parsePasted } from '../../editor/organisations/parse-pasted.ts'

const unit = (id: string, change: Partial<Organisation> = {}): Organisation => ({
  id,
  name: `${id}局`,
  code: null,
  aliases: [],
  group: null,
  parent: null,
  closed: false,
  ...change,
})
const brief = (text: string, known: Organisation[] = []) =>
  parsePasted(text, known).map(({ line, kind, faults }) => [line, kind, ...faults])

describe('lines pasted from Excel', () => {
  test('six columns, with a line of heads, blank lines left out and lines counted as they stand', () => {
    const text =
      '编号\t名称\t代码\t曾用名\t分组\t上级\r\na\t甲局\t114401\t老甲、小甲\t政府\t\r\n\r\nb\t乙局\t\t\t\t甲局\r\n'
    expect(parsePasted(text, [])).toEqual([
      {
        line: 2,
        kind: 'added',
        faults: [],
        unit: unit('a', { name: '甲局', code: '114401', aliases: ['老甲', '小甲'], group: '政府' }),
      },
      { line: 4, kind: 'added', faults: [], unit: unit('b', { name: '乙局', parent: 'a' }) },
    ])
  })

  test('a cell in quotes holds tabs, line breaks and quotes', () => {
    const [line] = parsePasted('a\t"甲""大""局"\t\t"老甲\n小甲"', [])
    expect(line?.unit).toMatchObject({ name: '甲"大"局', aliases: ['老甲', '小甲'] })
    expect(parsePasted('a\t"甲\t局"', [])[0]?.unit.name).toBe('甲\t局')
    expect(parsePasted('a\t"甲"局', [])[0]?.unit.name).toBe('"甲"局')
  })

  test('what is there already is changed or stays as it is, and stays closed', () => {
    const known = [unit('a', { closed: true }), unit('b')]
    const lines = parsePasted('a\ta局\nb\t新乙局\nc\t丙局\t\t\t\tb局', known)
    expect(lines.map(({ kind }) => kind)).toEqual(['same', 'changed', 'wrong'])
    expect(lines[0]?.unit.closed).toBe(true)
    expect(lines[2]?.faults).toEqual(['没有名称或编号是“b局”的单位，请先登记上级。'])
  })

  test.each<[string, string, unknown[][]]>([
    [
      'no id, no name',
      '\t甲局\na\t',
      [
        [1, 'wrong', '没有编号，请补上。'],
        [2, 'wrong', '没有名称，请补上。'],
      ],
    ],
    [
      'an id twice',
      'a\t甲局\na\t乙局',
      [
        [1, 'added'],
        [2, 'wrong', '编号“a”与第 1 行相同，请改正。'],
      ],
    ],
    [
      'a name that another line has as an alias',
      'a\t甲局\nb\t乙局\t\t甲局',
      [
        [1, 'wrong', '“甲局”已经是单位“乙局”的名称、曾用名或代码，请改正。'],
        [2, 'wrong', '“甲局”已经是单位“甲局”的名称、曾用名或代码，请改正。'],
      ],
    ],
    ['a name of the register', 'b\tx局', [[1, 'wrong', '“x局”已经是单位“x局”的名称、曾用名或代码，请改正。']]],
    [
      'a code that Excel changed',
      'a\t甲局\t1.14401E+17',
      [[1, 'wrong', '代码“1.14401E+17”被 Excel 改成了科学记数，请把那一栏设为文本格式，重新填写后再复制。']],
    ],
    [
      'parents in a ring',
      'a\t甲局\t\t\t\tb\nb\t乙局\t\t\t\ta',
      [
        [1, 'wrong', '“甲局”的上级绕回了它自己，请改正。'],
        [2, 'wrong', '“乙局”的上级绕回了它自己，请改正。'],
      ],
    ],
    [
      'too many columns',
      'a\t甲局\t\t\t\t\t多',
      [[1, 'wrong', '栏目多于六栏，请只复制编号、名称、代码、曾用名、分组、上级。']],
    ],
  ])('told by line: %s', (_, text, lines) => {
    expect(brief(text, [unit('x')])).toEqual(lines)
  })

  test('ten thousand lines are read at once', () => {
    const text = Array.from(
      { length: 10_000 },
      (_, index) => `u${index}\t单位${index}\t\t\t组\t${index ? `u${index - 1}` : ''}`,
    )
    const lines = parsePasted(
      text
        .slice(0, 1)
        .concat(text.slice(1).map((line) => line.replace(/\tu\d+$/, '\tu0')))
        .join('\n'),
      [],
    )
    expect(lines.filter(({ kind }) => kind === 'added')).toHaveLength(10_000)
  })
})
