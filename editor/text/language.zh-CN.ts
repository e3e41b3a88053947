import type { Language } from '../../server/core/describe/index.ts'

/** The page in another language: its own name for it, and where it is. */
export const languageWords = { other: 'English', code: 'en', href: '/en/' }

/** What the sentences about rules are in. */
export const ruleLanguage: Language = 'zh'
