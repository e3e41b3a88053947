import { describe, expect, test } from 'vitest'
import type { Expression } from '../../../server/core/formula/expression.ts'
import { referencesOf } from '../../../server/core/formula/expression.ts'
import { FORMULA_LIMITS, parseFormula } from '../../../server/core/formula/parse.ts'
import { formula } from '../small.ts'

/** An expression with every bracket written, so that what binds first can be seen. */
function shape(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return node.value.isInteger ? node.value.floor().toString() : node.value.toText(6, true)
    case 'text':
      return `"${node.value}"`
    case 'boolean':
      return String(node.value)
    case 'fact':
      return node.id
    case 'field':
      return `${node.list}.${node.field}`
    case 'negate':
      return `-(${shape(node.operand)})`
    case 'binary':
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`
    case 'call':
      return `${node.name}(${node.args.map(shape).join(', ')})`
    case 'aggregate':
      return `${node.name} over ${node.list}: ${node.each ? shape(node.each) : 'rows'}`
  }
}

describe('what binds first', () => {
  test.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['(1 + 2) * 3', '((1 + 2) * 3)'],
    ['8 - 3 - 2', '((8 - 3) - 2)'],
    ['8 / 4 / 2', '((8 / 4) / 2)'],
    ['2 * a ^ 2', '(2 * (a ^ 2))'],
    ['a ^ -2', '(a ^ -(2))'],
    ['-a ^ 2', '(-(a) ^ 2)'],
    ['1 - a ^ 2', '(1 - (a ^ 2))'],
    ['-a * b', '(-(a) * b)'],
    ['--a', '-(-(a))'],
    ['+a', 'a'],
    ['a - -b', '(a - -(b))'],
    ['a + 1 >= b * 2', '((a + 1) >= (b * 2))'],
    ['a <> b', '(a <> b)'],
    ['(a > 1) = (b > 1)', '((a > 1) = (b > 1))'],
    ['95%', '0.95'],
    ['a * 5% + 1', '((a * 0.05) + 1)'],
    ['-5%', '-(0.05)'],
  ])('%s is %s', (text, expected) => expect(shape(formula(text))).toBe(expected))
})

describe('what people type', () => {
  test.each([
    ['（支出＋结转）×２÷预算', '(((支出 + 结转) * 2) / 预算)'],
    ['a≥９０％', '(a >= 0.9)'],
    ['a≤1', '(a <= 1)'],
    ['a≠1', '(a <> 1)'],
    ['a－b', '(a - b)'],
    ['a−b', '(a - b)'],
    ['min（a，b）', 'min(a, b)'],
    ['MAX(a, b)', 'max(a, b)'],
    ['If(a = “是”, 1, 0)', 'if((a = "是"), 1, 0)'],
    ['[spent amount] / 2', '(spent amount / 2)'],
    ['  a\n+\tb ', '(a + b)'],
    ['points:x + share:y', '(points:x + share:y)'],
    ['true', 'true'],
    ['k = “定性（主观），２０２４”', '(k = "定性（主观），２０２４")'],
    ['１．５ * 2', '(1.5 * 2)'],
  ])('%s is %s', (text, expected) => expect(shape(formula(text))).toBe(expected))
})

describe('functions over rows', () => {
  test.each([
    ['sum(p.amount * p.score)', 'sum over p: (p.amount * p.score)'],
    ['count(p)', 'count over p: rows'],
    ['count(p.late)', 'count over p: p.late'],
    ['max(p.amount)', 'max over p: p.amount'],
    ['average(p.amount / total)', 'average over p: (p.amount / total)'],
    ['max(a)', 'max(a)'],
    ['min(a, b, 3)', 'min(a, b, 3)'],
  ])('%s is %s', (text, expected) => expect(shape(formula(text))).toBe(expected))

  test('what a formula reads', () => {
    const { facts, fields, lists } = referencesOf(formula('sum(p.amount * rate) / total + count(q)'))
    expect([...facts]).toEqual(['rate', 'total'])
    expect(fields).toEqual([{ list: 'p', field: 'amount' }])
    expect([...lists]).toEqual(['p', 'q'])
  })
})

describe('a formula that cannot be read says where and what', () => {
  test.each([
    ['', 1, '公式没有写完'],
    ['a +', 4, '公式没有写完'],
    ['(a + b', 7, '缺“)”'],
    ['a b', 3, '“b”放在这里读不懂，可能少了运算符'],
    ['1.5.2', 4, '“.”放在这里读不懂'],
    ['a + * b', 5, '“*”不能放在这里'],
    ['()', 2, '“)”不能放在这里'],
    ['a ? b', 3, '不认识的字符“?”，请删去'],
    ['a & b', 3, '不认识的字符“&”'],
    ['"abc', 1, '引号没有结束，请补上右引号'],
    ['a + [b', 5, '方括号没有结束，请补上 ]'],
    ['vlookup(a)', 1, '没有名为“vlookup”的函数'],
    ['1 + if(a, b)', 5, 'if 要 3 个参数，写了 2 个'],
    ['round(a, 1, 2)', 1, 'round 要 1 到 2 个参数，写了 3 个'],
    ['round(a, b)', 1, 'round 的第二个参数是 0 到 12 的整数'],
    ['round(a, 13)', 1, 'round 的第二个参数是 0 到 12 的整数'],
    ['sum(a)', 1, 'sum 汇总清单的列，例如 sum(projects.amount)'],
    ['sum(p.a * q.b)', 1, '一次只能汇总一张清单，这里用了 p、q'],
    ['p.a + 1', 1, '清单的列 p.a 要单独放在 sum、count、average、min、max 里'],
    ['1 + p.a', 5, '清单的列 p.a 要单独放在'],
    ['min(p.a, 3)', 5, '清单的列 p.a 要单独放在'],
    ['p.', 3, '点号后面应当是清单里的一列'],
    ['a < b < c', 7, '比较不能连写，请用 and( , ) 连接'],
    ['a ^ b', 3, '乘方的指数只能是 −64 到 64 的整数'],
    ['2 ^ 0.5', 3, '乘方的指数只能是 −64 到 64 的整数'],
    ['2 ^ 65', 3, '乘方的指数只能是 −64 到 64 的整数'],
    ['a%', 2, '百分号只能跟在数后面'],
    [`1 + ${'9'.repeat(41)}`, 5, '数太长'],
    ['预算 ＋ ？', 6, '不认识的字符“？”'],
  ])('%s: at %i, %s', (text, at, sentence) => {
    const read = parseFormula(text)
    expect(read.ok).toBe(false)
    const [issue] = read.ok ? [] : read.issues
    expect(issue?.message).toContain(`公式第 ${at} 个字符：`)
    expect(issue?.message).toContain(sentence)
    expect(issue?.path).toBe('')
  })

  test('full-width signs count as one character, and so do rare characters', () => {
    const read = parseFormula('（𠮷＋a）？')
    expect(read).toMatchObject({ ok: false, issues: [{ message: expect.stringContaining('第 6 个字符') }] })
  })
})

describe('limits', () => {
  const nodes = (count: number): string => Array.from({ length: (count + 1) / 2 }, () => 'a').join('+')
  test.each([
    ['2,000 characters', `a${' '.repeat(FORMULA_LIMITS.characters - 1)}`, true],
    ['2,001 characters', `a${' '.repeat(FORMULA_LIMITS.characters)}`, false],
    ['499 nodes', nodes(499), true],
    ['501 nodes', nodes(501), false],
    ['depth 60', `${'('.repeat(59)}a${')'.repeat(59)}`, true],
    ['depth 61', `${'('.repeat(60)}a${')'.repeat(60)}`, false],
    ['61 signs', `${'-'.repeat(61)}a`, false],
    ['40 digits', '9'.repeat(40), true],
  ])('%s', (_, text, ok) => {
    const read = parseFormula(text)
    expect(read.ok).toBe(ok)
    if (!read.ok)
      expect(read.issues[0]).toMatchObject({ code: 'formula.limit', message: expect.stringContaining('请拆成') })
  })
})
