import type { CheckContext, Path } from './context.ts'
import { PERIOD } from './period.ts'

/** `/` parts a leaf from its row and an indicator from its rule, `:` and `#` mark reserved facts. */
const RESERVED_SIGNS = /[/:#]/u

/** Ids and names are unique where they are read, and free of the signs that have a meaning of their own. */
export function checkIds(context: CheckContext): void {
  const { facts, findings, overrides, monitoring } = context.ruleSet
  const factIds = facts.map((fact, index) => ({ id: fact.id, path: ['facts', index, 'id'] }))
  unique('数据项', factIds, context)
  plain('数据项', factIds, context)
  for (const { id, path } of factIds)
    if (id === PERIOD) context.fault(path, 'id_reserved', `“${PERIOD}”是保留的数据项（监控的月份），请换一个 id。`)

  facts.forEach((fact, index) => {
    const fields = (fact.fields ?? []).map(({ id }, at) => ({ id, path: ['facts', index, 'fields', at, 'id'] }))
    unique('栏目', fields, context)
    plain('栏目', fields, context)
  })

  const indicatorIds = context.places.map(({ indicator, path }) => ({ id: indicator.id, path: [...path, 'id'] }))
  unique('指标', indicatorIds, context)
  plain('指标', indicatorIds, context)
  unique(
    '评审发现',
    (findings ?? []).map(({ id }, index) => ({ id, path: ['findings', index, 'id'] })),
    context,
  )

  const deductions = context.places.flatMap(({ indicator, path }) =>
    (indicator.deductions ?? []).map(({ name }, index) => ({ id: name, path: [...path, 'deductions', index, 'name'] })),
  )
  const onTotal = (overrides ?? []).map(({ name }, index) => ({ id: name, path: ['overrides', index, 'name'] }))
  const warnings = (monitoring ?? []).map(({ name }, index) => ({ id: name, path: ['monitoring', index, 'name'] }))
  unique('规则', [...deductions, ...onTotal, ...warnings], context, '名称')
}

interface Placed {
  readonly id: string
  readonly path: Path
}

/** Reports each id that stood before. */
export function unique(kind: string, placed: readonly Placed[], context: CheckContext, word = ' id'): void {
  const seen = new Set<string>()
  for (const { id, path } of placed) {
    if (seen.has(id)) context.fault(path, 'id_repeated', `${kind}的${word}“${id}”用了两次，请改成不同的。`)
    seen.add(id)
  }
}

function plain(kind: string, placed: readonly Placed[], context: CheckContext): void {
  for (const { id, path } of placed)
    if (RESERVED_SIGNS.test(id) || id.trim() !== id)
      context.fault(path, 'id_sign', `${kind}的 id“${id}”里不能有 / : # 或首尾空格，请改掉。`)
}
