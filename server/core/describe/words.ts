import type { OperatorName, Override } from '../rule-set.ts'
import { english } from './english.ts'
import { chinese } from './chinese.ts'

/** The templates of one language; `{…}` are the places. Both languages have the same ones. */
export interface Words {
  readonly clause: string
  readonly end: string
  readonly item: string
  readonly and: string
  readonly or: string
  /** Between a name and what follows it. */
  readonly space: string
  readonly bandAnd: string
  readonly open: string
  readonly close: string
  readonly quoteOpen: string
  readonly quoteClose: string
  readonly yes: string
  readonly no: string
  readonly percentPoint: string
  readonly operators: Readonly<Record<OperatorName, string>>
  readonly negation: string
  readonly anyRow: string
  readonly when: string
  readonly elseWhen: string
  readonly full: string
  readonly fullWithDeductions: string
  readonly ratio: { readonly full: string; readonly plain: string; readonly from: string }
  readonly zeroBelow: string
  readonly zeroAbove: string
  readonly completion: string
  readonly attainment: Readonly<
    Record<'>=' | '<=' | '=' | 'byFact' | 'belowTarget' | 'aboveTarget' | 'byWay' | 'explain' | 'nothing', string>
  >
  readonly equal: Readonly<Record<'exact' | 'deviation', string>>
  readonly band: { readonly one: string; readonly rising: string; readonly named: string; readonly other: string }
  readonly bounds: Readonly<Record<'from' | 'above' | 'to' | 'below' | 'is', string>>
  readonly steps: Readonly<Record<'above' | 'below' | 'aboveEach' | 'belowEach' | 'floor', string>>
  readonly whole: Readonly<Record<'prorata' | 'down' | 'up', string>>
  readonly count: Readonly<Record<'value' | 'rows' | 'rowsWhere' | 'atMost' | 'toNothing' | 'toFull', string>>
  readonly effect: Readonly<Record<'deduct' | 'earn', string>>
  readonly checklist: { readonly item: string; readonly lost: string }
  readonly level: { readonly head: string; readonly one: string }
  readonly cases: { readonly one: string; readonly named: string; readonly otherwise: string }
  readonly deduction: Readonly<Record<'points' | 'share' | 'formula' | 'reason', string>>
  readonly override: Readonly<Record<Override['event']['type'] | 'addFormula' | 'atMost', string>>
  readonly monitoring: string
  readonly node: Readonly<
    Record<
      | 'applies'
      | 'rows'
      | 'rowsWhere'
      | 'rowPoints'
      | 'evenRows'
      | 'splitEven'
      | 'splitWeights'
      | 'oneHigher'
      | 'oneLower'
      | 'oneChosen'
      | 'evidenceZero'
      | 'evidenceOpen'
      | 'missingZero'
      | 'scale'
      | 'finding',
      string
    >
  >
  readonly notApplicable: Readonly<Record<'rescale' | 'full' | 'zero' | 'moveTo', string>>
  readonly fact: Readonly<Record<'formula' | 'rank' | 'best' | 'worst' | 'mean' | 'median' | 'size', string>>
  readonly group: Readonly<Record<'all' | 'same', string>>
  readonly order: Readonly<Record<'ascending' | 'descending', string>>
  readonly period: string
  readonly earned: string
  readonly earnedShare: string
}

export type Language = 'zh' | 'en'
export const wordsOf = (language: Language): Words => (language === 'zh' ? chinese : english)
