import { describe, expect, test } from 'vitest'
import { describeConflict, settleMerge, type Side } from '../../editor/rule-set/settle-merge.ts'
import { replaceIndicator, findIndicator } from '../../editor/rule-set/tree.ts'
import { withWeight } from '../../editor/rule-set/weights.ts'
import { mergeRuleSets } from '../../server/core/merge-rule-sets.ts'
import type { JsonValue } from '../../server/core/plain-json.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { rankedForm as base } from '../routes/example.ts'

const json = (ruleSet: RuleSet) => ruleSet as unknown as JsonValue
const weigh = (ruleSet: RuleSet, id: string, points: number) =>
  replaceIndicator(ruleSet, id, (indicator) => withWeight(indicator, points * 1000))
const without = (ruleSet: RuleSet, id: string): RuleSet => ({
  ...ruleSet,
  indicators: ruleSet.indicators.filter((indicator) => indicator.id !== id),
})
const pick = (ruleSet: RuleSet, id: string) => {
  const indicator = findIndicator(ruleSet.indicators, id)
  return indicator && { points: indicator.points, of: indicator.of }
}

function merge(mine: RuleSet, theirs: RuleSet, from = base) {
  const merged = mergeRuleSets(json(from), json(mine), json(theirs))
  const sides = { mine, theirs }
  return {
    merged,
    settle: (...choices: (Side | undefined)[]) => settleMerge(merged, sides, choices),
    texts: merged.conflicts.map((_, index) => describeConflict(merged, sides, index)),
  }
}

describe('the choice at a conflict', () => {
  test('a weight set to two values: either, in the words of both', () => {
    const { settle, texts } = merge(weigh(base, 'standing', 3), weigh(base, 'standing', 2))
    expect(texts).toEqual([
      {
        label: '排名',
        mine: expect.stringContaining('4 → 3') as string,
        theirs: expect.stringContaining('4 → 2') as string,
      },
    ])
    expect(pick(settle('mine'), 'standing')).toEqual({ points: 3, of: 4 })
    expect(pick(settle('theirs'), 'standing')).toEqual({ points: 2, of: 4 })
  })

  test('the scale of the amounts goes with the points, whosever they are', () => {
    const halved = weigh(base, 'standing', 2)
    const { settle } = merge(weigh(halved, 'standing', 4), weigh(halved, 'standing', 3), halved)
    expect(pick(settle('mine'), 'standing')).toEqual({ points: 4, of: undefined })
    expect(pick(settle('theirs'), 'standing')).toEqual({ points: 3, of: 4 })
  })

  test('removed here, changed there, and the next one changed by both: each by its own choice', () => {
    const mine = weigh(without(base, 'execution'), 'standing', 3)
    const theirs = weigh(weigh(base, 'execution', 5), 'standing', 2)
    const { merged, settle, texts } = merge(mine, theirs)
    expect(merged.conflicts).toHaveLength(2)
    expect(texts[0]!.label).toBe('预算执行')
    expect(settle('mine', 'mine').indicators.map(({ points }) => points)).toEqual([3])
    expect(settle('theirs', 'mine').indicators.map(({ points }) => points)).toEqual([5, 3])
    expect(settle('mine', 'theirs').indicators.map(({ points }) => points)).toEqual([2])
    expect(settle('theirs', 'theirs').indicators.map(({ points }) => points)).toEqual([5, 2])
  })

  test('changed here, removed there', () => {
    const { settle, texts } = merge(weigh(base, 'execution', 5), without(base, 'execution'))
    expect(settle('theirs').indicators.map(({ id }) => id)).toEqual(['standing'])
    expect(settle('mine').indicators.map(({ points }) => points)).toEqual([5, 4])
    expect(texts[0]).toMatchObject({ mine: expect.stringContaining('6 → 5') as string })
    expect(texts[0]!.theirs).not.toBe('')
  })

  test('a member of the whole form', () => {
    const { settle, texts } = merge({ ...base, title: '甲' }, { ...base, title: '乙' })
    expect(texts[0]).toMatchObject({
      mine: expect.stringContaining('甲') as string,
      theirs: expect.stringContaining('乙') as string,
    })
    expect([settle('mine').title, settle('theirs').title, settle().title]).toEqual(['甲', '乙', '甲'])
  })

  test('without a conflict there is nothing to choose', () => {
    const { merged, settle } = merge(weigh(base, 'execution', 5), weigh(base, 'standing', 5))
    expect(merged.conflicts).toEqual([])
    expect(settle().indicators.map(({ points }) => points)).toEqual([5, 5])
  })
})
