import './without-compiling.ts'
import { parseJson } from '../../../server/core/json-text.ts'
import { parsed, refused, type Parsed } from '../../../server/core/issue.ts'
import { indicatorSchema, type Indicator } from '../../../server/core/rule-set.ts'
import { issuesFromZod } from '../../../server/core/zod-issues.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'

/** The indicator as its file has it, less the indicators below it. */
export function textOf(indicator: Indicator): string {
  const { children: _, ...own } = indicator
  return JSON.stringify(own, null, 2)
}

/**
 * Reads what somebody wrote, as strictly as the file is read: its text, its members and their kinds. What stands below
 * the indicator stays. Whether it makes sense (facts exist, bands meet) is for the checks to say.
 * @returns the indicator, or every fault with its place
 */
export function readIndicator(text: string, before: Indicator): Parsed<Indicator> {
  const json = parseJson(text)
  if (!json.ok) return json
  const { children } = before
  const own = typeof json.value === 'object' && json.value !== null ? json.value : {}
  const whole = children ? { ...own, children } : json.value
  const shape = indicatorSchema.safeParse(whole)
  if (!shape.success) return refused(issuesFromZod(shape.error, whole as never))
  const { id } = shape.data
  if (id !== before.id) return refused([{ path: 'id', code: 'id', message: criterionWords.json.sameId(before.id) }])
  const leaf = shape.data.scoring !== undefined
  if (!children && shape.data.children) return parsed(shape.data)
  if (children ? leaf : !leaf)
    return refused([{ path: 'scoring', code: 'scoring', message: criterionWords.json[children ? 'block' : 'leaf'] }])
  return parsed(shape.data)
}
