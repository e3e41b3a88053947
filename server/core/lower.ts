import { describeCondition } from './describe/condition.ts'
import { Describer } from './describe/describer.ts'
import { REASONS, say } from './describe/reasons.ts'
import { tokensText } from './describe/token.ts'
import type { Expression } from './formula/expression.ts'
import { parseFormula } from './formula/parse.ts'
import { Fraction } from './fraction.ts'
import type { LeafContext } from './methods/context.ts'
import { always, deduct, every, figure, label, noneOf, number, points, share, value, whole } from './methods/context.ts'
import { lowerCriterion } from './methods/index.ts'
import type { Condition, Criterion, Deduction, Indicator, NotApplicablePolicy, Override, RuleSet } from './rule-set.ts'
import type {
  BlockPlan,
  CriterionPlan,
  EachPlan,
  LeafPlan,
  NodePlan,
  Policy,
  Rule,
  RuleEvent,
  Sentence,
} from './rules.ts'
import type { FactInfo, Scope } from './scope.ts'
import { evidenceFact, findingFact } from './scope.ts'

/** A rule set as rules, and the tree that says what becomes of their outcomes. */
export interface LoweredRuleSet {
  readonly nodes: readonly NodePlan[]
  /** The block that holds the nodes: the form itself, worth the rule set's points. */
  readonly root: BlockPlan
  /** Rules judged on the form, by index. */
  readonly formRules: readonly Rule[]
  /** Rules judged on every row of a list, by list and index. */
  readonly listRules: ReadonlyMap<string, readonly Rule[]>
  /** Rules on the total, judged after the ledger. */
  readonly overrides: readonly Rule[]
  /** Derived facts that only rules read, in order; the last facts to be computed. */
  readonly derived: readonly { readonly scope: Scope; readonly info: FactInfo }[]
}

/** Lowers every node of a rule set; names that only rules need are added to `form` and its row scopes. */
export function lowerRuleSet(ruleSet: RuleSet, form: Scope): LoweredRuleSet {
  const lowering = new Lowering(ruleSet, form)
  const policy: Policy = { says: ruleSet.notApplicable ?? 'rescale', own: false }
  const nodes = ruleSet.indicators.map((indicator) => lowering.node(indicator, policy, null))
  const overrides = (ruleSet.overrides ?? []).map((override, index) =>
    lowerOverride(override, index, lowering.rules + index),
  )
  const { formRules, listRules, derived } = lowering
  return { nodes, root: lowering.root(nodes, policy), formRules, listRules, overrides, derived }
}

/** Parses a formula that `parseRuleSet` has accepted. */
export function formulaOf(text: string): Expression {
  const formula = parseFormula(text)
  if (!formula.ok) throw new Error(formula.issues.map(({ message }) => message).join('；'))
  return formula.value
}

class Lowering {
  readonly formRules: Rule[] = []
  readonly listRules = new Map<string, Rule[]>()
  readonly derived: { scope: Scope; info: FactInfo }[] = []
  /** Rules, nodes and criteria so far. */
  rules = 0
  private nodes = 0
  private criteria = 0
  #describer: Describer | null = null

  constructor(
    private readonly ruleSet: RuleSet,
    private readonly form: Scope,
  ) {}

  root(children: readonly NodePlan[], { says }: Policy): BlockPlan {
    const place = this.nodes++
    const policy = { says, own: true }
    const indicator = { id: '', label: this.ruleSet.title ?? '总分' }
    const shared = { id: '', place, indicator, applies: null, policy, points: null, of: null }
    return { kind: 'block', ...shared, children, written: writtenBy(children), choose: [] }
  }

  node(indicator: Indicator, inherited: Policy, parentPoints: Fraction | null): NodePlan {
    const policy: Policy =
      indicator.notApplicable === undefined
        ? { ...inherited, own: false }
        : { says: indicator.notApplicable, own: true }
    const applies = indicator.applies
      ? this.add(indicator.id, 'applies', 'applies', null, { not: indicator.applies }, plain('exempt'), ['不适用'])
      : null
    const written = indicator.points === undefined ? null : Fraction.fromNumber(indicator.points)
    const shared = {
      id: indicator.id,
      place: this.nodes++,
      indicator,
      applies,
      policy,
      points: written ?? parentPoints,
      of: indicator.of === undefined ? null : Fraction.fromNumber(indicator.of),
    }
    return indicator.children ? this.block(shared, indicator.children) : this.leaf(shared)
  }

  private block(
    shared: Omit<BlockPlan, 'kind' | 'children' | 'written' | 'choose'>,
    indicators: readonly Indicator[],
  ): BlockPlan {
    const { indicator, policy } = shared
    const one = indicator.combine === 'one'
    const fact = typeof indicator.choose === 'object' ? indicator.choose.fact : null
    const children = indicators.map((child) => this.node(child, policy, one ? (shared.of ?? shared.points) : null))
    return {
      kind: 'block',
      ...shared,
      children,
      written: writtenBy(children),
      choose:
        fact === null
          ? []
          : indicators.map((child) =>
              this.add(
                indicator.id,
                'choose',
                `choose-${child.id}`,
                null,
                { fact, operator: 'equal', value: child.id },
                plain('choose'),
                [label(fact), '为', value(fact)],
              ),
            ),
    }
  }

  private leaf(shared: Omit<LeafPlan, 'kind' | 'each' | 'criteria' | 'deductions'>): LeafPlan {
    const { indicator } = shared
    const each = indicator.each ? this.each(indicator, indicator.each) : null
    const list = each?.list ?? null
    const of = each ? null : (shared.of ?? shared.points)
    const scoring = indicator.scoring ?? { method: 'full' as const }
    const criteria = Array.isArray(scoring) ? scoring : [scoring]
    return {
      kind: 'leaf',
      ...shared,
      each,
      criteria: criteria.map((criterion, index) =>
        this.criterion(criterion, index, criteria, this.context(indicator, of, list)),
      ),
      deductions: [
        ...(indicator.deductions ?? []).map((deduction) => this.deduction(indicator, deduction, list)),
        ...this.evidence(indicator, list),
        ...this.findings(indicator, list),
      ],
    }
  }

  private each(
    indicator: Indicator,
    { list, where, points: field, label: name }: NonNullable<Indicator['each']>,
  ): EachPlan {
    const include = where ? this.add(indicator.id, 'row', 'row', list, where, plain('include'), ['属于本指标']) : null
    return { list, include, points: field === 'even' ? null : field, label: name ?? null }
  }

  private criterion(criterion: Criterion, index: number, all: readonly Criterion[], leaf: LeafContext): CriterionPlan {
    const select = all.length > 1 || criterion.when ? this.select(criterion, index, all, leaf) : null
    // criteria of one list keep their rules apart by their place in it
    const named: LeafContext =
      all.length > 1 ? { ...leaf, rule: (item, ...rest) => leaf.rule(`${index + 1}-${item}`, ...rest) } : leaf
    const derive: LeafContext['derive'] = (name, ...rest) =>
      leaf.derive(all.length > 1 ? `${index + 1}-${name}` : name, ...rest)
    const place = this.criteria++
    return { place, method: criterion.method, select, ...lowerCriterion(criterion, { ...named, derive }) }
  }

  /** “This criterion is the one in force”: its own `when`, and none of the earlier ones. */
  private select(criterion: Criterion, index: number, all: readonly Criterion[], leaf: LeafContext): Rule {
    const earlier = all.slice(0, index).map(({ when }) => when ?? always)
    return leaf.rule(
      `when-${index + 1}`,
      every([
        ...(criterion.when ? [criterion.when] : []),
        ...noneOf(earlier),
        ...(criterion.when || earlier.length ? [] : [always]),
      ]),
      plain('select'),
      say(REASONS.select, { number: figure(index + 1) }),
      { part: 'select' },
    )
  }

  private context(indicator: Indicator, of: Fraction | null, list: string | null): LeafContext {
    const scope = list === null ? this.form : this.form.rowScope(list)
    return {
      id: indicator.id,
      of,
      list,
      rule: (item, conditions, event, reason, options = {}) =>
        this.add(
          indicator.id,
          options.part ?? 'criterion',
          item,
          options.list ?? list,
          conditions,
          event,
          reason,
          options.clause ?? indicator.clause,
        ),
      words: (conditions) => this.words(conditions, list),
      derive: (name, words, expression, percent) => {
        const id = `${indicator.id}/${name}`
        const labelText = words
          .map((part) =>
            typeof part === 'object' && 'fact' in part ? scope.resolve(part.fact).info.label : String(part),
          )
          .join('')
        const info = scope.add({
          id,
          label: labelText,
          definition: null,
          expression,
          whenDividedByZero: 'error',
          unit: null,
          decimals: null,
          percent,
        })
        this.derived.push({ scope, info })
        return id
      },
    }
  }

  private deduction(indicator: Indicator, deduction: Deduction, list: string | null): Rule {
    const { points: written, share: part, formula, reason, clause } = deduction.event.params
    const amount =
      formula !== undefined
        ? points(formulaOf(formula))
        : part !== undefined
          ? share(number(part))
          : points(number(written ?? 0))
    return this.add(
      indicator.id,
      'deduction',
      deduction.name,
      list,
      deduction.conditions,
      deduct(amount),
      [reason ?? this.words(deduction.conditions, list)],
      clause ?? indicator.clause,
      deduction.name,
    )
  }

  /** A condition in words; many rule sets need none of them. */
  private words(conditions: Condition, list: string | null): string {
    this.#describer ??= Describer.of(this.ruleSet)
    return tokensText(describeCondition(this.#describer.inside(list), conditions, []))
  }

  /** 无佐证不得分, or open until there is one. */
  private evidence({ id, evidence, clause }: Indicator, list: string | null): Rule[] {
    if (!evidence?.required) return []
    const scope = list === null ? this.form : this.form.rowScope(list)
    const { id: reserved } = scope.addPlain(evidenceFact(id), '佐证材料')
    return [
      this.add(
        id,
        'evidence',
        'evidence',
        list,
        { fact: reserved, operator: 'equal', value: false },
        deduct(whole),
        ['没有佐证材料，不得分'],
        clause,
      ),
    ]
  }

  private findings({ id }: Indicator, list: string | null): Rule[] {
    return (this.ruleSet.findings ?? []).map((finding) => {
      const scope = list === null ? this.form : this.form.rowScope(list)
      const { id: reserved } = scope.addPlain(findingFact(id), '复核发现')
      return this.add(
        id,
        'finding',
        `finding-${finding.id}`,
        list,
        { fact: reserved, operator: 'contains', value: finding.id },
        deduct(share(number(finding.share))),
        say(REASONS.finding, {
          label: finding.label,
          share: [{ number: finding.share, like: null, percent: true }],
        }),
        finding.clause,
      )
    })
  }

  private add(
    indicator: string,
    part: Rule['part'],
    item: string,
    list: string | null,
    conditions: Rule['conditions'],
    event: RuleEvent,
    reason: Sentence,
    clause: string | null = null,
    name = `${indicator}/${item}`,
  ): Rule {
    const rules = list === null ? this.formRules : (this.listRules.get(list) ?? [])
    if (list !== null) this.listRules.set(list, rules as Rule[])
    const rule: Rule = {
      name,
      part,
      indicator,
      item,
      list,
      index: rules.length,
      place: this.rules++,
      conditions,
      event,
      reason,
      clause,
    }
    ;(rules as Rule[]).push(rule)
    return rule
  }
}

const writtenBy = (children: readonly NodePlan[]): Fraction =>
  children.reduce((sum, { points }) => (points ? sum.add(points) : sum), Fraction.ZERO)

const plain = (type: 'exempt' | 'include' | 'select' | 'choose'): RuleEvent => ({ type, params: {} })

function lowerOverride(override: Override, index: number, place: number): Rule {
  const { type, params = {} } = override.event
  const given = { multiply: params.factor, capPoints: params.points, add: params.points, zero: 0, capGrade: undefined }[
    type
  ]
  const formula = params.formula === undefined ? null : formulaOf(params.formula)
  return {
    name: override.name,
    part: 'override',
    indicator: '',
    item: null,
    list: null,
    index,
    place,
    conditions: override.conditions,
    event: {
      type,
      params: {
        number: given === undefined ? null : Fraction.fromNumber(given),
        max: params.max === undefined ? null : Fraction.fromNumber(params.max),
        grade: params.grade ?? null,
        formula,
      },
    },
    reason: [params.reason ?? OVERRIDE_WORDS[type]],
    clause: params.clause ?? null,
  }
}

const OVERRIDE_WORDS: Record<Override['event']['type'], string> = {
  multiply: '总分按系数折算',
  capPoints: '总分不超过上限',
  capGrade: '等级不超过上限',
  zero: '总分记 0 分',
  add: '总分加减分',
}

/** Whether a policy moves a node's points elsewhere. */
export const movesTo = (says: NotApplicablePolicy): string | null => (typeof says === 'object' ? says.moveTo : null)
