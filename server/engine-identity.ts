import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectVersion } from './project.ts'

export interface EngineIdentity {
  readonly version: string
  readonly hash: string
}

const here = dirname(fileURLToPath(import.meta.url))

/** The one file the build puts the evaluator in; null when the program is run from its sources (in tests). */
export const evaluatorFile: string | null = existsSync(join(here, 'evaluator.js')) ? join(here, 'evaluator.js') : null

/**
 * Names the evaluator that judged: the project's version and the hash of the evaluator's file. Run from the sources
 * there is no such file, and the hash is that of the core's sources in order of their names.
 */
export function engineIdentity(): EngineIdentity {
  return { version: projectVersion, hash: `sha256:${evaluatorFile ? hashFile(evaluatorFile) : hashSources()}` }
}

function hashFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function hashSources(): string {
  const core = join(here, 'core')
  const names = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const hash = createHash('sha256')
  for (const name of names.sort()) hash.update(`${name}\n${hashFile(join(core, name))}\n`)
  return hash.digest('hex')
}
