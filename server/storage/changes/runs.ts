import type { Issue } from '../../core/issue.ts'
import { ruleSetKey } from '../store.ts'
import { CONSOLE } from './accounts.ts'
import type { State } from '../tables.ts'
import type { ChangeKind } from './change-kind.ts'
import { whyNotSealed } from './rounds.ts'
import { refusal, unknownVersion } from './rule-sets.ts'

/** What an official run seals. Nothing of it ever changes: a later run may supersede it. */
export interface RunSeal {
  /** `guangdong-department-2024-1`: rule set, year, and the how manyth it is. */
  readonly id: string
  readonly ruleSet: { readonly id: string; readonly effective: string; readonly hash: string }
  readonly year: number
  readonly engine: { readonly version: string; readonly hash: string }
  /** What its submissions were compared with: contents that list ids and hashes; null when nothing was compared. */
  readonly cohort: { readonly size: number; readonly hash: string; readonly population: readonly string[] } | null
  /** Place of its first receipt in the log of all receipts, counted from 0. */
  readonly first: number
  readonly count: number
  /** Root of the tree over all receipts up to its last one, in hex. */
  readonly root: string
  /** The contents that hold its receipts, lists one behind the other. */
  readonly receipts: readonly string[]
  /** The run before it of the same rule set and year; null for the first. */
  readonly supersedes: string | null
  /** Why that one had to be superseded; null for the first. */
  readonly reason: string | null
  /** The round of grading whose results these are; absent where single gradings were sealed. */
  readonly round?: string
}
export type RunRow = RunSeal & { readonly sealedBy: string; readonly sealedAt: string }

/** How many receipts all runs hold together. */
export const countReceipts = (runs: Iterable<RunRow>): number => {
  let end = 0
  for (const { first, count } of runs) end = Math.max(end, first + count)
  return end
}

/** The latest run of a rule set and year. */
export function latestRun(runs: Iterable<RunRow>, ruleSet: string, year: number): RunRow | null {
  return [...runs].findLast((run) => run.ruleSet.id === ruleSet && run.year === year) ?? null
}

export const sealRun: ChangeKind<RunSeal> = {
  refuse: (state, seal, { actor }) =>
    whyUnknown(state, seal) ??
    whyOvertaken(state, seal) ??
    whyIncomplete(seal) ??
    whyAlone(state, seal, actor) ??
    (seal.round === undefined ? null : whyNotSealed(state, seal.round, seal)),
  apply: (state, seal, { actor, time }) => {
    state.runs.set(seal.id, { ...seal, sealedBy: actor, sealedAt: time })
    const round = seal.round === undefined ? undefined : state.rounds.get(seal.round)
    if (round) state.rounds.set(round.id, { ...round, sealed: seal.id })
  },
  bodies: ({ receipts, cohort }) => [...receipts, ...(cohort?.population ?? [])],
}

function whyUnknown(state: State, { ruleSet }: RunSeal): Issue | null {
  return state.ruleSets.get(ruleSetKey(ruleSet))?.hash === ruleSet.hash ? null : unknownVersion(ruleSet)
}

/** Its place in the log and among the runs was worked out before it was its turn. */
function whyOvertaken(state: State, { id, ruleSet, year, first, supersedes }: RunSeal): Issue | null {
  const runs = state.runs.values()
  const before = latestRun(state.runs.values(), ruleSet.id, year)
  const fits = !state.runs.has(id) && first === countReceipts(runs) && supersedes === (before?.id ?? null)
  return fits ? null : refusal('run_overtaken', '封存期间又有一次封存，请核对后重新封存。')
}

function whyIncomplete({ count, supersedes, reason }: RunSeal): Issue | null {
  if (count === 0) return refusal('run_empty', '没有可封存的评分。')
  if (supersedes === null || (reason !== null && reason.trim() !== '')) return null
  return refusal('reason_needed', `“${supersedes}”已经封存；再次封存会取代它，请写明理由（reason）。`)
}

/** Whoever sits at the machine itself answers for it; nobody else reopens alone what they sealed. */
const AT_THE_MACHINE: readonly string[] = ['service', CONSOLE]

/** To supersede a sealed result takes another person than the one who sealed it (OWASP ASVS 5.0, 2.3.5). */
function whyAlone(state: State, { supersedes }: RunSeal, actor: string): Issue | null {
  const before = supersedes === null ? undefined : state.runs.get(supersedes)
  if (before?.sealedBy !== actor || AT_THE_MACHINE.includes(actor)) return null
  return refusal('own_run', `“${supersedes}”是您封存的；取代它要由另一个人来封存。`)
}
