import type { FormRemark } from '../api-forms.ts'

/** Where a remark being written belongs: a leaf, or one of its facts. No id has a line break. */
export const remarkKey = (indicator: string, fact: string): string => `${indicator}\n${fact}`

/** What was written, without what was begun and left. */
export function remarksOf(drafts: Iterable<readonly [key: string, text: string]>): FormRemark[] {
  return [...drafts].flatMap(([key, text]) => {
    const [indicator = '', fact = null] = key.split('\n')
    return text.trim() === '' ? [] : [{ indicator, fact, text: text.trim() }]
  })
}
