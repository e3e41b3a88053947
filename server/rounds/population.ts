import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { refusedOne, unknownSubmission } from '../issue-paths.ts'
import type { RoundFilter } from '../storage/changes/rounds.ts'
import type { Store } from '../storage/store.ts'
import { listSubmissions, type ListedSubmission } from '../submission-list.ts'
import type { RoundVersion } from './round-version.ts'

/** A submission as it was when a round began. */
export interface RoundMember {
  readonly id: string
  readonly hash: string
  readonly name: string
  readonly unit: string | null
  readonly region: string | null
  readonly mark: string | null
}

export interface Population {
  /** Whom a round grades, in the order of the list of submissions. */
  readonly members: readonly RoundMember[]
  /** Whom they are compared with besides one another; none where nothing is compared. */
  readonly others: readonly { readonly id: string; readonly hash: string }[]
}

/** How many wrong ids are named. */
const NAMED = 200

/** The submissions of a version's rule set in a year, as far as a filter lets them through. */
export async function choosePopulation(
  store: Store,
  version: RoundVersion,
  year: number,
  filter: RoundFilter,
): Promise<Parsed<Population>> {
  const all = await listSubmissions(store)
  const own = all.filter((entry) => entry.facts.year === year && entry.version?.id === version.id)
  const strays = strayIds(all, own, filter.submissions ?? [])
  if (strays.length > 0) return refused(strays)
  const fits = await filterOf(store, filter)
  const members = own.filter(fits)
  if (members.length === 0) {
    const message = `${year} 年度没有符合条件的、按“${version.id}”评的填报，请换年度或放宽条件。`
    return refusedOne('', 'round_empty', message)
  }
  const compares = version.ruleSet.facts.some(({ cohort }) => cohort !== undefined)
  return parsed({
    members: members.map(toMember),
    others: compares ? own.filter((entry) => !fits(entry)).map(({ row }) => ({ id: row.id, hash: row.hash })) : [],
  })
}

function strayIds(
  all: readonly ListedSubmission[],
  own: readonly ListedSubmission[],
  chosen: readonly string[],
): readonly Issue[] {
  if (chosen.length === 0) return []
  const known = new Set(all.map(({ row }) => row.id))
  const fitting = new Set(own.map(({ row }) => row.id))
  return chosen
    .flatMap((id, index): Issue[] => {
      const path = `filter.submissions[${index}]`
      if (!known.has(id)) return [{ ...unknownSubmission(id), path }]
      const message = `“${id}”不是这个年度、按这个指标体系评的填报，请核对。`
      return fitting.has(id) ? [] : [{ path, code: 'other_rule_set', message }]
    })
    .slice(0, NAMED)
}

async function filterOf(store: Store, filter: RoundFilter): Promise<(entry: ListedSubmission) => boolean> {
  const { regions, groups, marks, submissions } = filter
  const units = groups?.length ? await store.list('organisations') : []
  const groupOf = new Map(units.map(({ id, group }) => [id, group]))
  const chosen = submissions?.length ? new Set(submissions) : null
  const among = (values: readonly string[] | undefined, value: string | null | undefined): boolean =>
    !values?.length || values.includes(value ?? '')
  return ({ row, facts }) =>
    among(regions, facts.region) &&
    among(marks, facts.mark) &&
    among(groups, facts.unit === null ? null : groupOf.get(facts.unit)) &&
    (chosen?.has(row.id) ?? true)
}

const toMember = ({ row, facts: { name, unit, region, mark } }: ListedSubmission): RoundMember => ({
  id: row.id,
  hash: row.hash,
  name,
  unit,
  region,
  mark,
})
