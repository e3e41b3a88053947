import type { Attempt, Rules } from '../attempt.ts'

/** One way of reading a criterion: the rules, or null when its statements are not of this kind. */
export type Method = (attempt: Attempt) => Rules | null
