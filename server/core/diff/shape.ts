import type { Describer } from '../describe/describer.ts'
import { quoted } from '../explain/sentence.ts'
import type { Partners } from './match.ts'
import type { JsonObject } from './working-copy.ts'

/** How values are read where they stand: names and units of one version; `like`, the fact that bare numbers belong to. */
export interface Reading {
  readonly describer: Describer
  readonly like: string | null
}

/** An object as one version has it. */
export interface Half<T> {
  readonly owner: T
  readonly reading: Reading
}

/** What an object's members are called and how a change of each is said. */
export interface Shape {
  readonly members: readonly ShapeMember[]
}
export interface ShapeMember {
  /** Keys that are one thing to a reader (`from` and `above`: the lower end). */
  readonly keys: readonly string[]
  readonly member: Member<JsonObject>
}

export type Member<T> =
  | {
      readonly kind: 'value'
      readonly label: string
      /** The value in words, absent ones too. */
      readonly print: (half: Half<T>) => string
      /** The whole sentence, where “label old → new” is not how it is said. */
      readonly say: ((before: Half<T>, after: Half<T>) => string) | null
    }
  | {
      readonly kind: 'object'
      readonly label: string
      readonly shape: Shape
      readonly print: (half: Half<T>) => string
    }
  | { readonly kind: 'list'; readonly items: ListShape; readonly reading: (half: Half<T>) => Reading }
  | { readonly kind: 'scoring' }

export interface ListShape {
  /** What one item is called: 一档, 扣分规则. */
  readonly noun: string
  readonly match: (before: readonly JsonObject[], after: readonly JsonObject[]) => Partners
  /** The key items are known by, and its word; null for items known by their place. */
  readonly identity: { readonly key: string; readonly word: string } | null
  /** Stands before what changed in an item: “≥ 90% 一档”. */
  readonly name: (item: Half<JsonObject>) => string
  /** The whole item in one phrase. */
  readonly print: (item: Half<JsonObject>) => string
  readonly shape: (item: JsonObject) => Shape
}

/**
 * The shape of `T`: every key has its member, so that nothing can change without words for it. One member under
 * several keys is one thing; `null` is for what is told elsewhere (ids, children).
 */
export function shapeOf<T>(members: { readonly [K in keyof Required<T>]: Member<T> | null }): Shape {
  const keys = new Map<Member<JsonObject>, string[]>()
  for (const [key, member] of Object.entries(members) as [string, Member<JsonObject> | null][])
    if (member) keys.set(member, [...(keys.get(member) ?? []), key])
  return { members: [...keys].map(([member, own]) => ({ keys: own, member })) }
}

export const NONE = '（无）'

/** A member with its own words. */
export const value = <T>(
  label: string,
  print: (owner: T, reading: Reading) => string,
  say: ((before: Half<T>, after: Half<T>) => string) | null = null,
): Member<T> => ({ kind: 'value', label, print: ({ owner, reading }) => print(owner, reading), say })

/** “分值 10 → 8”, “名称“甲” → “乙””, “除数为零时：不适用 → 错误”. */
export function changeText(label: string, before: string, after: string): string {
  const gap = before.startsWith('“') ? '' : /^[\d≥≤<>−-]/.test(before) ? ' ' : '：'
  return `${label}${gap}${before} → ${after}`
}

/** An id or a number, nothing that is written like a program. */
const WORD = /^[\p{L}\p{N}_.:−-]+$/u

/** The sentence on a changed value. Two values that read alike are told apart by how they are written. */
export function valueSentence(
  member: Extract<Member<JsonObject>, { kind: 'value' }>,
  keys: readonly string[],
  before: Half<JsonObject>,
  after: Half<JsonObject>,
): string {
  const [old, fresh] = [member.print(before), member.print(after)]
  if (old !== fresh) return member.say ? member.say(before, after) : changeText(member.label, old, fresh)
  const written = ({ owner }: Half<JsonObject>): string | null => {
    const all = keys.flatMap((key) => (owner[key] === undefined ? [] : [owner[key]]))
    const [only] = all
    return all.length === 1 && (typeof only === 'string' || typeof only === 'number') ? String(only) : null
  }
  const absent = ({ owner }: Half<JsonObject>): boolean => keys.every((key) => owner[key] === undefined)
  if (absent(before)) return `${member.label}写明：${fresh}`
  if (absent(after)) return `${member.label}不再写明，仍是${old}`
  const [oldId, freshId] = [written(before), written(after)]
  if (oldId !== null && freshId !== null && WORD.test(oldId) && WORD.test(freshId))
    return `${member.label}：${old}（${oldId} → ${freshId}）`
  return `${member.label}的写法改了，读作仍是${quoted(old)}`
}
