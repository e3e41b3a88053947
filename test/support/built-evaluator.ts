import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { Entry } from '../../server/evaluation/evaluation-process.ts'
import { projectRoot } from '../../server/project.ts'

/** `test/evaluation/unvalidated.ts`, built for processes to run. */
export async function buildEvaluator(): Promise<{ entry: Entry; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'hengping-evaluator-'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(projectRoot, 'test/evaluation/unvalidated.ts'),
      outDir: join(folder, 'dist'),
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'unvalidated.js' } },
    },
  })
  return {
    entry: { file: join(folder, 'dist', 'unvalidated.js'), args: ['evaluate'] },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Ids of the processes that `pid` started and that still run. */
export async function childrenOf(pid: number): Promise<number[]> {
  const ids = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return ids.trim().split(/\s+/).filter(Boolean).map(Number)
}

/** Whether it still runs; one that has ended and waits for its record to be taken does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat[stat.lastIndexOf(')') + 2] !== 'Z'
  } catch {
    return false
  }
}
