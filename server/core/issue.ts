/**
 * One thing wrong with something a person handed in.
 * `path` is where (`indicators[2].points`, `facts.targets[0].actual`), `code` is for programs, `message` is one Chinese
 * sentence that says what is wrong and what to do.
 */
export interface Issue {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** What a parser answers: the whole thing, or everything that is wrong with it; never half of either. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] }

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value })
export const refused = (issues: readonly Issue[]): Parsed<never> => ({ ok: false, issues })

/** Longer than any name of ours. */
const LONGEST_PART = 200

/** `['facts', 0, 'id']` → `facts[0].id`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${name(part)}` : name(part)),
    '',
  )
}

function name(part: PropertyKey): string {
  const text = String(part)
  return text.length <= LONGEST_PART ? text : `${text.slice(0, LONGEST_PART)}…`
}
