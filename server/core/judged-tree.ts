import { Fraction } from './fraction.ts'
import type { Account } from './ledger.ts'
import type { BlockPlan, EachPlan, LeafPlan, NodePlan, Rule } from './rules.ts'
import type { ListRow, State } from './value.ts'
import { isUnknown, ListValue, worseState } from './value.ts'
import type { Judged, LeafVerdict } from './verdict.ts'
import { judgeLeaf, outcomeOf } from './verdict.ts'

/** Whether a node applies: yes, no, or the state that leaves it open. */
export type Applies = boolean | State

interface JudgedShared {
  readonly id: string
  readonly label: string
  readonly applies: Applies
  /** It applies, and so does everything inside, and every outcome is known: no question of an excuse arises. */
  readonly certain: boolean
  /** Its account, known beforehand where the node loses nothing. */
  readonly lossless: Account | null
}
/** A leaf, or one row of a fanned-out leaf. `points` is what the rule set or the row writes; null: its parent says. */
export interface JudgedLeaf extends JudgedShared {
  readonly kind: 'leaf'
  readonly plan: LeafPlan
  readonly row: ListRow | null
  readonly points: Fraction | null
  /** Why it is open whether the row belongs to the leaf; null when it does. */
  readonly unsure: State | null
  readonly verdict: LeafVerdict
}
/** A leaf over rows: a block whose children are rows. `open` says why the rows are not known. */
export interface JudgedRows extends JudgedShared {
  readonly kind: 'rows'
  readonly plan: LeafPlan
  readonly children: readonly JudgedLeaf[]
  readonly open: { readonly state: State; readonly reason: string | null } | null
}
export interface JudgedBlock extends JudgedShared {
  readonly kind: 'block'
  readonly plan: BlockPlan
  readonly children: readonly JudgedNode[]
  /** Chosen child of “one of these”: its id, or the state that leaves it open; null when all count. */
  readonly chosen: { readonly id: string } | { readonly state: State } | null
}
export type JudgedNode = JudgedLeaf | JudgedRows | JudgedBlock

/** Puts the outcomes of a submission into the rule set's tree, rows included; still without points. */
export const judgeForm = (judged: Judged): JudgedBlock => judgeBlock(judged, judged.program.lowered.root)

/** Judges one node and what is inside it. */
export function judgeNode(judged: Judged, plan: NodePlan): JudgedNode {
  if (plan.kind === 'block') return judgeBlock(judged, plan)
  return plan.each ? judgeRows(judged, plan, plan.each) : judgeLone(judged, plan)
}

function judgeLone(judged: Judged, plan: LeafPlan): JudgedLeaf {
  const applies = appliesOf(judged, plan.applies)
  const verdict = judgeLeaf(judged, plan, null)
  const known = judged.program.lossless.leaves[verdict.criteria[0]?.plan.place ?? -1]
  if (known?.verdict === verdict && applies === true) return known
  return {
    kind: 'leaf',
    id: plan.id,
    label: labelOf(plan),
    applies,
    certain: applies === true && verdict.status === 'graded',
    lossless: null,
    plan,
    row: null,
    points: plan.points,
    unsure: null,
    verdict,
  }
}

const judgeBlock = (judged: Judged, plan: BlockPlan): JudgedBlock =>
  blockOf(
    judged,
    plan,
    plan.children.map((child) => judgeNode(judged, child)),
  )

/** A block of judged children. */
export function blockOf(judged: Judged, plan: BlockPlan, children: readonly JudgedNode[]): JudgedBlock {
  const applies = appliesOf(judged, plan.applies)
  const chosen = plan.choose.length > 0 ? chosenChild(judged, plan) : null
  const known = judged.program.lossless.blocks[plan.place]
  const asKnown = known && applies === true && chosen === null
  if (asKnown && children.every((child, index) => child === known.children[index])) return known
  const decided = applies === true && (chosen === null || 'id' in chosen)
  return {
    kind: 'block',
    id: plan.id,
    label: labelOf(plan),
    applies,
    certain: decided && children.every(({ certain }) => certain),
    lossless: null,
    plan,
    children,
    chosen,
  }
}

export const labelOf = ({ id, indicator }: NodePlan): string => indicator.label ?? id

/** A rule that excuses: met, or read from a fact that does not apply. */
function appliesOf(judged: Judged, rule: Rule | null): Applies {
  if (!rule) return true
  const outcome = outcomeOf(judged, rule, null)
  if (outcome === 'met' || outcome === 'notApplicable') return false
  return outcome === 'notMet' ? true : outcome
}

function chosenChild(judged: Judged, plan: BlockPlan): { id: string } | { state: State } {
  const outcomes = plan.choose.map((rule) => outcomeOf(judged, rule, null))
  const met = outcomes.indexOf('met')
  if (met >= 0) return { id: plan.children[met]?.id ?? '' }
  const open = outcomes.flatMap((outcome) => (outcome === 'notMet' || outcome === 'met' ? [] : [outcome]))
  return { state: open.length > 0 ? open.reduce(worseState) : 'error' }
}

function judgeRows(judged: Judged, plan: LeafPlan, each: EachPlan): JudgedRows {
  const shared = { id: plan.id, label: labelOf(plan), applies: appliesOf(judged, plan.applies), lossless: null }
  const { form } = judged.program
  const list = judged.frame.values[form.resolve(each.list).info.slot]
  if (!(list instanceof ListValue)) {
    const excused = list && isUnknown(list) && list.state === 'notApplicable'
    const open =
      list && isUnknown(list)
        ? { state: list.state, reason: list.reason }
        : { state: 'error' as const, reason: '不是清单' }
    return {
      kind: 'rows',
      ...shared,
      applies: excused ? false : shared.applies,
      certain: false,
      plan,
      children: [],
      open: excused ? null : open,
    }
  }
  const slotOf = (field: string): number => form.rowScope(each.list).resolve(field).info.slot
  const pointsAt = each.points === null ? null : slotOf(each.points)
  const labelAt = each.label === null ? null : slotOf(each.label)
  const states: State[] = []
  const children: JudgedLeaf[] = []
  for (const row of list.rows) {
    const included = each.include ? outcomeOf(judged, each.include, row) : 'met'
    if (included === 'notMet' || included === 'notApplicable') continue
    if (included !== 'met') states.push(included)
    const { values } = row.frame
    const points = pointsAt === null ? null : values[pointsAt]
    if (points !== null && !(points instanceof Fraction))
      states.push(points && isUnknown(points) ? points.state : 'error')
    const name = labelAt === null ? null : values[labelAt]
    const verdict = judgeLeaf(judged, plan, row)
    children.push({
      kind: 'leaf',
      id: `${plan.id}/${row.id}`,
      label: typeof name === 'string' ? name : `第 ${row.index + 1} 行`,
      applies: true,
      certain: included === 'met' && verdict.status === 'graded',
      lossless: null,
      plan,
      row,
      points: points instanceof Fraction ? points : null,
      unsure: included === 'met' ? null : included,
      verdict,
    })
  }
  if (children.length === 0 && each.points === null) states.push('missing')
  const open =
    states.length > 0
      ? {
          state: states.reduce(worseState),
          reason: openReason(form.resolve(each.list).info.label, states, children.length),
        }
      : null
  const certain = shared.applies === true && open === null && children.every((child) => child.certain)
  return { kind: 'rows', ...shared, certain, plan, children, open }
}

const OPEN_ROWS: Record<State, string> = { missing: '未填报', pending: '待核', notApplicable: '不适用', error: '有误' }

function openReason(list: string, states: readonly State[], rows: number): string {
  if (rows === 0) return `“${list}”里没有属于本指标的行，请补填`
  return `“${list}”有 ${states.length} 行的归属或分值${OPEN_ROWS[states.reduce(worseState)]}`
}
