import type { Cohort, CohortMember } from '../../core/cohort.ts'
import type { Issue } from '../../core/issue.ts'
import type { RuleSet } from '../../core/rule-set.ts'
import type { EngineIdentity } from '../../engine-identity.ts'
import type { GradingRow } from '../../storage/changes/gradings.ts'
import type { LackingFact } from './lacking-facts.ts'

/** A version a batch may grade by. */
export interface BatchVersion {
  readonly id: string
  readonly effective: string
  readonly hash: string
  readonly ruleSet: RuleSet
}

/** What every item of a batch is done with. */
export interface BatchJob {
  /** The one version, or all of one id, of which each item takes the one of its year. */
  readonly versions: readonly BatchVersion[]
  /** `id` or `id@date`; null: the one version there is, whatever the year. */
  readonly reference: string | null
  readonly engine: EngineIdentity
  /** With conditions and remedies. */
  readonly explain: boolean
  /** Items up to this one are all judged again by json-rules-engine … */
  readonly confirmFirst: number
  /** … and beyond it one in so many, chosen by the submission's hash. */
  readonly confirmOneIn: number
  /**
   * `briefs`: a line of NDJSON an item, brief (see `briefOf`); `lines`: with the words of every line; `bodies`: canonical
   * JSON as the store keeps it, and what it lists of it.
   */
  readonly results: 'briefs' | 'lines' | 'bodies'
}

/** Whether what one submission comes to depends on others. */
export const comparesAny = ({ versions }: Pick<BatchJob, 'versions'>): boolean =>
  versions.some(({ ruleSet }) => ruleSet.facts.some(({ cohort }) => cohort !== undefined))

/** Some items, one behind the other. */
export interface Chunk {
  readonly id: number
  /** Number of its first item, from 0. */
  readonly first: number
  /** Whole lines of an NDJSON file, or documents and where each stands. */
  readonly items: FileRange | { readonly documents: readonly Document[] }
}

/** Bytes of a file; whoever does the chunk reads them itself. */
export interface FileRange {
  readonly file: string
  readonly from: number
  /** Behind the last of them. */
  readonly to: number
  /** Number of its first line, from 1. */
  readonly firstLine: number
}

/** One item that is a text of its own. */
export interface Document {
  readonly place: string
  readonly text: string
  /** Points of other gradings that it reads, by submission id. */
  readonly gradings?: readonly (readonly [id: string, grading: GradingRead])[]
  /** Why it is refused, where whoever read it knows already. */
  readonly refused?: readonly Issue[]
}
export interface GradingRead {
  readonly points: number
  readonly hash: string
}

export const COUNTED = ['final', 'provisional', 'notApplicable', 'error', 'refused', 'confirmed', 'differing'] as const
/** How many items came to what; `refused`: could not be read or graded, `differing`: the two judges disagree. */
export type Counts = { -readonly [K in (typeof COUNTED)[number]]: number }
export const noCounts = (): Counts => Object.fromEntries(COUNTED.map((name) => [name, 0])) as Counts

/** What became of one item, where results are bodies. */
export interface ItemResult {
  /** Its number in the whole batch, from 0, and how people find it. */
  readonly item: number
  readonly place: string
  /** Id of its submission; null when that could not be read. */
  readonly submission: string | null
  /** What the store lists of its grading, and where the grading's canonical JSON lies in `output`; null when refused. */
  readonly graded: {
    readonly row: GradingRow
    readonly from: number
    readonly to: number
    /** Points of its blocks (一级指标), in the rule set's order; null while open. */
    readonly blocks: readonly (number | null)[]
  } | null
  /** Why it was refused. */
  readonly issues: readonly Issue[]
}

/** What became of a chunk, in the order of its items. */
export interface ChunkResult {
  readonly id: number
  /** Bodies one behind the other; null where results are lines: those stay with who made them until told where to put them. */
  readonly output: Uint8Array | null
  /** Of bodies or lines, in bytes. */
  readonly length: number
  readonly items: number
  readonly counts: Counts
  /** One an item where results are bodies; else none. */
  readonly results: readonly ItemResult[]
}

/** What the items of a chunk bring into their populations, by `year rule set hash`. */
export interface ChunkMembers {
  readonly id: number
  readonly items: number
  readonly members: readonly (readonly [population: string, member: CohortMember])[]
}

/** An item that lacks facts, or that cannot be read. */
export interface SurveyedItem {
  readonly item: number
  readonly place: string
  readonly lacking: readonly LackingFact[]
  /** Why it cannot be read; none when it can. */
  readonly issues: readonly Issue[]
}
export interface ChunkSurvey {
  readonly id: number
  readonly items: number
  readonly lacking: readonly SurveyedItem[]
}

/** Figures of one population, or of some of its members, as they are sent to every process. */
export interface Population {
  readonly population: string
  readonly size: number
  readonly hash: string
  /** By submission id: fact and value, as `Fraction.toKey` writes it. */
  readonly figures: readonly (readonly [id: string, figures: readonly (readonly [fact: string, value: string])[]])[]
}

/** Where in a file the lines of a chunk belong. */
export interface Put {
  readonly id: number
  readonly file: string
  readonly at: number
}

/** Some of the figures of all that was gathered, in their order, and whether there are more behind them. */
export interface SomeFigures {
  readonly id: number
  readonly populations: readonly Population[]
  readonly next: number | null
}

export type ToWorker =
  | { readonly job: BatchJob }
  | { readonly populations: readonly Population[] }
  | { readonly collect: Chunk }
  | { readonly gather: ChunkMembers['members'] }
  | { readonly figures: { readonly id: number } }
  | { readonly survey: Chunk }
  | { readonly grade: Chunk }
  | { readonly put: Put }
export type FromWorker =
  | { readonly ready: true }
  | { readonly collected: ChunkMembers }
  | { readonly figures: SomeFigures }
  | { readonly surveyed: ChunkSurvey }
  | { readonly graded: ChunkResult }
  | { readonly put: { readonly id: number } }
  | { readonly failed: { readonly id: number; readonly message: string; readonly code: string | undefined } }

export type CohortLookup = (population: string, id: string) => Cohort | undefined
