import { canonicalJson } from '../../server/core/canonical-json.ts'

/** Whether two rule sets say the same, in whatever order their members stand. */
export const sameContent = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a) === canonicalJson(b)
