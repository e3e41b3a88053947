import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { projectRoot } from '../../server/project.ts'
import { makeProject } from '../../server/sample/project.ts'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'

/** `HENGPING_RUNS=long HENGPING_BATCH=100000 npx vitest run test/jobs/batch-beside-service.test.ts` */
const COUNT = Number(process.env['HENGPING_BATCH'] ?? 100_000)
const RULES = 'mof-project.2024-01-01.json'
const STORED = 300
/** What a page asks while it is open. */
const PATHS = ['/', '/healthz', '/api/rule-sets', '/api/submissions', '/api/submissions/sample-project-001']
const PAUSE = 20

/** Asks one thing after another until told to stop; the worst of a hundred is the figure. */
async function ask(address: string, goesOn: () => boolean): Promise<{ asked: number; p99: number; worst: number }> {
  const times: number[] = []
  while (goesOn()) {
    const path = PATHS[times.length % PATHS.length]!
    const began = performance.now()
    const response = await fetch(address + path)
    await response.arrayBuffer()
    times.push(performance.now() - began)
    expect(response.status, path).toBe(200)
    await setTimeout(PAUSE)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))]!
  return { asked: times.length, p99: Math.round(at(0.99)), worst: Math.round(at(1)) }
}

test.skipIf(!LONG)(`beside a batch of ${COUNT} the service answers as fast as people notice`, async () => {
  const server = await BuiltServer.build()
  const folder = await mkdtemp(join(tmpdir(), 'hengping-beside-'))
  await copyFile(join(projectRoot, 'rules', RULES), join(server.root, 'rules', RULES))
  await writeFile(join(server.root, 'dist/editor/index.html'), '<!doctype html><title>衡评</title>')
  const { child, address } = await server.serve(join(folder, 'data'))
  try {
    const submissions = Array.from({ length: STORED }, (_, index) => makeProject(1, index, 50))
    const headers = { 'content-type': 'application/json', origin: address }
    const body = JSON.stringify(submissions)
    const stored = await fetch(`${address}/api/submissions`, { method: 'POST', headers, body })
    expect(stored.status).toBe(201)
    await stored.arrayBuffer()
    const lines = Array.from({ length: COUNT }, (_, index) => `${JSON.stringify(makeProject(2, index, 500))}\n`)
    await writeFile(join(folder, 'in.ndjson'), lines.join(''))

    const end = performance.now() + 10_000
    const before = await ask(address, () => performance.now() < end)
    const args = ['batch', join(folder, 'in.ndjson'), '--rules', join(projectRoot, 'rules', RULES)]
    const batch = spawn(
      process.execPath,
      [join(server.root, 'dist/server/main.js'), ...args, '--out', join(folder, 'out.ndjson')],
      { stdio: 'ignore' },
    )
    const ended = once(batch, 'exit')
    const beside = await ask(address, () => batch.exitCode === null)
    expect((await ended)[0]).toBe(0)
    console.log(`alone ${JSON.stringify(before)}, beside the batch ${JSON.stringify(beside)} (milliseconds)`)
    expect(beside.p99).toBeLessThanOrEqual(100)
  } finally {
    child.kill()
    await once(child, 'exit')
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
})
