import { copyFolder } from '../storage/copy-folder.ts'
import { lockFolder } from '../storage/folder-lock.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

/** `hengping backup`: a checked copy of a data folder, which may be in use meanwhile. */
export async function backup(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { data: { type: 'string', default: 'data' }, out: { type: 'string' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (!values.out || positionals.length > 0) {
    terminal.complain('请写明备份到哪个空目录，如 hengping backup --data data --out /backup/2024-06-01。')
    return UNUSABLE
  }
  return copy(values.data, values.out, '已备份并核对', terminal)
}

/** `hengping restore`: a checked copy of a backup into an empty folder. */
export async function restore(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { from: { type: 'string' }, data: { type: 'string' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (!values.from || !values.data || positionals.length > 0) {
    terminal.complain('请写明从哪个备份恢复到哪个空目录，如 hengping restore --from /backup/2024-06-01 --data data。')
    return UNUSABLE
  }
  const lock = await lockFolder(values.data)
  if (!lock.ok) return printIssues(terminal, lock.issues)
  return copy(values.from, values.data, '已恢复并核对', terminal).finally(lock.value)
}

async function copy(from: string, to: string, done: string, terminal: Terminal): Promise<ExitCode> {
  const head = await copyFolder(from, to)
  if (!head.ok) return printIssues(terminal, head.issues)
  terminal.print(`${done}：${to}，共 ${head.value.seq} 条记录，末条指纹 ${head.value.hash}。`)
  return DONE
}
