import { applyPatch as apply } from 'rfc6902'
import { toPlainJson, type JsonValue } from './plain-json.ts'

/** A change to a JSON document after RFC 6902: `add`, `remove`, `replace` or `move`, with JSON Pointer paths. */
export type PatchOperation =
  | { op: 'add' | 'replace'; path: string; value: JsonValue }
  | { op: 'remove'; path: string }
  | { op: 'move'; from: string; path: string }

/** A patch that does not fit its document; the message names the operation and its place. */
export class JsonPatchError extends Error {}

/** `['indicators', 0, 'points']` → `/indicators/0/points`. */
export const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const FORBIDDEN = /(^|\/)(__proto__|constructor|prototype)(\/|$)/

/**
 * Applies operations in their order to a copy of a JSON document; the document stays as it is.
 * @throws JsonPatchError at the first operation that does not fit (a place that is not there), or that names a property
 *   every object has.
 */
export function applyPatch<T>(document: T, operations: readonly PatchOperation[]): unknown {
  const copy: unknown = structuredClone(document)
  const holder = { root: copy }
  operations.forEach((operation, index) => {
    const refuse = (): never => {
      throw new JsonPatchError(`第 ${index + 1} 步修改（${operation.op} ${operation.path}）与内容不符，请核对位置`)
    }
    const places = 'from' in operation ? [operation.path, operation.from] : [operation.path]
    if (places.some((place) => FORBIDDEN.test(place))) refuse()
    if ('value' in operation && !toPlainJson(operation.value).ok) refuse()
    const under = (path: string): string => `/root${path}`
    const [error] = apply(holder, [
      {
        ...structuredClone(operation),
        path: under(operation.path),
        ...('from' in operation ? { from: under(operation.from) } : {}),
      } as Parameters<typeof apply>[1][number],
    ])
    if (error) refuse()
  })
  return holder.root
}
