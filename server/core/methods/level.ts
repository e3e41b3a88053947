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
    return [
      leaf.rule(`level-${index + 1}`, every([chosen, ...inside]), deduct(share(binary(number(1), '-', fact(id)))), [
        label(level),
        '评为',
        { quote: [entry.name] },
        '，',
        label(id),
        '为',
        value(id),
      ]),
      leaf.rule(`outside-${index + 1}`, every([chosen, { not: every(inside) }]), fail, [
        label(level),
        '评为',
        { quote: [entry.name] },
        '，',
        label(id),
        '应在 ',
        ...boundWords(id, entry),
        ' 之内，填的是',
        value(id),
      ]),
    ]
  })
  rules.push(
    leaf.rule('unnamed', { fact: level, operator: 'notIn', value: levels.map(({ name }) => name) }, fail, [
      label(level),
      '写的是',
      value(level),
      `，只能是${levels.map(({ name }) => name).join('、')}`,
    ]),
  )
  return { kind: 'alternatives', complete: true, list: null, cap: null, rules }
}
