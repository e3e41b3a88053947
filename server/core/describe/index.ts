export { describeCondition } from './condition.ts'
export { describeCriterion } from './criterion.ts'
export { Describer } from './describer.ts'
export {
  describeDeduction,
  describeFact,
  describeFinding,
  describeIndicator,
  describeMonitoring,
  describeOverride,
  type DescribedIndicator,
} from './rules.ts'
export { joined, tokensText, type Clause, type Path, type Token } from './token.ts'
export type { Language } from './words.ts'
export { joint } from '../explain/sentence.ts'
