import { beforeEach, describe, expect, test } from 'vitest'
import { OPEN, SubmissionList } from '../../editor/state/submission-list.svelte.ts'
import type { GradingSummary, SubmissionSummary } from '../../server/http/shapes.ts'

function graded(points: number | null, grade: string | null, more: Partial<GradingSummary> = {}): GradingSummary {
  return {
    ruleSet: { id: 'gd', effective: '2024-01-01', hash: 'sha256:1' },
    status: points === null ? 'provisional' : 'final',
    points,
    fullPoints: 100,
    range: points === null ? [80, 90] : null,
    grade,
    lostLines: 1,
    confirmed: true,
    ...more,
  }
}

const submission = (
  name: string,
  grading: GradingSummary | null,
  more: Partial<SubmissionSummary> = {},
): SubmissionSummary => ({
  id: name,
  name,
  unit: null,
  subject: 'department',
  region: null,
  year: 2024,
  mark: null,
  hash: 'sha256:0',
  assumed: 0,
  selfPoints: 100,
  grading,
  ...more,
})

const other = { id: 'other', effective: '2020-01-01', hash: 'sha256:2' }
const submissions = [
  submission('区财政局', graded(85, '良')),
  submission('区教育局', graded(99, '优', { lostLines: 3 })),
  submission('区水务局', graded(null, null)),
  submission('区司法局', graded(85, '良', { lostLines: 2 })),
  submission('区档案馆', graded(60, '中')),
  submission('区统计局', null),
  submission('市供电局', graded(70, '中', { ruleSet: other })),
  submission('县教育局', graded(90, '优'), { year: 2023 }),
]

let list: SubmissionList
const names = () => list.shown.map((row) => row.submission.name)
beforeEach(async () => {
  list = new SubmissionList('department')
  await list.loaded.load(() => Promise.resolve({ submissions, ruleSets: [] }))
})

describe('what can be compared', () => {
  test('one year under one rule set at a time, the largest group first', () => {
    expect(list.groups.map(({ key }) => key)).toEqual([
      '2024 gd@2024-01-01',
      '2024 other@2020-01-01',
      '2023 gd@2024-01-01',
    ])
    list.chosenGroup = '2023 gd@2024-01-01'
    expect(names()).toEqual(['县教育局'])
  })

  test('what is not graded yet is listed with its year', () => {
    expect(names()).toContain('区统计局')
    list.chosenGroup = '2024 other@2020-01-01'
    expect(names()).toEqual(['市供电局', '区统计局'])
  })
})

describe('ranks', () => {
  test('equal points share a rank; without final points there is none', () => {
    expect(Object.fromEntries(list.all.map((row) => [row.submission.name, row.rank]))).toEqual({
      区教育局: 1,
      区财政局: 2,
      区司法局: 2,
      区档案馆: 4,
      区水务局: null,
      区统计局: null,
    })
  })

  test('a filter changes no rank', () => {
    list.text = '档案'
    expect(list.shown.map((row) => row.rank)).toEqual([4])
  })
})

describe('order', () => {
  test('by rank at first, unknown last', () => {
    expect(names().slice(0, 4)).toEqual(['区教育局', '区财政局', '区司法局', '区档案馆'])
  })

  test('numbers run from the largest at the first click, turned round at the second; unknown stays last', () => {
    list.sortBy('lines')
    expect(names()[0]).toBe('区教育局')
    expect(names().slice(-1)).toEqual(['区统计局'])
    list.sortBy('lines')
    expect(names().slice(-2)).toEqual(['区教育局', '区统计局'])
  })

  test('names by 拼音', () => {
    list.sortBy('name')
    expect(names()).toEqual(['区财政局', '区档案馆', '区教育局', '区水务局', '区司法局', '区统计局'])
  })
})

describe('filters', () => {
  test('every word must occur, in any width of letters', () => {
    list.text = ' 区　教育 '
    expect(names()).toEqual(['区教育局'])
  })

  test('grades add up; 未定 is what has none', () => {
    list.toggleGrade('优')
    list.toggleGrade(OPEN)
    expect(names()).toEqual(['区教育局', '区水务局', '区统计局'])
    list.toggleGrade('优')
    expect(names()).toEqual(['区水务局', '区统计局'])
    expect([list.count('良'), list.count(OPEN)]).toEqual([2, 2])
    list.clear()
    expect(list.filtered).toBe(false)
    expect(names()).toHaveLength(6)
  })
})
