import type { Said } from '../core/golden/cases-file.ts'
import type { Standing } from '../core/golden/standing.ts'
import type { Stepped } from '../core/golden/steps.ts'
import type { Issue, Parsed } from '../core/issue.ts'
import type { LintFinding } from '../core/lint/finding.ts'
import type { RuleSetDiff } from '../core/diff/index.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { CasesStep } from '../http/golden-shapes.ts'
import type { GoldenReportAnswer } from '../http/review-shapes.ts'
import type { MediansAnswer } from '../http/median-shapes.ts'
import type { SensitivityAnswer } from '../http/sensitivity-shapes.ts'
import type { Effect, TriedAccount } from '../http/shapes.ts'
import type { CheckFinding } from '../core/grading.ts'
import type { CheckCount, CheckInput } from './check-jobs.ts'
import type { DocumentInput, PrintedDocuments, SummaryInput } from './document-jobs.ts'
import type { ImportAnswer, ImportInput } from './import-jobs.ts'
import type { NoticeAnswer, NoticeInput } from './notice-job.ts'
import type { RuleFileAnswer } from './rule-file-jobs.ts'

/**
 * What is done with a rule set that somebody sent, or can still change, in a process of its own. Rule sets come as they
 * were sent; every job reads them as strictly as a file.
 */
export interface Jobs {
  /** Reads a rule set: its content and hash. */
  read: { input: { readonly ruleSet: unknown }; value: { readonly hash: string; readonly ruleSet: RuleSet } }
  /** All that is wrong with it, or worth a look. */
  findings: { input: { readonly ruleSet: unknown }; value: readonly LintFinding[] }
  changes: { input: { readonly from: unknown; readonly to: unknown }; value: RuleSetDiff }
  /** Runs golden cases through both judges. */
  cases: { input: { readonly ruleSet: unknown; readonly cases: unknown }; value: GoldenReportAnswer }
  /** How golden cases (null: none) stand under a rule set that is being edited, by the compiled judge. */
  standing: { input: GoldenInput; value: Standing }
  /** The same by both judges: what keeps the rule set from being handed in, and what is to be told of it all the same. */
  gate: { input: GoldenInput; value: { readonly issues: readonly Issue[]; readonly notes: readonly string[] } }
  /** Changes golden cases as somebody asks; the cases as they are then, what was done, and how they stand. */
  goldenStep: { input: GoldenStepInput; value: Stepped & { readonly standing: Standing } }
  /** Ids of the submissions whose points those of a list read. */
  reads: { input: { readonly population: string }; value: readonly string[] }
  /** What an edited rule set does to submissions, against a stored version. */
  effect: { input: EffectInput; value: Effect }
  /** What it does to one of them. */
  account: { input: EffectInput & { readonly submission: string }; value: TriedAccount }
  /** How far the ranking of submissions hangs on it, and which indicators and rules do no work. */
  sensitivity: { input: EffectInput; value: SensitivityAnswer }
  /** What is usual among submissions of a year, indicator by indicator. */
  medians: { input: EffectInput & { readonly year: number }; value: MediansAnswer }
  /** Reads a file of tables that somebody handed in, by a stored rule set. */
  import: { input: ImportInput; value: ImportAnswer }
  /** Writes into a copy of it what is wrong with each row. */
  annotate: { input: ImportInput; value: string }
  /** Where stored submissions contradict themselves. */
  checks: { input: CheckInput; value: readonly (readonly CheckFinding[])[] }
  checkCounts: { input: CheckInput; value: readonly CheckCount[] }
  /** The printed documents of a stored form. */
  documents: { input: DocumentInput; value: PrintedDocuments }
  summary: { input: SummaryInput; value: string }
  /** Reads the scoring table of a notice into a draft. */
  notice: { input: NoticeInput; value: NoticeAnswer }
  /** Reads a rule set from a workbook or JSON file, in base64. */
  readRules: { input: { readonly bytes: string }; value: RuleFileAnswer }
  /** Writes a rule set as a workbook, in base64. */
  writeRules: { input: { readonly ruleSet: unknown }; value: string }
}
export type JobKind = keyof Jobs

export interface GoldenInput {
  readonly ruleSet: unknown
  readonly cases: unknown
}
export interface GoldenStepInput extends GoldenInput {
  readonly step: CasesStep
  readonly said: Said
  /** For a pin: the submission's hash, those of all it may be compared with, and the gradings it reads. */
  readonly pin: {
    readonly hash: string
    readonly others: readonly string[]
    readonly gradings: EffectInput['gradings']
  } | null
}

export interface EffectInput {
  readonly edited: unknown
  /** Hash of the stored version it is held against; null when there is none, which is said once the edited one is read. */
  readonly before: string | null
  /** Name of the list of the submissions’ hashes. */
  readonly population: string
  /** Final points of the gradings that submissions read, by submission id. */
  readonly gradings: readonly (readonly [id: string, grading: { readonly points: number; readonly hash: string }])[]
}

/**
 * Contents a job reads by name, which are sent to a process once: stored rule sets and submissions by their hashes, and
 * lists of hashes by theirs. What a name stands for never changes.
 */
export interface Materials {
  readonly names: readonly string[]
  /** Stands for all the names: a process that was given them under it has them all. */
  readonly whole?: string
  read(names: readonly string[]): Promise<readonly unknown[]>
}

export interface RunOptions {
  readonly materials?: Materials
  /** Aborted when nobody waits for the answer any longer. */
  readonly signal?: AbortSignal
  /** Jobs of one thread leave something behind that the next of them goes on from: they are done by one process, if it can be. */
  readonly thread?: string
}

/** Does jobs elsewhere; a job that is stopped or not taken on is told as an Issue. */
export interface Evaluation {
  run<K extends JobKind>(kind: K, input: Jobs[K]['input'], options?: RunOptions): Promise<Parsed<Jobs[K]['value']>>
  /** Ends every process; jobs still open are told so. */
  stop(): Promise<void>
}

/** How long a job may take, in milliseconds, from the moment a process takes it on. */
export const DEADLINES: Readonly<Record<JobKind, number>> = {
  read: 5_000,
  findings: 10_000,
  changes: 10_000,
  cases: 30_000,
  standing: 10_000,
  gate: 30_000,
  goldenStep: 10_000,
  reads: 30_000,
  effect: 30_000,
  account: 30_000,
  sensitivity: 60_000,
  medians: 30_000,
  import: 30_000,
  annotate: 60_000,
  checks: 30_000,
  checkCounts: 30_000,
  documents: 60_000,
  summary: 60_000,
  notice: 10_000,
  readRules: 20_000,
  writeRules: 20_000,
}

export const MEMORY_MEGABYTES = 256

/** To a process: contents to keep or forget, then a job. From it: `ready` once, then one answer a job. */
export type ToProcess =
  | { readonly keep: readonly (readonly [name: string, content: unknown])[] }
  | { readonly forget: readonly string[] }
  | { readonly id: number; readonly kind: string; readonly input: unknown }
export type FromProcess =
  | { readonly ready: true }
  | { readonly id: number; readonly answer: Parsed<unknown> }
  /** The job threw: a fault of the program, or of what got past the readers. */
  | { readonly id: number; readonly fault: string }

/** Does one job in the process it is called in. */
export type Perform = (
  kind: string,
  input: unknown,
  materials: ReadonlyMap<string, unknown>,
) => Promise<Parsed<unknown>>

const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000)

/** Why a job came to nothing, as the person who sent it is told. */
export const STOPPED = {
  deadline: (milliseconds: number): Issue => ({
    path: '',
    code: 'evaluation_stopped',
    message: `计算超过 ${seconds(milliseconds) || 1} 秒，已停止；请精简这份指标体系（少些逐行计算、少些公式）再试。`,
  }),
  memory: (): Issue => ({
    path: '',
    code: 'evaluation_stopped',
    message: `计算占用的内存超过 ${MEMORY_MEGABYTES} MB，已停止；请精简这份指标体系再试。`,
  }),
  fault: (): Issue => ({
    path: '',
    code: 'evaluation_stopped',
    message: '这份指标体系算不下去，已停止；请把它交给系统维护人员，其他指标体系不受影响。',
  }),
  tooDeep: (): Issue => ({ path: '', code: 'too_deep', message: '内容嵌套太深，请减少层数。' }),
  busy: (): Issue => ({
    path: '',
    code: 'evaluation_busy',
    message: '现在等着计算的请求太多，请过几秒再试。',
  }),
  ending: (): Issue => ({ path: '', code: 'evaluation_busy', message: '服务正在停止，请稍后再试。' }),
} as const
