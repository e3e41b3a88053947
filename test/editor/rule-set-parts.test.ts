import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  addFact,
  addGrade,
  addOverride,
  moveFact,
  partName,
  readersOf,
  removeFact,
  removeGrade,
  removeOverride,
  setFactId,
  setFactType,
  setOverrideType,
  setPart,
} from '../../editor/rule-set/edits/rule-set-parts.ts'
import { RuleSetDraft } from '../../editor/state/rule-set-draft.svelte.ts'
import { RuleSetEditing } from '../../editor/state/rule-set-editing.svelte.ts'
import { sampleValues } from '../../editor/rule-set/sample-values.ts'
import { POINTS } from '../../editor/rule-set/edits/numbers.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'

const load = (file: string): RuleSet => JSON.parse(readFileSync(file, 'utf8')) as RuleSet
const before = load('rules/guangdong-department.2024-01-01.json')
const sound = (ruleSet: RuleSet): RuleSet => {
  const read = parseRuleSet(ruleSet)
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return read.value
}
const at = (id: string) => ({ fact: before.facts.findIndex((fact) => fact.id === id), field: null })
const formulaFact = before.facts.find(({ formula }) => formula !== undefined)!
const filled = before.facts.find(({ formula, type }) => formula === undefined && type === 'number')!

describe('edits of facts, grades and rules on the total', () => {
  test('a member is changed, named with what stood there; nothing else is touched', () => {
    const index = before.facts.indexOf(filled)
    const edit = setPart(before, ['facts', index, 'label'], '新名称')
    expect(edit?.name).toBe(`把数据项“${filled.label ?? ''}”的名称从 “${filled.label ?? ''}” 改为 “新名称”`)
    expect(sound(edit!.ruleSet).facts[index]?.label).toBe('新名称')
    expect(edit!.ruleSet.indicators).toBe(before.indicators)
    expect(setPart(before, ['facts', index, 'label'], filled.label)).toBeNull()
    expect(setPart(before, ['decimals'], 3)?.name).toBe('把指标体系的小数位数从 2 改为 3')
    expect(partName(['overrides', 0, 'conditions', 'all', 0, 'value'])).toBe('条件')
  })

  test('facts are added sound and told apart; one that is read cannot be removed, and who reads it is said', () => {
    const one = addFact(before, null, 'filled')
    const two = addFact(one.ruleSet, null, 'derived')
    const again = addFact(two.ruleSet, null, 'filled').ruleSet
    sound(again)
    expect(again.facts.slice(-3).map(({ id, label }) => [id, label])).toEqual([
      ['fact', '新数据项'],
      ['fact2', '新算式'],
      ['fact3', '新数据项2'],
    ])
    const last = { fact: again.facts.length - 1, field: null }
    expect(readersOf(again, last)).toEqual([])
    expect(removeFact(again, last)?.ruleSet.facts).toHaveLength(again.facts.length - 1)
    expect(setFactId(again, last, 'growth')?.name).toBe('把数据项“新数据项2”的编号从 “fact3” 改为 “growth”')
    for (const id of ['fact', 'a/b', '', '1st']) expect(setFactId(again, last, id), id).toBeNull()
    expect(setFactId(before, at(formulaFact.id), 'other')).toBeNull()
    expect(readersOf(before, at(formulaFact.id)).length).toBeGreaterThan(0)
    expect(removeFact(before, at(formulaFact.id))).toBeNull()
  })

  test('every fact that a formula reads is known to be read by it', () => {
    for (const fact of before.facts.filter(({ formula }) => formula !== undefined)) {
      const names: string[] = (fact.formula ?? '').match(/[\p{L}_$#][\p{L}\p{N}_$#:]*/gu) ?? []
      for (const [index, read] of before.facts.entries())
        if (names.includes(read.id) && read !== fact)
          expect(readersOf(before, { fact: index, field: null })).toContain(fact.label)
    }
  })

  test('a kind of value leaves behind what was said of the old one', () => {
    const place = at(filled.id)
    const choice = setFactType(before, place, 'choice')
    expect(choice?.ruleSet.facts[place.fact]).toMatchObject({ type: 'choice', options: ['甲', '乙'] })
    expect(choice?.ruleSet.facts[place.fact]).not.toHaveProperty('unit')
    expect(moveFact(before, place, -before.facts.length)).toBeNull()
  })

  test('grades and rules on the total: added sound, changed, removed', () => {
    const grades = addGrade(before).ruleSet
    sound(grades)
    expect(grades.grades).toHaveLength((before.grades?.length ?? 0) + 1)
    expect(removeGrade(grades, 0)?.name).toBe('删去等级“优”')
    expect(removeGrade({ ...before, grades: [{ name: '优', from: 0 }] }, 0)).toBeNull()
    const one = addOverride(before)!.ruleSet
    const index = (one.overrides?.length ?? 0) - 1
    for (const type of ['capPoints', 'capGrade', 'zero', 'add', 'multiply'] as const) {
      const edit = setOverrideType(setOverrideType(one, index, 'zero')?.ruleSet ?? one, index, type)
      if (edit) sound(edit.ruleSet)
    }
    expect(removeOverride(one, index)?.ruleSet.overrides?.length ?? 0).toBe(before.overrides?.length ?? 0)
  })

  test('what is typed reaches the draft as one step, or stays in its field', () => {
    const draft = new RuleSetDraft(before)
    const editing = new RuleSetEditing(() => draft)
    editing.type(['grades', 0, 'from'], '9', POINTS, 'visit a')
    editing.type(['grades', 0, 'from'], '91', POINTS, 'visit a')
    expect(draft.undoName).toBe('把等级“优”的不低于从 90 改为 91')
    editing.type(['grades', 0, 'from'], '约九十', POINTS, 'visit b')
    expect([draft.current.grades?.[0]?.from, draft.unread.size]).toEqual([91, 1])
    // an entry of the rule set itself stays until it is put right
    draft.setWeight(before.indicators[0]!.id, 1000)
    expect(draft.unread.size).toBe(1)
    draft.undo()
    draft.undo()
    expect(draft.current).toEqual(before)
  })
})

test('a sample department’s values follow the formula as it is edited; one that cannot be read says so', () => {
  const submission = load('fixtures/huadu-zhengfawei-2024.json') as unknown as Submission
  const spent = before.facts.findIndex(({ id }) => id === 'spent')
  expect(spent).toBeGreaterThanOrEqual(0)
  const values = sampleValues(before, submission)
  expect(values !== null && values !== 'broken' && values.byId.get('spent')).toBe('2,781.82 万元')
  const index = before.facts.findIndex((fact) => fact.formula?.includes('spent') && fact.display === 'percent')
  const id = before.facts[index]!.id
  const doubled = setPart(before, ['facts', index, 'formula'], 'spent / spent * 2')!.ruleSet
  const after = sampleValues(doubled, submission)
  expect(after !== null && after !== 'broken' && after.byId.get(id)).toBe('200%')
  expect(sampleValues(setPart(before, ['facts', index, 'formula'], 'spent /')!.ruleSet, submission)).toBe('broken')
  expect(sampleValues(before, null)).toBeNull()
})
