import type { Criterion, FieldDefinition, Indicator, RuleSet } from '../rule-set.ts'

/** Which field of a list says what of an own indicator; null: the list has no such field. */
export interface Columns {
  readonly list: string
  readonly fields: readonly FieldDefinition[]
  readonly name: string | null
  /** null: points are shared out evenly, no row states its own. */
  readonly points: string | null
  readonly target: string | null
  readonly actual: string | null
  /** A field, or the direction itself. */
  readonly direction: string | null
  readonly level: string | null
  readonly unit: string | null
  readonly group: string | null
  readonly level2: string | null
  readonly reason: string | null
  /** 指标值 and 完成值 as printed, where the form has them as text. */
  readonly targetText: string | null
  readonly actualText: string | null
}

/** Reads the columns of a leaf that is scored row by row: those its criterion names, the others by their labels. */
export function columnsOf(ruleSet: RuleSet, indicator: Indicator): Columns | null {
  const { each } = indicator
  if (!each) return null
  const fields = ruleSet.facts.find(({ id }) => id === each.list)?.fields ?? []
  const labelled = (label: RegExp, type?: string): string | null =>
    fields.find((field) => label.test(field.label ?? '') && (type === undefined || field.type === type))?.id ?? null
  const attainment = criterion(indicator, 'attainment')
  const level = criterion(indicator, 'level')
  const target = attainment?.target
  return {
    list: each.list,
    fields,
    name: each.label ?? labelled(/^(?:指标)?名称$|^指标名称/u),
    points: each.points === 'even' ? null : each.points,
    target: typeof target === 'string' ? target : null,
    actual: attainment?.actual ?? null,
    direction: attainment?.direction ?? null,
    level: level?.level ?? null,
    unit: labelled(/^计量单位$/u),
    group: labelled(/^一级指标$/u),
    level2: labelled(/^二级指标$/u),
    reason: attainment?.overAchievement?.reason ?? labelled(/偏差原因|原因/u, 'text'),
    targetText: labelled(/指标值|目标值/u, 'text'),
    actualText: labelled(/完成值|实际值/u, 'text'),
  }
}

export function criteriaOf({ scoring }: Indicator): readonly Criterion[] {
  return scoring === undefined ? [] : Array.isArray(scoring) ? scoring : [scoring]
}

function criterion<M extends Criterion['method']>(
  indicator: Indicator,
  method: M,
): Extract<Criterion, { method: M }> | undefined {
  return criteriaOf(indicator).find((one) => one.method === method) as Extract<Criterion, { method: M }> | undefined
}
