import { writeFile } from 'node:fs/promises'
import { parsed, refused, type Parsed } from '../core/issue.ts'

/** Writes a file that was not there before; what somebody has is not overwritten. */
export async function writeNewFile(file: string, text: string): Promise<Parsed<void>> {
  try {
    return parsed(await writeFile(file, text, { flag: 'wx' }))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'EEXIST' ? '已有这个文件，不覆盖；请另写一个文件名。' : '写不进去，请检查目录、权限和磁盘空间。'
    return refused([{ path: '', code: 'file_not_written', message: `${file}：${why}` }])
  }
}
