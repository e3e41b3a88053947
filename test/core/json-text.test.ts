import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson, readClosely } from '../../server/core/json-text.ts'
import { readOrdinaryJson } from '../../server/core/ordinary-json.ts'
import { runs, PATIENCE } from '../support/runs.ts'
import { timed } from '../support/timed.ts'

describe('parseJson', () => {
  test.each([
    ['{"a": [1, 2.50, -0.0, 1e2], "b": {"c": null, "d": "\\u0041"}}', { a: [1, 2.5, 0, 100], b: { c: null, d: 'A' } }],
    ['\uFEFF{"code": "440106199001011234"}', { code: '440106199001011234' }],
    ['"e\u0301"', '\u00e9'],
    ['null', null],
    ['9007199254740991', 9007199254740991],
    ['[{"a":1},{"a":1}]', [{ a: 1 }, { a: 1 }]],
    ['{"a":"\\"b\\":1,{","c":"]"}', { a: '"b":1,{', c: ']' }],
  ])('reads %s', (text, value) => {
    expect(parseJson(text)).toEqual({ ok: true, value })
  })

  test.each([
    ['', '', 'not_json', '第 1 行第 1 列：内容是空的'],
    ['{"a": 1,\n "b": }', '', 'not_json', '第 2 行第 7 列'],
    ['{"a": 1', '', 'not_json', '没有写完'],
    ['{"a": 1,}', '', 'not_json', '多了一个逗号'],
    ['{“a”: 1}', '', 'not_json', '全角符号 “ '],
    ['{"a"：1}', '', 'not_json', '全角符号 ： '],
    ["{'a': 1}", '', 'not_json', '单引号'],
    ['{"a": NaN}', '', 'not_json', 'NaN 不是数'],
    ['{"a": -Infinity}', '', 'not_json', 'Infinity'],
    ['{"a": None}', '', 'not_json', '不认识“None”'],
    ['// 说明\n{}', '', 'not_json', '注释'],
    ['{"a": 1} x', '', 'not_json', '第 1 行第 10 列'],
    ['{"a": "x\ny"}', '', 'not_json', '换行'],
    ['{"a": 01}', '', 'not_json', '第 1 行第 8 列'],
    ['{"a": 1e999}', 'a', 'number_not_finite', '1e999 太大'],
    ['{"list": [{"code": 440106199001011234}]}', 'list[0].code', 'number_changed', '写成文本'],
    ['{"a": 1e-400}', 'a', 'number_changed', '会变（0）'],
    ['{"a": 0.1234567890123456789}', 'a', 'number_changed', '位数太多'],
    ['{"a": 1, "b": {"c": 1, "c": 2}}', 'b.c', 'duplicate_key', '第 1 行第 24 列：“c”出现了两次'],
    ['[{"a": 1, "a": 1}]', '[0].a', 'duplicate_key', '出现了两次'],
    ['{"a": 1, "\\u0061": 1}', 'a', 'duplicate_key', '出现了两次'],
    ['{"\u00e9": 1, "e\u0301": 1}', '\u00e9', 'duplicate_key', '出现了两次'],
    ['{"a": {"__proto__": {"x": 1}}}', 'a.__proto__', 'name_refused', '__proto__'],
    ['{"\\u005f_proto__": 1}', '__proto__', 'name_refused', '__proto__'],
    ['{"constructor": 1}', 'constructor', 'name_refused', 'constructor'],
    ['["\\ud800"]', '[0]', 'broken_text', '乱码'],
    ['['.repeat(65) + ']'.repeat(65), '', 'too_deep', '64 层'],
    ['{"a":'.repeat(100_000), '', 'too_deep', '64 层'],
  ])('refuses %#', (text, path, code, words) => {
    const result = parseJson(text)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.issues[0]).toMatchObject({ path, code })
    expect(result.issues[0]?.message).toContain(words)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('names every fault, not the first only', () => {
    const result = parseJson('{"a": 1e999, "b": 440106199001011234, "a": 1, "__proto__": 1}')
    expect(result.ok ? [] : result.issues.map((issue) => issue.code)).toEqual([
      'duplicate_key',
      'number_changed',
      'name_refused',
    ])
  })

  test('what is read at a glance is what a close look reads, or is left to it', () => {
    const number = fc.oneof(
      fc.double().map((value) => (Number.isFinite(value) ? String(value) : '0')),
      fc.stringMatching(/^-?(0|[1-9]\d{0,18})(\.\d{1,18})?([eE][-+]?\d{1,3})?$/),
      fc.constantFrom('-0', '-0.0', '01', '1.', '.5', '9007199254740993', '123456789012345', '0.123456789012345'),
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }).map((value) => JSON.stringify(value)),
      fc.constantFrom('"e\u0301"', '"\\ud800"', '"\\u0061"', '"a\\"b"', '"\\\\"', '"预算"', '"\u00e9"', '"x:y{[,"'),
    )
    const key = fc.oneof(text, fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"constructor"'))
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        number,
        text,
        fc.constantFrom('null', 'true', 'false', 'NaN', ''),
        fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(fc.tuple(key, tie('value')), { maxLength: 4 })
          .map((all) => `{${all.map((one) => one.join(':')).join(',')}}`),
      ),
    }))
    let glanced = 0
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 12 }), (json, values) => {
        const limit = { values, message: '太多' }
        const glance = readOrdinaryJson(json, values)
        if (!glance) return
        glanced++
        expect(readClosely(json, limit)).toEqual({ ok: true, value: glance.value })
      }),
      runs(200_000, 5_000),
    )
    expect(glanced).toBeGreaterThan(500)
  })

  test('64 levels are read', () => {
    expect(parseJson('['.repeat(64) + ']'.repeat(64)).ok).toBe(true)
  })

  test('agrees with JSON.parse on every document it accepts, and accepts what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const result = parseJson(text)
        if (result.ok) expect(result.value).toEqual(normalZero(JSON.parse(text.normalize('NFC'))))
        else expect(result.issues[0]?.code).toMatch(/name_refused|broken_text|duplicate_key|number_changed/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('the time for telling many places grows with the text, not with their number times the text', () => {
    const text = (keys: number) => `{"z":"${'\\n'.repeat(500_000)}",${'"甲":1,\n'.repeat(keys)}"b":1}`
    const [one, many] = [2, 300].map((keys) => timed(() => parseJson(text(keys)), 0))
    const issues = many?.result.ok === false ? many.result.issues : []
    expect(issues).toHaveLength(200)
    expect(issues.at(-1)?.message).toMatch(/^第 201 行第 1 列/)
    expect(many?.milliseconds).toBeLessThan(4 * (one?.milliseconds ?? 0) + 50 * PATIENCE)
  })

  test('beyond a limit of values reading stops', () => {
    const limit = { values: 5, message: '太多了。' }
    expect(parseJson('[1,{"a":[]},2]', limit).ok).toBe(true)
    expect(parseJson('[1,{"a":[0]},2]', limit)).toEqual({
      ok: false,
      issues: [{ path: '', code: 'too_many', message: '太多了。' }],
    })
  })

  test('cut or changed anywhere, a document is refused or read as JSON.parse reads it; nothing is thrown', () => {
    const base = JSON.stringify({ id: 'a', facts: { x: 1.25, list: [{ id: 'r', v: '9,0"\\' }], y: null, z: true } })
    fc.assert(
      fc.property(
        fc.nat(base.length),
        fc.nat(6),
        fc.string({ unit: fc.constantFrom(...'{}[]",:\\0123456789.eE+-ntu\uFEFF \n'), maxLength: 4 }),
        (at, cut, insert) => {
          const text = base.slice(0, at) + insert + base.slice(at + cut)
          const result = parseJson(text)
          if (result.ok) expect(result.value).toEqual(normalZero(JSON.parse(text.replace(/^\uFEFF/, ''))))
          else expect(result.issues.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 5_000 },
    )
  })
})

function normalZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
