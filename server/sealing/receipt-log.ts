import { MerkleTree } from '../core/proof/merkle.ts'
import { receiptLeaf, type Receipt } from '../core/proof/receipt.ts'
import type { RunRow } from '../storage/changes/runs.ts'
import type { Store } from '../storage/store.ts'

/** Where the receipts are read from. */
export type ReceiptSource = Pick<Store, 'list' | 'readBody'>

/**
 * The log of all receipts: those of the first run, then those of the second, and so on. Only grows; the tree over it is
 * kept in memory, made from the contents when it is first asked for.
 */
export class ReceiptLog {
  readonly #store: ReceiptSource
  readonly #tree = new MerkleTree()
  #reading: Promise<MerkleTree> = Promise.resolve(this.#tree)

  constructor(store: ReceiptSource) {
    this.#store = store
  }

  /** The tree over all receipts sealed so far. */
  tree(): Promise<MerkleTree> {
    this.#reading = this.#reading.catch(() => undefined).then(() => this.#catchUp())
    return this.#reading
  }

  /** Receipts of a run, in their order in the log. */
  async *receiptsOf({ receipts }: Pick<RunRow, 'receipts'>): AsyncGenerator<Receipt> {
    for (const hash of receipts) yield* await this.#store.readBody<readonly Receipt[]>(hash)
  }

  /** A submission's receipt in a run and its place in the log; null when it is not in it. */
  async find(run: RunRow, submission: string): Promise<{ readonly receipt: Receipt; readonly index: number } | null> {
    let index = run.first
    for await (const receipt of this.receiptsOf(run)) {
      if (receipt.submission.id === submission) return { receipt, index }
      index++
    }
    return null
  }

  async #catchUp(): Promise<MerkleTree> {
    for (const run of await this.#store.list('runs')) {
      if (run.first + run.count <= this.#tree.size) continue
      let index = run.first
      for await (const receipt of this.receiptsOf(run)) {
        // an earlier attempt may have stopped within the run
        if (index++ >= this.#tree.size) this.#tree.append(receiptLeaf(receipt))
      }
    }
    return this.#tree
  }
}
