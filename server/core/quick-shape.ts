import type { z } from 'zod'

/** Whether a value has a shape, as can be seen at one look; false says nothing. */
export type QuickShape = (value: unknown) => boolean

/**
 * Makes of a schema a plain function for values of plain JSON: it says yes only to what zod accepts and gives back
 * unchanged. It is made of the schema itself, so there is nothing to keep in step; what it does not know it leaves to zod.
 * @param inOrder only to what zod gives back with its members in the same order, too: the schema's
 */
export const quickShape = (schema: z.ZodType, inOrder = false): QuickShape => new Shapes(inOrder).of(schema)

class Shapes {
  /** Schemas that name themselves are made once, when a value first gets there. */
  readonly #lazy = new Map<z.ZodType, QuickShape>()

  constructor(private readonly inOrder: boolean) {}

  of(schema: z.ZodType): QuickShape {
    const def = schema.def as unknown as Definition
    switch (def.type) {
      case 'unknown':
        return () => true
      case 'boolean':
        return withChecks(def, (value) => typeof value === 'boolean')
      case 'string':
        return stringOf(def)
      case 'number':
        return withChecks(def, def.format === 'safeint' ? Number.isSafeInteger : Number.isFinite)
      case 'literal':
        return (value) => def.values.includes(value)
      case 'enum': {
        const values = new Set<unknown>(Object.values(def.entries))
        return (value) => values.has(value)
      }
      case 'optional':
        return this.of(def.innerType)
      case 'array': {
        const element = this.of(def.element)
        return withChecks(def, (value) => Array.isArray(value) && value.every((item) => element(item)))
      }
      case 'record':
        return def.keyType.def.type === 'string' && !def.keyType.def.checks ? recordOf(this.of(def.valueType)) : no
      case 'object':
        return def.catchall?.def.type === 'never' && !def.checks ? this.#objectOf(def.shape) : no
      case 'union': {
        const options = def.options.map((option) => this.of(option))
        // what zod would make of a value by an option that is not known, it may do before a later one is asked
        return options.includes(no) || def.checks ? no : (value) => options.some((option) => option(value))
      }
      case 'lazy':
        return (value) => this.#lazyOf(schema, def.getter)(value)
      default:
        return no
    }
  }

  #lazyOf(schema: z.ZodType, getter: () => z.ZodType): QuickShape {
    const known = this.#lazy.get(schema)
    if (known) return known
    const made = this.of(getter())
    this.#lazy.set(schema, made)
    return made
  }

  #objectOf(shape: Readonly<Record<string, z.ZodType>>): QuickShape {
    const members = new Map(
      Object.entries(shape).map(([key, schema], place) => {
        const isOptional = schema.def.type === 'optional'
        return [key, { isOptional, place, has: this.of(schema) }] as const
      }),
    )
    const needed = [...members.values()].filter(({ isOptional }) => !isOptional).length
    return (value) => {
      if (!isObject(value)) return false
      let found = 0
      let last = 0
      for (const key in value) {
        const member = members.get(key)
        if (!member?.has(value[key])) return false
        if (this.inOrder && member.place < last) return false
        last = member.place
        if (!member.isOptional) found++
      }
      return found === needed
    }
  }
}

const no: QuickShape = () => false

type Definition = { readonly checks?: readonly Check[] } & (
  | { readonly type: 'unknown' | 'boolean' }
  | { readonly type: 'string'; readonly format?: string; readonly pattern?: RegExp }
  | { readonly type: 'union'; readonly options: readonly z.ZodType[] }
  | { readonly type: 'lazy'; readonly getter: () => z.ZodType }
  | { readonly type: 'number'; readonly format?: string }
  | { readonly type: 'literal'; readonly values: readonly unknown[] }
  | { readonly type: 'enum'; readonly entries: Readonly<Record<string, string>> }
  | { readonly type: 'optional'; readonly innerType: z.ZodType }
  | { readonly type: 'array'; readonly element: z.ZodType }
  | { readonly type: 'record'; readonly keyType: { readonly def: Definition }; readonly valueType: z.ZodType }
  | {
      readonly type: 'object'
      readonly shape: Readonly<Record<string, z.ZodType>>
      readonly catchall?: { readonly def: Definition }
    }
  | { readonly type: 'never' }
)
interface Check {
  readonly _zod: {
    readonly def: {
      readonly check: string
      readonly minimum: number
      readonly maximum: number
      readonly value: number
      readonly inclusive: boolean
      readonly format: string
      readonly pattern: RegExp
    }
  }
}

/** A string of a format of its own has a pattern, or is left to zod. */
function stringOf(def: Extract<Definition, { type: 'string' }>): QuickShape {
  const { format, pattern } = def
  if (format === undefined) return withChecks(def, (value) => typeof value === 'string')
  return pattern ? withChecks(def, (value) => typeof value === 'string' && matches(pattern, value)) : no
}

function matches(pattern: RegExp, value: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(value)
}

function withChecks({ checks = [] }: Pick<Definition, 'checks'>, kind: QuickShape): QuickShape {
  const all = checks.map(quickCheck)
  if (all.includes(no)) return no
  return all.length === 0 ? kind : (value) => kind(value) && all.every((check) => check(value))
}

function quickCheck({ _zod: { def } }: Check): QuickShape {
  const length = (value: unknown): number => (value as string | unknown[]).length
  switch (def.check) {
    case 'min_length':
      return (value) => length(value) >= def.minimum
    case 'max_length':
      return (value) => length(value) <= def.maximum
    case 'greater_than':
      return (value) => (value as number) > def.value || (def.inclusive && value === def.value)
    case 'less_than':
      return (value) => (value as number) < def.value || (def.inclusive && value === def.value)
    case 'string_format':
      return def.format === 'regex' ? (value) => matches(def.pattern, value as string) : no
    default:
      return no
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function recordOf(member: QuickShape): QuickShape {
  return (value) => {
    if (!isObject(value)) return false
    for (const key in value) if (!member(value[key])) return false
    return true
  }
}
