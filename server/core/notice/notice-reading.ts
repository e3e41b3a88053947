import type { FactDefinition, RuleSet } from '../rule-set.ts'
import type { SentenceReading } from './read-clause.ts'

/** Something a person must settle or check. */
export interface NoticeItem {
  readonly code: string
  /** The indicator it is about; null when it is about the table. */
  readonly indicator: string | null
  /** The row of the table, counted from 1; null when it is about none. */
  readonly row: number | null
  /** The place in the indicator's criterion; null when it is about no sentence. */
  readonly from: number | null
  readonly to: number | null
  readonly sentence: string
  readonly message: string
}

/** The criterion of an indicator beside what was made of it. */
export interface CriterionReading {
  readonly indicator: string
  readonly label: string
  readonly row: number
  readonly text: string
  readonly recognised: boolean
  readonly sentences: readonly SentenceReading[]
}

export interface NoticeReading {
  /** A draft that `parseRuleSet` accepts. */
  readonly ruleSet: RuleSet
  readonly criteria: readonly CriterionReading[]
  /** What was not read, and has to be settled by hand. */
  readonly open: readonly NoticeItem[]
  /** What was read in one of several possible ways, and which. */
  readonly assumptions: readonly NoticeItem[]
}

/** Decimals of an indicator's points in a draft. */
export const DECIMALS = 2

/** What reading a table has come to so far. */
export class Findings {
  readonly facts: FactDefinition[] = []
  readonly criteria: CriterionReading[] = []
  readonly open: NoticeItem[] = []
  readonly assumptions: NoticeItem[] = []
}

/** An item's place where it is about no sentence. */
export const about = (indicator: string | null, row: number | null) => ({ indicator, row, from: null, to: null })

/** An item's place where it is about all of a criterion. */
export const aboutAll = ({ indicator, row, text }: Pick<CriterionReading, 'indicator' | 'row' | 'text'>) => ({
  indicator,
  row,
  from: 0,
  to: text.length,
  sentence: text,
})

/** A criterion that was read as a rule of the whole form or of a block. */
export const readAsForm = (criterion: CriterionReading): CriterionReading => ({
  ...criterion,
  recognised: true,
  sentences: criterion.sentences.map((one) => ({ ...one, recognised: 'form', note: null })),
})
