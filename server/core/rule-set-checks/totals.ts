import type { CheckContext } from './context.ts'
import { unique } from './ids.ts'

/** What stands on the rule set itself: grades from the best down, an order of dates, each check once. */
export function checkTotals(context: CheckContext): void {
  const { grades = [], effective, checks = [] } = context.ruleSet
  unique(
    '等级',
    grades.map(({ name }, index) => ({ id: name, path: ['grades', index, 'name'] })),
    context,
    '名称',
  )
  grades.forEach(({ name, from }, index) => {
    const above = grades[index - 1]
    if (above && from >= above.from)
      context.fault(
        ['grades', index, 'from'],
        'grade_order',
        `等级要从高到低写：“${name}”的 ${from} 应小于“${above.name}”的 ${above.from}，请改正。`,
      )
  })
  if (effective?.to !== undefined && effective.to < effective.from)
    context.fault(['effective', 'to'], 'effective', `失效日期 ${effective.to} 早于生效日期 ${effective.from}，请改正。`)
  unique(
    '核对规则',
    checks.map(({ code }, index) => ({ id: code, path: ['checks', index, 'code'] })),
    context,
    ' code',
  )
}
