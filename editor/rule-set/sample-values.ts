import { formatValue, type NumberStyle } from '../../server/core/explain/format-value.ts'
import { readFacts } from '../../server/core/facts.ts'
import { compileProgram } from '../../server/core/program.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { isUnknown, ListValue, type Value } from '../../server/core/value.ts'
import { partWords } from '../text/rule-set-parts.zh-CN.ts'
import { zh } from '../text/zh-CN.ts'

/** What the facts of a rule set come to for one submission; `broken`: a formula cannot be read. */
export type SampleValues = { readonly byId: ReadonlyMap<string, string> } | 'broken' | null

const NONE = new Map<string, never>()

/** Facts of the form by their ids, as text. */
export function sampleValues(ruleSet: RuleSet, submission: Submission | null): SampleValues {
  if (!submission) return null
  try {
    const program = compileProgram(ruleSet)
    const frame = readFacts(program, submission, { gradings: NONE, figures: NONE })
    return { byId: new Map(program.form.infos.map((info) => [info.id, said(frame.values[info.slot], info)])) }
  } catch {
    // a draft may hold a formula that cannot be read yet: the checks say which
    return 'broken'
  }
}

/** In the words of the page; a number as its fact shows it. */
function said(value: Value | undefined, style: NumberStyle): string {
  const words = zh.account.assumedValues
  if (value === undefined) return zh.nodeStatus('missing')
  if (isUnknown(value)) return value.state === 'error' ? partWords.facts.incalculable : zh.nodeStatus(value.state)
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return value instanceof ListValue ? words.rows(value.rows.length) : formatValue(value, style)
}
