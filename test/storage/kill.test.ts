import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'
import { exampleSubmission } from './examples.ts'

let server: BuiltServer
let data: string
beforeAll(async () => {
  server = await BuiltServer.build()
  data = await mkdtemp(join(tmpdir(), 'hengping-kill-'))
})
afterAll(async () => {
  await server.remove()
  await rm(data, { recursive: true, force: true })
})

const CYCLES = LONG ? 200 : 40
const WRITERS = 16

/** @returns the status, or null when the server went away */
async function put(agent: Agent, address: string, body: string): Promise<number | null> {
  const asked = request(`${address}/api/submissions`, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json' },
  })
  asked.end(body)
  try {
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    await text(response)
    return response.statusCode ?? null
  } catch {
    return null
  }
}

test(`killed ${CYCLES} times under ${WRITERS} writers, the service loses nothing it acknowledged, doubles nothing, and starts again`, async () => {
  /** By writer: how often it was told yes, and asked. Each writes one submission again and again, and a new one each time. */
  const acknowledged = Array<number>(WRITERS).fill(-1)
  const asked = Array<number>(WRITERS).fill(-1)
  const kept = new Set<string>()
  let torn = 0
  let snapshots = 0
  let slowest = 0
  for (let cycle = 0; cycle <= CYCLES; cycle++) {
    const began = performance.now()
    const { child, address, output } = await server.serve(data)
    slowest = Math.max(slowest, performance.now() - began)
    if (output().includes('没有写完的记录')) torn++
    if (output().includes('state.json 损坏')) throw new Error(output())
    const held = (await (await fetch(`${address}/api/submissions`)).json()) as { submissions: { id: string }[] }
    const ids = held.submissions.map(({ id }) => id)
    expect(ids).toHaveLength(new Set(ids).size)
    expect([...kept].filter((id) => !ids.includes(id))).toEqual([])
    for (let writer = 0; writer < WRITERS; writer++) {
      if (acknowledged[writer]! < 0) continue
      const answer = await fetch(`${address}/api/submissions/again-${writer}`)
      const { submission } = (await answer.json()) as { submission: { facts: { rate: number } } }
      expect(submission.facts.rate).toBeGreaterThanOrEqual(acknowledged[writer]!)
      expect(submission.facts.rate).toBeLessThanOrEqual(asked[writer]!)
    }
    const before = await readFile(join(data, 'state.json'), 'utf8').catch(() => '')
    if (cycle === CYCLES) {
      child.kill('SIGTERM')
      expect((await once(child, 'exit'))[0]).toBe(0)
      break
    }
    const agent = new Agent({ keepAlive: true })
    let alive = true
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      while (alive) {
        const rate = asked[writer]! + 1
        asked[writer] = rate
        const id = `new-${writer}-${rate}`
        const both = [exampleSubmission({ id: `again-${writer}`, facts: { rate } }), exampleSubmission({ id })]
        const status = await put(agent, address, JSON.stringify(both))
        if (status === null) return
        expect(status).toBe(201)
        acknowledged[writer] = rate
        kept.add(id)
      }
    })
    await setTimeout(100 + ((cycle * 137) % 500))
    child.kill('SIGKILL')
    await once(child, 'exit')
    alive = false
    await Promise.all(writers)
    agent.destroy()
    if ((await readFile(join(data, 'state.json'), 'utf8').catch(() => '')) !== before) snapshots++
  }
  expect(kept.size).toBeGreaterThan(CYCLES * WRITERS)
  const verified = await server.run('verify', '--data', data)
  expect([verified.code, verified.complaints]).toEqual([0, ''])
  if (LONG) {
    console.log(
      `kill -9 × ${CYCLES}：确认 ${kept.size} 次，丢失 0，重复 0；写一半的记录 ${torn} 次，期间写成现状的 ${snapshots} 轮，最慢启动 ${Math.round(slowest)} 毫秒`,
    )
    expect(snapshots).toBeGreaterThan(0)
  }
})

test('a second process on the folder of a running service is told its number', async () => {
  const { child } = await server.serve(data)
  const inUse = new RegExp(`正由另一个衡评进程（进程号 ${child.pid}）使用`)
  await expect(server.serve(data)).rejects.toThrow(inUse)
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)
})
