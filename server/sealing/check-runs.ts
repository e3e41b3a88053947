import { contentHash } from '../core/hash.ts'
import { MerkleTree } from '../core/proof/merkle.ts'
import { receiptLeaf, type Receipt } from '../core/proof/receipt.ts'
import type { Bodies } from '../storage/bodies.ts'
import type { RunRow } from '../storage/changes/runs.ts'
import type { State } from '../storage/tables.ts'

/** A result that a run sealed, by the content hashes of its grading and its receipt. */
export interface SealedResult {
  readonly run: RunRow
  readonly grading: string
  readonly receipt: string
}

/** Every receipt of every run, held against what the journal says of the run. */
export interface RunsCheck {
  /** Over all receipts. */
  readonly tree: MerkleTree
  readonly results: readonly SealedResult[]
  /** What is wrong, a sentence each. */
  readonly faults: readonly string[]
}

export async function checkRuns(state: State, bodies: Bodies): Promise<RunsCheck> {
  const tree = new MerkleTree()
  const results: SealedResult[] = []
  const faults: string[] = []
  for (const run of state.runs.values()) {
    for (const hash of run.receipts) {
      for (const receipt of JSON.parse(await bodies.read(hash)) as readonly Receipt[]) {
        tree.append(receiptLeaf(receipt))
        results.push({ run, grading: receipt.grading, receipt: contentHash(receipt) })
        const isOfRun = receipt.run === run.id && receipt.ruleSet.hash === run.ruleSet.hash
        if (!isOfRun) faults.push(`封存“${run.id}”里“${receipt.submission.name}”的收据不是这次封存的。`)
      }
    }
    const size = run.first + run.count
    const root = tree.size === size ? tree.root().toString('hex') : null
    if (root !== run.root) faults.push(`封存“${run.id}”的收据与日志里记下的份数或根指纹不符。`)
  }
  return { tree, results, faults }
}
