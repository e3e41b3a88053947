import { readFile, stat } from 'node:fs/promises'
import { refused, type Parsed } from './core/issue.ts'
import { parseJson } from './core/json-text.ts'

/** Above this a file is not a rule set or a list of submissions, and is not read into memory. */
const MAX_BYTES = 200 * 1024 * 1024

/** Reads a text file in UTF-8, or says in one sentence why not. */
export async function readTextFile(file: string): Promise<Parsed<string>> {
  try {
    const { size } = await stat(file)
    if (size > MAX_BYTES) return fault('file_too_large', '文件超过 200 MB，请拆成几个文件。')
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
    return { ok: true, value: text }
  } catch (error) {
    return fault('file_unreadable', sentenceFor(error))
  }
}

/** Reads a JSON file, with the strictness of `parseJson`. */
export async function readJsonFile(file: string): Promise<Parsed<unknown>> {
  const text = await readTextFile(file)
  return text.ok ? parseJson(text.value) : text
}

function sentenceFor(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return '没有这个文件，请核对文件名。'
    case 'EACCES':
    case 'EPERM':
      return '没有读这个文件的权限，请调整权限。'
    case 'EISDIR':
      return '这是一个文件夹，请指定其中的文件。'
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return '文件不是 UTF-8 编码，请另存为 UTF-8。'
    default:
      return '文件读不出来，请检查磁盘和文件名。'
  }
}

function fault(code: string, message: string): Parsed<never> {
  return refused([{ path: '', code, message }])
}
