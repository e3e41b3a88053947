import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BuiltServer } from '../support/built-server.ts'
import { LONG, PATIENCE } from '../support/runs.ts'
import { exampleSubmission } from './examples.ts'

const STOPS = LONG ? 20 : 4
const WRITERS = 16

let server: BuiltServer
let data: string
beforeAll(async () => {
  server = await BuiltServer.build()
  data = await mkdtemp(join(tmpdir(), 'hengping-stop-'))
})
afterAll(async () => {
  await server.remove()
  await rm(data, { recursive: true, force: true })
})

test(`told to stop ${STOPS} times under ${WRITERS} writers, the service ends in order: nothing acknowledged is lost, no answer is cut off`, async () => {
  const kept = new Set<string>()
  const cut: string[] = []
  let answered = 0
  for (let round = 0; round < STOPS; round++) {
    const { child, address } = await server.serve(data)
    const agent = new Agent({ keepAlive: true })
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let index = 0; ; index++) {
        const id = `unit-${round}-${writer}-${index}`
        const asked = request(`${address}/api/submissions`, {
          method: 'POST',
          agent,
          headers: { 'content-type': 'application/json' },
        })
        asked.end(JSON.stringify(exampleSubmission({ id })))
        // nobody there any more, or nobody who takes it on
        const response = (await once(asked, 'response').catch(() => null)) as [IncomingMessage] | null
        if (!response) return
        const body = await text(response[0]).catch(() => null)
        if (body === null || !response[0].complete) cut.push(id)
        else answered++
        if (response[0].statusCode === 201) kept.add(id)
      }
    })
    await setTimeout(150 + ((round * 97) % 300))
    const told = performance.now()
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(performance.now() - told).toBeLessThan(10_000 * PATIENCE)
    await Promise.all(writers)
    agent.destroy()
  }
  expect(cut).toEqual([])
  expect(answered).toBeGreaterThan(STOPS * WRITERS)
  const { child, address, output } = await server.serve(data)
  expect(output()).not.toContain('没有写完的记录')
  const listed = (await (await fetch(`${address}/api/submissions`)).json()) as { submissions: { id: string }[] }
  const held = new Set(listed.submissions.map(({ id }) => id))
  expect([...kept].filter((id) => !held.has(id))).toEqual([])
  child.kill('SIGTERM')
  await once(child, 'exit')
  if (LONG) console.log(`SIGTERM × ${STOPS}：回答 ${answered} 次，存下 ${kept.size} 份，丢失 0，截断 ${cut.length}`)
})
