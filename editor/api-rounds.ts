import { hc } from 'hono/client'
import type { Grading } from '../server/core/grading.ts'
import type { RuleSet } from '../server/core/rule-set.ts'
import type { Submission } from '../server/core/submission.ts'
import type { ComparedEntry, Round, RoundCheck, RoundResult } from '../server/http/round-shapes.ts'
import type { RunSummary } from '../server/http/run-shapes.ts'
import type { roundRoutes } from '../server/routes/rounds.ts'
import type { runRoutes } from '../server/routes/runs.ts'
import { take, until } from './api.ts'

const roundApi = hc<ReturnType<typeof roundRoutes>>('/api')
const runApi = hc<ReturnType<typeof runRoutes>>('/api')

/** Calls about rounds of grading, and about sealing what they came to. */

export type { ComparedEntry, Round, RoundCheck, RoundResult, RunSummary }

export interface RoundRequest {
  /** `id@date` */
  readonly ruleSet: string
  readonly year: number
  readonly filter: {
    readonly regions?: string[]
    readonly groups?: string[]
    readonly marks?: string[]
    readonly submissions?: string[]
  }
}

const one = roundApi.rounds[':round']

export const readRounds = (signal: AbortSignal): Promise<Round[]> =>
  take(roundApi.rounds.$get({}, until(signal))).then(({ rounds }) => rounds)

export const checkRound = (json: RoundRequest, signal: AbortSignal): Promise<RoundCheck> =>
  take(roundApi.rounds.check.$post({ json }, until(signal)))

export const startRound = (json: RoundRequest): Promise<Round> =>
  take(roundApi.rounds.$post({ json })).then(({ round }) => round)

export const readRound = (round: string, signal: AbortSignal): Promise<Round> =>
  take(one.$get({ param: { round } }, until(signal))).then((answer) => answer.round)

/** Results from the `from`-th on, all that there are by now. */
export async function readResults(round: string, from: number, signal: AbortSignal): Promise<RoundResult[]> {
  const all: RoundResult[] = []
  for (let next: number | null = from; next !== null;) {
    const query: { from: string } = { from: String(next) }
    const page: { results: RoundResult[]; next: number | null } = await take(
      one.results.$get({ param: { round }, query }, until(signal)),
    )
    all.push(...page.results)
    next = page.next
  }
  return all
}

export const cancelRound = (round: string): Promise<Round> =>
  take(one.cancellation.$post({ param: { round } })).then((answer) => answer.round)

export const goOnWithRound = (round: string): Promise<Round> =>
  take(one.continuation.$post({ param: { round } })).then((answer) => answer.round)

export interface RoundPapers {
  readonly round: Round
  readonly grading: Grading
  readonly submission: Submission
  readonly ruleSet: RuleSet
}

/** A submission's result in a round, with the form and the rule set it was made from. */
export const readRoundGrading = (round: string, submission: string, signal: AbortSignal): Promise<RoundPapers> =>
  take(one.gradings[':submission'].$get({ param: { round, submission } }, until(signal))).then(
    (papers) => papers as unknown as RoundPapers,
  )

export interface Comparison {
  readonly before: Round
  readonly after: Round
  readonly entries: readonly ComparedEntry[]
}

export const readComparison = (round: string, before: string, signal: AbortSignal): Promise<Comparison> =>
  take(one.comparison[':before'].$get({ param: { round, before } }, until(signal)))

export const readRuns = (signal: AbortSignal): Promise<RunSummary[]> =>
  take(runApi.runs.$get({}, until(signal))).then(({ runs }) => runs)

/** Seals all that a round came to. */
export const sealRound = ({ id, ruleSet, year }: Round, reason: string): Promise<RunSummary> =>
  take(
    runApi.runs.$post({
      json: { ruleSet: `${ruleSet.id}@${ruleSet.effective}`, year, round: id, ...(reason !== '' && { reason }) },
    }),
  ).then(({ run }) => run)

/** Files to be saved, as addresses. */
export const workbookAddress = (round: string): string => `/api/rounds/${encodeURIComponent(round)}/workbook`
export const receiptAddress = (run: string, submission: string): string =>
  `/api/runs/${encodeURIComponent(run)}/receipts/${encodeURIComponent(submission)}/page`
export const CHECKPOINT_ADDRESS = '/api/checkpoint'
