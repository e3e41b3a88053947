import { REASONS, say } from '../describe/reasons.ts'
import type { CriterionOf } from '../rule-set.ts'
import { boundConditions, boundWords } from './bands.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import { binary, deduct, every, fact, fail, label, number, share, value } from './context.ts'

/** 定性分档: a level and a share of the points inside the level's bounds; a share outside them is a contradiction. */
export function lowerLevel(criterion: CriterionOf<'level'>, leaf: LeafContext): MethodPlan {
  const { level, share: id, levels } = criterion
  const rules = levels.flatMap((entry, index) => {
    const chosen = { fact: level, operator: 'equal' as const, value: entry.name }
    const inside = boundConditions(id, entry)
    const words = { level: [label(level)], name: [{ quote: [entry.name] }], share: [label(id)], actual: [value(id)] }
    return [
      leaf.rule(
        `level-${index + 1}`,
        every([chosen, ...inside]),
        deduct(share(binary(number(1), '-', fact(id)))),
        say(REASONS.level, words),
      ),
      leaf.rule(
        `outside-${index + 1}`,
        every([chosen, { not: every(inside) }]),
        fail,
        say(REASONS.outsideLevel, { ...words, bounds: boundWords(id, entry) }),
      ),
    ]
  })
  rules.push(
    leaf.rule(
      'unnamed',
      { fact: level, operator: 'notIn', value: levels.map(({ name }) => name) },
      fail,
      say(REASONS.unnamedLevel, {
        level: [label(level)],
        actual: [value(level)],
        names: levels.map(({ name }) => name).join('、'),
      }),
    ),
  )
  return { kind: 'alternatives', complete: true, list: null, cap: null, rules }
}
