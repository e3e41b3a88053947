import type { Grading } from '../core/grading.ts'
import type { Parsed } from '../core/issue.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import type { GradingRow } from './changes/gradings.ts'
import type { Change } from './changes/index.ts'
import type { HistoryPage, HistoryQuery } from './history.ts'
import type { TableName, Tables } from './tables.ts'

/** A published version of a rule set: never changed once it is in the store. */
export interface StoredRuleSet {
  readonly id: string
  /** First day it applies, `2024-01-01`. */
  readonly effective: string
  readonly hash: string
  readonly ruleSet: RuleSet
  /** 停用: nothing new is graded by it. */
  readonly retired: boolean
}

/** A submission as it was handed in; a later one with the same id takes its place. */
export interface StoredSubmission {
  readonly hash: string
  readonly submission: Submission
}

/** What became of a rule set handed to the store; `different`: that version exists with other content and was kept. */
export type AddedRuleSet = 'added' | 'same' | 'different'

/**
 * Where everything lies. What comes out is frozen; what goes in is copied. Every write is kept when its promise resolves,
 * in the order of the calls; one that cannot be kept rejects with a `StorageError` and leaves the store as it was.
 */
export interface Store {
  /** Why nothing can be stored any more, as a sentence; null while all is well. Reading goes on. */
  readonly fault: string | null
  /** The same store, every change in this person's name. */
  as(actor: string): Store
  /** The rows of a table, in the order in which their keys first came in. */
  list<T extends TableName>(table: T): Promise<readonly Tables[T][]>
  find<T extends TableName>(table: T, key: string): Promise<Tables[T] | null>
  /**
   * Makes one change, with the contents it names. One at a time, so that what may not happen to the state it meets is
   * refused, as an issue.
   * @param texts contents that were made elsewhere, as their canonical JSON by hash; or files, byte for byte
   */
  commit(change: Change, bodies?: readonly unknown[], texts?: ReadonlyMap<string, Uint8Array>): Promise<Parsed<void>>
  /** @throws StorageError for a content that is missing or damaged */
  readBody<T>(hash: string): Promise<T>
  /** Contents as the canonical JSON they are kept as, in the order of the hashes. @throws StorageError as `readBody` */
  readTexts(hashes: readonly string[]): Promise<readonly string[]>
  /** A file that was handed in, byte for byte. @throws StorageError as `readBody` */
  readBytes(hash: string): Promise<Uint8Array>
  /** What was done, newest first. */
  history(query: HistoryQuery): Promise<HistoryPage>
  /** By id, newest version first, those retired included. */
  listRuleSets(): Promise<readonly StoredRuleSet[]>
  findRuleSet(id: string, effective: string): Promise<StoredRuleSet | null>
  /** The rule set must say its id and `effective`, as `parseRuleSet` demands. */
  addRuleSet(ruleSet: RuleSet): Promise<AddedRuleSet>
  /** All of them with their contents, in the order in which their ids first came in; where rows are enough, use `list`. */
  listSubmissions(): Promise<readonly StoredSubmission[]>
  findSubmission(id: string): Promise<StoredSubmission | null>
  /** All of them or none. Answers in the order given. */
  putSubmissions(submissions: readonly Submission[]): Promise<readonly StoredSubmission[]>
  findGrading(submissionId: string, ruleSetKey: string): Promise<Grading | null>
  /**
   * All of them or none; one grading a submission and rule set version, the last one stays.
   * @param selfPoints what each submission's own scores come to, for lists
   */
  putGradings(gradings: readonly Grading[], selfPoints?: readonly (number | null)[]): Promise<void>
  /** The same for gradings that were made elsewhere: `texts` has the canonical JSON of each row's content, by its hash. */
  putGradingTexts(rows: readonly GradingRow[], texts: ReadonlyMap<string, Uint8Array>): Promise<void>
  close(): Promise<void>
}

/** The store cannot keep anything: the sentence is for the person who waits, the cause for the log. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

/** `guangdong-department@2024-01-01`: how a version is named in commands, addresses and gradings. */
export function ruleSetKey(version: { readonly id: string; readonly effective: string }): string {
  return `${version.id}@${version.effective}`
}
