import type { FactDefinition, Indicator, NotApplicablePolicy, Override, RuleSet } from '../../server/core/rule-set.ts'
import { drawGroup, gridValue } from './arbitrary-conditions.ts'
import { drawDeduction, drawScoring, type CriterionContext } from './arbitrary-criteria.ts'
import { drawWorld, listFields, sightInRow, sightOf, type World } from './arbitrary-facts.ts'
import type { Draw } from './draw.ts'

/** How a random rule set is made. */
export interface TreeOptions {
  /** Percent of plain blocks whose children do not add up; default 2. */
  readonly unbalanced?: number
  /** Whether leaves may count a missing fact as 0 (`missing: "zero"`); default true. */
  readonly missingZero?: boolean
  /** Whether to draw overrides; default true. */
  readonly overrides?: boolean
  /**
   * Only what makes sense: every condition can hold and can fail wherever it stands, every band has values of its own and
   * none is left out. Default false: contradictions and gaps are drawn too. Sums are `unbalanced`.
   */
  readonly sensible?: boolean
}

/** A random rule set with what submissions need to know of it. */
export interface DrawnRuleSet {
  readonly ruleSet: RuleSet
  readonly world: World
  readonly leaves: readonly string[]
}

/** Whole units (of the rule set's decimals) as the number a person writes. */
const written = (units: number, decimals: number): number => Number(`${units}e-${decimals}`)

class Tree {
  readonly leaves: string[] = []
  private nodes = 0
  constructor(
    readonly draw: Draw,
    readonly world: World,
    readonly options: TreeOptions,
  ) {}

  private policy(): { notApplicable?: NotApplicablePolicy } {
    return this.draw.chance(15) ? { notApplicable: this.draw.pick(['rescale', 'full', 'zero'] as const) } : {}
  }

  private applies(): Pick<Indicator, 'applies'> {
    const { draw, world } = this
    return draw.chance(12) ? { applies: drawGroup(draw, world, sightOf(world)) } : {}
  }

  /** Splits units over `n` children, none of them empty. */
  private partition(units: number, n: number): number[] {
    let left = units
    const parts = Array.from({ length: n - 1 }, (_, index) => {
      const most = left - (n - 1 - index)
      const part = this.draw.int(1, Math.max(1, Math.min(most, Math.ceil((2 * left) / (n - index)))))
      left -= part
      return part
    })
    return [...parts, left]
  }

  /** `units` is null where the points come from above (split even, one of several). */
  node(units: number | null, scale: number, depth: number): Indicator {
    this.nodes += 1
    const id = `x${this.nodes}`
    const points = units === null ? {} : { points: written(units, this.world.decimals) }
    const own = units ?? scale
    if (depth > 1 && own >= 6 && this.draw.chance(40)) return this.block(id, points, own, depth)
    return this.leaf(id, points, own)
  }

  private block(id: string, points: { points?: number }, own: number, depth: number): Indicator {
    const { draw, world } = this
    const { decimals } = world
    const rescaled = draw.chance(15) ? { of: draw.pick([100, 10, 50]) } : {}
    const units = rescaled.of === undefined ? own : rescaled.of * 10 ** decimals
    const base = { id, ...points, ...rescaled, ...this.applies(), ...this.policy() }
    const kind = draw.weighted([
      [6, 'sum'],
      [1, 'even'],
      [1, 'weights'],
      [1, 'one'],
    ] as const)
    const number = Math.min(draw.int(2, 4), units)
    if (kind === 'even') {
      return {
        ...base,
        split: 'even',
        children: Array.from({ length: number }, () => this.node(null, Math.floor(units / number), 1)),
      }
    }
    if (kind === 'one') {
      const children = Array.from({ length: number }, () => this.node(null, units, depth - 1))
      const choose = draw.pick(['fact', 'higher', 'lower'] as const)
      if (choose !== 'fact') return { ...base, combine: 'one', choose, children }
      const fact = world.id('which')
      world.facts.push({ id: fact, type: 'choice', options: children.map((child) => child.id), by: 'unit' })
      return { ...base, combine: 'one', choose: { fact }, children }
    }
    const parts = this.partition(units, number)
    if (kind === 'sum' && draw.chance(this.options.unbalanced ?? 2)) parts[0] = (parts[0] ?? 1) + draw.int(1, 5)
    const children = parts.map((part) => this.node(part, part, depth - 1))
    if (kind === 'weights') return { ...base, split: 'weights', children }
    return { ...base, children: this.moving(children) }
  }

  /** Now and then one leaf hands its points to a sibling when it does not apply. */
  moving(children: Indicator[]): Indicator[] {
    const { draw, world } = this
    const at = children.findIndex((child) => child.scoring && !child.each)
    if (at < 0 || children.length < 2 || !draw.chance(10)) return children
    const target = draw.pick(children.filter((_, index) => index !== at))
    return children.map((child, index) =>
      index === at
        ? { ...child, applies: drawGroup(draw, world, sightOf(world)), notApplicable: { moveTo: target.id } }
        : child,
    )
  }

  private leaf(id: string, points: { points?: number }, own: number): Indicator {
    const { draw, world } = this
    if (points.points !== undefined && own >= 3 && draw.chance(10)) return this.rows(id, points, own)
    const rescaled = draw.chance(20) ? { of: draw.pick([5, 10, 100, 3]) } : {}
    const of = rescaled.of ?? written(own, world.decimals)
    const context: CriterionContext = {
      world,
      sight: sightOf(world),
      of,
      inRow: false,
      row: (list) => sightInRow(world, list),
    }
    this.leaves.push(id)
    const deductions = draw.chance(30)
      ? { deductions: draw.list(1, 3, (index) => drawDeduction(draw, `${id}/d${index}`, context)) }
      : {}
    const evidence = draw.chance(8)
      ? { evidence: { required: true, without: draw.pick(['zero', 'open'] as const) } }
      : {}
    const zero = (this.options.missingZero ?? true) && !('evidence' in evidence) && draw.chance(10)
    const missing = zero ? { missing: 'zero' as const } : {}
    const applies = 'missing' in missing ? {} : this.applies()
    return {
      id,
      ...points,
      ...rescaled,
      ...applies,
      ...this.policy(),
      ...evidence,
      ...missing,
      ...deductions,
      scoring: drawScoring(draw, context),
    }
  }

  /** A leaf fanned out over the rows of a list made for it. */
  private rows(id: string, points: { points?: number }, own: number): Indicator {
    const { draw, world } = this
    const list = world.id('e')
    const fact: FactDefinition = { id: list, type: 'list', fields: listFields(draw) }
    world.facts.push(fact)
    const even = draw.chance(50)
    if (!even) {
      const field = fact.fields?.find((one) => one.id === 'points')
      if (field) field.decimals = world.decimals
      world.rowSums.set(list, { sum: own, decimals: world.decimals })
    }
    const sight = sightInRow(world, list)
    const context: CriterionContext = { world, sight, of: 5, inRow: true, row: () => sight }
    const deductions = draw.chance(25) ? { deductions: [drawDeduction(draw, `${id}/d`, context)] } : {}
    const where =
      !even || draw.chance(50) ? { where: { all: [{ fact: 'group', operator: 'equal' as const, value: '甲' }] } } : {}
    const each = { list, ...where, points: even ? 'even' : 'points', label: 'name' }
    return { id, ...points, ...this.policy(), each, ...deductions, scoring: drawScoring(draw, context) }
  }

  top(units: number): Indicator[] {
    const parts = this.partition(units, Math.min(this.draw.int(1, 4), units))
    return this.moving(parts.map((part) => this.node(part, part, 3)))
  }
}

function drawOverride(draw: Draw, world: World, name: string, ids: readonly string[], total: number): Override {
  const reading = draw.chance(40)
  const share = { id: `share:${draw.pick(ids)}`, decimals: 2, min: 0, max: 1 }
  const sight = sightOf(world)
  const conditions = reading
    ? {
        all: [
          {
            fact: share.id,
            operator: draw.pick(['lessThan', 'greaterThanInclusive'] as const),
            value: world.readOnce ? draw.int(1, 100) / 100 : gridValue(draw, share),
          },
        ],
      }
    : drawGroup(draw, world, sight)
  const kind = draw.pick(['multiply', 'capPoints', 'capGrade', 'zero', 'add'] as const)
  const params = {
    multiply: { factor: draw.pick([0.9, 0.8, 0.7, 1]) },
    capPoints: { points: Math.round(total * draw.int(30, 100)) / 100 },
    capGrade: { grade: draw.pick(['良', '中', '差']) },
    zero: {},
    add: draw.chance(50) ? { points: draw.int(1, 3), max: total } : { formula: 'min(3, abs(n1))', max: total },
  }[kind]
  return { name, conditions, event: { type: kind, params } }
}

/** A random rule set that the format allows, with facts of every kind behind it. */
export function drawRuleSet(draw: Draw, options: TreeOptions = {}): DrawnRuleSet {
  const decimals = draw.pick([2, 1, 0, 3])
  const points = draw.pick([10, 100, 36])
  const world = drawWorld(draw, decimals, options.sensible)
  const tree = new Tree(draw, world, options)
  const indicators = tree.top(points * 10 ** decimals)
  const ids = indicators.map(({ id }) => id)
  const grades = ['优', '良', '中', '差'].map((name, index) => ({
    name,
    from: [0.9, 0.8, 0.6, 0].map((share) => Math.round(share * points * 10) / 10)[index] ?? 0,
  }))
  const overrides =
    (options.overrides ?? true) && draw.chance(25)
      ? { overrides: draw.list(1, 3, (index) => drawOverride(draw, world, `total/o${index}`, ids, points)) }
      : {}
  const ruleSet: RuleSet = {
    points,
    decimals,
    grades,
    ...(draw.chance(25) ? { notApplicable: draw.pick(['rescale', 'full', 'zero'] as const) } : {}),
    facts: world.facts,
    indicators,
    findings: [
      { id: 'severe', label: '严重', share: 1 },
      { id: 'medium', label: '中等', share: 0.6 },
      { id: 'slight', label: '轻微', share: 0.3 },
    ],
    ...overrides,
  }
  return { ruleSet, world, leaves: tree.leaves }
}
