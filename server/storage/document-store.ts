import type { Grading } from '../core/grading.ts'
import { contentHash } from '../core/hash.ts'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { ruleSetSchema, type RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import type { Bodies } from './bodies.ts'
import { BodyCache, type Put } from './body-cache.ts'
import { gradingKey, toGradingRow, type GradingRow } from './changes/gradings.ts'
import type { Change } from './changes/index.ts'
import type { RuleSetRow } from './changes/rule-sets.ts'
import { toSubmissionRow } from './changes/submissions.ts'
import { inParallel } from './disk.ts'
import { freeze } from './freeze.ts'
import type { HistoryPage, HistoryQuery } from './history.ts'
import type { Journal } from './journal.ts'
import { refuseChange } from './reducer.ts'
import {
  ruleSetKey,
  StorageError,
  type AddedRuleSet,
  type Store,
  type StoredRuleSet,
  type StoredSubmission,
} from './store.ts'
import type { State, TableName, Tables } from './tables.ts'

/** Who makes the changes that no person makes: loading `rules/`, grading at a start. */
export const SERVICE = 'service'

export interface StoreParts {
  /** What `journal` applies changes to. */
  readonly state: State
  readonly bodies: Bodies
  readonly journal: Journal
  readonly now?: () => Date
  /** Gives back whatever was held, after everything is closed. */
  readonly release?: () => Promise<void>
}

/**
 * A store of rows in memory, bodies beside them, and a journal in front: a change is written as bodies first, then as a
 * record that names them, and counts when the record is kept.
 */
export class DocumentStore implements Store {
  readonly #shared: Shared
  readonly #actor: string

  constructor(parts: StoreParts | Shared, actor: string = SERVICE) {
    this.#shared = parts instanceof Shared ? parts : new Shared(parts)
    this.#actor = actor
  }

  get fault(): string | null {
    return this.#shared.journal.fault
  }

  as(actor: string): Store {
    return new DocumentStore(this.#shared, actor)
  }

  async list<T extends TableName>(table: T): Promise<readonly Tables[T][]> {
    return [...this.#table(table).values()].map(freeze)
  }

  async find<T extends TableName>(table: T, key: string): Promise<Tables[T] | null> {
    return freeze(this.#table(table).get(key) ?? null)
  }

  async commit(
    change: Change,
    bodies: readonly unknown[] = [],
    texts: ReadonlyMap<string, Uint8Array> = new Map(),
  ): Promise<Parsed<void>> {
    const kept = Promise.all([this.#put(bodies).kept, this.#shared.putTexts(texts)]).then(() => undefined)
    const { state, journal, now } = this.#shared
    return this.#shared.inTurnAlone(kept, async () => {
      const by = { actor: this.#actor, time: now().toISOString() }
      const issue = refuseChange(state, change, by)
      if (issue) return refused([issue])
      await journal.append(by, change)
      return parsed(undefined)
    })
  }

  readBody<T>(hash: string): Promise<T> {
    return this.#shared.bodies.get<T>(hash)
  }

  readTexts(hashes: readonly string[]): Promise<readonly string[]> {
    return this.#shared.readTexts(hashes)
  }

  readBytes(hash: string): Promise<Uint8Array> {
    return this.#shared.readBytes(hash)
  }

  history(query: HistoryQuery): Promise<HistoryPage> {
    return this.#shared.journal.history(query)
  }

  async listRuleSets(): Promise<readonly StoredRuleSet[]> {
    const rows = [...this.#table('ruleSets').values()].sort(byIdThenNewest)
    return Promise.all(rows.map((row) => this.#readRuleSet(row)))
  }

  async findRuleSet(id: string, effective: string): Promise<StoredRuleSet | null> {
    const row = this.#table('ruleSets').get(ruleSetKey({ id, effective }))
    return row ? this.#readRuleSet(row) : null
  }

  async addRuleSet(given: RuleSet): Promise<AddedRuleSet> {
    const { id, effective } = given
    if (id === undefined || effective === undefined)
      throw new Error('a stored rule set has an id and an effective date')
    const version = { id, effective: effective.from, hash: contentHash(given) }
    const added = await this.commit({ action: 'addRuleSet', payload: version }, [given])
    if (added.ok) return 'added'
    return this.#table('ruleSets').get(ruleSetKey(version))?.hash === version.hash ? 'same' : 'different'
  }

  async listSubmissions(): Promise<readonly StoredSubmission[]> {
    const rows = [...this.#table('submissions').values()]
    const submissions = await this.#shared.bodies.getAll<Submission>(rows.map(({ hash }) => hash))
    return rows.map(({ hash }, index) => Object.freeze({ hash, submission: submissions[index]! }))
  }

  async findSubmission(id: string): Promise<StoredSubmission | null> {
    const row = this.#table('submissions').get(id)
    return row ? Object.freeze({ hash: row.hash, submission: await this.readBody<Submission>(row.hash) }) : null
  }

  async putSubmissions(given: readonly Submission[]): Promise<readonly StoredSubmission[]> {
    if (given.length === 0) return []
    const { stored, kept } = this.#put(given)
    const payload = stored.map(({ hash, value }) => toSubmissionRow(value, hash))
    await this.#append(kept, { action: 'putSubmissions', payload })
    return stored.map(({ hash, value }) => Object.freeze({ hash, submission: value }))
  }

  async findGrading(submissionId: string, ruleSet: string): Promise<Grading | null> {
    const row = this.#table('gradings').get(gradingKey(submissionId, ruleSet))
    return row ? this.readBody<Grading>(row.hash) : null
  }

  async putGradings(given: readonly Grading[], selfPoints: readonly (number | null)[] = []): Promise<void> {
    if (given.length === 0) return
    const { stored, kept } = this.#put(given)
    const payload = stored.map(({ hash, value }, index) => toGradingRow(value, hash, selfPoints[index] ?? null))
    await this.#append(kept, { action: 'putGradings', payload })
  }

  async putGradingTexts(rows: readonly GradingRow[], texts: ReadonlyMap<string, Uint8Array>): Promise<void> {
    if (this.fault !== null) throw new StorageError(this.fault)
    if (rows.length > 0) await this.#append(this.#shared.putTexts(texts), { action: 'putGradings', payload: rows })
  }

  close(): Promise<void> {
    return this.#shared.close()
  }

  #table<T extends TableName>(table: T): Map<string, Tables[T]> {
    return this.#shared.state[table]
  }

  #put<T>(values: readonly T[]): Put<T> {
    if (this.fault !== null) throw new StorageError(this.fault)
    return this.#shared.bodies.put(values)
  }

  #append(bodies: Promise<void>, change: Change): Promise<void> {
    const { journal, now } = this.#shared
    return this.#shared.inTurn(bodies, () => journal.append({ actor: this.#actor, time: now().toISOString() }, change))
  }

  /** With its members in the order of the format, since people read and export it. */
  async #readRuleSet({ id, effective, hash, retired }: RuleSetRow): Promise<StoredRuleSet> {
    const { ruleSets } = this.#shared
    let ruleSet = ruleSets.get(hash)
    if (!ruleSet) {
      ruleSet = freeze(ruleSetSchema.parse(await this.readBody(hash)))
      ruleSets.set(hash, ruleSet)
    }
    return Object.freeze({ id, effective, hash, ruleSet, retired: retired !== undefined })
  }
}

/** Contents read at once. */
const READ_AT_ONCE = 16

/** What everyone who uses a store shares, whatever name they write in. */
class Shared {
  readonly state: State
  readonly bodies: BodyCache
  readonly journal: Journal
  readonly now: () => Date
  readonly ruleSets = new Map<string, RuleSet>()
  readonly #files: Bodies
  readonly #release: () => Promise<void>
  /** Resolves when every write called so far has its place in the journal. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Resolves when every change called so far that may be refused is decided and kept. */
  #decided: Promise<unknown> = Promise.resolve()

  constructor({ state, bodies, journal, now = () => new Date(), release = async () => {} }: StoreParts) {
    this.state = state
    this.#files = bodies
    this.bodies = new BodyCache(bodies)
    this.journal = journal
    this.now = now
    this.#release = release
  }

  readTexts(hashes: readonly string[]): Promise<readonly string[]> {
    return inParallel(hashes, READ_AT_ONCE, (hash) => this.#files.read(hash))
  }

  readBytes(hash: string): Promise<Uint8Array> {
    return this.#files.readBytes(hash)
  }

  putTexts(texts: ReadonlyMap<string, Uint8Array>): Promise<void> {
    return this.#files.write(texts)
  }

  /** Writes bodies at once; does `act` when they are kept and everything called before has its place in the journal. */
  inTurn<T>(bodies: Promise<void>, act: () => Promise<T>): Promise<T> {
    return this.#follow([this.#turn], bodies, act)
  }

  /** The same, for what may be refused: its state must have all that was decided before. */
  inTurnAlone<T>(bodies: Promise<void>, act: () => Promise<T>): Promise<T> {
    const done = this.#follow([this.#turn, this.#decided], bodies, act)
    this.#decided = done.catch(() => undefined)
    return done
  }

  #follow<T>(earlier: readonly Promise<unknown>[], bodies: Promise<void>, act: () => Promise<T>): Promise<T> {
    const kept = bodies.catch((cause: unknown) => Promise.reject(this.journal.stop(cause)))
    const ready = Promise.allSettled([...earlier, kept]).then(() => kept)
    const done = ready.then(act)
    // called after `act` has begun, so that the next one comes behind it
    this.#turn = ready.catch(() => undefined)
    return done
  }

  async close(): Promise<void> {
    await this.#decided
    await this.#turn
    await this.journal.close()
    await this.#files.close()
    await this.#release()
  }
}

function byIdThenNewest(a: RuleSetRow, b: RuleSetRow): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1
  return a.effective > b.effective ? -1 : 1
}
