import type { Grading } from '../core/grading.ts'
import { contentHash } from '../core/hash.ts'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { checkpointText, originOf, signedText, type Checkpoint } from '../core/proof/checkpoint.ts'
import type { MerkleTree } from '../core/proof/merkle.ts'
import { receiptLeaf, toReceipt, type Receipt, type ReceiptProof } from '../core/proof/receipt.ts'
import { refusedOne } from '../issue-paths.ts'
import { latestRun, type RunRow, type RunSeal } from '../storage/changes/runs.ts'
import type { Store } from '../storage/store.ts'
import { inParts } from './in-parts.ts'
import type { JournalPosition } from './journal-position.ts'
import { planRun, type RunRequest } from './plan-run.ts'
import { roundResults, whyMovedSince } from './round-to-seal.ts'
import { ReceiptLog } from './receipt-log.ts'
import type { Signer } from './signing-key.ts'

/** What checkpoints are made of, beside the store: where the journal has got to, and the key. */
export interface CheckpointSource {
  readonly position: () => Promise<JournalPosition>
  readonly signer: () => Promise<Signer>
}

/** Official runs: seals results, hands out receipts, signs checkpoints. */
export class Sealing {
  readonly #store: Store
  readonly #source: CheckpointSource
  readonly #now: () => Date
  readonly #log: ReceiptLog

  constructor(store: Store, source: CheckpointSource, now: () => Date = () => new Date()) {
    this.#store = store
    this.#source = source
    this.#now = now
    this.#log = new ReceiptLog(store)
  }

  /** Newest first. */
  async list(): Promise<readonly RunRow[]> {
    return [...(await this.#store.list('runs'))].reverse()
  }

  async find(id: string): Promise<Parsed<RunRow>> {
    const run = await this.#store.find('runs', id)
    return run ? parsed(run) : refused([unknownRun(id)])
  }

  /** What a run says of each submission, in order. @param from the place within the run, counted from 0 */
  async receipts(run: RunRow, from = 0, limit = run.count): Promise<Receipt[]> {
    const receipts: Receipt[] = []
    let place = 0
    for await (const receipt of this.#log.receiptsOf(run)) {
      if (receipts.length === limit) break
      if (place++ >= from) receipts.push(receipt)
    }
    return receipts
  }

  /**
   * Seals results as they are, in the name that `store` bears. A run that follows another of the same rule set and year
   * takes its place, and says why.
   */
  async seal(
    request: RunRequest & { readonly reason?: string | undefined; readonly round?: string | undefined },
    store: Store = this.#store,
  ): Promise<Parsed<RunRow>> {
    const results = request.round === undefined ? null : await roundResults(this.#store, request.round)
    if (results && !results.ok) return results
    const submissions = results ? [...results.value.keys()] : request.submissions
    const { ruleSet, year } = request
    const planned = await planRun(this.#store, { ruleSet, year, ...(submissions && { submissions }) })
    if (!planned.ok) return planned
    const moved = results ? whyMovedSince(results.value, planned.value) : []
    if (moved.length > 0) return refused(moved)
    const { version, engine, gradings, cohort } = planned.value
    const runs = await this.#store.list('runs')
    const ordinal = runs.filter((run) => run.ruleSet.id === version.id && run.year === year).length + 1
    const id = `${version.id}-${year}-${ordinal}`
    const receipts = gradings.map(({ grading, hash }) => toReceipt(id, grading, hash))
    const tree = (await this.#log.tree()).copy()
    const first = tree.size
    for (const receipt of receipts) tree.append(receiptLeaf(receipt))
    const [lists, population] = [inParts(receipts), inParts(cohort?.population ?? [])]
    const payload: RunSeal = {
      id,
      ruleSet: { id: version.id, effective: version.effective, hash: version.hash },
      year,
      engine: { ...engine },
      cohort: cohort && { size: cohort.size, hash: cohort.hash, population: population.map(contentHash) },
      first,
      count: receipts.length,
      root: tree.root().toString('hex'),
      receipts: lists.map(contentHash),
      supersedes: latestRun(runs, version.id, year)?.id ?? null,
      reason: request.reason?.trim() || null,
      ...(request.round !== undefined && { round: request.round }),
    }
    const sealed = await store.commit({ action: 'sealRun', payload }, [...lists, ...population])
    return sealed.ok ? this.find(id) : sealed
  }

  /** A submission's receipt in a run, with its proof. */
  async receipt(runId: string, submission: string): Promise<Parsed<ReceiptProof>> {
    const run = await this.find(runId)
    if (!run.ok) return run
    const found = await this.#log.find(run.value, submission)
    if (!found) return refused([notInRun(runId, submission)])
    const tree = await this.#log.tree()
    const { size } = tree
    const path = tree.inclusion(found.index, size).map((hash) => hash.toString('hex'))
    return parsed({
      format: 'hengping/receipt-proof@1',
      receipt: found.receipt,
      grading: await this.#store.readBody<Grading>(found.receipt.grading),
      inclusion: { index: found.index, size, path },
      checkpoint: await this.#sign(tree, size),
    })
  }

  /** The run that speaks for a submission now: the latest one that holds it. */
  async latestRunOf(submission: string): Promise<Parsed<RunRow>> {
    for (const run of await this.list()) if (await this.#log.find(run, submission)) return parsed(run)
    return refusedOne('', 'not_sealed', `“${submission}”还没有封存的结果。`)
  }

  /** A signed note of where everything stands now. */
  async checkpoint(): Promise<string> {
    const tree = await this.#log.tree()
    return this.#sign(tree, tree.size)
  }

  /** What proves that the log of `from` receipts is the beginning of that of `to`: hashes in hex. */
  async consistency(from: number, to: number): Promise<Parsed<readonly string[]>> {
    const tree = await this.#log.tree()
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || from > to || to > tree.size) {
      const message = `现在共有 ${tree.size} 份收据，请写 1 到 ${tree.size} 之间的两个数，小的在前。`
      return refusedOne('from', 'no_such_size', message)
    }
    return parsed(tree.consistency(from, to).map((hash) => hash.toString('hex')))
  }

  async #sign(tree: MerkleTree, size: number): Promise<string> {
    const { first, seq, hash } = await this.#source.position()
    const signer = await this.#source.signer()
    const checkpoint: Checkpoint = {
      origin: originOf(first),
      receipts: { size, root: tree.root(size).toString('hex') },
      journal: { seq, hash },
      time: this.#now().toISOString(),
      key: signer.key,
    }
    return signedText(checkpoint, await signer.sign(checkpointText(checkpoint)))
  }
}

const unknownRun = (id: string): Issue => ({
  path: 'run',
  code: 'unknown_run',
  message: `没有封存“${id}”，请核对编号。`,
})

const notInRun = (run: string, submission: string): Issue => ({
  path: 'submission',
  code: 'not_in_run',
  message: `“${run}”里没有填报“${submission}”的收据。`,
})
