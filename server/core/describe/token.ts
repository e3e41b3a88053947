import { spaced } from '../explain/sentence.ts'
import { fillWith } from './template.ts'

/** Place of a value inside the rule set: `['indicators', 0, 'scoring', 'step']`. The key itself may still be absent. */
export type Path = readonly (string | number)[]

/**
 * A piece of a sentence about a rule set. Every piece but a text is a value of the rule set, with the place it has
 * there, so that an editor can make the pieces the controls and a comparison of versions can tell which one changed.
 */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  /** `text` is how it is printed (90%, 2,000 万元, 1 个百分点); `like`: the fact whose unit it has. */
  | {
      readonly kind: 'number'
      readonly text: string
      readonly value: number
      readonly path: Path
      readonly like: string | null
    }
  | { readonly kind: 'fact'; readonly text: string; readonly id: string; readonly path: Path }
  | {
      readonly kind: 'choice'
      readonly text: string
      readonly value: string | boolean
      readonly path: Path
      readonly options: readonly Option[]
      /** The choice is how the value at `path` is named there: `from` (≥) or `above` (>). */
      readonly names?: true
    }
export interface Option {
  readonly value: string | boolean
  readonly text: string
}
/** A sentence of its own: “每低 1 个百分点扣 0.5 分”. */
export type Clause = readonly Token[]

export const text = (words: string): Token => ({ kind: 'text', text: words })

/** Tokens as they are read, set as Chinese is: a space between a 汉字 and a number. */
export const tokensText = (tokens: Clause): string => spaced(tokens.map((token) => token.text))

/** What goes into the places of a template: tokens, or words. */
export type Slots = Readonly<Record<string, string | Clause>>

/** Puts slots into a template: `每低{step}扣{points}分`. */
export const fill = (template: string, slots: Slots): Clause => fillWith<Token>(template, slots, text)

/** Clauses one after another, with `separator` between them. */
export const joined = (clauses: readonly Clause[], separator: string): Clause =>
  clauses.flatMap((clause, index) => (index > 0 ? [text(separator), ...clause] : clause))
