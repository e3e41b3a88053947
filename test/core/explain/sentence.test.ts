import { describe, expect, test } from 'vitest'
import { quoted, sentenceText, spaced } from '../../../server/core/explain/sentence.ts'
import type { Sentence } from '../../../server/core/rules.ts'
import { Scope } from '../../../server/core/scope.ts'
import type { Value } from '../../../server/core/value.ts'
import { frac } from '../small.ts'

describe('a space between 汉字 and a number or a Latin letter, none beside punctuation', () => {
  test.each([
    [['为', '94.73%', '，未达到', '100%', '，按比例计分'], '为 94.73%，未达到 100%，按比例计分'],
    [['每', '1%', '扣 ', '0.5', ' 分'], '每 1% 扣 0.5 分'],
    [['由', '2,781.82 万元', '提高到', '2,936.68 万元'], '由 2,781.82 万元提高到 2,936.68 万元'],
    [['为', '-5%', '，由', '−3', '到'], '为 -5%，由 −3 到'],
    [['GDP', '增速'], 'GDP 增速'],
    [['预算', 'B'], '预算 B'],
    [['“', '甲', '”为', '3'], '“甲”为 3'],
    [['得', '（', '5', '）'], '得（5）'],
    [['甲', '', '乙'], '甲乙'],
    [[], ''],
  ])('%o', (words, text) => expect(spaced(words)).toBe(text))
})

test.each([
  ['是', '“是”'],
  ['落实“三重一大”制度', '“落实‘三重一大’制度”'],
])('marks inside marks become single ones: %s', (text, expected) => expect(quoted(text)).toBe(expected))

describe('labels and values in their places', () => {
  const form = new Scope(null, null)
  const plain = { definition: null, expression: null, whenDividedByZero: 'error', decimals: null } as const
  form.add({ id: 'rate', label: '支出率', unit: null, percent: true, ...plain })
  form.add({ id: 'kind', label: '性质', unit: null, percent: false, ...plain })
  form.add({ id: 'spent', label: '支出数', unit: '万元', percent: false, ...plain })
  const rows = form.rowScope('l')
  rows.add({ id: 'n', label: '次数', unit: '次', percent: false, ...plain })
  const values: Value[] = [frac('0.9473'), '落实“双随机”', frac('1200')]
  const frame = { values, outer: null }

  test.each<[Sentence, string]>([
    [[{ fact: 'rate', show: 'label' }, '为', { fact: 'rate', show: 'value' }], '支出率为 94.73%'],
    [['低于', { number: 0.9, like: 'rate' }, '，不得分'], '低于 90%，不得分'],
    [['超过', { number: 1000, like: 'spent' }], '超过 1,000 万元'],
    [['扣 ', { number: 0.5, like: null }, ' 分'], '扣 0.5 分'],
    [[{ fact: 'kind', show: 'label' }, '为', { fact: 'kind', show: 'value' }], '性质为“落实‘双随机’”'],
    [[{ fact: 'gone', show: 'label' }, '为', { fact: 'gone', show: 'value' }], 'gone 为“未填报”'],
  ])('%o', (sentence, text) => expect(sentenceText(sentence, form, frame)).toBe(text))

  test('in a row: its own fields, and facts of the form outside it', () => {
    const row = { values: [frac('1'), frac('3')], outer: frame }
    const sentence: Sentence = [
      { fact: 'n', show: 'label' },
      '为',
      { fact: 'n', show: 'value' },
      '，',
      { fact: 'rate', show: 'label' },
      '为',
      { fact: 'rate', show: 'value' },
    ]
    expect(sentenceText(sentence, rows, row)).toBe('次数为 3 次，支出率为 94.73%')
  })
})
