import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../server/project.ts'
import { makeProject } from '../../server/sample/project.ts'
import { askService } from '../support/ask-service.ts'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'

/** `HENGPING_RUNS=long HENGPING_BATCH=100000 npx vitest run test/jobs/batch-beside-service.test.ts` */
const COUNT = Number(process.env['HENGPING_BATCH'] ?? 100_000)
const RULES = 'mof-project.2024-01-01.json'
const STORED = 300
/** What a page asks while it is open. */
const PATHS = ['/', '/healthz', '/api/rule-sets', '/api/submissions', '/api/submissions/sample-project-001']

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
    const before = await askService(address, PATHS, () => performance.now() < end)
    const args = ['batch', join(folder, 'in.ndjson'), '--rules', join(projectRoot, 'rules', RULES)]
    const batch = spawn(
      process.execPath,
      [join(server.root, 'dist/server/main.js'), ...args, '--out', join(folder, 'out.ndjson')],
      { stdio: 'ignore' },
    )
    const ended = once(batch, 'exit')
    const beside = await askService(address, PATHS, () => batch.exitCode === null)
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
