import { createHash } from 'node:crypto'
import { refused, type Parsed } from './core/issue.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import type { EffectInput, Evaluation, Materials } from './evaluation/jobs.ts'
import type { Effect } from './http/shapes.ts'
import { splitReference } from './rule-set-choice.ts'
import { factsOf, type SubmissionFacts } from './storage/changes/submissions.ts'
import type { Store, StoredRuleSet } from './storage/store.ts'
import { listSubmissions } from './submission-list.ts'

/** Of how many lists of submissions it is remembered what they read. */
const REMEMBERED = 8

/** Tries an edited rule set on what is stored, without storing anything. */
export class RuleSetTrial {
  readonly #store: Store
  readonly #evaluation: Evaluation
  /** Submissions whose points are read, by the list of those that read them. */
  readonly #reads = new Map<string, readonly string[]>()

  constructor(store: Store, evaluation: Evaluation) {
    this.#store = store
    this.#evaluation = evaluation
  }

  /**
   * What the edited rule set does to every stored submission of its subject that is not made for another one, against the
   * stored version of the same date, or the newest one.
   * @param edited as it was sent
   * @param signal aborted when nobody waits for the answer any longer
   */
  async try(edited: unknown, signal?: AbortSignal): Promise<Parsed<Effect>> {
    const { id, from } = nameOf(edited)
    const versions = (await this.#store.listRuleSets()).filter((version) => version.id === id)
    const before = versions.find((version) => version.effective === from) ?? versions[0] ?? null
    const hashes = before ? await this.#population(before) : []
    const population = `list:${createHash('sha256').update(hashes.join('\n')).digest('hex')}`
    const options = { materials: this.#materials(before, population, hashes), ...(signal && { signal }) }
    const reads = this.#reads.get(population) ?? (await this.#evaluation.run('reads', { population }, options))
    if ('ok' in reads && !reads.ok) return refused(reads.issues)
    const ids = 'ok' in reads ? reads.value : reads
    this.#remember(population, ids)
    const input = { edited, before: before?.hash ?? null, population, gradings: await this.#finalPoints(ids) }
    return this.#evaluation.run('effect', input, options)
  }

  /** Hashes of what it is tried on. */
  async #population(version: StoredRuleSet): Promise<string[]> {
    const hashes: string[] = []
    for (const { hash, summary } of await this.#store.list('submissions'))
      if (belongsTo(summary ?? factsOf(await this.#store.readBody<Submission>(hash)), version)) hashes.push(hash)
    return hashes
  }

  /** Points of current, confirmed and final gradings; those of the others are not known. */
  async #finalPoints(ids: readonly string[]): Promise<EffectInput['gradings']> {
    if (ids.length === 0) return []
    const wanted = new Set(ids)
    return (await listSubmissions(this.#store)).flatMap(({ row, grading }) =>
      wanted.has(row.id) && grading && grading.row.points !== null && grading.facts.confirmed
        ? [[row.id, { points: grading.row.points, hash: grading.row.hash }] as const]
        : [],
    )
  }

  #materials(before: StoredRuleSet | null, population: string, hashes: readonly string[]): Materials {
    const read = async (name: string): Promise<unknown> => {
      if (name === population) return hashes
      return name === before?.hash ? before.ruleSet : this.#store.readBody(name)
    }
    return {
      names: [...hashes, population, ...(before ? [before.hash] : [])],
      read: (names) => Promise.all(names.map(read)),
    }
  }

  #remember(population: string, ids: readonly string[]): void {
    this.#reads.delete(population)
    this.#reads.set(population, ids)
    const [oldest] = this.#reads.keys()
    if (this.#reads.size > REMEMBERED && oldest !== undefined) this.#reads.delete(oldest)
  }
}

/** What it calls itself, as far as it can be read. */
function nameOf(ruleSet: unknown): { readonly id: unknown; readonly from: unknown } {
  const { id, effective } = (ruleSet ?? {}) as Partial<Record<keyof RuleSet, unknown>>
  return { id, from: (effective as { from?: unknown } | null | undefined)?.from }
}

function belongsTo(facts: SubmissionFacts, version: StoredRuleSet): boolean {
  if (facts.subject !== version.ruleSet.subject) return false
  return facts.ruleSet === null || splitReference(facts.ruleSet)[0] === version.id
}
