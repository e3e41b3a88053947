import type { Condition, Criterion, Indicator } from '../../../server/core/rule-set.ts'

/**
 * What a leaf's rules say, less the names of facts and items: two leaves of the same shape give the same points for the
 * same state of things.
 */
export function shapeOf(leaf: Indicator): unknown {
  const scoring = leaf.scoring === undefined ? [] : Array.isArray(leaf.scoring) ? leaf.scoring : [leaf.scoring]
  const { points = null, clause = '' } = leaf
  return plain({
    scoring: scoring.map((criterion) => criterionShape(criterion, points, leaf.each !== undefined, clause)),
    each: leaf.each?.points,
    deductions: leaf.deductions?.map(({ event: { params } }) => params.points ?? params.share ?? params.formula),
    evidence: leaf.evidence?.required ? leaf.evidence.without : undefined,
    notApplicable: leaf.notApplicable,
  })
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function criterionShape(criterion: Criterion, points: number | null, rows: boolean, clause: string): unknown {
  const when = criterion.when && conditionShape(criterion.when)
  switch (criterion.method) {
    case 'full':
      return { method: 'full', when }
    case 'ratio': {
      const { target = 1, start = 0, zeroBelow, zeroAbove } = criterion
      // below the start nothing is earned anyway
      return {
        method: 'ratio',
        when,
        target: typeof target === 'string' ? 'fact' : target,
        start,
        zeroBelow: zeroBelow === start ? undefined : zeroBelow,
        zeroAbove,
      }
    }
    case 'attainment': {
      const { direction, equal, overAchievement: over } = criterion
      // a row's own direction covers a fixed one
      const way = rows ? 'row' : { direction, equal: direction === '=' ? equal : undefined }
      return { method: 'attainment', when, way, over: over && { above: over.above, effect: over.effect } }
    }
    case 'bands':
      return { method: 'bands', when, bands: criterion.bands.map(({ label: _, ...band }) => sorted(band)).sort(byText) }
    case 'steps': {
      const { start, side, step, points: each, whole = 'prorata', zeroBelow, zeroAbove } = criterion
      return { method: 'steps', when, start, side, step, points: each, whole, zeroBelow, zeroAbove }
    }
    case 'count': {
      const { points: each, effect = 'deduct', max } = criterion
      return { method: 'count', points: each, effect, max: max === points ? undefined : max }
    }
    case 'checklist':
      return {
        method: 'checklist',
        items: criterion.items.map(({ points: each, expect = true }) => ({ points: each, expect })),
      }
    case 'level':
      return {
        method: 'level',
        levels: criterion.levels.map(({ name, ...bounds }) =>
          sorted({ ...bounds, name: clause.includes(name) ? name : undefined }),
        ),
      }
    case 'cases':
      return {
        method: 'cases',
        cases: criterion.cases.map(({ when: one, points: each }) => ({ when: conditionShape(one), points: each })),
        otherwise: criterion.otherwise,
      }
  }
}

const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

function conditionShape(condition: Condition): unknown {
  if ('all' in condition) return { all: condition.all.map(conditionShape) }
  if ('any' in condition) return { any: condition.any.map(conditionShape) }
  if ('not' in condition) return { not: conditionShape(condition.not) }
  return {
    operator: condition.operator,
    value: typeof condition.value === 'object' && 'fact' in condition.value ? 'fact' : condition.value,
  }
}
