import type { Fraction } from '../fraction.ts'
import type { Form } from './form.ts'

export const CHECK_CODES = [
  'C01',
  'C02',
  'C03',
  'C04',
  'C05',
  'C06',
  'C07',
  'C08',
  'C09',
  'C10',
  'C11',
  'C12',
  'C13',
  'C14',
  'C15',
  'C16',
  'C17',
  'C18',
  'C19',
  'C20',
  'C21',
  'C22',
  'C23',
  'C24',
  'C25',
  'C26',
  'C27',
] as const
export type CheckCode = (typeof CHECK_CODES)[number]

/** What a claim saw that does not agree. */
export interface Found {
  /** Where: `facts.targets[0].actual`, `selfScores.management`, `texts.支出`. */
  readonly path: string
  /** What was read, with its numbers, without a full stop: “管理效率分值 50 分、得分 49 分，得分率写的是 99%，49÷50=98%”. */
  readonly read: string
  /** What would agree, without a full stop: “把得分率改为 98%，或核对分值和得分”. */
  readonly remedy: string
  /** Less certain than the claim's other findings. */
  readonly warning?: true
}

/** One claim about a form that has to hold. It reads the form, decides nothing else, and never throws. */
export interface Claim {
  readonly code: CheckCode
  /** What has to hold, for lists of checks. */
  readonly title: string
  /** `error`: the form contradicts itself; `warning`: it should be looked at or explained. */
  readonly severity: 'error' | 'warning'
  /** How far apart two values may be, unless the rule set says otherwise; `toleranceUnit` says of what. */
  readonly tolerance: Fraction
  readonly toleranceUnit: '分' | '个百分点' | '比例' | '万元' | '原单位' | null
  find(form: Form, tolerance: Fraction): readonly Found[]
}
