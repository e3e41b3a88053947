import type { Rule } from '../rules.ts'

/** A rule without its places; where it has no name of its own, it is named after its indicator and item. */
export type NewRule = Omit<Rule, 'name' | 'index' | 'place'> & { readonly name?: string }

/** All rules of a rule set in the order they are made, each with its place among all and in the scope it is judged in. */
export class RuleBook {
  readonly formRules: Rule[] = []
  readonly listRules = new Map<string, Rule[]>()
  readonly overrides: Rule[] = []
  #made = 0

  add(rule: NewRule): Rule {
    return this.#keep(rule, rule.list === null ? this.formRules : this.#rulesOf(rule.list))
  }

  addOverride(rule: NewRule): Rule {
    return this.#keep(rule, this.overrides)
  }

  #rulesOf(list: string): Rule[] {
    const rules = this.listRules.get(list) ?? []
    this.listRules.set(list, rules)
    return rules
  }

  #keep({ part, indicator, item, list, conditions, event, reason, clause, name }: NewRule, scope: Rule[]): Rule {
    const rule: Rule = {
      name: name ?? `${indicator}/${item}`,
      part,
      indicator,
      item,
      list,
      index: scope.length,
      place: this.#made++,
      conditions,
      event,
      reason,
      clause,
    }
    scope.push(rule)
    return rule
  }
}
