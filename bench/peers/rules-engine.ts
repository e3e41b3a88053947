import type { ConditionProperties, TopLevelCondition } from 'json-rules-engine'
import { Engine } from 'json-rules-engine'
import type { Rule } from '../../server/core/rules.ts'
import { JUDGED, type Contender, type Form } from './contender.ts'

/** json-rules-engine with the rules our methods are lowered to; one engine, one form after the other. */
export function rulesEngine(rules: readonly Rule[]): Contender {
  const engine = new Engine([], { allowUndefinedFacts: false })
  for (const { name, conditions } of rules) {
    const given = conditions as TopLevelCondition | ConditionProperties
    const top = 'fact' in given ? { all: [given as ConditionProperties] } : (given as TopLevelCondition)
    engine.addRule({ name, conditions: top, event: { type: name } })
  }
  const decide = ({ facts }: Form) => engine.run({ ...facts, '#': 1 })
  const met = async (form: Form) => ({ met: (await decide(form)).events.map(({ type }) => type) })
  return { name: 'json-rules-engine', does: JUDGED, against: 'ledger', most: 1000, decide, answer: met }
}
