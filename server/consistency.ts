import { refused, type Parsed, parsed } from './core/issue.ts'
import type { CheckFinding } from './core/grading.ts'
import type { CheckCount } from './evaluation/check-jobs.ts'
import type { Evaluation, RunOptions } from './evaluation/jobs.ts'
import type { GradingService } from './gradings.ts'
import { unknownSubmission } from './issue-paths.ts'
import type { Store, StoredRuleSet } from './storage/store.ts'
import { listSubmissions } from './submission-list.ts'

/** Counted in one job: short enough that others get their turn. */
const TOGETHER = 200
/** Counts that are remembered: what they are about never changes. */
const REMEMBERED = 50_000

/**
 * Where what was handed in contradicts itself, by the checks C01–C27 of its rule set. Found out whenever somebody asks,
 * and no part of a grading: a check that is mended changes no receipt.
 */
export class Consistency {
  readonly #gradings: GradingService
  readonly #evaluation: Evaluation
  readonly #counted = new Map<string, CheckCount>()

  constructor(gradings: GradingService, evaluation: Evaluation) {
    this.#gradings = gradings
    this.#evaluation = evaluation
  }

  /** Every disagreement of one submission as it was handed in. @param reference of the rule set; the submission's own where it is undefined */
  async findings(id: string, reference?: string, signal?: AbortSignal): Promise<Parsed<readonly CheckFinding[]>> {
    const stored = await this.#gradings.store.findSubmission(id)
    if (!stored) return refused([unknownSubmission(id)])
    const version = await this.#gradings.versionFor(stored.submission, reference)
    if (!version.ok) return version
    const input = { version: version.value.hash, submissions: [stored.hash] }
    const found = await this.#evaluation.run('checks', input, this.#options(version.value, [stored.hash], signal))
    return found.ok ? parsed(found.value[0] ?? []) : found
  }

  /** How many disagreements each of somebody's submissions has; what nobody knows the rule set of is left out. */
  async counts(
    store: Store,
    subject: 'department' | 'project' | undefined,
    signal?: AbortSignal,
  ): Promise<Parsed<{ submission: string; errors: number; warnings: number }[]>> {
    const listed = (await listSubmissions(store)).filter(({ facts }) => !subject || facts.subject === subject)
    const open = new Map<StoredRuleSet, string[]>()
    for (const { row, version } of listed)
      if (version && !this.#counted.has(keyOf(row.hash, version))) open.set(version, [...(open.get(version) ?? []), row.hash]) // prettier-ignore
    for (const [version, hashes] of open)
      for (let first = 0; first < hashes.length; first += TOGETHER) {
        const some = hashes.slice(first, first + TOGETHER)
        const input = { version: version.hash, submissions: some }
        const counts = await this.#evaluation.run('checkCounts', input, this.#options(version, some, signal))
        if (!counts.ok) return counts
        for (const [index, hash] of some.entries()) this.#remember(keyOf(hash, version), counts.value[index]!)
      }
    return parsed(
      listed.flatMap(({ row, version }) => {
        const counted = version && this.#counted.get(keyOf(row.hash, version))
        return counted ? [{ submission: row.id, errors: counted[0], warnings: counted[1] }] : []
      }),
    )
  }

  #options(version: StoredRuleSet, hashes: readonly string[], signal?: AbortSignal): RunOptions {
    const read = (name: string): Promise<unknown> =>
      name === version.hash ? Promise.resolve(version.ruleSet) : this.#gradings.store.readBody(name)
    const materials = {
      names: [version.hash, ...hashes],
      read: (names: readonly string[]) => Promise.all(names.map(read)),
    }
    return { materials, ...(signal && { signal }) }
  }

  #remember(key: string, count: CheckCount): void {
    this.#counted.set(key, count)
    const [oldest] = this.#counted.keys()
    if (this.#counted.size > REMEMBERED && oldest !== undefined) this.#counted.delete(oldest)
  }
}

const keyOf = (submission: string, version: StoredRuleSet): string => `${submission} ${version.hash}`
