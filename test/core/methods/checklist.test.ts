import { describe, expect, test } from 'vitest'
import type { CriterionOf } from '../../../server/core/rule-set.ts'
import { gradeWith, leafOf, linesOf, outcomeOf, type Facts } from '../small.ts'

const items: CriterionOf<'checklist'>['items'] = [
  { id: 'made', label: '已制定', fact: 'made', points: 1 },
  { id: 'clean', label: '违规', fact: 'breach', expect: false, points: 1 },
  { id: 'level', label: '公开程度', fact: 'open', expect: '全部', points: 1 },
]
const form = leafOf(3, { method: 'checklist', items })
const all: Facts = { made: true, breach: false, open: '全部' }

describe('是否 / 缺项: every item that is not as expected costs its points', () => {
  test.each<[string, Facts, number | [number, number] | string]>([
    ['all as expected', all, 3],
    ['one is not', { ...all, breach: true }, 2],
    ['none is', { made: false, breach: true, open: '部分' }, 0],
    ['one is not known', { ...all, made: null }, [2, 3]],
    ['one is not, one is not known', { ...all, breach: true, made: null }, [1, 2]],
    ['one does not apply: nor does the leaf', { ...all, made: { state: 'notApplicable' } }, 'notApplicable'],
    ['one is a number where yes or no is asked', { ...all, made: 1 }, 'error'],
  ])('%s', (_, facts, expected) => expect(outcomeOf(gradeWith(form, facts))).toEqual(expected))

  test('marks inside a label become single ones', () => {
    const item = { id: 'a', label: '落实“三重一大”制度', fact: 'a', points: 1 }
    const [line] = linesOf(gradeWith(leafOf(1, { method: 'checklist', items: [item] }), { a: false }))
    expect(line?.reason).toBe('“落实‘三重一大’制度”为“否”，扣 1 分')
  })

  test('one line an item', () => {
    const lines = linesOf(gradeWith(form, { made: false, breach: true, open: '全部' }))
    expect(lines.map(({ item, reason }) => [item, reason])).toEqual([
      ['made', '“已制定”为“否”，扣 1 分'],
      ['clean', '“违规”为“是”，扣 1 分'],
    ])
  })
})
