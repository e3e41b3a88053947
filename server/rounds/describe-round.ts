import type { Indicator, RuleSet } from '../core/rule-set.ts'
import type { Round } from '../http/round-shapes.ts'
import type { RoundRow } from '../storage/changes/rounds.ts'
import type { Store } from '../storage/store.ts'
import type { LiveRound } from './live-round.ts'

/** A round as the API tells of it. */
export async function describeRound(
  store: Pick<Store, 'readBody'>,
  { members: _members, others: _others, results: _results, ...round }: RoundRow,
  live: LiveRound | null,
): Promise<Round> {
  const ruleSet = await store.readBody<RuleSet>(round.ruleSet.hash)
  const { draft, state, filter, ...rest } = round
  const { regions, groups, marks, submissions } = filter
  // the work of a process that was killed is under way in the store, and nowhere else
  const interrupted = state === 'running' && live === null
  return {
    ...rest,
    ruleSet: {
      ...round.ruleSet,
      title: ruleSet.title ?? round.ruleSet.id,
      subject: ruleSet.subject ?? 'department',
      draft,
      points: ruleSet.points,
      decimals: ruleSet.decimals,
      grades: (ruleSet.grades ?? []).map(({ name }) => name),
      blocks: ruleSet.indicators.map(toBlock),
    },
    compares: ruleSet.facts.some(({ cohort }) => cohort !== undefined),
    filter: {
      ...(regions && { regions: [...regions] }),
      ...(groups && { groups: [...groups] }),
      ...(marks && { marks: [...marks] }),
      ...(submissions && { submissions: [...submissions] }),
    },
    state: interrupted ? 'stopped' : live && !isOver(state) ? live.state : state,
    reason: interrupted ? '服务中断时还没有评完。' : round.reason,
    progress: isOver(state) ? null : (live?.progress ?? null),
  }
}

const isOver = (state: RoundRow['state']): boolean => state === 'done' || state === 'cancelled'

const toBlock = ({ id, label, points }: Indicator) => ({ id, label: label ?? id, points: points ?? null })
