import type { Expression } from './formula/expression.ts'
import type { Fraction } from './fraction.ts'
import type { Policy } from './not-applicable-policy.ts'
import type { Condition, Criterion, Indicator, Override } from './rule-set.ts'

/**
 * The one intermediate form. Every method, deduction, finding and applicability is lowered to json-rules-engine rules:
 * the conditions decide whether a line exists, the event how much it takes. Both judges read the conditions, the
 * ledger reads the events, and neither knows of methods.
 */
export interface Rule {
  readonly name: string
  readonly part:
    'applies' | 'row' | 'choose' | 'select' | 'criterion' | 'deduction' | 'evidence' | 'finding' | 'override'
  /** Id of the node the rule stands on. */
  readonly indicator: string
  /** What the line is about inside the indicator: a band, a checklist item, a deduction; rows add their id. */
  readonly item: string | null
  /** The list whose rows the rule is judged on, one outcome a row; null for the form. */
  readonly list: string | null
  /** Place among the rules of its scope: outcomes are kept by it. */
  readonly index: number
  /** Place among all rules of the rule set: what is compiled of it is kept by it. */
  readonly place: number
  readonly conditions: Condition
  readonly event: RuleEvent
  readonly reason: Sentence
  readonly clause: string | null
}

export type RuleEvent =
  /** Takes `amount` off the leaf. */
  | { readonly type: 'deduct'; readonly params: { readonly amount: Amount } }
  /** Gives back `amount` of a leaf that starts with nothing (按数累加). */
  | { readonly type: 'earn'; readonly params: { readonly amount: Amount } }
  /** The facts contradict the criterion: the leaf cannot be graded. */
  | { readonly type: 'error'; readonly params: Record<string, never> }
  /** The node does not apply. */
  | { readonly type: 'exempt'; readonly params: Record<string, never> }
  /** The row belongs to the indicator; the criterion is in force; the child is the chosen one. */
  | { readonly type: 'include' | 'select' | 'choose'; readonly params: Record<string, never> }
  | {
      readonly type: Override['event']['type']
      readonly params: {
        readonly number: Fraction | null
        readonly max: Fraction | null
        readonly grade: string | null
        readonly formula: Expression | null
      }
    }

/**
 * How much a rule takes: `share` of the leaf's points plus `points` on the scale the leaf is written on (`of`), each
 * an exact expression over facts. Never below zero.
 */
export interface Amount {
  readonly share: Expression | null
  readonly points: Expression | null
}

/** A sentence with places for facts, so that explanation and editor print the same words with other values. */
export type Sentence = readonly SentencePart[]
export type SentencePart =
  | string
  /** In quotation marks. */
  | { readonly quote: Sentence }
  | { readonly fact: string; readonly show: 'label' | 'value' }
  /** A number printed like the values of `like` (its unit, percent), like a difference of two of them, or as a percentage. */
  | { readonly number: number; readonly like: string | null; readonly difference?: true; readonly percent?: true }

/** One criterion of a leaf as rules. `alternatives`: at most one is met; `sum`: each counts; `earn`: starts at nothing. */
export interface CriterionPlan {
  /** Place among all criteria of the rule set. */
  readonly place: number
  readonly method: Criterion['method']
  /** Says whether this criterion is the one in force; null when it always is. */
  readonly select: Rule | null
  readonly kind: 'alternatives' | 'sum' | 'earn'
  /** Of the alternatives exactly one is met (bands, level, cases); otherwise possibly none, and nothing is lost. */
  readonly complete: boolean
  /** List of which each row is an item of this criterion (按次扣分). */
  readonly list: string | null
  /** Most that the rules together may take or give, on the leaf's scale. */
  readonly cap: Fraction | null
  readonly rules: readonly Rule[]
}

/** What every node of the tree has. */
export interface PlanBase {
  readonly id: string
  /** Place among all nodes of the tree. */
  readonly place: number
  readonly indicator: Indicator
  readonly applies: Rule | null
  readonly policy: Policy
  readonly points: Fraction | null
  readonly of: Fraction | null
}
/** A leaf (or a leaf fanned out over rows) with all its rules. */
export interface LeafPlan extends PlanBase {
  readonly kind: 'leaf'
  readonly each: EachPlan | null
  readonly criteria: readonly CriterionPlan[]
  readonly deductions: readonly Rule[]
}
export interface EachPlan {
  readonly list: string
  readonly include: Rule | null
  /** Field with a row's points, or null for an even split. */
  readonly points: string | null
  readonly label: string | null
}
export interface BlockPlan extends PlanBase {
  readonly kind: 'block'
  readonly children: readonly NodePlan[]
  /** Sum of the children's written points. */
  readonly written: Fraction
  readonly choose: readonly Rule[]
}
export type NodePlan = LeafPlan | BlockPlan
