import { REASONS, say } from '../describe/reasons.ts'
import type { Expression } from '../formula/expression.ts'
import type { Condition, CriterionOf } from '../rule-set.ts'
import type { Amount, Rule } from '../rules.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import {
  binary,
  call,
  comparing,
  deduct,
  every,
  fact,
  fail,
  label,
  limit,
  limitRules,
  nothing,
  number,
  operand,
  share,
  value,
  whole,
  valueOf,
} from './context.ts'

/** How people write the three directions. */
const SPELLINGS: Record<Direction, string[]> = { '>=': ['>=', '≥'], '<=': ['<=', '≤'], '=': ['=', '＝'] }
type Direction = '>=' | '<=' | '='
const isDirection = (text: string): text is Direction => Object.hasOwn(SPELLINGS, text)

/**
 * 目标完成: reached gives full points; otherwise B/A (≥), A/B (≤), nothing or the relative deviation (=). A target of
 * zero or less has no ratio: reached or nothing. Source: 财预〔2020〕10号 self-evaluation form, footnotes.
 */
export function lowerAttainment(criterion: CriterionOf<'attainment'>, leaf: LeafContext): MethodPlan {
  const { actual, target, direction, overAchievement } = criterion
  const rules: Rule[] = []
  const guards: Condition[] = []
  if (criterion.zeroBelow !== undefined || criterion.zeroAbove !== undefined || overAchievement) {
    const rate = completionRate(criterion, leaf)
    const limits = limitRules(leaf, rate, criterion)
    rules.push(...limits.rules)
    guards.push(...limits.guards)
    if (overAchievement) {
      const { above, effect, reason } = overAchievement
      const over = comparing(rate, 'greaterThan', above)
      const words = { value: [label(actual)], rate: [value(rate)], above: limit(above, rate) }
      if (effect === 'zero') {
        rules.push(leaf.rule('over', every([over, ...guards]), deduct(whole), say(REASONS.over, words)))
        guards.push({ not: over })
      } else if (reason !== undefined) {
        // an explanation that is missing leaves this rule, and so the leaf, open; one that is given never meets it
        const unexplained: Condition = { fact: reason, operator: 'equal', value: '' }
        rules.push(
          leaf.rule(
            'unexplained',
            every([over, unexplained, ...guards]),
            deduct(nothing),
            say(REASONS.unexplained, words),
          ),
        )
      }
    }
  }
  const missed = (item: string, way: Direction, where: Condition[]): Rule =>
    leaf.rule(
      item,
      every([...where, comparing(actual, MISSED[way], target), ...guards]),
      deduct(amountMissed(way, criterion)),
      say(REASONS.missed[way === '=' && criterion.equal === 'deviation' ? 'deviation' : way], {
        ...valueOf(actual),
        target: limit(target, actual),
      }),
    )
  if (isDirection(direction)) {
    rules.push(missed('missed', direction, []))
  } else {
    const ways = Object.keys(SPELLINGS) as Direction[]
    for (const way of ways)
      rules.push(missed(`missed${way}`, way, [{ fact: direction, operator: 'in', value: SPELLINGS[way] }]))
    rules.push(
      leaf.rule(
        'direction',
        { fact: direction, operator: 'notIn', value: ways.flatMap((way) => SPELLINGS[way]) },
        fail,
        say(REASONS.direction, { direction: [label(direction)], actual: [value(direction)] }),
      ),
    )
  }
  return { kind: 'alternatives', complete: false, list: null, cap: null, rules }
}

const MISSED = { '>=': 'lessThan', '<=': 'greaterThan', '=': 'notEqual' } as const

function amountMissed(way: Direction, { actual, target, equal }: CriterionOf<'attainment'>): Amount {
  const [a, t] = [fact(actual), operand(target, actual)]
  const positive = (otherwise: Expression): Expression =>
    typeof target === 'number'
      ? target > 0
        ? otherwise
        : number(1)
      : call('if', binary(t, '>', number(0)), otherwise, number(1))
  if (way === '>=') return share(positive(binary(number(1), '-', call('max', number(0), binary(a, '/', t)))))
  if (way === '<=') return share(positive(binary(number(1), '-', binary(t, '/', a))))
  if (equal !== 'deviation') return whole
  const deviation = call('min', number(1), binary(call('abs', binary(a, '-', t)), '/', call('abs', t)))
  return share(call('if', binary(t, '=', number(0)), number(1), deviation))
}

/** Actual over target; 1 for a target of zero, on which the limits do not act. */
function completionRate({ actual, target }: CriterionOf<'attainment'>, leaf: LeafContext): string {
  const [a, t] = [fact(actual), operand(target, actual)]
  const rate = call('if', binary(t, '=', number(0)), number(1), binary(a, '/', t))
  return leaf.derive('rate', [label(actual), '完成率'], rate, true)
}
