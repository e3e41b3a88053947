import type { z } from 'zod'

/** Whether a value has a shape, as can be seen at one look; false says nothing. */
export type QuickShape = (value: unknown) => boolean

/**
 * Makes of a schema a plain function for values of plain JSON: it says yes only to what zod accepts and gives back
 * unchanged. It is made of the schema itself, so there is nothing to keep in step; what it does not know it leaves to zod.
 */
export function quickShape(schema: z.ZodType): QuickShape {
  const def = schema.def as unknown as Definition
  switch (def.type) {
    case 'unknown':
      return () => true
    case 'string':
      return withChecks(def, (value) => typeof value === 'string')
    case 'number':
      return withChecks(def, def.format === 'safeint' ? Number.isSafeInteger : Number.isFinite)
    case 'literal':
      return (value) => def.values.includes(value)
    case 'enum':
      return (value) => Object.values(def.entries).includes(value as string)
    case 'optional':
      return quickShape(def.innerType)
    case 'array': {
      const element = quickShape(def.element)
      return withChecks(def, (value) => Array.isArray(value) && value.every((item) => element(item)))
    }
    case 'record':
      return def.keyType.def.type === 'string' && !def.keyType.def.checks ? recordOf(quickShape(def.valueType)) : no
    case 'object':
      return def.catchall?.def.type === 'never' && !def.checks ? objectOf(def.shape) : no
    default:
      return no
  }
}

const no: QuickShape = () => false

type Definition = { readonly checks?: readonly Check[] } & (
  | { readonly type: 'unknown' | 'string' }
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
    }
  }
}

function withChecks({ checks = [] }: Pick<Definition, 'checks'>, kind: QuickShape): QuickShape {
  const all = checks.map(quickCheck)
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
    default:
      return no
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function recordOf(member: QuickShape): QuickShape {
  return (value) => {
    if (!isObject(value)) return false
    for (const key of Object.keys(value)) if (!member(value[key])) return false
    return true
  }
}

function objectOf(shape: Readonly<Record<string, z.ZodType>>): QuickShape {
  const members = new Map(
    Object.entries(shape).map(([key, schema]) => {
      const isOptional = schema.def.type === 'optional'
      return [key, { isOptional, has: quickShape(schema) }] as const
    }),
  )
  const needed = [...members.values()].filter(({ isOptional }) => !isOptional).length
  return (value) => {
    if (!isObject(value)) return false
    let found = 0
    for (const key of Object.keys(value)) {
      const member = members.get(key)
      if (!member?.has(value[key])) return false
      if (!member.isOptional) found++
    }
    return found === needed
  }
}
