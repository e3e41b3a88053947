/** What the folders below need of the rest of the core. */
export { Fraction } from '../fraction.ts'
export { readChineseNumber } from '../narrative/chinese-number.ts'
export type {
  Band,
  Criterion,
  CriterionOf,
  FactDefinition,
  FieldDefinition,
  FindingDefinition,
  GradeBand,
  Indicator,
  Override,
} from '../rule-set.ts'
export { parsed, refused, type Parsed } from '../issue.ts'
