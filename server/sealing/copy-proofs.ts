import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { engineFile, findEngine, keepEngine } from './engines.ts'
import { copyKey } from './signing-key.ts'

/**
 * Copies what lies beside journal and contents and takes part in proofs: the evaluators, and the key that signs
 * checkpoints. A damaged evaluator is left out, so that it is missed and not trusted.
 */
export async function copyProofs(from: string, to: string): Promise<void> {
  const names = await readdir(join(from, 'engines')).catch(() => [] as string[])
  for (const name of names) {
    const hash = `sha256:${name.replace(/\.mjs$/, '')}`
    if ((await findEngine(from, hash)) === 'kept') await keepEngine(to, await readFile(engineFile(from, hash), 'utf8'))
  }
  await copyKey(from, to)
}
