import type { Issue } from '../../core/issue.ts'
import { COUNTED, noCounts, type Counts } from '../../jobs/batch/batch-job.ts'
import { ruleSetKey } from '../store.ts'
import type { State } from '../tables.ts'
import type { ChangeKind } from './change-kind.ts'
import { gradingKey, type GradingRow } from './gradings.ts'
import { refusal, unknownVersion } from './rule-sets.ts'

/** Which submissions of a rule set and year a round grades; what is left out or empty chooses nothing away. */
export interface RoundFilter {
  readonly regions?: readonly string[] | undefined
  /** Groups of units (分组), as the register names them. */
  readonly groups?: readonly string[] | undefined
  readonly marks?: readonly string[] | undefined
  /** Ids of submissions. */
  readonly submissions?: readonly string[] | undefined
}

/** A round of grading (一次评价): a population graded by one version. What it grades is fixed when it begins. */
export interface RoundStart {
  /** Its number among all rounds, from 1. */
  readonly id: string
  readonly ruleSet: { readonly id: string; readonly effective: string; readonly hash: string }
  /** The draft's revision where the version was not published then: such a round tries it out. */
  readonly draft: number | null
  readonly year: number
  readonly filter: RoundFilter
  /** How many submissions it grades, and the contents that list them, one behind the other. */
  readonly size: number
  readonly members: readonly string[]
  /** The contents that list what they are compared with besides one another. */
  readonly others: readonly string[]
  readonly engine: { readonly version: string; readonly hash: string }
  /** All of the first so many are judged by json-rules-engine as well, and one in so many of the rest. */
  readonly confirm: { readonly first: number; readonly oneIn: number }
}

/** What some of its submissions came to. */
export interface RoundResults {
  readonly id: string
  /** How many had their result before. */
  readonly from: number
  /** The content that lists their results. */
  readonly results: string
  readonly counts: Counts
  /** What becomes the submission's current grading by that version. */
  readonly current: readonly GradingRow[]
  /** Hashes of the gradings that are not among those. */
  readonly gradings: readonly string[]
}

export interface RoundEnd {
  readonly id: string
  /** `stopped`: it may be gone on with. */
  readonly state: 'done' | 'cancelled' | 'stopped'
  /** Why it was stopped. */
  readonly reason: string | null
  /** What its submissions were compared with; null when nothing was, or it did not get so far. */
  readonly cohort: { readonly size: number; readonly hash: string } | null
}

export type RoundRow = RoundStart & {
  readonly startedBy: string
  readonly startedAt: string
  readonly state: 'running' | RoundEnd['state']
  readonly endedBy: string | null
  readonly endedAt: string | null
  readonly reason: string | null
  readonly cohort: RoundEnd['cohort']
  /** How many submissions have their result. */
  readonly done: number
  readonly counts: Counts
  /** The contents that list results, one behind the other, and how many each has. */
  readonly results: readonly { readonly hash: string; readonly count: number }[]
  /** The official run that sealed its results; null while none has. */
  readonly sealed: string | null
}

export const startRound: ChangeKind<RoundStart> = {
  refuse: (state, { id, ruleSet, draft, size }) => {
    if (id !== String(state.rounds.size + 1)) return refusal('round_overtaken', '同时又开始了一次评价，请重试。')
    if (size === 0) return refusal('round_empty', '没有符合条件的填报，请放宽条件。')
    const known = draft !== null || state.ruleSets.get(ruleSetKey(ruleSet))?.hash === ruleSet.hash
    return known ? null : unknownVersion(ruleSet)
  },
  apply: (state, start, { actor, time }) =>
    void state.rounds.set(start.id, {
      ...start,
      startedBy: actor,
      startedAt: time,
      state: 'running',
      endedBy: null,
      endedAt: null,
      reason: null,
      cohort: null,
      done: 0,
      counts: noCounts(),
      results: [],
      sealed: null,
    }),
  bodies: ({ ruleSet, draft, members, others }) => [...(draft === null ? [] : [ruleSet.hash]), ...members, ...others],
}

export const addRoundResults: ChangeKind<RoundResults> = {
  refuse: (state, { id, from, counts }) => {
    const round = state.rounds.get(id)
    if (!round) return unknownRound(id)
    if (isOver(round)) return roundOver(round)
    const fits = round.done === from && from + sumOf(counts) <= round.size
    return fits ? null : refusal('round_overtaken', `第 ${id} 次评价已由别处评到第 ${round.done} 份。`)
  },
  apply: (state, { id, results, counts, current }) => {
    const round = state.rounds.get(id)!
    for (const row of current) state.gradings.set(gradingKey(row.submission, row.ruleSet), row)
    state.rounds.set(id, {
      ...round,
      state: 'running',
      reason: null,
      done: round.done + sumOf(counts),
      counts: Object.fromEntries(COUNTED.map((name) => [name, round.counts[name] + counts[name]])) as Counts,
      results: [...round.results, { hash: results, count: sumOf(counts) }],
    })
  },
  bodies: ({ results, current, gradings }) => [results, ...current.map(({ hash }) => hash), ...gradings],
}

export const endRound: ChangeKind<RoundEnd> = {
  refuse: (state, { id, state: end }) => {
    const round = state.rounds.get(id)
    if (!round) return unknownRound(id)
    if (isOver(round)) return roundOver(round)
    const isWhole = round.done === round.size
    return end !== 'done' || isWhole ? null : refusal('round_open', `第 ${id} 次评价还没有评完。`)
  },
  apply: (state, { id, state: end, reason, cohort }, { actor, time }) =>
    void state.rounds.set(id, {
      ...state.rounds.get(id)!,
      state: end,
      reason,
      cohort,
      endedBy: actor,
      endedAt: time,
    }),
}

/** Why a round's results cannot be sealed as they are; null when they can. */
export function whyNotSealed(
  state: State,
  id: string,
  { ruleSet, year, count }: { readonly ruleSet: RoundStart['ruleSet']; readonly year: number; readonly count: number },
): Issue | null {
  const round = state.rounds.get(id)
  if (!round) return unknownRound(id)
  if (round.sealed !== null) return refusal('round_sealed', `第 ${id} 次评价已经封存为“${round.sealed}”。`)
  if (round.draft !== null) return refusal('round_trial', '按草稿评的只是试评，不能封存；请先发布这个版本再评。')
  const fits =
    round.state === 'done' && round.year === year && round.ruleSet.hash === ruleSet.hash && round.size === count
  return fits ? null : refusal('round_open', `第 ${id} 次评价没有评完，不能封存。`)
}

/** Every submission counts as one of these; the other counts say what was done to it besides. */
const sumOf = ({ final, provisional, notApplicable, error, refused }: Counts): number =>
  final + provisional + notApplicable + error + refused

const isOver = ({ state }: RoundRow): boolean => state === 'done' || state === 'cancelled'

const roundOver = ({ id, state }: RoundRow): Issue =>
  refusal('round_over', `第 ${id} 次评价${state === 'done' ? '已经评完' : '已经取消'}。`)

export const unknownRound = (id: string): Issue => ({
  path: 'round',
  code: 'unknown_round',
  message: `没有第 ${id} 次评价，请核对编号。`,
})
