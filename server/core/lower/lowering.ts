import { describeCondition } from '../describe/condition.ts'
import { Describer } from '../describe/describer.ts'
import { tokensText } from '../describe/token.ts'
import type { Condition, RuleSet } from '../rule-set.ts'
import type { FactInfo, Scope } from '../scope.ts'
import { RuleBook } from './rule-book.ts'

/** A derived fact that only rules read. */
export interface DerivedFact {
  readonly scope: Scope
  readonly info: FactInfo
}

/** What all parts of one rule set are lowered with: the names they read, the rules and facts they add. */
export class Lowering {
  readonly rules = new RuleBook()
  readonly derived: DerivedFact[] = []
  /** Nodes and criteria so far. */
  nodes = 0
  criteria = 0
  #describer: Describer | null = null

  constructor(
    readonly ruleSet: RuleSet,
    readonly form: Scope,
  ) {}

  /** Names as seen from a row of the list, or from the form. */
  scopeOf(list: string | null): Scope {
    return list === null ? this.form : this.form.rowScope(list)
  }

  /** A condition in words; many rule sets need none of them. */
  words(conditions: Condition, list: string | null): string {
    this.#describer ??= Describer.of(this.ruleSet)
    return tokensText(describeCondition(this.#describer.inside(list), conditions, []))
  }
}
