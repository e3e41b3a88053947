import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Changes what lies in a data folder's packs under a hash, behind the program's back. */
export async function editPacked(folder: string, hash: string, edit: (content: string) => string): Promise<void> {
  const packs = join(folder, 'packs')
  for (const name of (await readdir(packs)).filter((file) => file.endsWith('.pack'))) {
    const bytes = (await readFile(join(packs, name))).toString('latin1')
    const at = bytes.indexOf(`${hash.slice('sha256:'.length)} `)
    if (at < 0) continue
    const start = bytes.indexOf('\n', at) + 1
    const end = start + Number(bytes.slice(at + 65, start - 1))
    const changed = Buffer.from(edit(Buffer.from(bytes.slice(start, end), 'latin1').toString())).toString('latin1')
    if (changed.length !== end - start) throw new Error('an edit keeps the length, or everything behind it moves')
    await writeFile(join(packs, name), bytes.slice(0, start) + changed + bytes.slice(end), 'latin1')
    return
  }
  throw new Error(`no content ${hash}`)
}
