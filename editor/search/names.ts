/** Whether letters typed stand for Chinese characters of a name, as their pinyin or its first letters. */
export type ByPinyin = (name: string, letters: string) => boolean

/** The dictionary is larger than the page: it comes when somebody first searches. */
export async function loadPinyin(): Promise<ByPinyin> {
  const { match } = await import('pinyin-pro')
  return (name, letters) => match(name, letters, { continuous: true }) !== null
}

const LETTERS = /^[a-z]+$/u

/** In one width and one case. */
export const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** What is looked for: every word of a text. */
export const wordsOf = (text: string): string[] => plain(text).split(/\s+/u).filter(Boolean)

/**
 * Whether a name holds every word, as written or, once the dictionary is there, in pinyin.
 * @param words from `wordsOf`
 */
export function holdsWords(name: string, words: readonly string[], byPinyin: ByPinyin | null): boolean {
  const written = plain(name)
  return words.every((word) => written.includes(word) || (LETTERS.test(word) && byPinyin?.(name, word)))
}
