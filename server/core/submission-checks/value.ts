import type { FaultList } from '../fault-list.ts'
import { checkNumber, fitsDecimals, parseNumber } from '../number.ts'
import type { JsonValue } from '../plain-json.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import { dayNumber } from '../value.ts'
import { show } from '../zod-issues.ts'

export type Definition = FactDefinition | FieldDefinition
type Scalar = null | boolean | number | string

/** Whether a value says nothing: 未填, which is not zero and not 否. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
}

/**
 * Reads one bare value by its fact's definition: a number from text as people type it, 是/否, a choice within its options,
 * a real date. Without a definition (or without its type) any scalar stays as it is; blank text is `null`.
 * @returns the normalised value; what does not fit is added to `faults` and read as `null`.
 */
export function readValue(
  value: JsonValue,
  definition: Definition | undefined,
  path: readonly PropertyKey[],
  faults: FaultList,
): Scalar | Scalar[] {
  if (isBlank(value)) return null
  switch (definition?.type) {
    case 'number':
      return readNumber(value, definition, path, faults)
    case 'boolean':
      return readBoolean(value) ?? refuse({ code: 'boolean', should: '填是或否' }, value, definition, path, faults)
    case 'date':
      return typeof value === 'string' && dayNumber(value) !== null
        ? value
        : refuse({ code: 'date', should: '为真实的日期，写成 2024-12-31 这样' }, value, definition, path, faults)
    case 'text':
      if (typeof value === 'string') return value
      faults.add(path, 'text', `${nameOf(definition)}应为文本，现在是${show(value)}，请加引号写成文本。`)
      return null
    case 'choice':
      return readChoice(value, definition, path, faults)
    case 'list':
      return refuse({ code: 'list', should: '为列表，一行一项' }, value, definition, path, faults)
    default:
      if (isScalar(value) || (Array.isArray(value) && value.every(isScalar))) return value
      return refuse({ code: 'value', should: '为数、文本、是否或它们的列表' }, value, definition, path, faults)
  }
}

function refuse(
  { code, should }: { readonly code: string; readonly should: string },
  value: JsonValue,
  definition: Definition | undefined,
  path: readonly PropertyKey[],
  faults: FaultList,
): null {
  faults.add(path, code, `${nameOf(definition)}应${should}，现在是${show(value)}，请改正。`)
  return null
}

/** What a sentence calls the place of a value. */
export const nameOf = (definition: Definition | undefined): string =>
  definition?.label ? `“${definition.label}”` : '这里'

export function isScalar(value: JsonValue): value is Scalar {
  return value === null || typeof value !== 'object'
}

function readNumber(
  value: JsonValue,
  definition: Definition,
  path: readonly PropertyKey[],
  faults: FaultList,
): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') {
    faults.add(path, 'number', `${nameOf(definition)}应为数，现在是${show(value)}，请改正。`)
    return null
  }
  const { min, max } = definition
  if (
    typeof value === 'number' &&
    fitsDecimals(value, definition) &&
    !(value < (min ?? value)) &&
    !(value > (max ?? value))
  )
    return value
  const read = typeof value === 'number' ? checkNumber(value, definition) : parseNumber(value, definition)
  if (!read.ok) {
    faults.addAll(path, read.issues)
    return null
  }
  if (read.value !== null && min !== undefined && read.value < min)
    faults.add(path, 'number_min', `${nameOf(definition)}不能小于 ${min}，现在是 ${read.value}，请核对。`)
  if (read.value !== null && max !== undefined && read.value > max)
    faults.add(path, 'number_max', `${nameOf(definition)}不能大于 ${max}，现在是 ${read.value}，请核对。`)
  return read.value
}

function readBoolean(value: JsonValue): boolean | null {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text === '是' ? true : text === '否' ? false : null
}

function readChoice(
  value: JsonValue,
  definition: Definition,
  path: readonly PropertyKey[],
  faults: FaultList,
): string | string[] | null {
  const options = definition.options
  if (typeof value === 'string' && options?.includes(value) && value === value.trim()) return value
  const chosen = Array.isArray(value) ? value : [value]
  const texts: string[] = []
  chosen.forEach((item, index) => {
    const at = Array.isArray(value) ? [...path, index] : path
    const text = typeof item === 'string' ? item.trim() : null
    if (text !== null && (options === undefined || options.includes(text))) texts.push(text)
    else faults.add(at, 'choice', `这里应从 ${options?.join('、') ?? '文本'} 中选，现在是${show(item)}，请改正。`)
  })
  if (texts.length !== chosen.length) return null
  if (new Set(texts).size < texts.length) faults.add(path, 'choice', '同一个选项选了两次，请只留一个。')
  return Array.isArray(value) ? texts : (texts[0] ?? null)
}
