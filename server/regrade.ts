import type { Grading } from './core/grading.ts'
import { contentHash } from './core/hash.ts'
import { toReceipt } from './core/proof/receipt.ts'
import type { Submission } from './core/submission.ts'
import { evaluatorFile, type EngineIdentity } from './engine-identity.ts'
import type { Regraded } from './evaluator.ts'
import type { SealedResult } from './sealing/check-runs.ts'
import { engineFile, findEngine } from './sealing/engines.ts'
import { RegradePool } from './sealing/regrade-pool.ts'
import type { Work } from './sealing/regrade-process.ts'
import type { Bodies } from './storage/bodies.ts'
import { inParallel } from './storage/disk.ts'
import type { DocumentStore } from './storage/document-store.ts'
import { toGradingRow, type GradingRow } from './storage/changes/gradings.ts'
import { ruleSetKey } from './storage/store.ts'
import type { State } from './storage/tables.ts'
import { listSubmissions } from './submission-list.ts'

/** What came of grading everything again. */
export interface Regrading {
  /** Gradings there are: current ones, and those that runs sealed. */
  readonly count: number
  /** How many came out the same to the last byte, by the hash of the evaluator that made them. */
  readonly same: ReadonlyMap<string, number>
  /** Evaluators that are not kept in the folder: their gradings were computed by the present one instead. */
  readonly missing: ReadonlySet<string>
  /** Current gradings that cannot be made again: what they were compared with has changed since. */
  readonly moved: number
  /** Gradings that came out otherwise, a sentence each, in the order they were stored. */
  readonly different: readonly string[]
}

/** What is to be graded again: a current grading, or one that a run sealed. */
interface Case {
  readonly hash: string
  readonly row: GradingRow | null
  readonly sealed: SealedResult | null
}
type Verdict = { readonly same: string } | { readonly different: string } | 'moved'

/** Where gradings are taken from. */
export interface RegradingSource {
  readonly folder: string
  readonly state: State
  readonly store: DocumentStore
  readonly bodies: Bodies
  readonly sealed: readonly SealedResult[]
}

/**
 * Grades again what every stored grading is about, each with the evaluator it names, in processes beside this one, and
 * compares; the reference judge is asked again where a grading says it was. Stores nothing, and holds no more than a few
 * hundred gradings at once.
 * @param present the evaluator for gradings whose own is missing
 */
export async function regradeAll(
  source: RegradingSource,
  present: EngineIdentity,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Regrading> {
  const again = new Again(source, present)
  const cases = casesOf(source)
  const same = new Map<string, number>()
  const different: { readonly at: number; readonly sentence: string }[] = []
  let moved = 0
  let done = 0
  try {
    await inParallel(cases.entries(), again.pool.capacity, async ([at, entry]) => {
      const verdict = await again.check(entry)
      if (verdict === 'moved') moved++
      else if ('different' in verdict) different.push({ at, sentence: verdict.different })
      else same.set(verdict.same, (same.get(verdict.same) ?? 0) + 1)
      onProgress(++done, cases.length)
    })
  } finally {
    again.pool.stop()
  }
  const sentences = different.sort((a, b) => a.at - b.at).map(({ sentence }) => sentence)
  return { count: cases.length, same, missing: again.missing, moved, different: sentences }
}

/** Sealed results first, then what else is current. */
function casesOf({ state, sealed }: RegradingSource): Case[] {
  const rows = new Map([...state.gradings.values()].map((row) => [row.hash, row]))
  const cases: Case[] = sealed.map((result) => {
    const { grading } = result
    const row = rows.get(grading) ?? null
    rows.delete(grading)
    return { hash: grading, row, sealed: result }
  })
  for (const row of rows.values()) cases.push({ hash: row.hash, row, sealed: null })
  return cases
}

class Again {
  readonly pool = new RegradePool()
  readonly missing = new Set<string>()
  readonly #source: RegradingSource
  readonly #present: EngineIdentity
  readonly #files = new Map<string, Promise<{ engine: string; file: string } | null>>()
  readonly #ruleSets = new Map<string, Promise<string>>()
  #members: Promise<ReadonlyMap<string, ReadonlySet<string>>> | null = null

  constructor(source: RegradingSource, present: EngineIdentity) {
    this.#source = source
    this.#present = present
  }

  async check({ hash, row, sealed }: Case): Promise<Verdict> {
    const { bodies, state } = this.#source
    const stored = JSON.parse(await bodies.read(hash)) as Grading
    const name = nameOf(stored, sealed)
    const different = (what: string): Verdict => ({ different: `${name}${what}` })
    if (row && !saysTheSame(row, stored)) return different('与记录里的分数、等级或状态不符。')
    if (sealed && contentHash(toReceipt(sealed.run.id, stored, hash)) !== sealed.receipt) {
      return different('与收据里的分数、等级或指纹不符。')
    }
    if (state.ruleSets.get(ruleSetKey(stored.ruleSet))?.hash !== stored.ruleSet.hash) {
      return different('所用的指标体系没有存着，不能重算。')
    }
    const text = await bodies.read(stored.submission.hash).catch(() => null)
    if (text === null) return different('所评的填报没有存着，不能重算。')
    const wrong = await this.#wrongInput(stored)
    if (wrong !== null) return different(`引用的“${wrong}”的评分没有存着，或分数不是那样。`)
    const population = await this.#populationOf(stored, JSON.parse(text) as Submission, sealed)
    if (population === 'moved') return 'moved'
    const evaluator = await this.#evaluator(stored.engine.hash)
    if (!evaluator) return different(`由引擎 ${stored.engine.hash} 评出，数据目录的 engines/ 里没有它，不能重算。`)
    const work: Work = {
      ruleSet: { hash: stored.ruleSet.hash, text: await this.#ruleSet(stored.ruleSet.hash) },
      population,
      submission: text,
      grounds: {
        submissionHash: stored.submission.hash,
        engine: stored.engine,
        inputs: stored.inputs,
        confirmed: wasConfirmed(stored),
      },
    }
    const result = await this.pool
      .regrade(evaluator.engine, evaluator.file, work)
      .catch((error: Error): Regraded => ({ refused: `重算的进程中断（${error.message}）` }))
    if ('refused' in result) return different(`现在评不出来：${result.refused}`)
    if (result.hash === hash) return { same: stored.engine.hash }
    if (!sealed && result.cohort !== (stored.cohort?.hash ?? null)) return 'moved'
    return different(differenceText(stored, result, this.missing.has(stored.engine.hash)))
  }

  /** The evaluator a grading names; the present one when that was never kept; null when there is none to run. */
  #evaluator(hash: string): Promise<{ engine: string; file: string } | null> {
    const { folder } = this.#source
    const known = this.#files.get(hash)
    if (known) return known
    const found = findEngine(folder, hash).then((state) => {
      if (state === 'kept') return { engine: hash, file: engineFile(folder, hash) }
      this.missing.add(hash)
      return evaluatorFile === null ? null : { engine: this.#present.hash, file: evaluatorFile }
    })
    this.#files.set(hash, found)
    return found
  }

  #ruleSet(hash: string): Promise<string> {
    const text = this.#ruleSets.get(hash) ?? this.#source.bodies.read(hash)
    this.#ruleSets.set(hash, text)
    return text
  }

  /** The other grading a grading says it read and that is not there, or has other points; null when all are. */
  async #wrongInput({ inputs }: Grading): Promise<string | null> {
    for (const { id, hash, points } of inputs) {
      const text = await this.#source.bodies.read(hash).catch(() => null)
      const input = text === null ? null : (JSON.parse(text) as Grading)
      if (input?.submission.id !== id || input.points !== points) return id
    }
    return null
  }

  /** What a grading was compared with: as its run keeps it, else as it is now. A submission that was replaced is no longer in it. */
  async #populationOf(
    { cohort, ruleSet, submission }: Grading,
    { year }: Submission,
    sealed: SealedResult | null,
  ): Promise<Work['population'] | 'moved'> {
    if (!cohort) return null
    const { bodies } = this.#source
    const readAll = (hashes: Iterable<string>) => inParallel(hashes, AT_ONCE, (hash) => bodies.read(hash))
    if (sealed) {
      const { id, cohort } = sealed.run
      const texts = async (): Promise<readonly string[]> => {
        const lists = await readAll(cohort?.population ?? [])
        return readAll(lists.flatMap((list) => (JSON.parse(list) as { hash: string }[]).map(({ hash }) => hash)))
      }
      return { key: id, texts }
    }
    this.#members ??= currentMembers(this.#source.store)
    const key = memberKey(ruleSet.id, year)
    const members = (await this.#members).get(key)
    return members?.has(submission.hash) ? { key, texts: () => readAll(members) } : 'moved'
  }
}

/** Bodies read at once. */
const AT_ONCE = 16

const memberKey = (ruleSet: string, year: number): string => `${ruleSet} ${year}`

/** Hashes of the submissions that are compared with one another now. */
async function currentMembers(store: DocumentStore): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const members = new Map<string, Set<string>>()
  for (const { row, facts, version } of await listSubmissions(store)) {
    if (!version) continue
    const key = memberKey(version.id, facts.year)
    members.set(key, (members.get(key) ?? new Set()).add(row.hash))
  }
  return members
}

/** Whether the reference judge was asked, whatever it said. */
const wasConfirmed = ({ confirmedBy, checks }: Grading): boolean =>
  confirmedBy !== null || checks.some(({ code }) => code === 'judges_disagree')

/** Whether a grading is what its row says of it. Records of the earliest journals say less. */
function saysTheSame(row: GradingRow, stored: Grading): boolean {
  const { summary, ...made } = toGradingRow(stored, row.hash, row.summary?.selfPoints ?? null)
  return contentHash(row.summary ? { ...made, summary } : made) === contentHash(row)
}

function nameOf({ submission, ruleSet }: Grading, sealed: SealedResult | null): string {
  const by = sealed ? `在封存“${sealed.run.id}”里` : `按 ${ruleSetKey(ruleSet)} `
  return `“${submission.name}”（${submission.id}）${by}的评分`
}

function differenceText(stored: Grading, again: Exclude<Regraded, { refused: string }>, byOther: boolean): string {
  const [then, now] = [pointsText(stored.points, stored.grade), pointsText(again.points, again.grade)]
  const what = then === now ? `得分相同（${then}），明细不同` : `存的是 ${then}，重算是 ${now}`
  const hint = byOther ? '；它的引擎没有保存，是用现在的引擎算的，也可能是引擎变了' : ''
  return `重算结果不同：${what}${hint}。`
}

const pointsText = (points: number | null, grade: string | null): string =>
  points === null ? '未定' : `${points} 分${grade === null ? '' : `（${grade}）`}`
