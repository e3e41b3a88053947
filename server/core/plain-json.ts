import { isLosslessNumber } from 'lossless-json'
import { parsed, pathText, refused, type Issue, type Parsed } from './issue.ts'

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/** Names with a meaning of their own in JavaScript; never a key, an id or a fact. */
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Deeper than any form; shallow enough for every recursive reader behind it. */
export const MAX_DEPTH = 64

const PLAIN_TEXT = /^[ -~]*$/
const BROKEN_TEXT = /\p{Surrogate}/u

/** More faults than anyone reads at once. */
export const MAX_ISSUES = 200

/** How many values (objects, lists and plain ones) are read, and the sentence beyond. */
export interface ValueLimit {
  readonly values: number
  readonly message: string
}

/**
 * Copies any value into plain JSON data, text in Unicode NFC, so that what follows meets no function, getter, cycle,
 * foreign prototype or number that JSON cannot say. Every fault is collected (up to 200), and nothing is thrown.
 * Members that are `undefined` are left out.
 */
export function toPlainJson(input: unknown, limit: ValueLimit | null = null): Parsed<JsonValue> {
  const copier = new Copier(limit)
  try {
    const value = copier.copy(input)
    return copier.issues.length > 0 ? refused(copier.issues) : parsed(value)
  } catch {
    // Getters and proxies may throw; nothing else can.
    return refused([{ path: '', code: 'not_json', message: '输入不是普通的数据，请只写 JSON 的值。' }])
  }
}

class Copier {
  readonly issues: Issue[] = []
  /** Where the copy stands; one list pushed and popped, as every submission passes through here. */
  private readonly path: PropertyKey[] = []
  /** Keys repeat from row to row; each is looked at once. */
  private readonly names = new Map<string, string>()
  private readonly limit: ValueLimit | null
  private left: number

  constructor(limit: ValueLimit | null) {
    this.limit = limit
    this.left = limit?.values ?? Infinity
  }

  copy(value: unknown): JsonValue {
    this.left -= 1
    if (this.left < 0) return this.stop()
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string') return this.copyText(value)
    if (typeof value === 'number') return this.copyNumber(value)
    if (isLosslessNumber(value)) return this.refuseNumber(value.toString())
    if (typeof value !== 'object') return this.fault('not_json', `这里不是数据（${typeof value}），请只写 JSON 的值。`)
    if (this.path.length >= MAX_DEPTH) return this.fault('too_deep', `嵌套超过 ${MAX_DEPTH} 层，请减少层数。`)
    return Array.isArray(value) ? this.copyList(value) : this.copyObject(value)
  }

  private copyText(text: string): JsonValue {
    if (PLAIN_TEXT.test(text)) return text
    if (BROKEN_TEXT.test(text)) return this.fault('broken_text', '文字里有不完整的字符（乱码），请重新录入。')
    return text.normalize('NFC')
  }

  private copyNumber(value: number): JsonValue {
    if (!Number.isFinite(value)) return this.fault('number_not_finite', `${value} 不是可以计算的数，请改为普通的数。`)
    // Such an integer was changed already by whoever read the text.
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return this.refuseNumber(String(value))
    return Object.is(value, -0) ? 0 : value
  }

  private refuseNumber(text: string): null {
    if (!Number.isFinite(Number(text)))
      return this.fault('number_not_finite', `数 ${shorten(text)} 太大，无法计算，请核对。`)
    const message = `数 ${shorten(text)} 位数太多，按数读取会变（${Number(text)}）；如果是编码，请加引号写成文本。`
    return this.fault('number_changed', message)
  }

  private copyList(list: readonly unknown[]): JsonValue[] {
    const result: JsonValue[] = []
    for (let index = 0; index < list.length && this.left >= 0; index++) {
      this.path.push(index)
      result.push(this.copy(list[index]))
      this.path.pop()
    }
    return result
  }

  private copyObject(object: object): JsonValue {
    const prototype: unknown = Object.getPrototypeOf(object)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return this.fault('not_json', '这里不是普通的数据对象，请只写 JSON 的值。')
    const result: { [key: string]: JsonValue } = {}
    for (const key of Object.keys(object)) {
      if (this.left < 0) break
      this.path.push(key)
      const name = this.copyName(key)
      const value = (object as Record<string, unknown>)[key]
      if (name !== null && Object.hasOwn(result, name))
        this.fault('duplicate_key', `“${name}”出现了两次，请只保留一个。`)
      else if (name !== null && value !== undefined) result[name] = this.copy(value)
      this.path.pop()
    }
    return result
  }

  private copyName(key: string): string | null {
    const known = this.names.get(key)
    if (known !== undefined) return known
    const name = PROTOTYPE_NAMES.has(key.normalize('NFC')) ? this.refuseName(key) : this.copyText(key)
    if (typeof name === 'string') this.names.set(key, name)
    return typeof name === 'string' ? name : null
  }

  private refuseName(key: string): null {
    return this.fault('name_refused', `不能用“${key}”作名称，请换一个。`)
  }

  /** Told once, as what it is all about; nothing is read on. */
  private stop(): null {
    if (this.left === -1 && this.limit)
      this.issues.splice(0, Infinity, { path: '', code: 'too_many', message: this.limit.message })
    return null
  }

  private fault(code: string, message: string): null {
    if (this.issues.length < MAX_ISSUES) this.issues.push({ path: pathText(this.path), code, message })
    return null
  }
}

/** Quotes at most 40 characters of what a person wrote. */
export function shorten(text: string): string {
  const characters = [...text.slice(0, 200)]
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : text
}
