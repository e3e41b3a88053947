import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../server/project.ts'
import { makeProject } from '../../server/sample/project.ts'
import { openStore } from '../storage/folders.ts'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'

const STORED = LONG ? 10_000 : 600
const RULES = 'mof-project.2024-01-01.json'

let server: BuiltServer
let folder: string
beforeAll(async () => {
  server = await BuiltServer.build()
  folder = await mkdtemp(join(tmpdir(), 'hengping-start-'))
  await copyFile(join(projectRoot, 'rules', RULES), join(server.root, 'rules', RULES))
})
afterAll(async () => {
  await server.remove()
  await rm(folder, { recursive: true, force: true })
})

test(`with ${STORED} submissions stored the service answers before they are graded, and grades them`, async () => {
  const data = join(folder, 'data')
  const store = await openStore(data)
  await store.putSubmissions(Array.from({ length: STORED }, (_, index) => makeProject(1, index, 50)))
  await store.close()
  const start = async () => {
    const began = performance.now()
    const { child, address, output } = await server.serve(data)
    const milliseconds = Math.round(performance.now() - began)
    expect((await fetch(`${address}/api/submissions/sample-project-001`)).status).toBe(200)
    return { child, output, milliseconds }
  }
  const stop = async ({ child }: Awaited<ReturnType<typeof start>>): Promise<void> => {
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  }
  // stopped on its way it goes on the next time
  const first = await start()
  await stop(first)
  const second = await start()
  const all = new RegExp(`评分并双算核验：(\\d+) / \\1\\n`)
  while (!all.test(first.output() + second.output())) await setTimeout(50)
  await stop(second)
  const graded = await openStore(data)
  expect((await graded.list('gradings')).length).toBe(STORED)
  await graded.close()
  if (!LONG) return
  const times = [first.milliseconds, second.milliseconds]
  for (let time = 0; time < 3; time++) {
    const again = await start()
    times.push(again.milliseconds)
    await stop(again)
  }
  console.log(`started in ${times.join(', ')} ms; the first two had gradings to make`)
  expect(Math.min(...times)).toBeLessThan(2_000)
})
