import { pointerOf, type PatchOperation } from '../json-patch.ts'
import type { Issue } from '../issue.ts'
import { nearestName } from '../nearest.ts'
import type { JsonValue } from '../plain-json.ts'
import { OPERATORS } from '../rule-set.ts'
import type { LintFinding, LintFix } from './finding.ts'

type Path = readonly (string | number)[]

/** What `parseRuleSet` says of a file it refuses, as findings; a fix where one change is the obvious one. */
export function refusals(issues: readonly Issue[], document: JsonValue): LintFinding[] {
  return issues.map(({ code, path, message }) => {
    const place = placeOf(path)
    return {
      code,
      severity: 'error',
      path,
      indicator: indicatorAt(document, place),
      message,
      fix: fixOf(code, place, document),
    }
  })
}

/** `indicators[2].points` → `['indicators', 2, 'points']`. */
function placeOf(path: string): Path {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/gu)].map(([, index, key]) =>
    index === undefined ? (key as string) : Number(index),
  )
}

function valueAt(document: JsonValue, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = document
  for (const part of path) {
    if (Array.isArray(value) && typeof part === 'number') value = value[part]
    else if (isObject(value) && typeof part === 'string' && Object.hasOwn(value, part)) value = value[part]
    else return undefined
  }
  return value
}

const isObject = (value: JsonValue | undefined): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The innermost indicator a place lies in. */
function indicatorAt(document: JsonValue, path: Path): string | null {
  for (let length = path.length; length >= 2; length--) {
    const list = path[length - 2]
    if (list !== 'indicators' && list !== 'children') continue
    const node = valueAt(document, path.slice(0, length))
    return isObject(node) && typeof node['id'] === 'string' ? node['id'] : null
  }
  return null
}

const UNKNOWN: ReadonlySet<string> = new Set([
  'unknown_fact',
  'unknown_field',
  'unknown_indicator',
  'unknown_grade',
  'unknown_operator',
])

function fixOf(code: string, path: Path, document: JsonValue): LintFix | null {
  const value = valueAt(document, path)
  if (value === undefined || path.length === 0) return null
  const at = pointerOf(path)
  if (code === 'unknown_key' || (code === 'band_ends' && typeof value === 'number'))
    return { label: `删去“${String(path.at(-1))}”`, patch: [{ op: 'remove', path: at }] }
  if (code === 'grade_order') return sorted(path, document)
  if (code === 'id_repeated') return another(path, document)
  if (!UNKNOWN.has(code) || typeof value !== 'string' || path.at(-1) === 'formula') return null
  const near = nearestName(value, namesFor(code, path, document))
  return near === null ? null : { label: `改为“${near}”`, patch: [{ op: 'replace', path: at, value: near }] }
}

/** Names that may stand at a place, by what is unknown there. */
function namesFor(code: string, path: Path, document: JsonValue): string[] {
  if (code === 'unknown_operator') return [...OPERATORS]
  if (code === 'unknown_grade') return idsOf(valueAt(document, ['grades']), 'name')
  if (code === 'unknown_indicator') return indicatorIds(valueAt(document, ['indicators']))
  const facts = valueAt(document, ['facts'])
  const fields = listsAround(path, document).flatMap((list) => {
    const fact = Array.isArray(facts) ? facts.find((one) => isObject(one) && one['id'] === list) : undefined
    return isObject(fact) ? idsOf(fact['fields'], 'id') : []
  })
  return code === 'unknown_field' ? fields : [...fields, ...idsOf(facts, 'id')]
}

/** Lists whose rows are read at a place: of `each`, and of a count. */
function listsAround(path: Path, document: JsonValue): JsonValue[] {
  return path.flatMap((_, length) => {
    const node = valueAt(document, path.slice(0, length))
    if (!isObject(node)) return []
    const each = node['each']
    return [node['list'], isObject(each) ? each['list'] : undefined].filter((list) => list !== undefined)
  })
}

const idsOf = (list: JsonValue | undefined, key: string): string[] =>
  (Array.isArray(list) ? list : []).flatMap((one) => {
    const id = isObject(one) ? one[key] : undefined
    return typeof id === 'string' ? [id] : []
  })

function indicatorIds(list: JsonValue | undefined): string[] {
  const inner = (Array.isArray(list) ? list : []).flatMap((one) => (isObject(one) ? indicatorIds(one['children']) : []))
  return [...idsOf(list, 'id'), ...inner]
}

function sorted(path: Path, document: JsonValue): LintFix | null {
  const grades = valueAt(document, ['grades'])
  if (path[0] !== 'grades' || !Array.isArray(grades)) return null
  const from = (grade: JsonValue): number => (isObject(grade) ? Number(grade['from']) : NaN)
  const order = [...grades].sort((a, b) => from(b) - from(a))
  if (new Set(order.map(from)).size < order.length) return null
  return { label: '从高到低排列', patch: [{ op: 'replace', path: '/grades', value: order }] }
}

/** A second fact or column just like the first goes; anything else that nothing reads gets a name of its own. */
function another(path: Path, document: JsonValue): LintFix | null {
  const id = valueAt(document, path)
  const holder = path.slice(0, -1)
  const list = valueAt(document, holder.slice(0, -1))
  if (typeof id !== 'string' || !Array.isArray(list)) return null
  const key = String(path.at(-1))
  if (path[0] === 'facts') {
    const first = list.find((one) => isObject(one) && one[key] === id)
    const same = JSON.stringify(first) === JSON.stringify(valueAt(document, holder))
    return same ? { label: `删去重复的“${id}”`, patch: [{ op: 'remove', path: pointerOf(holder) }] } : null
  }
  const text = JSON.stringify(document)
  let number = 2
  while (text.includes(JSON.stringify(`${id}${number}`))) number++
  const patch: PatchOperation[] = [{ op: 'replace', path: pointerOf(path), value: `${id}${number}` }]
  return { label: `改为“${id}${number}”`, patch }
}
