import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../server/project.ts'
import { makeProject } from '../../server/sample/project.ts'
import { BuiltServer } from '../support/built-server.ts'
import { watchTree, type Taken } from '../support/process-tree.ts'
import { LONG } from '../support/runs.ts'

/** `HENGPING_BATCH=1000000 HENGPING_RUNS=long npx vitest run test/jobs/batch-million.test.ts` */
const COUNT = Number(process.env['HENGPING_BATCH'] ?? (LONG ? 100_000 : 0))
const RULES = join(projectRoot, 'rules/mof-project.2024-01-01.json')
const TOGETHER = 2_000
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1, useGrouping: false })

let server: BuiltServer
let folder: string
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  if (COUNT === 0) return
  server = await BuiltServer.build()
  folder = await mkdtemp(join(process.env['HENGPING_FOLDER'] ?? tmpdir(), 'hengping-million-'))
  const file = await open(at('in.ndjson'), 'w')
  for (let first = 0; first < COUNT; first += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, COUNT - first) }, (_, index) =>
      makeProject(20_240_406, first + index, 500),
    )
    await file.write(some.map((submission) => `${JSON.stringify(submission)}\n`).join(''))
  }
  await file.close()
}, 1_200_000)
afterAll(async () => {
  if (COUNT === 0) return
  await server.remove()
  await rm(folder, { recursive: true, force: true })
})

const main = (): string => join(server.root, 'dist/server/main.js')
const batchArgs = (out: string, workers: number): string[] => [
  ...[main(), 'batch', at('in.ndjson'), '--rules', RULES],
  ...['--out', at(out), '--workers', String(workers)],
]

/** Runs commands side by side to their end. */
async function run(...commands: string[][]): Promise<Taken & { readonly seconds: number; readonly codes: unknown[] }> {
  const began = performance.now()
  const children = commands.map((args) => spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] }))
  for (const child of children) child.stderr.resume()
  const watched = children.map((child) => watchTree(child.pid!))
  const ends = await Promise.all(children.map((child) => once(child, 'exit')))
  const seconds = (performance.now() - began) / 1000
  const taken = await Promise.all(watched.map((one) => one.stop()))
  return {
    seconds,
    codes: ends.map(([code]) => code as unknown),
    megabytes: taken.reduce((sum, one) => sum + one.megabytes, 0),
    processorSeconds: taken.reduce((sum, one) => sum + one.processorSeconds, 0),
  }
}

async function passThrough(parts: number) {
  const { size } = await stat(at('in.ndjson'))
  const ends = Array.from({ length: parts + 1 }, (_, part) => Math.floor((size * part) / parts))
  const script = join(projectRoot, 'test/support/pass-through.mjs')
  const evaluator = join(server.root, 'dist/server/evaluator.js')
  return run(
    ...ends.slice(1).map((to, part) => {
      const [from, out] = [String(ends[part]), at(`passed-${part}`)]
      return [script, evaluator, at('in.ndjson'), out, from, String(to)]
    }),
  )
}

async function hashOf(name: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(at(name)), hash)
  return hash.digest('hex')
}

test.skipIf(COUNT === 0)(`${COUNT} submissions, own indicators and all`, async () => {
  const told: string[] = []
  const tell = (what: string, taken: Awaited<ReturnType<typeof run>>): void => {
    const [seconds, processor, each, megabytes] = [
      taken.seconds,
      taken.processorSeconds,
      (taken.processorSeconds * 1e6) / COUNT,
      taken.megabytes,
    ].map((figure) => tenths.format(figure))
    told.push(`${what}: ${seconds} s, ${processor} s of processors (${each} µs each), ${megabytes} MB at most`)
  }
  const passed = await passThrough(2)
  expect(passed.codes).toEqual([0, 0])
  tell('pass-through, 2 processes', passed)
  await rm(at('passed-0'))
  await rm(at('passed-1'))
  const two = await run(batchArgs('two.ndjson', 2))
  expect(two.codes).toEqual([0])
  tell('batch, 2 workers', two)
  const { size } = await stat(at('two.ndjson'))
  const hash = await hashOf('two.ndjson')
  await rm(at('two.ndjson'))
  const [input, output] = [(await stat(at('in.ndjson'))).size, size].map((bytes) => tenths.format(bytes / 1e6))
  const times = tenths.format(two.seconds / passed.seconds)
  const processor = tenths.format(two.processorSeconds / passed.processorSeconds)
  told.push(`${input} MB in, ${output} MB out; ${times} × the time of the pass-through, ${processor} × its processors`)

  const one = await run(batchArgs('one.ndjson', 1))
  tell('batch, 1 worker', one)
  expect([one.codes, await hashOf('one.ndjson')]).toEqual([[0], hash])
  await rm(at('one.ndjson'))

  for (const share of [0.2, 0.6]) {
    const child = spawn(process.execPath, batchArgs('killed.ndjson', 2), { stdio: 'ignore' })
    const ended = once(child, 'exit')
    const written = async () => (await stat(at('killed.ndjson.part')).catch(() => null))?.size ?? 0
    while (child.exitCode === null && (await written()) < share * size) await setTimeout(20)
    child.kill('SIGKILL')
    await ended
    expect(await written()).toBeLessThan(size)
  }
  const resumed = await run(batchArgs('killed.ndjson', 2))
  tell('the rest after two kills', resumed)
  expect([resumed.codes, await hashOf('killed.ndjson')]).toEqual([[0], hash])
  console.log(told.join('\n'))
  expect(two.megabytes).toBeLessThan(512)
})
