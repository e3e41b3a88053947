import { join } from 'node:path'
import { refused } from '../core/issue.ts'
import { engineIdentity } from '../engine-identity.ts'
import { regradeAll } from '../regrade.ts'
import { PackedBodies } from '../storage/bodies.ts'
import { checkFolder, type FolderCheck } from '../storage/check-folder.ts'
import { isFile, JOURNAL_FILE, whyNoJournal } from '../storage/load-folder.ts'
import { readOnlyStore } from '../storage/read-only-store.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** Refusals that are a verdict on the data, not a wrong folder. */
const VERDICTS: ReadonlySet<string> = new Set(['journal_damaged', 'journal_replaced'])

/**
 * `hengping verify`: checks the chain, the state document and every body, then grades everything again. Looks only, and
 * may run beside the service.
 */
export async function verify(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { data: { type: 'string', default: 'data' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (positionals.length > 0) {
    terminal.complain('verify 后面不写文件，数据目录用 --data 指定。')
    return UNUSABLE
  }
  const found = (await isFile(join(values.data, JOURNAL_FILE)))
    ? await checkFolder(values.data)
    : refused(await whyNoJournal(values.data, false))
  if (!found.ok) {
    printIssues(terminal, found.issues)
    return found.issues.some(({ code }) => VERDICTS.has(code)) ? NEGATIVE : UNUSABLE
  }
  const { loaded, bodies, unnamed, faults } = found.value
  const { seq, hash } = loaded.end.head
  for (const note of loaded.notes) terminal.print(note)
  terminal.print(`日志 ${seq} 条记录前后相连，末条指纹 ${hash}。`)
  for (const fault of faults) terminal.complain(clean(fault))
  if (faults.length > 0) return NEGATIVE
  terminal.print(`内容 ${bodies.size} 份都在，与指纹相符。`)
  if (unnamed.length > 0) terminal.print(`另有 ${unnamed.length} 份没有记录提到（写到一半时中断留下的，无害）。`)
  return regrade(values.data, found.value, terminal)
}

async function regrade(folder: string, { loaded }: FolderCheck, terminal: Terminal): Promise<ExitCode> {
  const { state } = loaded
  const bodies = new PackedBodies(folder)
  const engine = engineIdentity()
  const { same, otherEngines, moved, different } = await regradeAll(state, readOnlyStore(state, bodies), bodies, engine)
  terminal.print(`评分 ${state.gradings.size} 份，用现在的引擎 ${engine.hash} 重算，${same} 份一致。`)
  for (const [hash, count] of otherEngines) terminal.print(`其中 ${count} 份原由另一个引擎 ${hash} 评出。`)
  if (moved > 0) terminal.print(`有 ${moved} 份比较的范围或引用的评分已经变了，没有比对；重新评分后可以比对。`)
  if (different[0] === undefined) return DONE
  terminal.complain(clean(different[0]))
  if (different.length > 1) terminal.complain(`另有 ${different.length - 1} 份也不一致。`)
  return NEGATIVE
}
