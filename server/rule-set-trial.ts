import { createHash } from 'node:crypto'
import type { Parsed } from './core/issue.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import type { Evaluation, Materials } from './evaluation/jobs.ts'
import { gradingReferences } from './grading-references.ts'
import type { GradingService } from './gradings.ts'
import type { Effect } from './http/shapes.ts'
import { splitReference } from './rule-set-choice.ts'
import type { StoredRuleSet, StoredSubmission } from './storage/store.ts'

/** Tries an edited rule set on what is stored, without storing anything. */
export class RuleSetTrial {
  readonly #gradings: GradingService
  readonly #evaluation: Evaluation

  constructor(gradings: GradingService, evaluation: Evaluation) {
    this.#gradings = gradings
    this.#evaluation = evaluation
  }

  /**
   * What the edited rule set does to every stored submission of its subject that is not made for another one, against the
   * stored version of the same date, or the newest one.
   * @param edited as it was sent
   * @param signal aborted when nobody waits for the answer any longer
   */
  async try(edited: unknown, signal?: AbortSignal): Promise<Parsed<Effect>> {
    const { store } = this.#gradings
    const name = nameOf(edited)
    const versions = (await store.listRuleSets()).filter((version) => version.id === name.id)
    const before = versions.find((version) => version.effective === name.from) ?? versions[0] ?? null
    const stored = before ? (await store.listSubmissions()).filter((entry) => belongsTo(entry.submission, before)) : []
    const population = listOf(stored)
    return this.#evaluation.run(
      'effect',
      { edited, before: before?.hash ?? null, population: population.name, gradings: await this.#gradingsRead(stored) },
      { materials: materialsOf(before, stored, population), ...(signal && { signal }) },
    )
  }

  async #gradingsRead(stored: readonly StoredSubmission[]) {
    const read = new Map<string, { points: number; hash: string }>()
    for (const { submission } of stored) {
      if (!refersToGradings(submission)) continue
      for (const [id, grading] of await this.#gradings.gradingsRead(submission)) read.set(id, grading)
    }
    return [...read]
  }
}

/** What it calls itself, as far as it can be read. */
function nameOf(ruleSet: unknown): { readonly id: unknown; readonly from: unknown } {
  const { id, effective } = (ruleSet ?? {}) as Partial<Record<keyof RuleSet, unknown>>
  return { id, from: (effective as { from?: unknown } | null | undefined)?.from }
}

/** The hashes of submissions, as a content with a name of its own. */
function listOf(stored: readonly StoredSubmission[]): { readonly name: string; readonly hashes: readonly string[] } {
  const hashes = stored.map(({ hash }) => hash)
  return { name: `list:${createHash('sha256').update(hashes.join('\n')).digest('hex')}`, hashes }
}

function materialsOf(
  before: StoredRuleSet | null,
  stored: readonly StoredSubmission[],
  population: ReturnType<typeof listOf>,
): Materials {
  const contents = new Map<string, unknown>(stored.map(({ hash, submission }) => [hash, submission]))
  contents.set(population.name, population.hashes)
  if (before) contents.set(before.hash, before.ruleSet)
  return { names: [...contents.keys()], read: async (names) => names.map((name) => contents.get(name)) }
}

const references = new WeakMap<Submission, boolean>()
/** Looked up again with every edit, so it is remembered. */
function refersToGradings(submission: Submission): boolean {
  const known = references.get(submission)
  if (known !== undefined) return known
  const refers = gradingReferences(submission).size > 0
  references.set(submission, refers)
  return refers
}

function belongsTo(submission: Submission, version: StoredRuleSet): boolean {
  if (submission.subject !== version.ruleSet.subject) return false
  return submission.ruleSet === undefined || splitReference(submission.ruleSet)[0] === version.id
}
