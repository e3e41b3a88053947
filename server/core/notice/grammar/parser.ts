/**
 * Parsers over a folded text, each reading from one place on: what it read and where it ended, or null. They are plain
 * functions, put together by the few combinators below; the first alternative that fits is taken.
 */
export type Parser<T> = (text: string, at: number) => Read<T> | null
export interface Read<T> {
  readonly value: T
  readonly end: number
}

const sticky = (pattern: RegExp): RegExp => new RegExp(pattern.source, 'uy')

/** A terminal: what the pattern matches here, as text. */
export function term(pattern: RegExp): Parser<string> {
  const regex = sticky(pattern)
  return (text, at) => {
    regex.lastIndex = at
    const match = regex.exec(text)
    return match ? { value: match[0], end: at + match[0].length } : null
  }
}

/** What was read, changed; `undefined` says that it does not fit after all. */
export const map =
  <A, B>(parser: Parser<A>, change: (value: A) => B | undefined): Parser<B> =>
  (text, at) => {
    const read = parser(text, at)
    if (!read) return null
    const value = change(read.value)
    return value === undefined ? null : { value, end: read.end }
  }

type Values<P extends readonly Parser<unknown>[]> = { [I in keyof P]: P[I] extends Parser<infer T> ? T : never }

/** One after the other. */
export const seq =
  <const P extends readonly Parser<unknown>[]>(...parsers: P): Parser<Values<P>> =>
  (text, at) => {
    const values: unknown[] = []
    let end = at
    for (const parser of parsers) {
      const read = parser(text, end)
      if (!read) return null
      values.push(read.value)
      end = read.end
    }
    return { value: values as Values<P>, end }
  }

/** The first that fits. */
export const or =
  <T>(...parsers: readonly Parser<T>[]): Parser<T> =>
  (text, at) => {
    for (const parser of parsers) {
      const read = parser(text, at)
      if (read) return read
    }
    return null
  }

/** Or nothing. */
export const maybe =
  <T>(parser: Parser<T>): Parser<T | null> =>
  (text, at) =>
    parser(text, at) ?? { value: null, end: at }

/** One or more, with a separator between them. */
export const list =
  <T>(parser: Parser<T>, separator: Parser<unknown>): Parser<T[]> =>
  (text, at) => {
    const first = parser(text, at)
    if (!first) return null
    const values = [first.value]
    let { end } = first
    for (;;) {
      const between = separator(text, end)
      const next = between && parser(text, between.end)
      if (!next) return { value: values, end }
      values.push(next.value)
      end = next.end
    }
  }

const LONGEST_PHRASE = 200

/**
 * Free words up to the first place where `next` fits: `[words, what next read]`. The words may be none at all; they hold
 * only signs that `allowed` lets pass, and `whole` tokens, which are passed over as one (35岁及以下).
 */
export const until =
  <T>(next: Parser<T>, allowed: RegExp = /[^,;:。\n]/u, whole?: Parser<string>): Parser<readonly [string, T]> =>
  (text, at) => {
    let place = at
    while (place <= text.length && place - at <= LONGEST_PHRASE) {
      const read = next(text, place)
      if (read) return { value: [text.slice(at, place), read.value], end: read.end }
      const token = whole?.(text, place)
      if (token) place = token.end
      else if (place < text.length && !allowed.test(text.charAt(place))) return null
      else place += 1
    }
    return null
  }
