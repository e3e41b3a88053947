import { createHash } from 'node:crypto'
import { refused, type Parsed } from './core/issue.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import type { EffectInput, Evaluation, Materials, RunOptions } from './evaluation/jobs.ts'
import { finalPoints } from './final-points.ts'
import type { MediansAnswer } from './http/median-shapes.ts'
import type { SensitivityAnswer } from './http/sensitivity-shapes.ts'
import type { Effect, TriedAccount } from './http/shapes.ts'
import { splitReference } from './rule-set-choice.ts'
import { factsOf, type SubmissionFacts, type SubmissionRow } from './storage/changes/submissions.ts'
import { ruleSetKey, type Store, type StoredRuleSet } from './storage/store.ts'

/** Of how many versions it is remembered what they are tried on. */
const REMEMBERED = 8

/** The submissions an edited version is tried on. */
interface Population {
  /** All rows there were when it was listed. */
  readonly rows: readonly SubmissionRow[]
  readonly hashes: readonly string[]
  /** Says which they are: a hash of their hashes. */
  readonly name: string
  /** Submissions whose points they read; null until somebody has looked. */
  reads: readonly string[] | null
}
const NOBODY: Population = { rows: [], hashes: [], name: `list:${createHash('sha256').digest('hex')}`, reads: [] }

/** Tries an edited rule set on what is stored, without storing anything. */
export class RuleSetTrial {
  readonly #store: Store
  readonly #evaluation: Evaluation
  readonly #populations = new Map<string, Population>()

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
  try(edited: unknown, signal?: AbortSignal): Promise<Parsed<Effect>> {
    return this.#run(edited, signal, (input, options) => this.#evaluation.run('effect', input, options))
  }

  /** What it does to one of them, line by line. */
  tryOnOne(edited: unknown, submission: string, signal?: AbortSignal): Promise<Parsed<TriedAccount>> {
    return this.#run(edited, signal, (input, options) =>
      this.#evaluation.run('account', { ...input, submission }, options),
    )
  }

  /** How far the ranking of what is stored hangs on it. */
  sensitivity(edited: unknown, signal?: AbortSignal): Promise<Parsed<SensitivityAnswer>> {
    return this.#run(edited, signal, (input, options) => this.#evaluation.run('sensitivity', input, options))
  }

  /** What is usual among stored submissions of a year under a stored version, indicator by indicator. */
  medians({ ruleSet }: StoredRuleSet, year: number, signal?: AbortSignal): Promise<Parsed<MediansAnswer>> {
    return this.#run(ruleSet, signal, (input, options) => this.#evaluation.run('medians', { ...input, year }, options))
  }

  async #run<T>(
    edited: unknown,
    signal: AbortSignal | undefined,
    run: (input: EffectInput, options: RunOptions) => Promise<Parsed<T>>,
  ): Promise<Parsed<T>> {
    const { id, from } = nameOf(edited)
    const versions = (await this.#store.listRuleSets()).filter((version) => version.id === id)
    const before = versions.find((version) => version.effective === from) ?? versions[0] ?? null
    const population = before ? await this.#populationOf(before) : NOBODY
    const materials = this.#materials(before, population)
    const options = { materials, ...(signal && { signal }), thread: materials.whole }
    const input = { population: population.name }
    const reads = population.reads ?? (await this.#evaluation.run('reads', input, options))
    if ('ok' in reads && !reads.ok) return refused(reads.issues)
    population.reads = 'ok' in reads ? reads.value : reads
    const gradings = await finalPoints(this.#store, population.reads)
    return run({ ...input, edited, before: before?.hash ?? null, gradings }, options)
  }

  /** What it is tried on; listed anew only when a submission came in or went. */
  async #populationOf(version: StoredRuleSet): Promise<Population> {
    const rows = await this.#store.list('submissions')
    const key = ruleSetKey(version)
    const known = this.#populations.get(key)
    if (known && known.rows.length === rows.length && known.rows.every((row, index) => row === rows[index]))
      return known
    const hashes: string[] = []
    for (const { hash, summary } of rows)
      if (belongsTo(summary ?? factsOf(await this.#store.readBody<Submission>(hash)), version)) hashes.push(hash)
    const name = `list:${createHash('sha256').update(hashes.join('\n')).digest('hex')}`
    const reads = known?.name === name ? known.reads : null
    const population: Population = { rows, hashes, name, reads }
    this.#populations.delete(key)
    this.#populations.set(key, population)
    const [oldest] = this.#populations.keys()
    if (this.#populations.size > REMEMBERED && oldest !== undefined) this.#populations.delete(oldest)
    return population
  }

  #materials(before: StoredRuleSet | null, { name: population, hashes }: Population): Materials & { whole: string } {
    // the version it is held against is part of what the name stands for
    const whole = `${population} ${before?.hash ?? ''}`
    const read = async (name: string): Promise<unknown> => {
      if (name === population) return hashes
      return name === before?.hash ? before.ruleSet : this.#store.readBody(name)
    }
    return {
      whole,
      names: [...hashes, population, ...(before ? [before.hash] : [])],
      read: (names) => Promise.all(names.map(read)),
    }
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
