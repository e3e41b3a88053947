import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Round, RoundComparison } from '../../server/http/round-shapes.ts'
import { department, rankedForm } from '../routes/example.ts'
import { openStore } from '../storage/folders.ts'
import { askService, type Asked } from '../support/ask-service.ts'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'

/** `HENGPING_RUNS=long HENGPING_ROUND=100000 npx vitest run test/rounds/round-beside-service.test.ts` */
const COUNT = Number(process.env['HENGPING_ROUND'] ?? 20_000)
const TOGETHER = 1_000
const PATHS = ['/', '/healthz', '/api/rule-sets', '/api/rounds', '/api/submissions/d5']

test.skipIf(!LONG)(`beside rounds of ${COUNT} that are ranked, and their comparison, the service answers`, async () => {
  const server = await BuiltServer.build()
  const folder = await mkdtemp(join(tmpdir(), 'hengping-round-beside-'))
  const data = join(folder, 'data')
  await writeFile(join(server.root, 'dist/editor/index.html'), '<!doctype html><title>衡评</title>')
  const store = await openStore(data)
  await store.addRuleSet(rankedForm)
  await store.close()
  const { child, address } = await server.serve(data)
  const headers = { 'content-type': 'application/json', origin: address }
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const told: string[] = []
  const beside = async <T>(what: string, work: Promise<T>): Promise<T> => {
    let isDone = false
    const done = work.finally(() => (isDone = true))
    const asked: Asked = await askService(address, PATHS, () => !isDone)
    told.push(`${what}: ${JSON.stringify(asked)}`)
    expect(asked.p99, what).toBeLessThanOrEqual(100)
    return done
  }
  const round = async (): Promise<Round> => {
    const begun = await post('/api/rounds', { ruleSet: 'ranked@2024-01-01', year: 2024 })
    let { round: now } = (await begun.json()) as { round: Round }
    while (now.state !== 'done') {
      await setTimeout(200)
      const answer = await fetch(`${address}/api/rounds/${now.id}`)
      now = ((await answer.json()) as { round: Round }).round
      expect(now.state).not.toBe('stopped')
    }
    return now
  }
  // read as JSON once nobody is asked any more: that takes long, and here, not in the service
  const compare = async (): Promise<string> => (await fetch(`${address}/api/rounds/2/comparison/1`)).text()
  try {
    for (let first = 0; first < COUNT; first += TOGETHER) {
      const some = Array.from({ length: Math.min(TOGETHER, COUNT - first) }, (_, index) =>
        department(`d${first + index}`, (((first + index) * 7919) % 10_000) / 10_000),
      )
      const stored = await post('/api/submissions', some)
      expect(stored.status).toBe(201)
      await stored.arrayBuffer()
    }
    const first = await beside('first round', round())
    await beside('second round', round())
    const { entries } = JSON.parse(await beside('comparison', compare())) as RoundComparison
    console.log(told.join('\n'))
    expect([first.cohort?.size, entries.length]).toEqual([COUNT, COUNT])
    expect(entries.every(({ before, after }) => before!.points === after!.points && before!.rank === after!.rank)).toBe(
      true,
    )
  } finally {
    child.kill()
    await once(child, 'exit')
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
})
