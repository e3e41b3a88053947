import { describe, expect, test } from 'vitest'
import { RuleSetDraft } from '../../editor/state/rule-set-draft.svelte.ts'
import { findIndicator, replaceIndicator } from '../../editor/rule-set/tree.ts'
import type { Criterion, RuleSet } from '../../server/core/rule-set.ts'

const full = { method: 'full' } as const

/** 100 = 60 (30 + 20 + 10) + 40 (25 + 15), two decimals. */
function ruleSet(): RuleSet {
  return {
    points: 100,
    decimals: 2,
    facts: [],
    indicators: [
      {
        id: 'duty',
        label: '履职效能',
        points: 60,
        children: [
          { id: 'output', label: '产出', points: 30, scoring: full },
          { id: 'benefit', label: '效益', points: 20, scoring: full },
          { id: 'spending', label: '支出率', points: 10, scoring: full },
        ],
      },
      {
        id: 'management',
        label: '管理效率',
        points: 40,
        children: [
          { id: 'rules', label: '制度', points: 25, scoring: full },
          { id: 'assets', label: '资产', points: 15, scoring: full },
        ],
      },
    ],
  }
}

const points = (draft: RuleSetDraft, ...ids: string[]) =>
  ids.map((id) => findIndicator(draft.current.indicators, id)?.points)
const differences = (draft: RuleSetDraft) =>
  Object.fromEntries([...draft.sums.values()].filter((sum) => sum.difference).map((sum) => [sum.id, sum.difference]))

describe('sums', () => {
  test('a rule set that adds up has no difference', () => {
    const draft = new RuleSetDraft(ruleSet())
    expect(draft.balanced).toBe(true)
    expect([...draft.sums.keys()]).toEqual([null, 'duty', 'management'])
  })

  test('a leaf moved leaves its block over, a block moved leaves the total and its own children off', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 32_500)
    expect(differences(draft)).toEqual({ duty: 2500 })
    draft.undo()
    draft.setWeight('duty', 55_000)
    expect(differences(draft)).toEqual({ null: -5000, duty: 5000 })
    expect(draft.balanced).toBe(false)
  })

  test('a block that lets one be chosen, or shares its points out, promises no sum', () => {
    const free = ruleSet()
    free.indicators[0] = { ...free.indicators[0]!, combine: 'one' }
    free.indicators[1] = { ...free.indicators[1]!, split: 'weights' }
    const draft = new RuleSetDraft(free)
    draft.setWeight('output', 1000)
    draft.setWeight('rules', 1000)
    expect(draft.balanced).toBe(true)
  })

  test('children of a block on another scale add up to that scale', () => {
    const scaled = ruleSet()
    scaled.indicators[0] = { ...scaled.indicators[0]!, points: 60, of: 100 }
    expect(differences(new RuleSetDraft(scaled))).toEqual({ duty: -40_000 })
  })
})

describe('the amounts of a notice stay as they are written', () => {
  test('a leaf remembers the scale its amounts are on, through every later weight', () => {
    const scoring = { method: 'bands' as const, value: 'rate', bands: [{ from: 0.9, points: 10 }] }
    const written = ruleSet()
    Object.assign(findIndicator(written.indicators, 'spending')!, { scoring })
    const draft = new RuleSetDraft(written)
    draft.setWeight('spending', 8000)
    expect(findIndicator(draft.current.indicators, 'spending')).toMatchObject({ points: 8, of: 10 })
    draft.setWeight('spending', 6000)
    expect(findIndicator(draft.current.indicators, 'spending')).toMatchObject({ points: 6, of: 10 })
    draft.setWeight('spending', 10_000)
    expect(findIndicator(draft.current.indicators, 'spending')).toEqual({
      id: 'spending',
      label: '支出率',
      points: 10,
      scoring,
    })
  })

  test('a leaf that writes no amounts has no scale to remember, until a deduction does', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 28_000)
    expect(findIndicator(draft.current.indicators, 'output')).not.toHaveProperty('of')
    const late = {
      name: 'benefit/late',
      conditions: { any: [{ fact: 'late', operator: 'equal' as const, value: true }] },
      event: { type: 'deduct' as const, params: { points: 1, reason: '迟' } },
    }
    const deducting = ruleSet()
    Object.assign(findIndicator(deducting.indicators, 'benefit')!, { deductions: [late] })
    const other = new RuleSetDraft(deducting)
    other.setWeight('benefit', 22_000)
    expect(findIndicator(other.current.indicators, 'benefit')).toMatchObject({ points: 22, of: 20 })
  })

  test('a block keeps no scale: its children are to be fitted', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('duty', 50_000)
    expect(findIndicator(draft.current.indicators, 'duty')).not.toHaveProperty('of')
  })

  test('a leaf without points has no scale to keep', () => {
    const empty = ruleSet()
    empty.indicators[1]!.children![1]!.points = 0
    const draft = new RuleSetDraft(empty)
    draft.setWeight('assets', 5000)
    expect(findIndicator(draft.current.indicators, 'assets')).toMatchObject({ points: 5 })
    expect(findIndicator(draft.current.indicators, 'assets')).not.toHaveProperty('of')
  })
})

describe('按比例分摊', () => {
  test('the weight set by hand stays, the others give in proportion', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 36_000)
    draft.spread('duty')
    expect(points(draft, 'output', 'benefit', 'spending')).toEqual([36, 16, 8])
    expect(draft.balanced).toBe(true)
  })

  test('steps of the rule set’s decimals, largest remainder first', () => {
    const draft = new RuleSetDraft({ ...ruleSet(), decimals: 0 })
    draft.setWeight('output', 31_000)
    draft.spread('duty')
    expect(points(draft, 'output', 'benefit', 'spending')).toEqual([31, 19, 10])
  })

  test('a second round leaves alone what the second round set', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 36_000)
    draft.spread('duty')
    draft.setWeight('benefit', 20_000)
    draft.spread('duty')
    expect(points(draft, 'benefit')).toEqual([20])
    expect(draft.balanced).toBe(true)
  })

  test('when nothing else can take the difference, all do', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 90_000)
    draft.spread('duty')
    expect(points(draft, 'output', 'benefit', 'spending')).toEqual([45, 10, 5])
  })

  test('spreading over blocks fits what stands below them, when that added up before', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('duty', 50_000)
    draft.spread(null)
    expect(points(draft, 'duty', 'management', 'rules', 'assets')).toEqual([50, 50, 31.25, 18.75])
    expect(differences(draft)).toEqual({ duty: 10_000 })
    draft.spread('duty')
    expect(points(draft, 'output', 'benefit', 'spending')).toEqual([25, 16.67, 8.33])
    expect(draft.balanced).toBe(true)
  })

  test('a pinned weight stays, and where nothing else can give nothing is spread', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.pinned.add('benefit')
    draft.setWeight('output', 36_000)
    draft.spread('duty')
    expect(points(draft, 'output', 'benefit', 'spending')).toEqual([36, 20, 4])
    draft.pinned.add('output').add('spending')
    draft.setWeight('duty', 50_000)
    expect(draft.maySpread('duty')).toBe(false)
    expect(draft.maySpread('management')).toBe(true)
  })

  test('children without any weight share evenly', () => {
    const empty = ruleSet()
    empty.indicators[1]!.children!.forEach((child) => (child.points = 0))
    const draft = new RuleSetDraft(empty)
    draft.spread('management')
    expect(points(draft, 'rules', 'assets')).toEqual([20, 20])
  })
})

describe('steps', () => {
  test('undo and redo walk through named steps', () => {
    const draft = new RuleSetDraft(ruleSet())
    expect([draft.undoName, draft.redoName]).toEqual([null, null])
    draft.setWeight('output', 36_000)
    draft.spread('duty')
    expect(draft.undoName).toBe('分摊“履职效能”')
    draft.undo()
    expect([draft.undoName, draft.redoName]).toEqual(['把“产出”的分值从 30 改为 36', '分摊“履职效能”'])
    expect(points(draft, 'benefit')).toEqual([20])
    draft.undo()
    expect(draft.current).toBe(draft.origin)
    draft.undo()
    draft.redo()
    draft.redo()
    draft.redo()
    expect(points(draft, 'benefit')).toEqual([16])
  })

  test('the keystrokes of one visit to a field are one step', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 3000, 'visit 1')
    draft.setWeight('output', 35_000, 'visit 1')
    draft.undo()
    expect(points(draft, 'output')).toEqual([30])
    expect(draft.undoName).toBeNull()
    draft.redo()
    expect(points(draft, 'output')).toEqual([35])
  })

  test('Esc takes back what the visit typed, and no more', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 35_000, 'visit 1')
    draft.setWeight('benefit', 1000, 'visit 2')
    draft.cancel('visit 2')
    expect(points(draft, 'output', 'benefit')).toEqual([35, 20])
    draft.cancel('visit 2')
    expect(points(draft, 'output')).toEqual([35])
  })

  test('every step is listed, and can be gone back to', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 36_000)
    draft.edit((before) => ({ ruleSet: { ...before, title: '甲' }, name: '改名' }))
    expect(draft.steps).toEqual({ names: ['把“产出”的分值从 30 改为 36', '改名'], at: 2 })
    draft.goTo(0)
    expect(draft.current).toBe(draft.origin)
    draft.goTo(2)
    expect(draft.current.title).toBe('甲')
    expect(draft.edit(() => null)).toBe(false)
    draft.locked = true
    expect(draft.edit((before) => ({ ruleSet: before, name: '' }))).toBe(false)
  })

  test('an entry that could not be read goes with its field, and no sooner', () => {
    const draft = new RuleSetDraft(ruleSet())
    const steps = { method: 'steps', value: 'r', start: 1, side: 'above', step: 1, points: 1 } as const
    const scoring = (to: Criterion) => (before: RuleSet) => ({
      ruleSet: replaceIndicator(before, 'output', (indicator) => ({ ...indicator, scoring: to })),
      name: '改',
    })
    draft.edit(scoring(steps))
    const path = ['scoring', 'step']
    draft.unread.set('key', { id: 'output', path, place: '每一步', text: '约一', message: '' })
    draft.setWeight('benefit', 1000)
    draft.undo()
    expect(draft.unread.size).toBe(1)
    draft.undo()
    expect(draft.unread.size).toBe(0)
  })

  test('typing the old weight again leaves no step', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 35_000, 'visit 1')
    draft.setWeight('output', 30_000, 'visit 1')
    expect(draft.undoName).toBeNull()
    expect(draft.changed).toBe(false)
  })

  test('a new step after an undo takes the place of the undone ones', () => {
    const draft = new RuleSetDraft(ruleSet())
    draft.setWeight('output', 35_000)
    draft.undo()
    draft.setWeight('benefit', 25_000)
    expect(draft.redoName).toBeNull()
    expect(points(draft, 'output', 'benefit')).toEqual([30, 25])
  })

  test('恢复原值 is a step that can be undone; the stored rule set is never touched', () => {
    const stored = ruleSet()
    const draft = new RuleSetDraft(stored)
    draft.setWeight('output', 36_000)
    draft.spread('duty')
    expect(draft.oldWeight(findIndicator(draft.current.indicators, 'benefit')!)).toBe(20_000)
    expect(draft.oldWeight(findIndicator(draft.current.indicators, 'rules')!)).toBeNull()
    draft.restore()
    expect(draft.current).toEqual(ruleSet())
    expect(draft.changed).toBe(false)
    draft.undo()
    expect(points(draft, 'benefit')).toEqual([16])
    expect(stored).toEqual(ruleSet())
  })
})
