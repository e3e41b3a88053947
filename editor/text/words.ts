/**
 * The shape of words: a text for a text, a sentence made of the same things for a sentence. What a page says in another
 * language is typed by what it says in Chinese, so that nothing is left out.
 */
export type Words<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => Words<R>
    : T extends readonly unknown[] | object
      ? { readonly [K in keyof T]: Words<T[K]> }
      : T
