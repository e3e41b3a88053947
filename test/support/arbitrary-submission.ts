import type { FactDefinition, FieldDefinition } from '../../server/core/rule-set.ts'
import type { Cell, FactInput, Row, Submission } from '../../server/core/submission.ts'
import { gridValue } from './arbitrary-conditions.ts'
import { LEVELS, OPTIONS, type World } from './arbitrary-facts.ts'
import type { DrawnRuleSet } from './arbitrary-tree.ts'
import type { Draw } from './draw.ts'

/** How unknown a submission may be, in percent of its facts. */
export interface SubmissionOptions {
  readonly unknown?: number
  /** Whether facts may be 不适用; default true when any may be unknown. */
  readonly notApplicable?: boolean
}

/** A number of the fact's grid within its bounds: often a threshold, or one unit beside it, or an end. */
function numberValue(draw: Draw, world: World, fact: FieldDefinition): number {
  const places = fact.decimals ?? 2
  const unit = 10 ** places
  const [min, max] = [fact.min ?? 0, fact.max ?? 100]
  const near = world.thresholds.get(fact.id) ?? []
  const kind = draw.weighted([
    [4, 'near'],
    [3, 'grid'],
    [1, 'min'],
    [1, 'max'],
  ] as const)
  if (kind === 'min') return min
  if (kind === 'max') return max
  if (kind === 'grid' || near.length === 0) return gridValue(draw, fact)
  const units = Math.round(draw.pick(near) * unit) + draw.pick([0, 0, 1, -1])
  return Math.min(max, Math.max(min, Number(`${units}e-${places}`)))
}

const date = (draw: Draw): string => `2024-0${draw.int(5, 6)}-${draw.pick(['01', '02', '30'])}`

/** A value of any fact that is not a list. */
export function drawValue(draw: Draw, world: World, fact: FieldDefinition): Exclude<Cell, null> {
  switch (fact.type) {
    case 'number':
      return numberValue(draw, world, fact)
    case 'boolean':
      return draw.pick([true, false])
    case 'choice':
      return draw.pick(fact.options ?? OPTIONS)
    case 'date':
      return date(draw)
    case 'text':
      return draw.pick(['说明', '另一说明'])
    default:
      return draw.pick([['甲'], ['乙'], ['甲', '乙'], ['丙']])
  }
}

function state(draw: Draw, options: SubmissionOptions): Cell {
  const kinds = [
    [4, null],
    [3, { state: 'pending' }],
    [1, { state: 'missing', reason: '未统计' }],
  ] as const
  const excused = [2, { state: 'notApplicable', reason: '无此事项' }] as const
  return draw.weighted<Cell>(options.notApplicable === false ? kinds : [...kinds, excused])
}

const inputs = (fields: readonly FieldDefinition[]) => fields.filter(({ formula }) => formula === undefined)

/** A level and a share that fit each other in most cases. */
function levelled(draw: Draw, world: World, share: FieldDefinition): [string, number] {
  const value = numberValue(draw, world, share)
  const fitting = value >= 0.8 ? 0 : value >= 0.6 ? 1 : value >= 0.5 ? draw.int(1, 2) : 2
  return [draw.chance(93) ? (LEVELS[fitting] ?? '') : draw.pick(LEVELS), value]
}

function row(
  draw: Draw,
  world: World,
  fields: readonly FieldDefinition[],
  id: string,
  options: SubmissionOptions,
): Row {
  const cells: Row = {}
  for (const field of inputs(fields)) {
    cells[field.id] = draw.chance((options.unknown ?? 0) / 4)
      ? state(draw, { ...options, notApplicable: false })
      : drawValue(draw, world, field)
  }
  const share = fields.find((field) => field.id === 'share')
  if (share) [cells['level'], cells['share']] = levelled(draw, world, share)
  return { ...cells, id }
}

/** Rows of a list; where a block lives on their points, those of group 甲 add up to it (in 97 of 100 cases). */
export function drawRows(draw: Draw, world: World, list: FactDefinition, options: SubmissionOptions): Row[] {
  const fields = list.fields ?? []
  const rows = draw.list(list.id === 'l1' ? 0 : 1, 4, (index) =>
    row(draw, world, fields, `${list.id}r${index}`, options),
  )
  const target = world.rowSums.get(list.id)
  if (!target) return rows
  const counted = rows.filter((one, index) => {
    if (index === 0) one['group'] = '甲'
    return one['group'] === '甲'
  })
  let left = target.sum + (draw.chance(3) ? 1 : 0)
  counted.forEach((one, index) => {
    const rest = counted.length - 1 - index
    const part = rest === 0 ? left : draw.int(0, left)
    left -= part
    one['points'] = Number(`${part}e-${target.decimals}`)
  })
  return rows
}

/** A submission for a random rule set: values in their bounds, and facts in all four states as `options` says. */
export function drawSubmission(draw: Draw, drawn: DrawnRuleSet, options: SubmissionOptions, id = 's'): Submission {
  const { world, leaves } = drawn
  const facts: Record<string, FactInput> = {}
  for (const fact of world.facts) {
    if (fact.formula !== undefined || fact.cohort) continue
    const chosen = fact.id.startsWith('which')
    if (draw.chance(options.unknown ?? 0)) {
      const unknown = state(draw, chosen ? { ...options, notApplicable: false } : options)
      if (unknown !== null || draw.chance(50)) facts[fact.id] = unknown
      continue
    }
    const value: FactInput = fact.type === 'list' ? drawRows(draw, world, fact, options) : drawValue(draw, world, fact)
    const wrapped = fact.type !== 'list' && draw.chance(4)
    facts[fact.id] = wrapped ? { value: value as number, source: 'assumed', note: '文件未载' } : value
  }
  for (const fact of world.facts) {
    const share = /^lv(\d+)$/.exec(fact.id) && world.find(`sh${Number(fact.id.slice(2)) + 1}`)
    if (share && typeof facts[fact.id] === 'string' && typeof facts[share.id] === 'number') {
      ;[facts[fact.id], facts[share.id]] = levelled(draw, world, share)
    }
  }
  const findings = leaves
    .filter(() => draw.chance(5))
    .map((leaf) => [leaf, [draw.pick(['slight', 'medium', 'severe'])]])
  const evidence = leaves.filter(() => draw.chance(70)).map((indicator) => ({ indicator, title: '佐证材料' }))
  return {
    id,
    name: `单位 ${id}`,
    subject: 'department',
    year: 2024,
    facts,
    findings: Object.fromEntries(findings) as Record<string, string[]>,
    evidence,
  }
}
