import { Fraction } from './fraction.ts'
import type { Outcome } from './judge/outcome.ts'
import type { CompiledRule, Program } from './program.ts'
import type { CriterionPlan, LeafPlan, Rule } from './rules.ts'
import type { Frame, ListRow, State } from './value.ts'
import { isUnknown, ListValue, Unknown, worseState } from './value.ts'
import { appended } from './appended.ts'
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

/** Rules that are met and take something, or may. */
export interface Takings {
  readonly taken: readonly Taken[]
  readonly open: readonly Fired[]
}
/** What one criterion comes to. */
export interface CriterionVerdict extends Takings {
  readonly plan: CriterionPlan
  /** The list it counts has no value. */
  readonly listOpen: boolean
  /** Something it reads does not apply. */
  readonly excuses: boolean
  /** Where the line stands that no single rule takes: what was not earned. Null where each rule takes its own. */
  readonly unearned: Fired | null
}

/** A leaf before points: whether it can be graded, and what takes how much. */
export interface LeafVerdict {
  readonly status: 'graded' | State
  /** Rule that says why the leaf cannot be graded, when one does. */
  readonly cause: Fired | null
  /** The criterion in force; several while it is open which one is. */
  readonly criteria: readonly CriterionVerdict[]
  readonly deductions: Takings
  /** An open leaf that may turn out not to apply once its facts are known. */
  readonly mayExcuse: boolean
}

/** The facts of one submission under its rule set: what outcomes are asked of. */
export interface Judged {
  readonly program: Program
  readonly frame: Frame
}

/**
 * Collects the outcomes of a leaf's rules (of one row, for a fanned-out leaf). A criterion that reads a fact that does
 * not apply excuses the leaf; a deduction that does is not applied; otherwise the worst open state is the leaf's.
 */
export function judgeLeaf(judged: Judged, leaf: LeafPlan, row: ListRow | null): LeafVerdict {
  const trouble = new Trouble()
  const plans = criteriaInForce(judged, leaf, row, trouble)
  const [first] = plans
  if (!trouble.sure || !first) return judgeUndecided(judged, leaf, row, plans, trouble)
  const criterion = judgeCriterion(judged, first, row, trouble)
  const deductions = judgeDeductions(judged, leaf, row, trouble)
  const known = untouchedVerdict(judged.program, first)
  if (criterion === known.criteria[0] && deductions === NOTHING && trouble.status === 'graded') return known
  const mayExcuse = trouble.mayPass && mayBecomeExcused(judged, criterion, row, true)
  return { status: trouble.status, cause: trouble.cause, criteria: [criterion], deductions, mayExcuse }
}

/** While it is open which criterion is in force, what one of them would say decides nothing. */
function judgeUndecided(
  judged: Judged,
  leaf: LeafPlan,
  row: ListRow | null,
  plans: readonly CriterionPlan[],
  trouble: Trouble,
): LeafVerdict {
  const criteria = plans.map((plan) => judgeCriterion(judged, plan, row, new Trouble()))
  const deductions = judgeDeductions(judged, leaf, row, trouble)
  const mayExcuse = trouble.mayPass && criteria.some((criterion) => mayBecomeExcused(judged, criterion, row, false))
  return { status: trouble.status, cause: trouble.cause, criteria, deductions, mayExcuse }
}

const judgeDeductions = (judged: Judged, { deductions }: LeafPlan, row: ListRow | null, trouble: Trouble): Found =>
  deductions.length === 0 ? NOTHING : judgeRules(judged, deductions, row, trouble, 'deduction')

interface Found extends Takings {
  readonly excuses: boolean
}
const NOTHING: Found = { taken: [], open: [], excuses: false }

/** What a leaf comes to under one criterion of which no rule takes anything: the same for every form and row. */
export const untouched = (plan: CriterionPlan): LeafVerdict => ({
  status: 'graded',
  cause: null,
  criteria: [{ plan, ...NOTHING, listOpen: false, unearned: null }],
  deductions: NOTHING,
  mayExcuse: false,
})
const untouchedVerdict = ({ untouched }: Program, plan: CriterionPlan): LeafVerdict =>
  untouched[plan.place] as LeafVerdict

/**
 * Why a leaf cannot be graded, so far. A fault cannot be mended by more data; an excuse holds whatever the missing data
 * turns out to be.
 */
class Trouble {
  status: 'graded' | State = 'graded'
  cause: Fired | null = null
  /** Whether it is known which criterion is in force. */
  sure = true

  /** More data may mend it. */
  get mayPass(): boolean {
    return this.status === 'missing' || this.status === 'pending'
  }
  note(state: State, fired: Fired | null = null): void {
    if (this.status === 'graded' || GRAVITY[state] > GRAVITY[this.status]) this.status = state
    if (state === 'error') this.cause ??= fired
  }
}
const GRAVITY: Record<State, number> = { error: 3, notApplicable: 2, missing: 1, pending: 0 }

/** Whether a criterion, or the question whether it is in force, may yet read something that does not apply. */
function mayBecomeExcused(
  { program, frame }: Judged,
  { plan, excuses, open, listOpen }: CriterionVerdict,
  row: ListRow | null,
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

/** What the judge says of a rule, on the form or on one row. */
export const outcomeOf = ({ program, frame }: Judged, rule: Rule, row: ListRow | null): Outcome =>
  compiledOf(program, rule).judge(row?.frame ?? frame)

const compiledOf = (program: Program, rule: Rule): CompiledRule => program.rules[rule.place] as CompiledRule

/** The criterion in force, or while that is open all that may be. */
function criteriaInForce(
  judged: Judged,
  leaf: LeafPlan,
  row: ListRow | null,
  trouble: Trouble,
): readonly CriterionPlan[] {
  const [first] = leaf.criteria
  if (first && !first.select) return leaf.criteria.length === 1 ? leaf.criteria : [first]
  const possible: CriterionPlan[] = []
  for (const plan of leaf.criteria) {
    const outcome = plan.select ? outcomeOf(judged, plan.select, row) : 'met'
    if (outcome === 'met') return [plan]
    if (outcome === 'notMet') continue
    possible.push(plan)
    trouble.note(outcome)
  }
  if (possible.length === 0) trouble.note('error')
  trouble.sure = false
  return possible
}

function judgeCriterion(judged: Judged, plan: CriterionPlan, row: ListRow | null, trouble: Trouble): CriterionVerdict {
  const [rule] = plan.rules
  const unearned = plan.kind === 'earn' && rule ? { rule, row, frame: judged.frame } : null
  if (plan.list !== null) return judgeCounted(judged, plan, plan.list, unearned, trouble)
  const found = judgeRules(judged, plan.rules, row, trouble, 'criterion')
  if (found === NOTHING && !unearned) return untouchedVerdict(judged.program, plan).criteria[0] as CriterionVerdict
  return { plan, taken: found.taken, open: found.open, listOpen: false, excuses: found.excuses, unearned }
}

/** A criterion of which every row of a list is an item. */
function judgeCounted(
  judged: Judged,
  plan: CriterionPlan,
  id: string,
  unearned: Fired | null,
  trouble: Trouble,
): CriterionVerdict {
  const list = judged.frame.values[judged.program.form.resolve(id).info.slot]
  if (!(list instanceof ListValue)) {
    const state = list && isUnknown(list) ? list.state : 'error'
    trouble.note(state)
    return { plan, taken: [], open: [], listOpen: true, excuses: state === 'notApplicable', unearned }
  }
  const rows = list.rows.map((item) => judgeRules(judged, plan.rules, item, trouble, 'criterion'))
  if (!unearned && rows.every((found) => found === NOTHING))
    return untouchedVerdict(judged.program, plan).criteria[0] as CriterionVerdict
  return {
    plan,
    taken: rows.flatMap(({ taken }) => taken),
    open: rows.flatMap(({ open }) => open),
    listOpen: false,
    excuses: rows.some(({ excuses }) => excuses),
    unearned,
  }
}

/** Asks for the outcomes of some rules of a leaf; a deduction on something that does not apply is no trouble. */
function judgeRules(
  { program, frame: form }: Judged,
  rules: readonly Rule[],
  row: ListRow | null,
  trouble: Trouble,
  part: 'criterion' | 'deduction',
): Found {
  const frame = row?.frame ?? form
  let taken: Taken[] | null = null
  let open: Fired[] | null = null
  let excuses = false
  for (const rule of rules) {
    const compiled = compiledOf(program, rule)
    const outcome = compiled.judge(frame)
    if (outcome === 'notMet' || (outcome === 'met' && compiled.harmless)) continue
    const fails = rule.event.type === 'error'
    const amount = outcome !== 'met' ? outcome : fails ? 'error' : (compiled.constant ?? amountOf(compiled, frame))
    if (typeof amount === 'object') {
      taken = appended(taken, { rule, row, frame, share: amount.share, points: amount.points })
      continue
    }
    const fired: Fired = { rule, row, frame }
    if (amount === 'notApplicable') excuses = true
    if (amount !== 'notApplicable' || part === 'criterion') trouble.note(amount, fired)
    if (amount !== 'notApplicable' && !fails) open = appended(open, fired)
  }
  return taken || open || excuses ? { taken: taken ?? NOTHING.taken, open: open ?? NOTHING.open, excuses } : NOTHING
}

/** The exact amount of a rule that is met, or the state of what it reads. */
function amountOf(compiled: CompiledRule, frame: Frame): { share: Fraction; points: Fraction } | State {
  const share = compiled.share?.(frame) ?? Fraction.ZERO
  const points = compiled.points?.(frame) ?? Fraction.ZERO
  if (share instanceof Fraction && points instanceof Fraction) return { share, points }
  const states = [share, points].flatMap((part) => (isUnknown(part) ? [part.state] : []))
  return states.length > 0 ? states.reduce(worseState) : 'error'
}
