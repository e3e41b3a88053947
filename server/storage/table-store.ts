import type { Grading } from '../core/grading.ts'
import { contentHash } from '../core/hash.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import type { Database } from './database.ts'
import {
  ruleSetKey,
  StorageError,
  type AddedRuleSet,
  type Store,
  type StoredRuleSet,
  type StoredSubmission,
} from './store.ts'

interface Tables {
  readonly ruleSets: ReadonlyMap<string, StoredRuleSet>
  readonly submissions: ReadonlyMap<string, StoredSubmission>
  readonly gradings: ReadonlyMap<string, Grading>
}

/**
 * A store that holds everything in memory and hands each new state to `save` before it counts.
 * Writes wait for one another; a reader sees only what was saved.
 */
export class TableStore implements Store {
  #tables: Tables
  #lastWrite: Promise<unknown> = Promise.resolve()
  readonly #save: (database: Database) => Promise<void>
  readonly #release: () => Promise<void>

  constructor(
    database: Database,
    save: (database: Database) => Promise<void> = async () => {},
    release: () => Promise<void> = async () => {},
  ) {
    this.#tables = toTables(freeze(database))
    this.#save = save
    this.#release = release
  }

  async listRuleSets(): Promise<readonly StoredRuleSet[]> {
    return [...this.#tables.ruleSets.values()].sort(byIdThenNewest)
  }

  async findRuleSet(id: string, effective: string): Promise<StoredRuleSet | null> {
    return this.#tables.ruleSets.get(ruleSetKey({ id, effective })) ?? null
  }

  async addRuleSet(given: RuleSet): Promise<AddedRuleSet> {
    const stored = toStoredRuleSet(given)
    const key = ruleSetKey(stored)
    return this.#write(async () => {
      const existing = this.#tables.ruleSets.get(key)
      if (existing) return existing.hash === stored.hash ? 'same' : 'different'
      await this.#commit({ ...this.#tables, ruleSets: withEntries(this.#tables.ruleSets, [[key, stored]]) })
      return 'added'
    })
  }

  async listSubmissions(): Promise<readonly StoredSubmission[]> {
    return [...this.#tables.submissions.values()]
  }

  async findSubmission(id: string): Promise<StoredSubmission | null> {
    return this.#tables.submissions.get(id) ?? null
  }

  async putSubmissions(given: readonly Submission[]): Promise<readonly StoredSubmission[]> {
    const stored = given.map((submission) => {
      const copy = freeze(structuredClone(submission))
      return Object.freeze({ hash: contentHash(copy), submission: copy })
    })
    await this.#write(() =>
      this.#commit({
        ...this.#tables,
        submissions: withEntries(
          this.#tables.submissions,
          stored.map((entry) => [entry.submission.id, entry] as const),
        ),
      }),
    )
    return stored
  }

  async findGrading(submissionId: string, ruleSet: string): Promise<Grading | null> {
    return this.#tables.gradings.get(gradingKey(submissionId, ruleSet)) ?? null
  }

  async putGradings(given: readonly Grading[]): Promise<void> {
    const stored = given.map((grading) => freeze(structuredClone(grading)))
    await this.#write(() =>
      this.#commit({
        ...this.#tables,
        gradings: withEntries(
          this.#tables.gradings,
          stored.map((grading) => [keyOfGrading(grading), grading] as const),
        ),
      }),
    )
  }

  async close(): Promise<void> {
    await this.#lastWrite
    await this.#release()
  }

  #write<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#lastWrite.then(change)
    this.#lastWrite = done.catch(() => undefined)
    return done
  }

  async #commit(next: Tables): Promise<void> {
    try {
      await this.#save(toDatabase(next))
    } catch (cause) {
      throw new StorageError('数据没有存下来，请检查磁盘空间和数据目录的权限后重试。', { cause })
    }
    this.#tables = next
  }
}

function toStoredRuleSet(given: RuleSet): StoredRuleSet {
  const { id, effective } = given
  if (id === undefined || effective === undefined) throw new Error('a stored rule set has an id and an effective date')
  const ruleSet = freeze(structuredClone(given))
  return Object.freeze({ id, effective: effective.from, hash: contentHash(ruleSet), ruleSet })
}

function byIdThenNewest(a: StoredRuleSet, b: StoredRuleSet): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1
  return a.effective > b.effective ? -1 : 1
}

/** A rule set key has no line break, so the last one separates whatever the submission's id is. */
function gradingKey(submissionId: string, ruleSet: string): string {
  return `${submissionId}\n${ruleSet}`
}

function keyOfGrading(grading: Grading): string {
  return gradingKey(grading.submission.id, ruleSetKey(grading.ruleSet))
}

function withEntries<T>(table: ReadonlyMap<string, T>, entries: readonly (readonly [string, T])[]): Map<string, T> {
  const next = new Map(table)
  for (const [key, value] of entries) next.set(key, value)
  return next
}

function toTables(database: Database): Tables {
  return {
    ruleSets: new Map(database.ruleSets.map((stored) => [ruleSetKey(stored), stored])),
    submissions: new Map(database.submissions.map((stored) => [stored.submission.id, stored])),
    gradings: new Map(database.gradings.map((grading) => [keyOfGrading(grading), grading])),
  }
}

function toDatabase(tables: Tables): Database {
  return {
    format: 'hengping/database@1',
    ruleSets: [...tables.ruleSets.values()],
    submissions: [...tables.submissions.values()],
    gradings: [...tables.gradings.values()],
  }
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
