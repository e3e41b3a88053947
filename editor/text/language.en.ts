import type { Words } from './words.ts'

export const languageWords: Words<typeof import('./language.zh-CN.ts').languageWords> = {
  other: '中文',
  code: 'zh-CN',
  href: '/',
}
