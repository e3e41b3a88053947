import type { Problem, RuleSetSummary, SubmissionSummary } from '../../server/http/shapes.ts'
import { readRuleSets, readSubmissions } from '../api.ts'
import { readDrafts, type Draft } from '../api-drafts.ts'
import { readOrganisations, type Organisation } from '../api-registers.ts'
import { checkRound, startRound, type Round, type RoundCheck, type RoundRequest } from '../api-rounds.ts'
import { chosenFirst, distinct, groupsByUnit } from '../grading/values.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'
import type { Subject } from './location.svelte.ts'

/** A version one may grade by: published, or a draft to be tried. */
export interface VersionChoice {
  /** `id@date` */
  readonly key: string
  readonly id: string
  readonly effective: string
  readonly title: string
  readonly subject: Subject
  /** Revision of a draft; null for what is published. */
  readonly draft: number | null
}

interface Sources {
  readonly ruleSets: readonly RuleSetSummary[]
  readonly drafts: readonly Draft[]
  readonly submissions: Readonly<Record<Subject, readonly SubmissionSummary[]>>
  readonly units: readonly Organisation[]
}

/** Names listed at once where one chooses single submissions. */
export const LISTED = 100

/** A round before it begins: by what, whom, and what is lacking. */
export class NewRound {
  readonly loaded = new Loaded<Sources>()
  readonly checked = new Loaded<{ readonly of: string; readonly check: RoundCheck }>()
  checking = $state(false)
  starting = $state(false)
  problem = $state.raw<Problem | null>(null)
  version: string | null = $state(null)
  year: number | null = $state(null)
  region = $state('')
  group = $state('')
  mark = $state('')
  chosen: readonly string[] = $state.raw([])
  search = $state('')

  readonly versions = $derived(versionsOf(this.loaded.value))
  readonly chosenVersion = $derived(this.versions.find(({ key }) => key === this.version) ?? this.versions[0] ?? null)
  readonly #own = $derived.by(() => {
    const version = this.chosenVersion
    const all = version ? (this.loaded.value?.submissions[version.subject] ?? []) : []
    return all.filter(({ grading }) => grading === null || grading.ruleSet.id === version?.id)
  })
  readonly years = $derived(distinct(this.#own.map(({ year }) => year)).sort((a, b) => b - a))
  readonly chosenYear = $derived(
    this.year !== null && this.years.includes(this.year) ? this.year : (this.years[0] ?? null),
  )
  readonly #ofYear = $derived(this.#own.filter(({ year }) => year === this.chosenYear))
  readonly regions = $derived(distinct(this.#ofYear.flatMap(({ region }) => region ?? [])))
  readonly marks = $derived(distinct(this.#ofYear.flatMap(({ mark }) => mark ?? [])))
  readonly groups = $derived.by(() => {
    const groupOf = groupsByUnit(this.loaded.value?.units ?? [])
    return distinct(this.#ofYear.flatMap(({ unit }) => (unit === null ? [] : (groupOf.get(unit) ?? []))))
  })
  /** Those whose name fits what is looked for, chosen ones first. */
  readonly found = $derived.by(() => {
    const words = plain(this.search).split(/\s+/).filter(Boolean)
    const fits = this.#ofYear.filter(({ name }) => words.every((word) => plain(name).includes(word)))
    return chosenFirst(fits, this.chosen)
  })

  readonly request = $derived.by((): RoundRequest | null => {
    const { chosenVersion, chosenYear, region, group, mark, chosen } = this
    if (!chosenVersion || chosenYear === null) return null
    return {
      ruleSet: chosenVersion.key,
      year: chosenYear,
      filter: {
        ...(region !== '' && { regions: [region] }),
        ...(group !== '' && { groups: [group] }),
        ...(mark !== '' && { marks: [mark] }),
        ...(chosen.length > 0 && { submissions: [...chosen] }),
      },
    }
  })
  /** What was checked is what is asked for now. */
  readonly isChecked = $derived(this.checked.value?.of === JSON.stringify(this.request))

  load(): Promise<void> {
    return this.loaded.load(async (signal) => {
      const [ruleSets, drafts, department, project, units] = await Promise.all([
        readRuleSets(signal),
        readDrafts(signal),
        readSubmissions('department', signal),
        readSubmissions('project', signal),
        readOrganisations(signal),
      ])
      return { ruleSets, drafts, submissions: { department, project }, units }
    })
  }

  /** Another version or year has other submissions: what was chosen among them goes. */
  turnTo(version: string | null, year: number | null): void {
    this.version = version
    this.year = year
    this.region = this.group = this.mark = this.search = ''
    this.chosen = []
  }

  toggle(id: string): void {
    this.chosen = this.chosen.includes(id) ? this.chosen.filter((one) => one !== id) : [...this.chosen, id]
  }

  async check(): Promise<void> {
    const { request } = this
    if (!request || this.checking) return
    this.checking = true
    await this.checked.load(async (signal) => ({
      of: JSON.stringify(request),
      check: await checkRound(request, signal),
    }))
    this.checking = false
  }

  /** @returns the round that has begun; null when it has not, and `problem` says why */
  async start(): Promise<Round | null> {
    const { request } = this
    if (!request || this.starting) return null
    this.starting = true
    try {
      const round = await startRound(request)
      this.problem = null
      return round
    } catch (error) {
      this.problem = problemOf(error)
      return null
    } finally {
      this.starting = false
    }
  }

  stop(): void {
    this.loaded.stop()
    this.checked.stop()
  }
}

function versionsOf(sources: Sources | null): VersionChoice[] {
  if (!sources) return []
  const published = sources.ruleSets
    .filter(({ retired }) => !retired)
    .map(({ id, effective, title, subject }) => ({
      key: `${id}@${effective}`,
      id,
      effective,
      title,
      subject,
      draft: null,
    }))
  const subjectOf = new Map(sources.ruleSets.map(({ id, subject }) => [id, subject]))
  const drafts = sources.drafts.map(({ id, effective, title, revision }) => ({
    key: `${id}@${effective}`,
    id,
    effective,
    title,
    subject: subjectOf.get(id) ?? ('department' as const),
    draft: revision,
  }))
  // what most submissions are graded by comes first
  const size = ({ id, draft }: VersionChoice): number =>
    draft !== null
      ? -1
      : Object.values(sources.submissions)
          .flat()
          .filter(({ grading }) => grading?.ruleSet.id === id).length
  return [...published, ...drafts]
    .map((choice) => ({ choice, size: size(choice) }))
    .sort((a, b) => b.size - a.size)
    .map(({ choice }) => choice)
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()
