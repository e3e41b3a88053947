import type { Grading } from '../core/grading.ts'
import { ruleSetSchema, type RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import type { Bodies } from './bodies.ts'
import { BodyCache, type Put } from './body-cache.ts'
import { freeze } from './freeze.ts'
import type { Journal } from './journal.ts'
import type { Change } from './reducer.ts'
import { gradingKey, toGradingRow, type RuleSetRow, type State } from './state.ts'
import {
  ruleSetKey,
  StorageError,
  type AddedRuleSet,
  type Store,
  type StoredRuleSet,
  type StoredSubmission,
} from './store.ts'

/** Until there are accounts, every change is the service's own. */
const ACTOR = 'service'

/**
 * A store of rows in memory, bodies beside them, and a journal in front: a change is written as bodies first, then as a
 * record that names them, and counts when the record is kept.
 */
export class DocumentStore implements Store {
  readonly #state: State
  readonly #bodies: BodyCache
  readonly #journal: Journal
  readonly #release: () => Promise<void>
  /** Resolves when every write called so far has its place in the journal. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Rule sets that have their place in the journal and are not kept yet. */
  readonly #adding = new Map<string, { readonly hash: string; readonly kept: Promise<void> }>()
  readonly #ruleSets = new Map<string, RuleSet>()

  /** @param state what `journal` applies changes to */
  constructor(state: State, bodies: Bodies, journal: Journal, release: () => Promise<void> = async () => {}) {
    this.#state = state
    this.#bodies = new BodyCache(bodies)
    this.#journal = journal
    this.#release = release
  }

  get fault(): string | null {
    return this.#journal.fault
  }

  async listRuleSets(): Promise<readonly StoredRuleSet[]> {
    const rows = [...this.#state.ruleSets.values()].sort(byIdThenNewest)
    return Promise.all(rows.map((row) => this.#readRuleSet(row)))
  }

  async findRuleSet(id: string, effective: string): Promise<StoredRuleSet | null> {
    const row = this.#state.ruleSets.get(ruleSetKey({ id, effective }))
    return row ? this.#readRuleSet(row) : null
  }

  async addRuleSet(given: RuleSet): Promise<AddedRuleSet> {
    const { id, effective } = given
    if (id === undefined || effective === undefined)
      throw new Error('a stored rule set has an id and an effective date')
    const key = ruleSetKey({ id, effective: effective.from })
    const { stored, kept } = this.#put([given])
    const { hash } = stored[0]!
    return this.#inTurn(kept, async () => {
      const existing = this.#state.ruleSets.get(key) ?? this.#adding.get(key)
      if (existing) {
        if ('kept' in existing) await existing.kept
        return existing.hash === hash ? 'same' : 'different'
      }
      const added = this.#journal.append(ACTOR, {
        action: 'addRuleSet',
        payload: { id, effective: effective.from, hash },
      })
      this.#adding.set(key, { hash, kept: added })
      await added.finally(() => this.#adding.delete(key))
      return 'added'
    })
  }

  async listSubmissions(): Promise<readonly StoredSubmission[]> {
    const rows = [...this.#state.submissions.values()]
    const submissions = await this.#bodies.getAll<Submission>(rows.map(({ hash }) => hash))
    return rows.map(({ hash }, index) => Object.freeze({ hash, submission: submissions[index]! }))
  }

  async findSubmission(id: string): Promise<StoredSubmission | null> {
    const row = this.#state.submissions.get(id)
    return row ? Object.freeze({ hash: row.hash, submission: await this.#bodies.get<Submission>(row.hash) }) : null
  }

  async putSubmissions(given: readonly Submission[]): Promise<readonly StoredSubmission[]> {
    if (given.length === 0) return []
    const { stored, kept } = this.#put(given)
    const payload = stored.map(({ hash, value }) => ({ id: value.id, hash }))
    await this.#append(kept, { action: 'putSubmissions', payload })
    return stored.map(({ hash, value }) => Object.freeze({ hash, submission: value }))
  }

  async findGrading(submissionId: string, ruleSet: string): Promise<Grading | null> {
    const row = this.#state.gradings.get(gradingKey(submissionId, ruleSet))
    return row ? this.#bodies.get<Grading>(row.hash) : null
  }

  async putGradings(given: readonly Grading[]): Promise<void> {
    if (given.length === 0) return
    const { stored, kept } = this.#put(given)
    const payload = stored.map(({ hash, value }) => toGradingRow(value, hash))
    await this.#append(kept, { action: 'putGradings', payload })
  }

  async close(): Promise<void> {
    await this.#turn
    await this.#journal.close()
    await this.#release()
  }

  #put<T>(values: readonly T[]): Put<T> {
    if (this.#journal.fault !== null) throw new StorageError(this.#journal.fault)
    return this.#bodies.put(values)
  }

  #append(bodies: Promise<void>, change: Change): Promise<void> {
    return this.#inTurn(bodies, () => this.#journal.append(ACTOR, change))
  }

  /** Writes bodies at once; does `act` when they are kept and everything called before has its place in the journal. */
  #inTurn<T>(bodies: Promise<void>, act: () => Promise<T>): Promise<T> {
    const kept = bodies.catch((cause: unknown) => Promise.reject(this.#journal.stop(cause)))
    const ready = Promise.allSettled([this.#turn, kept]).then(() => kept)
    const done = ready.then(act)
    // called after `act` has begun, so that the next one comes behind it
    this.#turn = ready.catch(() => undefined)
    return done
  }

  /** With its members in the order of the format, since people read and export it. */
  async #readRuleSet({ id, effective, hash }: RuleSetRow): Promise<StoredRuleSet> {
    let ruleSet = this.#ruleSets.get(hash)
    if (!ruleSet) {
      ruleSet = freeze(ruleSetSchema.parse(await this.#bodies.get(hash)))
      this.#ruleSets.set(hash, ruleSet)
    }
    return Object.freeze({ id, effective, hash, ruleSet })
  }
}

function byIdThenNewest(a: RuleSetRow, b: RuleSetRow): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1
  return a.effective > b.effective ? -1 : 1
}
