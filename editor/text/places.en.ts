import type { Words } from './words.ts'

/** Names of places whose other words are loaded with their pages. */
export const placeWords: Words<typeof import('./places.zh-CN.ts').placeWords> = { forms: 'Forms' }
