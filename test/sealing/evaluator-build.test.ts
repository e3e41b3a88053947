import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gradeConfirmed } from '../../server/confirmed-grading.ts'
import { canonicalJson } from '../../server/core/canonical-json.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import { contentHash } from '../../server/core/hash.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { parseSubmission } from '../../server/core/parse-submission.ts'
import { projectRoot } from '../../server/project.ts'
import { buildEvaluator, type EvaluatorBuild } from '../../server/sealing/evaluator-build.ts'
import { engineFile, findEngine, keepEngine } from '../../server/sealing/engines.ts'

let folder: string
let built: EvaluatorBuild
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-evaluator-'))
  built = await buildEvaluator(projectRoot)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the same sources give the same bytes in another folder', async () => {
  const root = join(folder, 'some', 'where else')
  await mkdir(root, { recursive: true })
  await cp(join(projectRoot, 'server'), join(root, 'server'), { recursive: true })
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
  expect((await buildEvaluator(root)).code).toBe(built.code)
})

test('it holds what decides a grading, and nothing of service, storage or page', () => {
  const names = [...built.modules].map((module) => module.slice(projectRoot.length + 1))
  for (const name of ['core/ledger.ts', 'core/judge/compiled.ts', 'core/judge/reference.ts', 'confirmed-grading.ts']) {
    expect(names).toContain(`server/${name}`)
  }
  expect(names.filter((name) => /^server\/(storage|http|routes|cli|sealing|accounts)\//.test(name))).toEqual([])
  expect(built.code).toContain('// node_modules/json-rules-engine/')
  expect(built.code).not.toContain(projectRoot)
})

/** Grades again in a process of its own, where there are no packages to be found and no code is made from text. */
const SCRIPT = `
const [engine, input] = process.argv.slice(1)
const { createRegrader } = await import(engine)
const { ruleSet, ruleSetHash, submission, grounds } = JSON.parse(input)
console.log(JSON.stringify(await createRegrader(ruleSet, ruleSetHash).regrade(submission, grounds)))
`

test('alone in a data folder it grades as the program does, to the last byte', async () => {
  const hash = await keepEngine(folder, built.code)
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(projectRoot, file), 'utf8'))
  const ruleSet = parseRuleSet(await read('rules/guangdong-department.2024-01-01.json'))
  if (!ruleSet.ok) throw new Error(ruleSet.issues[0]?.message)
  const submission = parseSubmission(await read('fixtures/huadu-zhengfawei-2024.json'), ruleSet.value)
  if (!submission.ok) throw new Error(submission.issues[0]?.message)
  const [ruleSetHash, submissionHash] = [contentHash(ruleSet.value), contentHash(submission.value)]
  const engine = { version: '1', hash }
  const grading = await gradeConfirmed(compileRuleSet(ruleSet.value), submission.value, {
    ruleSetHash,
    submissionHash,
    engine,
  })
  const grounds = { submissionHash, engine, inputs: [], confirmed: true }
  const input = {
    ruleSet: canonicalJson(ruleSet.value),
    ruleSetHash,
    submission: canonicalJson(submission.value),
    grounds,
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--disallow-code-generation-from-strings',
      '--input-type=module',
      '-e',
      SCRIPT,
      pathToFileURL(engineFile(folder, hash)).href,
      JSON.stringify(input),
    ],
    { cwd: folder, env: {} },
  )
  expect(JSON.parse(stdout)).toEqual({ hash: contentHash(grading), points: 99, grade: '优', cohort: null })
})

test('a kept evaluator is known by its bytes, and put right when they were changed', async () => {
  const hash = await keepEngine(folder, 'export const a = 1\n')
  expect(await findEngine(folder, hash)).toBe('kept')
  await writeFile(engineFile(folder, hash), 'export const a = 2\n')
  expect(await findEngine(folder, hash)).toBe('damaged')
  expect(await keepEngine(folder, 'export const a = 1\n')).toBe(hash)
  expect(await findEngine(folder, hash)).toBe('kept')
  expect(await findEngine(folder, `sha256:${'0'.repeat(64)}`)).toBe('missing')
  expect(await findEngine(folder, 'sha256:../../outside')).toBe('missing')
})
