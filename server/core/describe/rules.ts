import type {
  Deduction,
  FactDefinition,
  FieldDefinition,
  FindingDefinition,
  Indicator,
  MonitoringRule,
  NotApplicablePolicy,
  Override,
} from '../rule-set.ts'
import { describeCondition } from './condition.ts'
import { describeCriterion } from './criterion.ts'
import type { Describer } from './describer.ts'
import type { Clause, Path } from './token.ts'
import { fill, text } from './token.ts'

/** Everything an indicator says, sentence by sentence; each sentence as its clauses. */
export interface DescribedIndicator {
  /** Which rows it stands for, when it applies, how its children share or who of them counts. */
  readonly frame: readonly Clause[]
  /** One sentence a criterion. */
  readonly criteria: readonly (readonly Clause[])[]
  readonly deductions: readonly Clause[]
}

/** An indicator's own sentences, without its children's. `path` is the indicator's place in the rule set. */
export function describeIndicator(describer: Describer, indicator: Indicator, path: Path): DescribedIndicator {
  const inside = describer.inside(indicator.each?.list ?? null)
  const scoring = indicator.scoring ?? []
  const deductions = indicator.deductions ?? []
  const { words } = describer
  return {
    frame: describeFrame(describer, indicator, path),
    criteria: Array.isArray(scoring)
      ? scoring.map((criterion, index) => {
          const clauses = describeCriterion(inside, criterion, [...path, 'scoring', index])
          if (index === 0 || criterion.when) return clauses
          const [first = [], ...rest] = clauses
          return [[text(words.elseWhen), ...first], ...rest]
        })
      : [
          scoring.method === 'full' && deductions.length > 0
            ? [[text(words.fullWithDeductions)]]
            : describeCriterion(inside, scoring, [...path, 'scoring']),
        ],
    deductions: deductions.map((deduction, index) =>
      describeDeduction(inside, deduction, [...path, 'deductions', index]),
    ),
  }
}

function describeFrame(describer: Describer, indicator: Indicator, path: Path): Clause[] {
  const { words } = describer
  const { applies, notApplicable, each, split, choose, evidence, missing, of, points } = indicator
  const clauses: Clause[] = []
  if (applies)
    clauses.push(fill(words.node.applies, { condition: describeCondition(describer, applies, [...path, 'applies']) }))
  if (notApplicable !== undefined) clauses.push(describePolicy(describer, notApplicable, [...path, 'notApplicable']))
  if (each) {
    const inside = describer.inside(each.list)
    clauses.push(
      fill(each.where ? words.node.rowsWhere : words.node.rows, {
        list: describer.fact(each.list, [...path, 'each', 'list']),
        condition: each.where ? describeCondition(inside, each.where, [...path, 'each', 'where']) : [],
      }),
      each.points === 'even'
        ? [text(words.node.evenRows)]
        : fill(words.node.rowPoints, { points: inside.fact(each.points, [...path, 'each', 'points']) }),
    )
  }
  if (split) clauses.push([text(split === 'even' ? words.node.splitEven : words.node.splitWeights)])
  if (choose === 'higher') clauses.push([text(words.node.oneHigher)])
  if (choose === 'lower') clauses.push([text(words.node.oneLower)])
  if (typeof choose === 'object')
    clauses.push(fill(words.node.oneChosen, { fact: describer.fact(choose.fact, [...path, 'choose', 'fact']) }))
  if (of !== undefined && of !== points)
    clauses.push(
      fill(words.node.scale, {
        of: describer.number(of, [...path, 'of']),
        points: points === undefined ? '' : describer.number(points, [...path, 'points']),
      }),
    )
  if (evidence?.required)
    clauses.push([text(evidence.without === 'zero' ? words.node.evidenceZero : words.node.evidenceOpen)])
  if (missing === 'zero') clauses.push([text(words.node.missingZero)])
  return clauses
}

/** What becomes of the points where something does not apply. */
export function describePolicy(describer: Describer, policy: NotApplicablePolicy, path: Path): Clause {
  const { notApplicable } = describer.words
  if (typeof policy === 'object') return fill(notApplicable.moveTo, { target: describer.indicatorLabel(policy.moveTo) })
  return describer.choice(
    policy,
    path,
    (['rescale', 'full', 'zero'] as const).map((value) => ({ value, text: notApplicable[value] })),
  )
}

/** “资金下达不及时：…的，扣 1 分”. */
export function describeDeduction(describer: Describer, deduction: Deduction, path: Path): Clause {
  const { words } = describer
  const { points, share, formula, reason } = deduction.event.params
  const at = [...path, 'event', 'params']
  const condition = describeCondition(describer, deduction.conditions, [...path, 'conditions'])
  const sentence =
    formula !== undefined
      ? fill(words.deduction.formula, { condition, formula: describer.formula(formula) })
      : share !== undefined
        ? fill(words.deduction.share, { condition, share: describer.share(share, [...at, 'share']) })
        : fill(words.deduction.points, { condition, points: describer.number(points ?? 0, [...at, 'points']) })
  return reason === undefined ? sentence : [...fill(words.deduction.reason, { reason }), ...sentence]
}

/** A rule on the total. */
export function describeOverride(describer: Describer, override: Override, path: Path): Clause {
  const { words, ruleSet } = describer
  const { type, params = {} } = override.event
  const at = [...path, 'event', 'params']
  const condition = describeCondition(describer, override.conditions, [...path, 'conditions'])
  const grades = (ruleSet.grades ?? []).map(({ name }) => ({ value: name, text: name }))
  const sentence =
    type === 'add' && params.formula !== undefined
      ? fill(words.override.addFormula, { condition, formula: describer.formula(params.formula) })
      : fill(words.override[type], {
          condition,
          factor: describer.number(params.factor ?? 1, [...at, 'factor']),
          points: describer.number(params.points ?? 0, [...at, 'points']),
          grade: describer.choice(params.grade ?? '', [...at, 'grade'], grades),
        })
  const reason = params.reason === undefined ? [] : fill(words.deduction.reason, { reason: params.reason })
  const most =
    params.max === undefined
      ? []
      : [text(words.clause), ...fill(words.override.atMost, { max: describer.number(params.max, [...at, 'max']) })]
  return [...reason, ...sentence, ...most]
}

/** A rule that warns during the year. */
export function describeMonitoring(describer: Describer, rule: MonitoringRule, path: Path): Clause {
  return fill(describer.words.monitoring, {
    condition: describeCondition(describer, rule.conditions, [...path, 'conditions']),
    reason: rule.event.params.reason,
  })
}

/** A standard finding a reviewer may put on any leaf. */
export function describeFinding(describer: Describer, finding: FindingDefinition, path: Path): Clause {
  return fill(describer.words.node.finding, {
    label: finding.label,
    share: describer.share(finding.share, [...path, 'share']),
  })
}

/** How a derived fact comes about; null for one that is filled in. */
export function describeFact(describer: Describer, fact: FactDefinition | FieldDefinition, path: Path): Clause | null {
  const { words } = describer
  const name = [text(fact.label ?? fact.id)]
  if (fact.formula !== undefined)
    return fill(words.fact.formula, { fact: name, formula: describer.formula(fact.formula) })
  if (!('cohort' in fact) || !fact.cohort) return null
  const { of, figure, order = 'descending', by } = fact.cohort
  const at = [...path, 'cohort']
  const orders = (['descending', 'ascending'] as const).map((value) => ({ value, text: words.order[value] }))
  return fill(words.fact[figure], {
    fact: name,
    of: describer.fact(of, [...at, 'of']),
    order: describer.choice(order, [...at, 'order'], orders),
    group: by === undefined ? words.group.all : fill(words.group.same, { by: describer.fact(by, [...at, 'by']) }),
  })
}
