import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BatchSource } from './batch-source.ts'

/** Files in a chunk. */
const TOGETHER = 50

/** A folder of JSON files, one submission each, by name. */
export async function filesOf(folder: string): Promise<BatchSource> {
  const names = (await readdir(folder)).filter((name) => /\.json$/i.test(name) && !name.startsWith('.')).sort()
  const stats = await Promise.all(names.map((name) => stat(join(folder, name))))
  return {
    identity: names.map((name, index) => `${name} ${stats[index]!.size} ${stats[index]!.mtimeMs}`).join('\n'),
    total: names.length,
    unit: 'items',
    async *chunks(skip) {
      let id = 0
      for (let first = skip; first < names.length; first += TOGETHER) {
        const some = names.slice(first, first + TOGETHER)
        const texts = await Promise.all(some.map((name) => readFile(join(folder, name), 'utf8')))
        const documents = some.map((place, index) => ({ place, text: texts[index]! }))
        yield { chunk: { id: id++, first, items: { documents } }, done: first + some.length }
      }
    },
  }
}
