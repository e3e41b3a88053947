import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GradingService } from '../../server/gradings.ts'
import { keepEngine } from '../../server/sealing/engines.ts'
import { openSealing } from '../../server/sealing/open-sealing.ts'
import { exampleRuleSet, exampleSubmission } from '../storage/examples.ts'
import { openStore } from '../storage/folders.ts'
import { builtEvaluator } from '../support/evaluator.ts'
import { LONG } from '../support/runs.ts'
import { runCommand } from '../cli/terminal.ts'

/** A bureau of many years: gradings by a small rule set, all sealed. */
const SIZE = Number(process.env['HENGPING_MANY'] ?? (LONG ? 100_000 : 300))
const TOGETHER = 1_000

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-many-'))
  const { code, engine } = await builtEvaluator()
  const store = await openStore(folder)
  await keepEngine(folder, code)
  await store.addRuleSet(exampleRuleSet())
  for (let start = 0; start < SIZE; start += TOGETHER) {
    const length = Math.min(TOGETHER, SIZE - start)
    const submissions = Array.from({ length }, (_, index) => {
      const number = start + index
      return exampleSubmission({ id: `unit-${number}`, name: `单位 ${number}`, facts: { rate: (number % 101) / 100 } })
    })
    await store.putSubmissions(submissions)
  }
  await new GradingService(store, engine).gradeAll(() => {})
  const sealed = await (await openSealing(folder, store)).seal({ ruleSet: 'example', year: 2024 })
  if (!sealed.ok) throw new Error(sealed.issues[0]?.message)
  await store.close()
}, 3_600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test(`${SIZE} sealed gradings are graded again, a few hundred at a time`, async () => {
  const start = performance.now()
  const { code, output, complaints } = await runCommand('verify', '--data', folder)
  const seconds = (performance.now() - start) / 1_000
  expect([code, complaints]).toEqual([0, ''])
  expect(output).toContain(`评分 ${SIZE} 份，各用评它的引擎重算，${SIZE} 份一致。`)
  const report = `verify: ${SIZE} gradings in ${Math.round(seconds)} s, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB here\n`
  if (LONG || process.env['HENGPING_MANY']) await appendFile(join(tmpdir(), 'hengping-verify.txt'), report)
})
