import type { Comparison, Condition, FieldDefinition } from '../../server/core/rule-set.ts'
import type { Sight, World } from './arbitrary-facts.ts'
import type { Draw } from './draw.ts'

const orders = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'equal', 'notEqual'] as const

/** A value of a number fact on its own grid, written with its decimals. */
export function gridValue(draw: Draw, fact: FieldDefinition): number {
  const places = fact.decimals ?? 2
  const unit = 10 ** places
  const [min, max] = [fact.min ?? 0, fact.max ?? 3]
  const coarse = draw.chance(60) ? Math.max(1, Math.round(((max - min) * unit) / 10)) : 1
  const steps = Math.floor(((max - min) * unit) / coarse)
  return Number(`${Math.round(min * unit) + draw.int(0, steps) * coarse}e-${places}`)
}

function comparison(draw: Draw, world: World, sight: Sight): Comparison {
  const kind = draw.weighted([
    [5, 'number'],
    [3, 'boolean'],
    [2, 'choice'],
    [1, 'date'],
    [1, 'many'],
  ] as const)
  if (kind === 'number') {
    const fact = draw.pick(sight.numbers)
    const operator = draw.pick(orders)
    if (draw.chance(20)) return { fact: fact.id, operator, value: { fact: draw.pick(sight.numbers).id } }
    if (draw.chance(10)) {
      const value = draw.list(1, 3, () => gridValue(draw, fact))
      value.forEach((one) => world.note(fact.id, one))
      return { fact: fact.id, operator: draw.pick(['in', 'notIn'] as const), value }
    }
    const value = gridValue(draw, fact)
    world.note(fact.id, value)
    return { fact: fact.id, operator, value }
  }
  if (kind === 'boolean') {
    const operator = draw.pick(['equal', 'notEqual'] as const)
    return { fact: draw.pick(sight.booleans).id, operator, value: draw.pick([true, false]) }
  }
  if (kind === 'choice') {
    const fact = draw.pick(sight.choices)
    const options = fact.options ?? []
    if (draw.chance(40))
      return { fact: fact.id, operator: draw.pick(['in', 'notIn'] as const), value: options.slice(0, 2) }
    return { fact: fact.id, operator: draw.pick(['equal', 'notEqual'] as const), value: draw.pick(options) }
  }
  if (kind === 'date') {
    const operator = draw.pick(orders)
    const value = draw.chance(50) ? { fact: draw.pick(sight.dates).id } : '2024-06-01'
    return { fact: draw.pick(sight.dates).id, operator, value }
  }
  return { fact: 'm1', operator: draw.pick(['contains', 'doesNotContain'] as const), value: draw.pick(['甲', '乙']) }
}

/** A condition of nested any / all / not, at most `depth` deep. */
export function drawCondition(draw: Draw, world: World, sight: Sight, depth = 4): Condition {
  if (depth <= 1 || draw.chance(45)) return comparison(draw, world, sight)
  const inner = () => drawCondition(draw, world, sight, depth - 1)
  const kind = draw.pick(['all', 'any', 'not'] as const)
  if (kind === 'not') return { not: inner() }
  const parts = draw.list(1, 3, inner)
  return kind === 'all' ? { all: parts } : { any: parts }
}

/** A condition as rules and `applies` carry it: a group on top. */
export function drawGroup(draw: Draw, world: World, sight: Sight): Condition {
  const condition = drawCondition(draw, world, sight)
  return 'fact' in condition ? { all: [condition] } : condition
}
