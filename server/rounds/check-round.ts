import { availableParallelism } from 'node:os'
import { parsed, type Parsed } from '../core/issue.ts'
import type { RoundCheck } from '../http/round-shapes.ts'
import { surveyBatch } from '../jobs/batch/survey-batch.ts'
import type { Store } from '../storage/store.ts'
import { choosePopulation } from './population.ts'
import { RoundSource } from './round-source.ts'
import { findRoundVersion } from './round-version.ts'
import type { Submission } from '../core/submission.ts'
import { gradingReferences } from '../grading-references.ts'
import type { GradingRead } from '../jobs/batch/batch-job.ts'
import type { RoundRequest, RoundsParts } from './rounds.ts'

/** How many submissions that lack something are told one by one. */
const NAMED = 500

/** What a round would have to do without: which of its submissions lack which facts. Begins nothing. */
export async function checkRound(
  { gradings, life, engine, workers = availableParallelism(), startWorker }: RoundsParts,
  store: Store,
  { ruleSet, year, filter = {} }: RoundRequest,
  signal?: AbortSignal,
): Promise<Parsed<RoundCheck>> {
  const version = await findRoundVersion(store, life, ruleSet, year)
  if (!version.ok) return version
  const chosen = await choosePopulation(store, version.value, year, filter)
  if (!chosen.ok) return chosen
  const { members } = chosen.value
  const ids = new Set(members.map(({ id }) => id))
  /** Points of other members count as there: the round grades those first. */
  const read = async (submission: Submission): Promise<ReadonlyMap<string, GradingRead>> => {
    const later = [...gradingReferences(submission)].filter((id) => ids.has(id))
    return new Map([
      ...later.map((id) => [id, { points: 0, hash: '' }] as const),
      ...(await gradings.gradingsRead(submission)),
    ])
  }
  const found = await surveyBatch({
    source: new RoundSource(store, read, { members, ids: new Set(), first: 0 }),
    job: {
      versions: [version.value],
      reference: null,
      engine,
      explain: false,
      confirmFirst: 0,
      confirmOneIn: 1,
      results: 'lines',
    },
    workers: Math.max(1, Math.min(workers, Math.ceil(members.length / 200))),
    ...(startWorker && { start: startWorker }),
    ...(signal && { signal }),
  })
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const byFact = new Map<string, { fact: string; label: string; count: number }>()
  for (const { lacking } of found) {
    for (const [fact, label] of new Map(lacking.map((one) => [one.fact, one.label]))) {
      const known = byFact.get(fact) ?? { fact, label, count: 0 }
      byFact.set(fact, { ...known, count: known.count + 1 })
    }
  }
  return parsed({
    size: members.length,
    lackingCount: found.length,
    facts: [...byFact.values()].sort((a, b) => b.count - a.count),
    submissions: found.slice(0, NAMED).map(({ place, lacking, issues }) => ({
      id: place,
      name: names.get(place) ?? place,
      facts: lacking.map((one) => ({ ...one, leaves: [...one.leaves] })),
      faults: issues.map(({ message }) => message),
    })),
  })
}
