import { fingerprintOf, parseCheckpoint } from '../core/proof/checkpoint.ts'
import { folderCheckpoints } from '../sealing/open-sealing.ts'
import { Sealing } from '../sealing/sealing.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { writeNewFile } from './new-file.ts'
import { openToRead } from './open-to-read.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

/**
 * `hengping checkpoint`: a signed note of how far the data folder has got, to be kept elsewhere. The chain is checked
 * before it is signed. May run beside the service.
 */
export async function checkpoint(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { data: { type: 'string', default: 'data' }, out: { type: 'string' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (positionals.length > 0) {
    terminal.complain('checkpoint 后面不写文件：数据目录用 --data，写到哪里用 --out。')
    return UNUSABLE
  }
  const store = await openToRead(values.data)
  if (!store.ok) return printIssues(terminal, store.issues)
  try {
    const text = await new Sealing(store.value, folderCheckpoints(values.data)).checkpoint()
    if (values.out === undefined) {
      terminal.print(text.trimEnd())
      return DONE
    }
    const written = await writeNewFile(values.out, text)
    if (!written.ok) return printIssues(terminal, written.issues)
    const note = parseCheckpoint(text)
    if (!note.ok) return printIssues(terminal, note.issues)
    const { journal, receipts, key } = note.value
    terminal.print(`检查点已写到 ${values.out}：日志到第 ${journal.seq} 条，收据 ${receipts.size} 份。`)
    terminal.print(`密钥指纹 ${fingerprintOf(key)}`)
    terminal.print('请把这个文件和密钥指纹存到本机以外的地方，日后用 hengping verify --against 核对。')
    return DONE
  } finally {
    await store.value.close()
  }
}
