import { describe, expect, test } from 'vitest'
import type { GradedNode, Grading } from '../../server/core/grading.ts'
import type { ItemResult } from '../../server/jobs/batch/batch-job.ts'
import { rankingOf } from '../../server/rounds/compare-rounds.ts'
import { toRoundResult } from '../../server/rounds/round-result.ts'
import { nextReaders } from '../../server/rounds/round-source.ts'

const member = { id: 'a', hash: 'sha256:a', name: '甲', unit: null, region: null, mark: null }
const node = (id: string, status: GradedNode['status'], message: string | null, children: GradedNode[] = []) =>
  ({ id, label: id, status, message, children }) as unknown as GradedNode
const inError: ItemResult['graded'] = {
  row: { submission: 'a', ruleSet: 'x@2024-01-01', hash: 'sha256:g', points: null, grade: null, status: 'error' },
  from: 0,
  to: 0,
  blocks: [null],
}
const item = (graded: ItemResult['graded'], messages: readonly string[] = []): ItemResult => ({
  item: 0,
  place: 'a',
  submission: 'a',
  graded,
  issues: messages.map((message) => ({ path: 'facts.x', code: 'c', message })),
})

describe('the reasons of a result', () => {
  test('of one in error: its checks, and the lowest indicators in error', () => {
    const grading = {
      checks: [
        { code: 'judges_disagree', severity: 'error', path: 'r', message: '两套判定不同。' },
        { code: 'fact.unread', severity: 'warning', path: 'f', message: '没有用到。' },
      ],
      indicators: [
        node('块', 'error', '下级有指标未评出', [
          node('叶', 'error', '除以零'),
          node('好', 'graded', null),
          // rows of a list: the list itself is at fault
          node('逐行', 'error', '分值合计不符', [node('一', 'graded', null)]),
        ]),
      ],
    } as unknown as Grading
    expect(toRoundResult(member, item(inError), grading).reasons).toEqual([
      '两套判定不同。',
      '叶：除以零',
      '逐行：分值合计不符',
    ])
  })

  test('of one that could not be read: where and what, a few of many', () => {
    const result = toRoundResult(member, item(null, ['一。', '二。', '三。', '四。', '五。', '六。']), null)
    expect(result).toMatchObject({ status: 'refused', grading: null, points: null, confirmed: false })
    expect(result.reasons).toEqual(['一。', '二。', '三。', '四。', '五。'].map((text) => `facts.x：${text}`))
  })
})

test('of those who read one another, nobody comes before whom they read; a circle comes at once', () => {
  const reader = (id: string, ...reads: string[]) => ({ member: { ...member, id }, reads: new Set(reads) })
  const order: string[] = []
  let waiting: readonly ReturnType<typeof reader>[] = [
    reader('top', 'middle', 'base'),
    reader('middle', 'base'),
    reader('one', 'other'),
    reader('other', 'one'),
  ]
  while (waiting.length > 0) {
    const next = nextReaders(waiting)
    order.push(next.map(({ member: { id } }) => id).join(' '))
    waiting = waiting.filter((one) => !next.includes(one))
  }
  expect(order).toEqual(['middle', 'top', 'one other'])
})

test('equal points share a place', () => {
  const points = [3, 5, 5, 1, 0.1]
  expect(points.map(rankingOf(points))).toEqual([3, 1, 1, 4, 5])
})
