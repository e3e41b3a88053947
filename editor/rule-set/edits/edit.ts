import {
  describeIndicator,
  type DescribedIndicator,
  type Path,
  type Token,
} from '../../../server/core/describe/index.ts'
import type { Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'
import { describerOf } from '../describer.ts'
import { findIndicator, labelOf, replaceIndicator } from '../tree.ts'
import { placeName } from './place-name.ts'
import { valueAt, withValue } from './place.ts'

/** A rule set with one thing changed, and what that was in words, for 撤销 and the list of edits. */
export interface Edit {
  readonly ruleSet: RuleSet
  readonly name: string
}

/** An edit of one indicator, named by `name`; null where the indicator is gone or nothing changes. */
export function editIndicator(
  ruleSet: RuleSet,
  id: string,
  change: (indicator: Indicator) => Indicator | null,
  name: string | ((label: string, before: Indicator, after: Indicator) => string),
): Edit | null {
  const before = findIndicator(ruleSet.indicators, id)
  const after = before && change(before)
  if (!before || !after || same(before, after)) return null
  const label = labelOf(before)
  return {
    ruleSet: replaceIndicator(ruleSet, id, () => after),
    name: typeof name === 'string' ? criterionWords.edits.of(label, name) : name(label, before, after),
  }
}

/**
 * The value at `path` (from the indicator on) becomes `value`; undefined takes it away. Named as a sentence with what
 * stood there and what stands there now, as the criterion's own sentence prints them.
 */
export function setValue(ruleSet: RuleSet, id: string, path: Path, value: unknown): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => withValue(indicator, path, value),
    (label, before, after) => {
      const place = placeName(before, path)
      const [from, to] = [printed(ruleSet, before, path), printed(ruleSet, after, path)]
      if (from === null || to === null) return criterionWords.edits.rewritten(label, place)
      return criterionWords.edits.changed(label, place, from, to)
    },
  )
}

/** The token of the indicator's sentences that stands for the value at `path`. */
export function tokenAt(described: DescribedIndicator, path: Path): Token | null {
  const at = path.join('/')
  const tokens = [described.frame, described.criteria.flat(), described.deductions].flat(2)
  return tokens.find((token) => token.kind !== 'text' && !named(token) && token.path.join('/') === at) ?? null
}

const named = (token: Token) => token.kind === 'choice' && token.names === true

/** How a value is printed; null for none, and for what no sentence says in a few words. */
function printed(ruleSet: RuleSet, indicator: Indicator, path: Path): string | null {
  const token = tokenAt(describeIndicator(describerOf(ruleSet), indicator, []), path)
  if (token) return token.text.trim()
  const value = valueAt(indicator, path)
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.length <= SHORT ? criterionWords.quoted(value) : null
}
const SHORT = 20

/** Both come from JSON, and members keep their order. */
const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)
