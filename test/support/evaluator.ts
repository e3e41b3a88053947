import { createHash } from 'node:crypto'
import type { EngineIdentity } from '../../server/engine-identity.ts'
import { projectRoot, projectVersion } from '../../server/project.ts'
import { buildEvaluator } from '../../server/sealing/evaluator-build.ts'

/** The evaluator as the build makes it from the present sources, as text, and how gradings name it. */
export async function builtEvaluator(): Promise<{ readonly code: string; readonly engine: EngineIdentity }> {
  const { code } = await buildEvaluator(projectRoot)
  const hash = `sha256:${createHash('sha256').update(code).digest('hex')}`
  return { code, engine: { version: projectVersion, hash } }
}
