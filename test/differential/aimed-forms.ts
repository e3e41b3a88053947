import type { Program } from '../../server/core/program.ts'
import type { Cell, FactInput, Row, Submission } from '../../server/core/submission.ts'
import { comparisonsOf } from './coverage.ts'
import { drawSubmission } from '../support/arbitrary-submission.ts'
import type { DrawnRuleSet } from '../support/arbitrary-tree.ts'
import type { Draw } from '../support/draw.ts'

/** What a number fact or field is compared with: constants, and facts whose value it may share. */
interface Aim {
  readonly constants: number[]
  readonly facts: string[]
}
/** Aims by list (`''` for the form) and name. */
type Aims = ReadonlyMap<string, Aim>

const keyOf = (list: string | null, id: string): string => `${list ?? ''}/${id}`

/** Every threshold of a rule set, from its rules. */
export function aimsOf({ lowered }: Program): Aims {
  const aims = new Map<string, Aim>()
  for (const rule of [...lowered.formRules, ...[...lowered.listRules.values()].flat()])
    for (const { fact, value } of comparisonsOf(rule.conditions)) {
      const key = keyOf(rule.list, fact)
      const aim = aims.get(key) ?? { constants: [], facts: [] }
      aims.set(key, aim)
      if (typeof value === 'number') aim.constants.push(value)
      else if (Array.isArray(value)) aim.constants.push(...value.filter((one) => typeof one === 'number'))
      else if (typeof value === 'object') aim.facts.push(value.fact)
    }
  return aims
}

/** A number on a threshold, a step of the fact beside it, beside it by what doubles get wrong, or far off. */
function beside(draw: Draw, threshold: number, decimals: number): number {
  const step = 10 ** -decimals
  const sum = (part: number): number => Number((threshold + part).toPrecision(15))
  return draw.weighted<() => number>([
    [6, () => threshold],
    [3, () => sum(step)],
    [3, () => sum(-step)],
    [1, () => threshold + 0.1 + 0.2 - 0.3],
    [1, () => threshold - 0.1 - 0.2 + 0.3],
    [1, () => (threshold * 1.1) / 1.1],
    [1, () => sum(1e-9)],
    [1, () => sum(-1e-9)],
    [1, () => -threshold],
    [1, () => 0],
    [1, () => 9007199254740991],
    [1, () => 1e15 + threshold],
  ])()
}

function aimed(
  draw: Draw,
  aim: Aim | undefined,
  decimals: number,
  others: Readonly<Record<string, FactInput>>,
): number | null {
  if (!aim || aim.constants.length + aim.facts.length === 0) return null
  if (aim.facts.length > 0 && (aim.constants.length === 0 || draw.chance(40))) {
    const other = others[draw.pick(aim.facts)]
    return typeof other === 'number' ? beside(draw, other, decimals) : null
  }
  return aim.constants.length > 0 ? beside(draw, draw.pick(aim.constants), decimals) : null
}

/** A form for a drawn rule set, a third of its numbers on the rule set's own thresholds or just beside. */
export function aimedForm(draw: Draw, drawn: DrawnRuleSet, aims: Aims): Submission {
  const unknown = draw.weighted([
    [5, 0],
    [3, 8],
    [2, 25],
  ])
  const submission = drawSubmission(draw, drawn, { unknown })
  const facts: Record<string, FactInput> = { ...submission.facts }
  for (const { id, type, decimals = 2, fields } of drawn.world.facts) {
    const given = facts[id]
    if (type === 'number' && typeof given === 'number' && draw.chance(35))
      facts[id] = aimed(draw, aims.get(keyOf(null, id)), decimals, facts) ?? given
    if (type !== 'list' || !Array.isArray(given)) continue
    const numbers = (fields ?? []).filter((field) => field.type === 'number' && field.id !== 'points')
    facts[id] = (given as Row[]).map((row) => {
      const cells: Record<string, Cell> = { ...row }
      for (const field of numbers)
        if (typeof cells[field.id] === 'number' && draw.chance(35))
          cells[field.id] =
            aimed(draw, aims.get(keyOf(id, field.id)), field.decimals ?? 2, { ...facts, ...cells } as typeof facts) ??
            (cells[field.id] as Cell)
      return cells
    })
  }
  return { ...submission, facts }
}
