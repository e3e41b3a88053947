import type { Grading } from '../core/grading.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'

/** A published version of a rule set: never changed once it is in the store. */
export interface StoredRuleSet {
  readonly id: string
  /** First day it applies, `2024-01-01`. */
  readonly effective: string
  readonly hash: string
  readonly ruleSet: RuleSet
}

/** A submission as it was handed in; a later one with the same id takes its place. */
export interface StoredSubmission {
  readonly hash: string
  readonly submission: Submission
}

/** What became of a rule set handed to the store; `different`: that version exists with other content and was kept. */
export type AddedRuleSet = 'added' | 'same' | 'different'

/**
 * Where rule sets, submissions and gradings lie. What comes out is frozen; what goes in is copied.
 * Every write is kept when its promise resolves, in the order of the calls; one that fails rejects with a `StorageError`
 * and leaves the store as it was.
 */
export interface Store {
  /** Why nothing can be stored any more, as a sentence; null while all is well. Reading goes on. */
  readonly fault: string | null
  /** By id, newest version first. */
  listRuleSets(): Promise<readonly StoredRuleSet[]>
  findRuleSet(id: string, effective: string): Promise<StoredRuleSet | null>
  /** The rule set must say its id and `effective`, as `parseRuleSet` demands. */
  addRuleSet(ruleSet: RuleSet): Promise<AddedRuleSet>
  /** In the order in which their ids first came in. */
  listSubmissions(): Promise<readonly StoredSubmission[]>
  findSubmission(id: string): Promise<StoredSubmission | null>
  /** All of them or none. Answers in the order given. */
  putSubmissions(submissions: readonly Submission[]): Promise<readonly StoredSubmission[]>
  findGrading(submissionId: string, ruleSetKey: string): Promise<Grading | null>
  /** All of them or none; one grading a submission and rule set version, the last one stays. */
  putGradings(gradings: readonly Grading[]): Promise<void>
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
