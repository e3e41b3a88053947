import { readQuantities, type Quantity } from './quantities.ts'

/** A sentence of a narrative, with its numbers; their places are counted in `text`. */
export interface Sentence {
  readonly text: string
  readonly quantities: readonly Quantity[]
  /** Where it begins in the whole narrative. */
  readonly start: number
}

/** More numbers than this in one sentence are a table; the first are read. */
const MOST_NUMBERS = 60

/** Cuts a text (as `foldWidth` leaves it) after 。！？； and line ends; a sentence never spans two of them. */
export function readSentences(text: string): Sentence[] {
  const sentences: Sentence[] = []
  for (const { 0: sentence, index } of text.matchAll(/[^。！？；;\n]+[。！？；;]?/gu))
    if (sentence.trim() !== '')
      sentences.push({ text: sentence, quantities: readQuantities(sentence).slice(0, MOST_NUMBERS), start: index })
  return sentences
}
