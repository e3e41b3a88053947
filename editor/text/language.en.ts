import type * as chinese from './language.zh-CN.ts'
import type { Words } from './words.ts'

export const languageWords: Words<typeof chinese.languageWords> = {
  other: '中文',
  code: 'zh-CN',
  href: '/',
}

export const ruleLanguage: typeof chinese.ruleLanguage = 'en'
