import { Fraction } from './fraction.ts'
import type { Outcome } from './judge/outcome.ts'
import type { Program } from './program.ts'
import type { CriterionPlan, LeafPlan, Rule } from './rules.ts'
import type { Frame, ListRow, State } from './value.ts'
import { isUnknown, ListValue, Unknown, worseState } from './value.ts'
import { mayBeExcused } from './may-excuse.ts'

/** A rule that is met, or may be, on one row or on the form. */
export interface Fired {
  readonly rule: Rule
  readonly row: ListRow | null
  readonly frame: Frame
}
/** A rule that is met, with its exact amount: `share` of the leaf plus `points` on the leaf's scale. */
export interface Taken extends Fired {
  readonly share: Fraction
  readonly points: Fraction
}

/** What one criterion comes to: rules that are met, and rules still open. */
export interface CriterionVerdict {
  readonly plan: CriterionPlan
  readonly taken: readonly Taken[]
  readonly open: readonly Fired[]
  /** The list it counts has no value. */
  readonly listOpen: boolean
  /** Something it reads does not apply. */
  readonly excuses: boolean
  /** Where a line stands that no single rule takes: what was not earned. */
  readonly frame: Frame
  readonly row: ListRow | null
}

/** A leaf before points: whether it can be graded, and what takes how much. */
export interface LeafVerdict {
  readonly status: 'graded' | State
  /** Rule that says why the leaf cannot be graded, when one does. */
  readonly cause: Fired | null
  /** The criterion in force; several while it is open which one is. */
  readonly criteria: readonly CriterionVerdict[]
  readonly deductions: { readonly taken: readonly Taken[]; readonly open: readonly Fired[] }
  /** An open leaf that may turn out not to apply once its facts are known. */
  readonly mayExcuse: boolean
}

/** Outcomes and facts of one submission, as the ledger reads them. */
export interface Judged {
  readonly program: Program
  readonly frame: Frame
  /** What a judge said of a rule, on the form or on one row. */
  outcome(rule: Rule, row: ListRow | null): Outcome
}

/**
 * Collects the outcomes of a leaf's rules (of one row, for a fanned-out leaf). A criterion that reads a fact that does
 * not apply excuses the leaf; a deduction that does is not applied; otherwise the worst open state is the leaf's.
 */
export function judgeLeaf(judged: Judged, leaf: LeafPlan, row: ListRow | null): LeafVerdict {
  const states: State[] = []
  let cause: Fired | null = null
  const note = (state: State, fired: Fired | null = null): void => {
    states.push(state)
    if (state === 'error') cause ??= fired
  }
  const inForce = criteriaInForce(judged, leaf, row, note)
  // while it is open which criterion is in force, what one of them would say decides nothing
  const criteria = inForce.plans.map((plan) => judgeCriterion(judged, plan, row, inForce.sure ? note : () => undefined))
  const deductions = collect(judged, leaf.deductions, row, (state, fired) => {
    if (state !== 'notApplicable') note(state, fired)
  })
  const status = statusOf(states)
  const open = status === 'missing' || status === 'pending'
  const mayExcuse = open && criteria.some((criterion) => mayBecomeExcused(judged, criterion, inForce.sure))
  return { status, cause, criteria, deductions, mayExcuse }
}

/** Whether a criterion, or the question whether it is in force, may yet read something that does not apply. */
function mayBecomeExcused(
  { program }: Judged,
  { plan, excuses, open, listOpen, row, frame }: CriterionVerdict,
  sure: boolean,
): boolean {
  const selecting = plan.select && !sure ? [{ rule: plan.select, row, frame: row?.frame ?? frame }] : []
  const counting = listOpen
    ? plan.rules.map((rule) => ({ rule, row, frame: unknownRow(program, plan.list, frame) }))
    : []
  return excuses || [...open, ...selecting, ...counting].some((fired) => mayBeExcused(program, fired))
}

/** A row of a list that is not filled in yet: it may say anything. */
function unknownRow({ form }: Program, list: string | null, outer: Frame): Frame {
  const columns = list === null ? [] : form.rowScope(list).infos
  return { values: columns.map(() => new Unknown('missing')), outer }
}

/** A fault cannot be mended by more data; an excuse holds whatever the missing data turns out to be. */
function statusOf(states: readonly State[]): 'graded' | State {
  if (states.includes('error')) return 'error'
  if (states.includes('notApplicable')) return 'notApplicable'
  return states.length > 0 ? states.reduce(worseState) : 'graded'
}

type Note = (state: State, fired?: Fired | null) => void

function criteriaInForce(
  judged: Judged,
  leaf: LeafPlan,
  row: ListRow | null,
  note: Note,
): { plans: CriterionPlan[]; sure: boolean } {
  const possible: CriterionPlan[] = []
  for (const plan of leaf.criteria) {
    const outcome = plan.select ? judged.outcome(plan.select, row) : 'met'
    if (outcome === 'met') return { plans: [plan], sure: true }
    if (outcome === 'notMet') continue
    possible.push(plan)
    note(outcome)
  }
  if (possible.length === 0) note('error')
  return { plans: possible, sure: false }
}

function judgeCriterion(judged: Judged, plan: CriterionPlan, row: ListRow | null, tell: Note): CriterionVerdict {
  let excuses = false
  const note: Note = (state, fired) => {
    if (state === 'notApplicable') excuses = true
    tell(state, fired)
  }
  const { frame } = judged
  if (plan.list === null) {
    const { taken, open } = collect(judged, plan.rules, row, note)
    return { plan, frame, row, listOpen: false, excuses, taken, open }
  }
  const list = frame.values[judged.program.form.resolve(plan.list).info.slot]
  if (!(list instanceof ListValue)) {
    note(list && isUnknown(list) ? list.state : 'error')
    return { plan, frame, row, listOpen: true, excuses, taken: [], open: [] }
  }
  const rows = list.rows.map((item) => collect(judged, plan.rules, item, note))
  const taken = rows.flatMap((one) => one.taken)
  return { plan, frame, row, listOpen: false, excuses, taken, open: rows.flatMap(({ open }) => open) }
}

function collect(
  judged: Judged,
  rules: readonly Rule[],
  row: ListRow | null,
  note: Note,
): { taken: Taken[]; open: Fired[] } {
  const taken: Taken[] = []
  const open: Fired[] = []
  for (const rule of rules) {
    const outcome = judged.outcome(rule, row)
    if (outcome === 'notMet') continue
    const fired: Fired = { rule, row, frame: row?.frame ?? judged.frame }
    if (outcome !== 'met') {
      note(outcome, fired)
      if (outcome !== 'notApplicable' && rule.event.type !== 'error') open.push(fired)
    } else if (rule.event.type === 'error') {
      note('error', fired)
    } else {
      const amount = amountOf(judged.program, fired)
      if (typeof amount === 'string') {
        note(amount, fired)
        if (amount !== 'notApplicable') open.push(fired)
      } else taken.push({ ...fired, ...amount })
    }
  }
  return { taken, open }
}

/** The exact amount of a rule that is met, or the state of what it reads. */
function amountOf(program: Program, { rule, frame }: Fired): { share: Fraction; points: Fraction } | State {
  const amount = program.amounts.get(rule)
  const share = amount?.share?.(frame) ?? Fraction.ZERO
  const points = amount?.points?.(frame) ?? Fraction.ZERO
  if (share instanceof Fraction && points instanceof Fraction) return { share, points }
  const states = [share, points].flatMap((part) => (isUnknown(part) ? [part.state] : []))
  return states.length > 0 ? states.reduce(worseState) : 'error'
}
