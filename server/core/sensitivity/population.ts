import type { GradingContext, Grader } from '../compile.ts'
import type { Account } from '../ledger.ts'
import type { Rule } from '../rules.ts'
import type { Submission } from '../submission.ts'
import { guardsOf, outcomesOf } from '../golden/rule-outcomes.ts'

export interface Form {
  readonly submission: Submission
  readonly context?: GradingContext
}

/**
 * A leaf in all forms that have a total. Points in millionths of a 分 as they count in the total: where a block scales
 * what is under it, so are these.
 */
export interface LeafColumn {
  readonly id: string
  readonly label: string
  /** Ids of the blocks above it, outermost first. */
  readonly above: readonly string[]
  /** What it is worth in a form, 0 where it does not apply, and what is awarded of that. */
  readonly points: Float64Array
  readonly awarded: Float64Array
}

/** How often a rule has a say, and how often it is met, over all forms (rows, for a rule on rows). */
export interface RuleCount {
  readonly rule: Rule
  readonly met: number
  readonly said: number
}

export interface Population {
  /** Places of the forms that have a total among all that were given. */
  readonly places: readonly number[]
  /** How many are open, in error or not applicable: left out of everything but the rules. */
  readonly open: number
  readonly leaves: readonly LeafColumn[]
  readonly rules: readonly RuleCount[]
}

/** Millionths of a 分 in one of its thousandths. */
const MICRO = 1000

/** Settles every form once and keeps what each leaf is worth and awarded, and what each rule came to. */
export function populate(grader: Grader, forms: readonly Form[]): Population {
  const { program } = grader
  const guards = guardsOf(program)
  const rules = [
    ...program.lowered.formRules,
    ...[...program.lowered.listRules.values()].flat(),
    ...program.lowered.overrides,
  ].map((rule) => ({ rule, met: 0, said: 0 }))
  const columns = new Map<string, LeafColumn>()
  const places: number[] = []
  forms.forEach(({ submission, context }, place) => {
    const settled = grader.settle(submission, context)
    for (const count of rules) {
      for (const outcome of outcomesOf(program, guards, count.rule, settled)) {
        if (outcome !== 'met' && outcome !== 'notMet') continue
        count.said += 1
        if (outcome === 'met') count.met += 1
      }
    }
    if (settled.total.points === null) return
    for (const leaf of leavesOf(settled.account)) {
      let column = columns.get(leaf.id)
      if (!column) {
        const empty = (): Float64Array => new Float64Array(forms.length)
        columns.set(leaf.id, (column = { ...leaf, points: empty(), awarded: empty() }))
      }
      column.points[places.length] = leaf.worth
      column.awarded[places.length] = leaf.earned
    }
    places.push(place)
  })
  const cut = (values: Float64Array): Float64Array => values.subarray(0, places.length)
  return {
    places,
    open: forms.length - places.length,
    leaves: [...columns.values()].map((leaf) => ({ ...leaf, points: cut(leaf.points), awarded: cut(leaf.awarded) })),
    rules,
  }
}

interface Leaf {
  readonly id: string
  readonly label: string
  readonly above: readonly string[]
  readonly worth: number
  readonly earned: number
}

/** Leaves as they stand in the tree; rows of a leaf are one. */
function leavesOf(root: Account): Leaf[] {
  const found: Leaf[] = []
  const visit = (account: Account, above: readonly string[], scale: Scale): void => {
    const { node, status } = account
    if (node.kind !== 'block') {
      const counts = status === 'graded'
      const { id, label } = node
      const worth = counts ? scaled(account.points, scale) : 0
      found.push({ id, label, above, worth, earned: counts ? scaled(account.awarded ?? 0, scale) : 0 })
      return
    }
    const inside = account === root ? above : [...above, node.id]
    const counted = account.children.filter((child) => child.status === 'graded')
    const sum = counted.reduce((total, child) => total + child.points, 0)
    const own: Scale =
      sum === 0 || sum === account.points ? scale : [scale[0] * BigInt(account.points), scale[1] * BigInt(sum)]
    account.children.forEach((child) => visit(child, inside, own))
  }
  visit(root, [], [1n, 1n])
  return found
}

type Scale = readonly [top: bigint, bottom: bigint]

/** Thousandths to millionths, times a scale, half up. */
function scaled(thousandths: number, [top, bottom]: Scale): number {
  if (top === bottom) return thousandths * MICRO
  return Number((2n * BigInt(thousandths * MICRO) * top + bottom) / (2n * bottom))
}
