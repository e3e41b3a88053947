import type { Uncovered } from './cases-file.ts'
import { OUTCOME_WORDS, PLACE_WORDS, type Coverage } from './coverage.ts'

/** Something no case tries. */
export interface Missing {
  /** As it would stand in `uncovered`, its reason still to be written. */
  readonly entry: Uncovered
  /** What a case would have to bring about, one sentence. */
  readonly text: string
}

/** Everything that is neither covered nor explained: outcomes of rules, then ends of bands, in the order of the rule set. */
export function missingOf({ rules, bandEnds }: Coverage): Missing[] {
  return [
    ...rules.flatMap(({ rule, label, text, missing }) =>
      missing.map((outcome) => ({
        entry: { rule, outcome, reason: '' },
        text: `“${label}”的规则 ${rule}（${text}）没有用例使它${OUTCOME_WORDS[outcome]}`,
      })),
    ),
    ...bandEnds
      .filter(({ cases, reason }) => cases === 0 && reason === null)
      .map(({ indicator, label, factLabel, end, endText, at }) => ({
        entry: { rule: indicator, end, at, reason: '' },
        text: `“${label}”（${indicator}）没有用例的${factLabel}${PLACE_WORDS[at]} ${endText}`,
      })),
  ]
}
