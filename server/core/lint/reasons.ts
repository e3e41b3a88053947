import { finding, named, type Place } from './context.ts'
import type { Lint } from './finding.ts'

/** 理由：扣分和总分规则都说得出为什么，否则说明里只有条件本身。 */
export const reasons: Lint = ({ ruleSet, leaves }) => [
  ...leaves.flatMap(({ indicator, path }) =>
    (indicator.deductions ?? []).flatMap(({ event: { params } }, index) =>
      params.reason?.trim()
        ? []
        : [missing([...path, 'deductions', index], `${named(indicator)}的第 ${index + 1} 条扣分规则`, indicator)],
    ),
  ),
  ...(ruleSet.overrides ?? []).flatMap(({ event }, index) =>
    event.params?.reason?.trim() ? [] : [missing(['overrides', index], `第 ${index + 1} 条总分规则`)],
  ),
]

const missing = (path: Place, which: string, indicator?: Parameters<typeof finding>[0]['indicator']) =>
  finding({
    code: 'reason_missing',
    severity: 'warning',
    path,
    indicator,
    message: `${which}没有写“reason”（理由），被扣分的单位只看得到条件，请补上。`,
  })
