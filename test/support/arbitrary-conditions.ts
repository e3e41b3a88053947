import type { Comparison, Condition, FactDefinition, FieldDefinition } from '../../server/core/rule-set.ts'
import { numberFact, OPTIONS, type Sight, type World } from './arbitrary-facts.ts'
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

/** A value of a number fact that others lie below and above. */
export function innerValue(draw: Draw, { min = 0, max = 3, decimals = 2 }: FieldDefinition): number {
  const unit = 10 ** decimals
  return Number(`${draw.int(Math.round(min * unit) + 1, Math.round(max * unit) - 1)}e-${decimals}`)
}

/** A comparison that can hold and can fail, whatever holds elsewhere: its facts are its own. */
function comparisonOfItsOwn(draw: Draw, world: World): Comparison {
  const own = <T extends FactDefinition>(definition: T): T => {
    world.facts.push(definition)
    return definition
  }
  const number = (): FieldDefinition => own(numberFact(draw, world.id('y')))
  const id = (definition: Omit<FactDefinition, 'id'>): string => own({ id: world.id('y'), ...definition }).id
  const kind = draw.pick(['number', 'numbers', 'facts', 'boolean', 'choice', 'options', 'date', 'many'] as const)
  const among = draw.pick(['in', 'notIn'] as const)
  const order = draw.pick(orders)
  switch (kind) {
    case 'number': {
      const fact = number()
      return { fact: fact.id, operator: order, value: innerValue(draw, fact) }
    }
    case 'numbers': {
      const fact = number()
      return { fact: fact.id, operator: among, value: draw.list(1, 3, () => innerValue(draw, fact)) }
    }
    case 'facts':
      return { fact: number().id, operator: order, value: { fact: number().id } }
    case 'boolean':
      return { fact: id({ type: 'boolean', by: 'unit' }), operator: 'equal', value: draw.pick([true, false]) }
    case 'choice':
      return { fact: id({ type: 'choice', options: OPTIONS }), operator: 'notEqual', value: draw.pick(OPTIONS) }
    case 'options':
      return { fact: id({ type: 'choice', options: OPTIONS }), operator: among, value: OPTIONS.slice(0, 2) }
    case 'date':
      return { fact: id({ type: 'date' }), operator: order, value: '2024-06-01' }
    case 'many':
      return { fact: id({}), operator: draw.pick(['contains', 'doesNotContain'] as const), value: '甲' }
  }
}

function comparison(draw: Draw, world: World, sight: Sight): Comparison {
  if (world.readOnce) return comparisonOfItsOwn(draw, world)
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
