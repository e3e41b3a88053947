import type { Band, Criterion, Deduction, FieldDefinition, Operand } from '../../server/core/rule-set.ts'
import { drawGroup, gridValue, innerValue } from './arbitrary-conditions.ts'
import { LEVELS, type Sight, type World } from './arbitrary-facts.ts'
import type { Draw } from './draw.ts'

/** An amount from 0 to `of` in steps of a hundredth, often a round part of it. */
function amount(draw: Draw, of: number): number {
  const hundredths = Math.round(of * 100)
  const part = draw.weighted([
    [3, 0],
    [3, 1],
    [3, 2],
    [1, 3],
  ])
  if (part === 0) return Math.round(hundredths / 2) / 100
  if (part === 1) return of
  if (part === 2) return draw.int(0, hundredths) / 100
  return 0
}
const positive = (draw: Draw, of: number): number => amount(draw, of) || 0.5

/** A threshold on a fact: a constant on its grid, noted, so that submissions hit it. */
function threshold(draw: Draw, world: World, fact: FieldDefinition): number {
  const value = gridValue(draw, fact)
  world.note(fact.id, value)
  return value
}

function limits(draw: Draw, world: World, fact: FieldDefinition): { zeroBelow?: number; zeroAbove?: number } {
  return {
    ...(draw.chance(20) ? { zeroBelow: threshold(draw, world, fact) } : {}),
    ...(draw.chance(15) ? { zeroAbove: threshold(draw, world, fact) } : {}),
  }
}

function ratio(draw: Draw, world: World, sight: Sight): Criterion {
  const value = draw.pick(sight.numbers)
  const start = draw.chance(25) ? threshold(draw, world, value) : undefined
  let target: Operand = threshold(draw, world, value)
  if (start === undefined && target <= 0) target = 1
  if (start !== undefined && target <= start) target = start + 1
  if (start === undefined && draw.chance(20)) {
    target = draw.pick(
      sight.numbers
        .filter(({ min = -1 }) => min > 0)
        .map(({ id }) => id)
        .concat('n5'),
    )
  }
  return {
    method: 'ratio',
    value: value.id,
    target,
    ...(start === undefined ? {} : { start }),
    ...limits(draw, world, value),
  }
}

function attainment(draw: Draw, world: World, sight: Sight): Criterion {
  const actual = draw.pick(sight.numbers)
  const target: Operand = draw.chance(40) ? draw.pick(sight.numbers).id : threshold(draw, world, actual)
  const direction = draw.chance(30) ? draw.pick(sight.directions).id : draw.pick(['>=', '<=', '='])
  const windowed = typeof target === 'number' && target > 0 && draw.chance(25)
  return {
    method: 'attainment',
    actual: actual.id,
    target,
    direction,
    ...(draw.chance(50) ? { equal: draw.pick(['exact', 'deviation'] as const) } : {}),
    ...(windowed ? { zeroBelow: draw.pick([0.5, 0.7]), zeroAbove: draw.pick([1.3, 2]) } : {}),
    ...(direction === '>=' && typeof target === 'number' && target > 0 && draw.chance(15)
      ? {
          overAchievement: draw.pick([
            { above: 1.5, effect: 'zero' as const },
            { above: 1.5, effect: 'explain' as const, reason: 't1' },
          ]),
        }
      : {}),
  }
}

function bands(draw: Draw, world: World, sight: Sight, of: number): Criterion {
  const sensible = world.readOnce
  // of declared limits alone is it known which values there are
  const value = draw.pick(sensible ? sight.numbers.filter(({ max }) => max !== undefined) : sight.numbers)
  const cut = (): number => (sensible ? innerValue(draw, value) : threshold(draw, world, value))
  const cuts = [...new Set(draw.list(1, 4, cut))].sort((a, b) => b - a)
  const inclusive = draw.chance(60)
  const all: Band[] = cuts.map((cut, index) => {
    const upper = cuts[index - 1]
    const lower = inclusive ? { from: cut } : { above: cut }
    const top = upper === undefined ? {} : inclusive ? { below: upper } : { to: upper }
    const slope = upper !== undefined && draw.chance(20) ? { pointsAtEnd: amount(draw, of) } : {}
    return { ...lower, ...top, points: amount(draw, of), ...slope }
  })
  const last = cuts.at(-1) ?? 0
  if (sensible || !draw.chance(8))
    all.push({ ...(inclusive ? { below: last } : { to: last }), points: amount(draw, of) })
  if (!sensible && draw.chance(20)) all.unshift({ is: draw.pick(cuts), points: amount(draw, of) })
  return { method: 'bands', value: value.id, bands: all }
}

function steps(draw: Draw, world: World, sight: Sight, of: number): Criterion {
  const value = draw.pick(sight.numbers)
  const start = threshold(draw, world, value)
  const step = draw.pick([0.01, 0.05, 0.5, 1, 3, 10])
  for (const whole of [1, 2, -1, -2]) world.note(value.id, Number((start + whole * step).toPrecision(10)))
  return {
    method: 'steps',
    value: value.id,
    start: draw.chance(12) ? draw.pick(sight.numbers).id : start,
    side: draw.pick(['above', 'below'] as const),
    step,
    points: Math.max(0.05, Math.round(positive(draw, of) * 10) / 100),
    whole: draw.pick(['prorata', 'down', 'up'] as const),
    ...limits(draw, world, value),
  }
}

function count(draw: Draw, world: World, sight: Sight, of: number, row: (list: string) => Sight): Criterion {
  const wholes = sight.numbers.filter(({ decimals, min = -1 }) => decimals === 0 && min >= 0)
  const shape = {
    points: positive(draw, of),
    effect: draw.pick(['deduct', 'earn'] as const),
    ...(draw.chance(30) ? { max: positive(draw, of) } : {}),
  }
  if (wholes.length > 0 && draw.chance(50)) return { method: 'count', value: draw.pick(wholes).id, ...shape }
  const where = draw.chance(80) ? { where: drawGroup(draw, world, row('l1')) } : {}
  return { method: 'count', list: 'l1', ...where, ...shape }
}

function checklist(draw: Draw, sight: Sight, of: number): Criterion {
  const items = draw.list(1, 4, (index) => {
    const boolean = draw.chance(80)
    const fact = draw.pick(boolean ? sight.booleans : sight.choices)
    const expect = boolean ? (draw.chance(50) ? draw.pick([true, false]) : undefined) : draw.pick(fact.options ?? [])
    return { id: `i${index}`, fact: fact.id, points: amount(draw, of), ...(expect === undefined ? {} : { expect }) }
  })
  return { method: 'checklist', items }
}

function level(draw: Draw, world: World, inRow: boolean): Criterion {
  const [name, share] = inRow ? ['level', 'share'] : [world.id('lv'), world.id('sh')]
  if (!inRow) {
    world.facts.push({ id: name, type: 'choice', options: LEVELS, by: 'reviewer' })
    world.facts.push({ id: share, type: 'number', decimals: 2, min: 0, max: 1, by: 'reviewer' })
  }
  const middle = draw.pick([0.6, 0.5])
  for (const cut of [0.8, middle]) world.note(share, cut)
  return {
    method: 'level',
    level: name,
    share,
    levels: [
      { name: '达成', from: 0.8, to: 1 },
      { name: '部分达成', from: middle, below: 0.8 },
      { name: '未达成', from: 0, below: middle },
    ],
  }
}

function cases(draw: Draw, world: World, sight: Sight, of: number): Criterion {
  const all = draw.list(0, 3, () => ({ when: drawGroup(draw, world, sight), points: amount(draw, of) }))
  return { method: 'cases', cases: all, otherwise: amount(draw, of) }
}

export interface CriterionContext {
  readonly world: World
  readonly sight: Sight
  /** The scale amounts are written on. */
  readonly of: number
  readonly inRow: boolean
  readonly row: (list: string) => Sight
}

/** One criterion of any method. */
export function drawCriterion(draw: Draw, { world, sight, of, inRow, row }: CriterionContext): Criterion {
  const method = draw.weighted([
    [1, 'full'],
    [3, 'ratio'],
    [3, 'attainment'],
    [3, 'bands'],
    [3, 'steps'],
    [2, 'count'],
    [2, 'checklist'],
    [2, 'level'],
    [2, 'cases'],
  ] as const)
  switch (method) {
    case 'full':
      return { method }
    case 'ratio':
      return ratio(draw, world, sight)
    case 'attainment':
      return attainment(draw, world, sight)
    case 'bands':
      return bands(draw, world, sight, of)
    case 'steps':
      return steps(draw, world, sight, of)
    case 'count':
      return inRow ? cases(draw, world, sight, of) : count(draw, world, sight, of, row)
    case 'checklist':
      return checklist(draw, sight, of)
    case 'level':
      return level(draw, world, inRow)
    case 'cases':
      return cases(draw, world, sight, of)
  }
}

/** A criterion, or in one leaf of eight a list of them, each but perhaps the last with a `when`. */
export function drawScoring(draw: Draw, context: CriterionContext): Criterion | Criterion[] {
  if (!draw.chance(12)) return drawCriterion(draw, context)
  const { world, sight } = context
  const guarded = draw.list(1, 2, () => ({ ...drawCriterion(draw, context), when: drawGroup(draw, world, sight) }))
  return draw.chance(85) ? [...guarded, drawCriterion(draw, context)] : guarded
}

/** A deduction by points, share or formula. */
export function drawDeduction(draw: Draw, name: string, { world, sight, of }: CriterionContext): Deduction {
  const kind = draw.pick(['points', 'share', 'formula'] as const)
  const { id } = draw.pick(sight.numbers)
  const params = {
    points: { points: amount(draw, of) },
    share: { share: draw.int(0, 100) / 100 },
    formula: { formula: draw.pick([`abs(${id}) / 3`, `min(2, abs(${id}))`, `max(0, ${id}) * 0.05`]) },
  }[kind]
  return { name, conditions: drawGroup(draw, world, sight), event: { type: 'deduct', params } }
}
