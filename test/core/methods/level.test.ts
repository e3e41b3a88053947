import { describe, expect, test } from 'vitest'
import { gradeWith, leafOf, nodeOf, outcomeOf, type Facts } from '../small.ts'

const form = leafOf(10, {
  method: 'level',
  level: 'lv',
  share: 'sh',
  levels: [
    { name: '达成', from: 0.8, to: 1 },
    { name: '部分达成', from: 0.6, below: 0.8 },
    { name: '未达成', from: 0, below: 0.6 },
  ],
})

describe('定性分档: a level, and a share of the points inside it', () => {
  test.each<[string, Facts, number | [number, number] | string]>([
    ['at the lower end', { lv: '达成', sh: 0.8 }, 8],
    ['at the upper end', { lv: '达成', sh: 1 }, 10],
    ['just below the next level', { lv: '部分达成', sh: 0.79 }, 7.9],
    ['the level alone gives a range', { lv: '部分达成' }, [6, 8]],
    ['the share alone gives one too', { sh: 0.7 }, [7, 7]],
    ['neither', {}, [0, 10]],
    ['a share outside its level', { lv: '部分达成', sh: 0.8 }, 'error'],
    ['a level that is none', { lv: '优', sh: 0.9 }, 'error'],
  ])('%s', (_, facts, expected) => expect(outcomeOf(gradeWith(form, facts))).toEqual(expected))

  test.each<[Facts, string]>([
    [{ lv: '达成', sh: 0.5 }, 'lv 评为“达成”，sh 应在 ≥ 0.8 且 ≤ 1 之内，填的是 0.5'],
    [{ lv: '优', sh: 0.9 }, 'lv 写的是“优”，只能是达成、部分达成、未达成'],
    [{}, '未填报：lv、sh'],
  ])('%o says what is wrong', (facts, message) => {
    expect(nodeOf(gradeWith(form, facts), 'x').message).toBe(message)
  })
})
