import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { originOf, type Checkpoint } from '../core/proof/checkpoint.ts'
import type { MerkleTree } from '../core/proof/merkle.ts'
import { readJournal } from '../storage/journal/read-journal.ts'
import { JOURNAL_FILE } from '../storage/load-folder.ts'

/**
 * Whether a folder's journal still is what a checkpoint saw of it: a chain that was cut or written anew from some record
 * on holds in itself, and only somebody who kept a checkpoint elsewhere can tell.
 * @returns the number of the last record; an issue for a rollback, a rewriting, another folder, or a damaged chain
 */
export async function holdJournalAgainst(folder: string, checkpoint: Checkpoint): Promise<Parsed<number>> {
  const { seq, hash } = checkpoint.journal
  let [first, met] = ['', '']
  const file = join(folder, JOURNAL_FILE)
  const handle = await open(file, 'r')
  const end = await readJournal(handle, (await handle.stat()).size, (head) => {
    if (head.seq === 1) first = head.hash
    if (head.seq === seq) met = head.hash
  }).finally(() => handle.close())
  if (!end.ok) return refused(end.issues.map((issue) => ({ ...issue, message: `${file}：${issue.message}` })))
  const last = end.value.head.seq
  if (originOf(first) !== checkpoint.origin) {
    const why = `检查点是 ${checkpoint.origin} 的，这里是 ${originOf(first)}：不是同一个数据目录，或日志从第 1 条起被重写过。`
    return fault('other_folder', why)
  }
  if (last < seq) {
    const why = `日志被退回：检查点（${checkpoint.time}）时已有 ${seq} 条记录，现在只有 ${last} 条，第 ${last + 1} 条起没有了。`
    return fault('rolled_back', why)
  }
  if (met !== hash) {
    const why = `日志被重写：第 ${seq} 条记录与检查点（${checkpoint.time}）记下的不同，它或它前面的记录被换过。`
    return fault('rewritten', why)
  }
  return parsed(last)
}

/** The same of the receipts of all runs. */
export function holdReceiptsAgainst(tree: MerkleTree, { receipts, time }: Checkpoint): Parsed<number> {
  if (tree.size < receipts.size) {
    const why = `收据被退回：检查点（${time}）时已有 ${receipts.size} 份，现在只有 ${tree.size} 份。`
    return fault('rolled_back', why)
  }
  if (tree.root(receipts.size).toString('hex') !== receipts.root) {
    return fault('rewritten', `收据被重写：前 ${receipts.size} 份与检查点（${time}）记下的不同。`)
  }
  return parsed(tree.size)
}

const fault = (code: string, message: string): Parsed<never> => refused([{ path: '', code, message }])
