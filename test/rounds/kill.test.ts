import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Round, RoundResult } from '../../server/http/round-shapes.ts'
import { openEmbeddedStore } from '../../server/storage/embedded-store.ts'
import { department, rankedForm } from '../routes/example.ts'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'

const ranked = { ruleSet: 'ranked@2024-01-01', year: 2024 }
const KILLS = LONG ? 10 : 2
const MEMBERS = LONG ? 4_000 : 300

let server: BuiltServer
let data: string
beforeAll(async () => {
  server = await BuiltServer.build()
  data = await mkdtemp(join(tmpdir(), 'hengping-rounds-'))
  const opened = await openEmbeddedStore(data, { create: true })
  if (!opened.ok) throw new Error(opened.issues[0]?.message)
  await opened.value.addRuleSet(rankedForm)
  await opened.value.putSubmissions(Array.from({ length: MEMBERS }, (_, at) => department(`d${at}`, at / MEMBERS)))
  await opened.value.close()
})
afterAll(async () => {
  await server.remove()
  await rm(data, { recursive: true, force: true })
})

async function ask<T>(address: string, path: string, body?: object): Promise<T> {
  const sent = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`${address}/api${path}`, sent)
  expect([path, answer.status]).toEqual([path, 200])
  return (await answer.json()) as T
}
const readRound = async (address: string, id: string) => (await ask<{ round: Round }>(address, `/rounds/${id}`)).round
async function until(address: string, id: string, holds: (round: Round) => boolean): Promise<Round> {
  for (;;) {
    const round = await readRound(address, id)
    if (holds(round)) return round
    await setTimeout(10)
  }
}
const resultsOf = async (address: string, id: string) =>
  (await ask<{ results: RoundResult[] }>(address, `/rounds/${id}/results`)).results

test(`killed ${KILLS} times on its way, a round goes on behind its last result and comes to what one does that nobody stops`, async () => {
  let running = await server.serve(data)
  await ask(running.address, '/rounds', ranked)
  let reached = 0
  for (let kill = 0; kill < KILLS; kill++) {
    if (kill > 0) await ask(running.address, '/rounds/1/continuation', {})
    await until(running.address, '1', ({ done }) => done > reached)
    running.child.kill('SIGKILL')
    await once(running.child, 'exit')
    running = await server.serve(data)
    const stopped = await readRound(running.address, '1')
    expect(stopped).toMatchObject({ state: 'stopped', size: MEMBERS })
    // whoever was told of a result finds it there
    expect(stopped.done).toBeGreaterThan(reached)
    expect((await resultsOf(running.address, '1')).length).toBe(stopped.done)
    reached = stopped.done
  }
  const { child, address } = running
  await ask(address, '/rounds/1/continuation', {})
  await ask(address, '/rounds', ranked)
  const [killed, whole] = [
    await until(address, '1', ({ state }) => state === 'done'),
    await until(address, '2', ({ state }) => state === 'done'),
  ]
  expect(killed).toMatchObject({ counts: whole.counts, cohort: whole.cohort, done: MEMBERS })
  expect(await resultsOf(address, '1')).toEqual(await resultsOf(address, '2'))
  child.kill('SIGTERM')
  await once(child, 'exit')
}, 120_000)
