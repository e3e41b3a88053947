import type { Issue } from '../../core/issue.ts'
import type { State } from '../tables.ts'
import type { Author, ChangeKind } from './change-kind.ts'
import { refusal } from './rule-sets.ts'

/** How a form's goals are broken down (目标分解): which offices have a part of it, and how far they are. */
export interface BreakdownRow {
  /** Of the form. */
  readonly id: string
  /** Counts the changes of who answers for what. */
  readonly revision: number
  /** The body that says who answers for what. */
  readonly hash: string
  readonly savedBy: string
  readonly savedAt: string
  /** How many indicators the form counts, given to an office or not. */
  readonly items: number
  readonly parts: readonly GoalPart[]
}

/** What one office answers for. */
export interface GoalPart {
  readonly office: string
  /** How many indicators. */
  readonly count: number
  /** Who said that the part is finished; null while it is being filled in. */
  readonly done: Author | null
  /** Why it is to be gone over again. */
  readonly reopened: (Author & { readonly remark: string }) | null
}

export interface GoalSummary {
  readonly items: number
  readonly parts: readonly Pick<GoalPart, 'office' | 'count'>[]
}

/** What a change of a form does to its parts. */
export interface GoalsMoved {
  /** Of the breakdown it was worked out with. */
  readonly revision: number
  /** Null where it is as it was. */
  readonly summary: GoalSummary | null
  /** The offices whose part is no longer finished. */
  readonly reopens: readonly string[]
}

interface SaveBreakdown {
  readonly id: string
  readonly hash: string
  readonly revision: number
  readonly summary: GoalSummary
  readonly reopens: readonly string[]
}

export const saveBreakdown: ChangeKind<SaveBreakdown> = {
  refuse: (state, { id, revision }) => {
    const row = state.breakdowns.get(id)
    const closed = whyClosed(state, id)
    return closed ?? ((row?.revision ?? 0) === revision ? null : breakdownChanged(row))
  },
  apply: (state, { id, hash, revision, summary, reopens }, { actor, time }) => {
    const parts = moved(state.breakdowns.get(id)?.parts ?? [], { revision, summary, reopens })
    const about = { id, hash, revision: revision + 1, items: summary.items }
    state.breakdowns.set(id, { ...about, savedBy: actor, savedAt: time, parts })
  },
  bodies: ({ hash }) => [hash],
}

/** An office says that its part is finished. `revision`: of the breakdown, so that the part is what was seen. */
export const finishPart: ChangeKind<{ readonly id: string; readonly office: string; readonly revision: number }> = {
  refuse: (state, { id, office, revision }) => {
    const closed = whyClosed(state, id)
    if (closed) return closed
    const row = state.breakdowns.get(id)
    const part = partOf(state, id, office)
    if (!part) return unknownPart(office)
    if (row?.revision !== revision) return breakdownChanged(row)
    return part.done ? refusal('wrong_status', `“${office}”的部分已经完成，请刷新。`) : null
  },
  apply: (state, { id, office }, { actor, time }) =>
    changePart(state, id, office, () => ({ done: { actor, time }, reopened: null })),
}

/** A part is filled in again: taken back by its office, or sent back with a remark. */
export const reopenPart: ChangeKind<{ readonly id: string; readonly office: string; readonly remark: string }> = {
  refuse: (state, { id, office }) => {
    const closed = whyClosed(state, id)
    if (closed) return closed
    const part = partOf(state, id, office)
    if (!part) return unknownPart(office)
    return part.done ? null : refusal('wrong_status', `“${office}”的部分还在填写，不用退回，请刷新。`)
  },
  apply: (state, { id, office, remark }, { actor, time }) =>
    changePart(state, id, office, () => ({ done: null, reopened: remark === '' ? null : { actor, time, remark } })),
}

/** Why a change of a form does not fit its breakdown as it is by now; null when it does. */
export function whyGoalsMoved(state: State, id: string, goals: GoalsMoved | undefined): Issue | null {
  const row = state.breakdowns.get(id)
  return (row?.revision ?? 0) === (goals?.revision ?? 0) ? null : breakdownChanged(row)
}

/** What a change of a form does to its parts. */
export function moveGoals(state: State, id: string, goals: GoalsMoved | undefined): void {
  const row = state.breakdowns.get(id)
  if (!row || !goals) return
  const { summary } = goals
  state.breakdowns.set(id, { ...row, ...(summary && { items: summary.items }), parts: moved(row.parts, goals) })
}

/** Parts keep how far they are; an office that has nothing any more has no part. */
function moved(parts: readonly GoalPart[], { summary, reopens }: GoalsMoved): GoalPart[] {
  const counts = summary?.parts ?? parts
  return counts.map(({ office, count }) => {
    const part = parts.find((one) => one.office === office)
    const done = reopens.includes(office) ? null : (part?.done ?? null)
    return { office, count, done, reopened: part?.reopened ?? null }
  })
}

const partOf = (state: State, id: string, office: string): GoalPart | undefined =>
  state.breakdowns.get(id)?.parts.find((part) => part.office === office)

function changePart(state: State, id: string, office: string, make: () => Partial<GoalPart>): void {
  const row = state.breakdowns.get(id)!
  const parts = row.parts.map((part) => (part.office === office ? { ...part, ...make() } : part))
  state.breakdowns.set(id, { ...row, parts })
}

function whyClosed(state: State, id: string): Issue | null {
  const form = state.forms.get(id)
  if (!form) return refusal('unknown_form', `没有编号为“${id}”的填报表，请从清单里打开。`)
  if (form.status === 'filling' || form.status === 'returned') return null
  return refusal('form_submitted', `“${form.name}”已经提交，要改分工请先撤回，或等退回。`)
}

const unknownPart = (office: string): Issue =>
  refusal('unknown_part', `“${office}”在这份填报里没有负责的指标，请先在目标分解里分给它。`)

const breakdownChanged = (row: BreakdownRow | undefined): Issue =>
  refusal(
    'goals_changed',
    `目标分解刚被 ${row?.savedBy ?? '别人'} 改过（第 ${row?.revision ?? 0} 次），请看过最新的再改。`,
  )
