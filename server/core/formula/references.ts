export { referencesOf } from './expression.ts'
export type { References } from './expression.ts'
