import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
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
  if (LONG) console.log(`verify：${SIZE} 份评分 ${Math.round(seconds)} 秒`)
})

/** What verify says of the folder with one of its files changed, which is then put back. */
async function saysOf(name: string, change: (content: string) => string, ...options: string[]): Promise<string> {
  const file = join(folder, name)
  const kept = await readFile(file)
  const state = await readFile(join(folder, 'state.json'))
  await writeFile(file, change(kept.toString('latin1')), 'latin1')
  // whoever rewrites the journal has the state made anew
  await rm(join(folder, 'state.json'))
  const { code, complaints } = await runCommand('verify', '--data', folder, ...options)
  await writeFile(file, kept)
  await writeFile(join(folder, 'state.json'), state)
  expect(code).toBe(1)
  return complaints
}

test(`among ${SIZE}, an edited score, an edited record, a removed one and a rollback are named`, async () => {
  const middle = Math.floor(SIZE / 2)
  const store = await openStore(folder)
  const grading = (await store.find('gradings', `unit-${middle}\nexample@2024-01-01`))!
  await store.close()
  const packs = await readdir(join(folder, 'packs'))
  const holds = async (name: string): Promise<boolean> =>
    name.endsWith('.pack') &&
    (await readFile(join(folder, 'packs', name), 'latin1')).includes(`${grading.hash.slice(7)} `)
  let pack = ''
  for (const name of packs) if (await holds(name)) pack = name
  const edited = await saysOf(`packs/${pack}`, (content) => {
    const at = content.indexOf(`${grading.hash.slice(7)} `)
    const points = content.indexOf('"points":', at) + '"points":'.length
    return `${content.slice(0, points)}${content[points] === '9' ? '8' : '9'}${content.slice(points + 1)}`
  })
  expect(edited).toContain(`内容 ${grading.hash} 缺失或损坏`)
  const records = (await readFile(join(folder, 'journal.log'), 'latin1')).split('\n').length - 1
  const third = (lines: string[]): number => Math.floor(lines.length / 3)
  const changed = await saysOf('journal.log', (content) => {
    const lines = content.split('\n')
    lines[third(lines)] = lines[third(lines)]!.replace('"actor":"service"', '"actor":"someone"')
    return lines.join('\n')
  })
  expect(changed).toMatch(/第 \d+ 条记录与前后对不上/)
  const removed = await saysOf('journal.log', (content) => {
    const lines = content.split('\n')
    return lines.toSpliced(third(lines), 1).join('\n')
  })
  expect(removed).toMatch(/第 \d+ 条记录与前后对不上/)
  const checkpoint = join(folder, '..', `${basename(folder)}.checkpoint`)
  expect((await runCommand('checkpoint', '--data', folder, '--out', checkpoint)).code).toBe(0)
  const cut = (content: string): string => `${content.trimEnd().split('\n').slice(0, -1).join('\n')}\n`
  const back = await saysOf('journal.log', cut, '--against', checkpoint)
  expect(back).toMatch(new RegExp(`^日志被退回：检查点（.*）时已有 ${records} 条记录，现在只有 ${records - 1} 条`))
  await rm(checkpoint)
})
