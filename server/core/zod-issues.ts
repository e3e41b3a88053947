import type { z } from 'zod'
import { pathText, type Issue } from './issue.ts'
import { MAX_ISSUES, shorten } from './plain-json.ts'

type ZodIssue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/**
 * Turns what zod found into Issues with Chinese sentences. Of a union, the alternative that the input comes nearest to
 * speaks; no more than anyone reads. `input` is the value that was parsed, read here to say what stands there now.
 */
export function issuesFromZod(error: z.core.$ZodError, input: unknown): Issue[] {
  const issues: Issue[] = []
  for (const issue of error.issues) {
    if (issues.length >= MAX_ISSUES) break
    issues.push(...translate(issue, [], input).slice(0, MAX_ISSUES))
  }
  return issues
}

function translate(issue: ZodIssue, base: Path, input: unknown): Issue[] {
  const path = [...base, ...issue.path]
  const found = valueAt(input, path)
  if (issue.code === 'invalid_union') return translateUnion(issue, path, input)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      fault([...path, key], 'unknown_key', `不认识“${shorten(key)}”这一项，请核对名称或删去。`),
    )
  if (issue.code === 'invalid_key')
    return [fault(path, 'invalid_key', `名称“${shorten(String(path.at(-1)))}”不符合要求，请换一个。`)]
  if (found === undefined) return [fault(path, 'required', `缺少“${String(path.at(-1) ?? '内容')}”，请补上。`)]
  const now = issue.code === 'too_small' || issue.code === 'too_big' ? shownAmount(found) : `，现在是${show(found)}`
  return [fault(path, issue.code, `${subject(path)}${describe(issue, found)}${now}，请改正。`)]
}

function translateUnion(issue: Extract<ZodIssue, { code: 'invalid_union' }>, path: Path, input: unknown): Issue[] {
  if ('options' in issue && Array.isArray(issue.options)) {
    const found = valueAt(input, path)
    const name = String(path.at(-1))
    const options = issue.options.map(String).join('、')
    if (found === undefined) return [fault(path, 'required', `缺少“${name}”，请从 ${options} 中选一个。`)]
    return [fault(path, 'invalid_value', `“${name}”应为 ${options} 之一，现在是${show(found)}，请改正。`)]
  }
  const found = valueAt(input, path)
  if (found === undefined) return [fault(path, 'required', `缺少“${String(path.at(-1) ?? '内容')}”，请补上。`)]
  const branches = [...issue.errors].sort((left, right) => misfit(left) - misfit(right))
  const [nearest, second] = branches
  const oneKind = second === undefined || misfit(nearest ?? []) < misfit(second)
  if (nearest && nearest.length > 0 && oneKind && misfit(nearest) < WRONG_KIND)
    return nearest.flatMap((inner) => translate(inner, path, input))
  const kinds = [...new Set(issue.errors.flatMap((branch) => branch.flatMap((inner) => kindsOf(inner))))]
  return [fault(path, 'invalid_type', `${subject(path)}应为${kinds.join('或')}，现在是${show(found)}，请改正。`)]
}

const WRONG_KIND = 1000

/** How far an alternative is from the input: the wrong kind of value is far, a wrong member is near. */
function misfit(branch: readonly ZodIssue[]): number {
  return branch.reduce((sum, issue) => {
    if (issue.path.length > 0) return sum + (issue.code === 'invalid_value' ? 3 : 2)
    if (issue.code === 'invalid_type') return sum + WRONG_KIND
    if (issue.code === 'invalid_value') return sum + WRONG_KIND / 2
    if (issue.code === 'invalid_union') return sum + Math.min(...issue.errors.map(misfit), WRONG_KIND)
    return sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1)
  }, 0)
}

function kindsOf(issue: ZodIssue): string[] {
  if (issue.code === 'invalid_type') return [kindName(issue.expected)]
  if (issue.code === 'invalid_value') return issue.values.map((value) => `“${String(value)}”`)
  if (issue.code === 'invalid_union') return issue.errors.flatMap((branch) => branch.flatMap(kindsOf))
  return []
}

/** “points” for a member, 这里 for an item of a list or the whole. */
function subject(path: Path): string {
  const last = path.at(-1)
  return typeof last === 'string' ? `“${shorten(last)}”` : '这里'
}

function describe(issue: ZodIssue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `应为${kindName(issue.expected)}`
    case 'invalid_value':
      return issue.values.length === 1
        ? `只能写 ${String(issue.values[0])}`
        : `应为 ${issue.values.map(String).join('、')} 之一`
    case 'too_small':
      return describeBound(
        issue.origin,
        `${issue.inclusive ? '不小于' : '大于'} ${issue.minimum}`,
        issue.minimum,
        found,
      )
    case 'too_big':
      return describeBound(
        issue.origin,
        `${issue.inclusive ? '不大于' : '小于'} ${issue.maximum}`,
        issue.maximum,
        found,
      )
    case 'invalid_format':
      return issue.format === 'date' ? '应为真实的日期，写成 2024-12-31 这样' : '写法不符合要求'
    default:
      return '不符合要求'
  }
}

function describeBound(origin: string, bound: string, limit: number | bigint, found: unknown): string {
  if (origin === 'string') return found === '' ? '不能是空的' : `最多 ${limit} 个字符`
  if (origin === 'array') return Array.isArray(found) && found.length === 0 ? '至少要有一项' : `最多 ${limit} 项`
  return `应${bound}`
}

/** What is too small or too big: the number itself, or how long the list or text is. */
function shownAmount(found: unknown): string {
  if (typeof found === 'number') return `，现在是 ${found}`
  const length = Array.isArray(found) ? `${found.length} 项` : typeof found === 'string' ? `${found.length} 个` : ''
  return length.startsWith('0') || length === '' ? '' : `，现在有 ${length}`
}

function kindName(expected: string): string {
  const names: Record<string, string> = {
    string: '文本',
    number: '数',
    int: '整数',
    boolean: ' true 或 false ',
    array: '列表 […]',
    object: '对象 {…}',
    record: '对象 {…}',
    null: '空（null）',
  }
  return names[expected] ?? expected
}

/** What stands there, short enough for a sentence. */
export function show(value: unknown): string {
  if (value === null) return '空（null）'
  if (typeof value === 'string') return `“${shorten(value)}”`
  if (Array.isArray(value)) return '列表'
  if (typeof value === 'object') return '对象'
  return ` ${String(value)}`
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  )
}

function fault(path: Path, code: string, message: string): Issue {
  return { path: pathText(path), code, message }
}
