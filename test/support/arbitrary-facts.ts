import type { FactDefinition, FieldDefinition } from '../../server/core/rule-set.ts'
import type { Draw } from './draw.ts'

/**
 * The facts a random rule set reads. `thresholds` collects the values its criteria turn on, so that submissions can be
 * drawn exactly on them and one unit beside.
 */
export class World {
  readonly facts: FactDefinition[] = []
  readonly thresholds = new Map<string, number[]>()
  /** Figures of the cohort, by fact id. */
  readonly cohortIds: string[] = []
  /** For a list made for an `each`: what the points of its rows of group 甲 must add up to, in units of `decimals`. */
  readonly rowSums = new Map<string, { sum: number; decimals: number }>()
  private serial = 0

  constructor(
    readonly decimals: number,
    /** Whether every comparison reads facts of its own, which makes every condition possible wherever it stands. */
    readonly readOnce: boolean = false,
  ) {}

  id(prefix: string): string {
    this.serial += 1
    return `${prefix}${this.serial}`
  }
  note(fact: string, value: number): void {
    this.thresholds.set(fact, [...(this.thresholds.get(fact) ?? []), value])
  }
  find(id: string): FactDefinition | undefined {
    return this.facts.find((fact) => fact.id === id)
  }
}

/** What a criterion can read where it stands: facts, and inside rows the row's fields too. */
export interface Sight {
  readonly numbers: readonly FieldDefinition[]
  readonly booleans: readonly FieldDefinition[]
  readonly choices: readonly FieldDefinition[]
  readonly dates: readonly FieldDefinition[]
  readonly many: readonly FieldDefinition[]
  /** A choice that holds a direction. */
  readonly directions: readonly FieldDefinition[]
}

export const OPTIONS = ['甲', '乙', '丙']
export const DIRECTIONS = ['>=', '<=', '=', '≥', '≤', '＝']
export const LEVELS = ['达成', '部分达成', '未达成']

const ranges: readonly (readonly [number, number, number])[] = [
  [0, 100, 0],
  [0, 10, 1],
  [0, 2, 2],
  [0, 1, 4],
  [1, 1000, 2],
  [-20, 20, 1],
  [0, 3, 3],
]

export function numberFact(draw: Draw, id: string): FieldDefinition {
  const [min, max, decimals] = draw.pick(ranges)
  const by = draw.weighted([
    [8, 'unit' as const],
    [1, 'bureau' as const],
    [1, 'reviewer' as const],
  ])
  return { id, type: 'number', decimals, min, max, by, ...(draw.chance(12) ? { given: true } : {}) }
}

/** A formula over numbers in sight, of at most `depth` operations. */
function expression(draw: Draw, numbers: readonly string[], depth: number): string {
  if (depth === 0 || draw.chance(25)) return draw.chance(25) ? String(draw.int(1, 9)) : draw.pick(numbers)
  const a = expression(draw, numbers, depth - 1)
  const b = expression(draw, numbers, depth - 1)
  const kinds = [
    `(${a} + ${b})`,
    `(${a} - ${b})`,
    `(${a} / ${b})`,
    `(${a} * ${b} / 7)`,
    `min(${a}, ${b})`,
    `max(${a}, ${b})`,
  ]
  const more = [`abs(${a})`, `if(${b} > 0, ${a} / ${b}, 0)`, `round(${a}, 1)`, `floor(${a})`, `ceil(${a})`, `(${a})^2`]
  return draw.pick([...kinds, ...more, `if(and(${a} >= 1, not(${b} = 0)), ${a}, ${b})`])
}

/** A formula over a list with number fields, and booleans if it has them. */
function aggregate(draw: Draw, list: FactDefinition): string {
  const fields = list.fields ?? []
  const field = () => `${list.id}.${draw.pick(fields.filter(({ type, formula }) => type === 'number' && !formula)).id}`
  const one = field()
  const all = [`sum(${one})`, `sum(${one}) / sum(${field()})`, `max(${one})`, `min(${one})`, `average(${one})`]
  return draw.pick([
    ...all,
    `sum(${one} * ${field()})`,
    `count(${list.id}.ok)`,
    `count(${one})`,
    `sum(${list.id}.part)`,
  ])
}

export function listFields(draw: Draw): FieldDefinition[] {
  return [
    { id: 'id', type: 'text' },
    { id: 'name', type: 'text' },
    { id: 'group', type: 'choice', options: OPTIONS },
    { id: 'direction', type: 'choice', options: DIRECTIONS },
    { ...numberFact(draw, 'target'), min: 1, max: 50, decimals: 0 },
    numberFact(draw, 'actual'),
    { id: 'ok', type: 'boolean' },
    { id: 'level', type: 'choice', options: LEVELS },
    { id: 'share', type: 'number', decimals: 2, min: 0, max: 1 },
    { id: 'points', type: 'number', decimals: 0, min: 0, max: 100 },
    { id: 'part', formula: 'actual / target', ...(draw.chance(30) ? { decimals: 2 } : {}) },
  ]
}

/** Draws the facts every random rule set starts with: enough of every kind to choose from. */
export function drawWorld(draw: Draw, decimals: number, readOnce = false): World {
  const world = new World(decimals, readOnce)
  const { facts } = world
  for (let index = 1; index <= 5; index += 1) facts.push(numberFact(draw, `n${index}`))
  for (let index = 1; index <= 3; index += 1) facts.push({ id: `b${index}`, type: 'boolean', by: 'unit' })
  facts.push({ id: 'c1', type: 'choice', options: OPTIONS }, { id: 'c2', type: 'choice', options: DIRECTIONS })
  facts.push({ id: 't1', type: 'text' })
  facts.push({ id: 'd1', type: 'date' }, { id: 'd2', type: 'date' }, { id: 'm1' })
  facts.push({ id: 'l1', type: 'list', fields: listFields(draw) })
  const numbers = facts.filter(({ type }) => type === 'number').map(({ id }) => id)
  const list = facts.find(({ id }) => id === 'l1')
  for (let index = 1; index <= 3; index += 1) {
    const formula = draw.chance(35) && list ? aggregate(draw, list) : expression(draw, numbers, draw.int(1, 3))
    facts.push({
      id: `r${index}`,
      formula,
      ...(draw.chance(30) ? { decimals: draw.int(0, 3) } : {}),
      ...(draw.chance(60) ? { whenDividedByZero: 'notApplicable' as const } : {}),
    })
    numbers.push(`r${index}`)
  }
  facts.push({ id: 'days', formula: 'days(d1, d2)' })
  facts.push({ id: 'k1', type: 'number', cohort: { of: 'n1', figure: draw.pick(['rank', 'best', 'mean'] as const) } })
  world.cohortIds.push('k1')
  return world
}

/** What the whole form can read. */
export function sightOf(world: World): Sight {
  // facts that one comparison has to itself are nobody else's to see
  const seen = world.readOnce ? world.facts.filter(({ id }) => !id.startsWith('y')) : world.facts
  const of = (type: FieldDefinition['type']) => seen.filter((fact) => fact.type === type)
  const derived = seen.filter(({ formula }) => formula !== undefined)
  return {
    numbers: [...of('number'), ...derived],
    booleans: of('boolean'),
    choices: [{ id: 'c1', type: 'choice', options: OPTIONS }],
    dates: of('date'),
    many: [{ id: 'm1' }],
    directions: [{ id: 'c2', type: 'choice', options: DIRECTIONS }],
  }
}

/** What a row of `list` can read: its own fields first, and a few facts of the form. */
export function sightInRow(world: World, list: string): Sight {
  const fields = world.find(list)?.fields ?? []
  const own = (ids: readonly string[]) => fields.filter(({ id }) => ids.includes(id))
  const form = sightOf(world)
  return {
    numbers: [...own(['actual', 'target', 'part']), ...form.numbers.slice(0, 1)],
    booleans: [...own(['ok']), ...form.booleans.slice(0, 1)],
    choices: own(['group']),
    dates: form.dates,
    many: form.many,
    directions: own(['direction']),
  }
}
