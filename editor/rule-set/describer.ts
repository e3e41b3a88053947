import { Describer } from '../../server/core/describe/index.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { ruleLanguage } from '../text/language.zh-CN.ts'

/** Says rules in the language of the page; names and texts of the rule set stay as they are written. */
export const describerOf = (ruleSet: RuleSet): Describer => Describer.of(ruleSet, ruleLanguage)
