import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectVersion } from './project.ts'

export interface EngineIdentity {
  readonly version: string
  readonly hash: string
}

/**
 * Names the evaluator that judged: the project's version and the hash of the one file the build puts it in. Run from the
 * sources (in tests) there is no such file, and the hash is that of the core's sources in order of their names.
 */
export function engineIdentity(): EngineIdentity {
  const here = dirname(fileURLToPath(import.meta.url))
  const bundle = join(here, 'evaluator.js')
  return { version: projectVersion, hash: `sha256:${existsSync(bundle) ? hashFile(bundle) : hashSources(here)}` }
}

function hashFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function hashSources(serverFolder: string): string {
  const core = join(serverFolder, 'core')
  const names = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const hash = createHash('sha256')
  for (const name of names.sort()) hash.update(`${name}\n${hashFile(join(core, name))}\n`)
  return hash.digest('hex')
}
