import { describe, expect, test } from 'vitest'
import { holdsWords, loadPinyin, wordsOf } from '../../editor/search/names.ts'
import { searchTargets, type Target } from '../../editor/search/targets.ts'

const byPinyin = await loadPinyin()
const finds = (text: string, name: string) => holdsWords(name, wordsOf(text), byPinyin)

describe('a name is found', () => {
  test.each([
    ['执行率', '预算执行率'],
    ['预算 率', '预算执行率'],
    ['zxl', '预算执行率'],
    ['zhixing', '预算执行率'],
    ['ＺＸＬ', '预算执行率'],
    ['kuaiji', '会计核算'],
    ['cq', '重庆市财政局'],
    ['“三公”', '“三公”经费控制率'],
    ['a类', 'Ａ类项目'],
  ])('%s: %s', (text, name) => expect(finds(text, name)).toBe(true))

  test.each([
    ['zxz', '预算执行率'],
    ['执行 效果', '预算执行率'],
    ['ysl', '预算执行率'],
  ])('not %s: %s', (text, name) => expect(finds(text, name)).toBe(false))

  test('as written before the dictionary is there', () => {
    expect(holdsWords('预算执行率', wordsOf('执行'), null)).toBe(true)
    expect(holdsWords('预算执行率', wordsOf('zxl'), null)).toBe(false)
  })
})

test('what is found comes kind by kind, the shortest names first, not more than are read', () => {
  const target = (kind: Target['kind'], name: string): Target => ({ kind, name, beside: '', href: name })
  const many = Array.from({ length: 20 }, (_, index) => target('department', `教育局第${'一'.repeat(20 - index)}科`))
  const found = searchTargets([...many, target('indicator', '教育支出率')], 'jy', byPinyin)
  expect(found.map(({ kind }) => kind)).toEqual(['indicator', ...Array<string>(8).fill('department')])
  expect(found[1]!.name).toBe('教育局第一科')
  expect(searchTargets(many, ' ', byPinyin)).toEqual([])
})
