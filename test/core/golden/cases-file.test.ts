import { expect, test } from 'vitest'
import { parseCases } from '../../../server/core/golden/cases-file.ts'
import { completeCases } from './example.ts'

const valid = () => ({ ...completeCases(), cases: [{ name: '甲', expect: { points: 1 } as object }] as object[] })

test('a file is read as it stands', () => {
  const content = completeCases()
  expect(parseCases(content)).toEqual({ ok: true, value: content })
})

test.each<[string, object, string, RegExp]>([
  ['no format', { ...valid(), format: undefined }, 'format', /缺少“format”/],
  ['another format', { ...valid(), format: 'hengping/cases@2' }, 'format', /hengping\/cases@1/],
  ['no base', { ...valid(), base: undefined }, 'base', /缺少“base”/],
  ['a key nobody knows', { ...valid(), note: '' }, 'note', /不认识“note”/],
  [
    'a key nobody knows in a case',
    { ...valid(), cases: [{ name: '甲', fact: {}, expect: { points: 1 } }] },
    'cases[0].fact',
    /不认识/,
  ],
  ['no name', { ...valid(), cases: [{ expect: { points: 1 } }] }, 'cases[0].name', /缺少“name”/],
  ['nothing expected', { ...valid(), cases: [{ name: '甲', expect: {} }] }, 'cases[0].expect', /“甲”没有写应得的结果/],
  ['no expect', { ...valid(), cases: [{ name: '甲' }] }, 'cases[0].expect', /缺少“expect”/],
  [
    'two cases of one name',
    { ...valid(), cases: [...valid().cases, ...valid().cases] },
    'cases[1].name',
    /已有名为“甲”/,
  ],
  [
    'the name of the base',
    { ...valid(), cases: [{ name: '基准填报得满分', expect: { points: 1 } }] },
    'cases[0].name',
    /已有/,
  ],
  ['points as text', { ...valid(), cases: [{ name: '甲', expect: { points: '1' } }] }, 'cases[0].expect.points', /数/],
  [
    'an operation that only looks',
    { ...valid(), cases: [{ name: '甲', patch: [{ op: 'test', path: '', value: 1 }], expect: { points: 1 } }] },
    'cases[0].patch[0].op',
    /add/,
  ],
  [
    'an explanation without a reason',
    { ...valid(), uncovered: [{ rule: 'x', outcome: 'met', reason: '' }] },
    'uncovered[0].reason',
    /不能是空的/,
  ],
  [
    'an explanation of an open outcome',
    { ...valid(), uncovered: [{ rule: 'x', outcome: 'missing', reason: '无' }] },
    'uncovered[0].outcome',
    /met/,
  ],
  [
    'a prototype',
    { ...valid(), base: JSON.parse('{"facts":{"__proto__":1}}') as object },
    'base.facts.__proto__',
    /不能用/,
  ],
])('refused: %s', (_, content, path, sentence) => {
  const result = parseCases(content)
  expect(result.ok).toBe(false)
  if (result.ok) return
  expect(result.issues.map((issue) => issue.path)).toContain(path)
  expect(result.issues.map(({ message }) => message).join('\n')).toMatch(sentence)
})

test.each([[null], [5], ['{}'], [[]], [undefined]])('never throws: %j', (input) =>
  expect(parseCases(input)).toMatchObject({ ok: false }),
)
