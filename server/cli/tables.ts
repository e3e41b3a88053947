import { readFile, stat, writeFile } from 'node:fs/promises'
import { refused, type Parsed } from '../core/issue.ts'
import { LIMITS } from '../documents/limits.ts'
import { UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

/** The bytes of a table handed in; larger than any table may be is not read at all. */
export async function readTableBytes(file: string): Promise<Parsed<Buffer>> {
  try {
    const { size } = await stat(file)
    if (size > LIMITS.fileBytes)
      return fault('file_too_large', `文件超过 ${LIMITS.fileBytes / 1024 / 1024} MB，请拆成几个文件。`)
    return { ok: true, value: await readFile(file) }
  } catch (error) {
    const missing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
    return fault('file_unreadable', missing ? '没有这个文件，请核对文件名。' : '文件读不出来，请检查权限和磁盘。')
  }
}

/** Writes a new file; one that is there already is never replaced. Null when it is written. */
export async function writeNewFile(
  file: string,
  content: Buffer | string,
  terminal: Terminal,
): Promise<ExitCode | null> {
  try {
    await writeFile(file, content, { flag: 'wx' })
    return null
  } catch (error) {
    terminal.complain(
      (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? `${file} 已经有了，不会覆盖；请另写一个文件名。`
        : `${file} 写不进去，请检查文件夹是否存在、是否可写。`,
    )
    return UNUSABLE
  }
}

const fault = (code: string, message: string): Parsed<never> => refused([{ path: '', code, message }])
