import type { Indicator } from '../rule-set.ts'
import { finding, named, type Place } from './context.ts'
import type { Lint, LintFinding } from './finding.ts'

interface Labelled {
  readonly label?: string | undefined
  readonly path: Place
  readonly indicator?: Indicator | undefined
}

/** 名称：同一级的指标、数据项、栏目、检查项各有各的名称。 */
export const labels: Lint = ({ ruleSet, places, leaves }) => {
  const siblings = new Map<unknown, Labelled[]>()
  for (const { indicator, path, parent } of places)
    siblings.set(parent, [...(siblings.get(parent) ?? []), { label: indicator.label, path: path as Place, indicator }])
  const facts = ruleSet.facts.map(({ label }, index) => ({ label, path: ['facts', index] }))
  const fields = ruleSet.facts.map(({ fields: all = [] }, index) =>
    all.map(({ label }, at) => ({ label, path: ['facts', index, 'fields', at] })),
  )
  const items = leaves.flatMap(({ indicator, criteria }) =>
    criteria.map(({ criterion, path }) =>
      criterion.method === 'checklist'
        ? criterion.items.map(({ label }, at) => ({ label, path: [...path, 'items', at], indicator }))
        : [],
    ),
  )
  return [
    ...[...siblings.values()].flatMap((all) => repeated('同一级有两个指标', all)),
    ...repeated('有两个数据项', facts),
    ...fields.flatMap((all) => repeated('同一张清单有两个栏目', all)),
    ...items.flatMap((all) => repeated('有两个检查项', all)),
  ]
}

function repeated(what: string, all: readonly Labelled[]): LintFinding[] {
  const seen = new Set<string>()
  return all.flatMap(({ label, path, indicator }) => {
    const name = label?.trim() ?? ''
    const again = name !== '' && seen.has(name)
    seen.add(name)
    if (!again) return []
    return [
      finding({
        code: 'label_repeated',
        severity: 'warning',
        path: [...path, 'label'],
        indicator,
        message: `${what}都叫${named({ id: name })}，填报和说明里分不清，请改成不同的名称。`,
      }),
    ]
  })
}
