import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { projectRoot } from '../../server/project.ts'
import type { Mutant } from './mutants.ts'

/** The source with the fault in it. Throws a sentence when the place is not there, or not the only one of its kind. */
export function mutated(
  { name, file, from, to }: Mutant,
  source = readFileSync(join(projectRoot, file), 'utf8'),
): string {
  const found = source.split(from).length - 1
  if (found !== 1)
    throw new Error(
      `“${name}”：${file} 里“${from}”有 ${found} 处，应当正好一处。代码改写以后，请在 test/differential/mutants.ts 里照新的写法改这一条，不要删掉。`,
    )
  return source.replace(from, () => to)
}

/**
 * Builds the random pairs with a fault in the program and runs them until it shows. The sources on disk stay as they
 * are: the fault is put in while they are read.
 * @returns how many pairs that took and what differed; null when none of `most` shows it
 */
export async function catchMutant(
  mutant: Mutant | null,
  seed: number,
  most: number,
): Promise<{ readonly pairs: number; readonly by: string } | null> {
  const folder = await mkdtemp(join(tmpdir(), 'hengping-mutant-'))
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
    const code = mutant && mutated(mutant)
    let used = mutant === null
    const plugin = {
      name: 'mutant',
      load(id: string) {
        if (!mutant || id !== join(projectRoot, mutant.file)) return null
        used = true
        return { code: code as string, moduleType: 'ts' as const }
      },
    }
    await build({
      root: projectRoot,
      configFile: false,
      logLevel: 'error',
      plugins: [plugin],
      build: {
        ssr: join(projectRoot, 'test/differential/mutant-process.ts'),
        outDir: join(folder, 'dist'),
        target: 'node20',
        rollupOptions: { output: { entryFileNames: 'pairs.js' } },
      },
    })
    if (!used) throw new Error(`${mutant?.name}：${mutant?.file} 不在被试的程序里`)
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(folder, 'dist', 'pairs.js'),
      String(seed),
      String(most),
    ])
    return JSON.parse(stdout) as { pairs: number; by: string } | null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
