import type * as chinese from './places.zh-CN.ts'
import type { Words } from './words.ts'

/** Names of places whose other words are loaded with their pages. */
export const placeWords: Words<typeof chinese.placeWords> = { forms: 'Forms' }
