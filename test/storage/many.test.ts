import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'
import { exampleSubmission } from './examples.ts'

const SUBMISSIONS = 50_000
const TOGETHER = 250
const WRITERS = 16

describe.runIf(LONG)(`a service that holds ${SUBMISSIONS} submissions`, () => {
  let server: BuiltServer
  let data: string
  beforeAll(async () => {
    server = await BuiltServer.build()
    data = await mkdtemp(join(tmpdir(), 'hengping-many-'))
  })
  afterAll(async () => {
    await server.remove()
    await rm(data, { recursive: true, force: true })
  })

  test('stays small and answers at any time', async () => {
    const { child, address } = await server.serve(data)
    const agent = new Agent({ keepAlive: true })
    const ask = async (path: string, body?: unknown): Promise<{ took: number; size: number }> => {
      const began = performance.now()
      const asked = request(`${address}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        agent,
        headers: { 'content-type': 'application/json' },
      })
      asked.end(body === undefined ? undefined : JSON.stringify(body))
      const [response] = (await once(asked, 'response')) as [IncomingMessage]
      const size = (await text(response)).length
      expect(response.statusCode, path).toBeLessThan(300)
      return { took: performance.now() - began, size }
    }
    const memory = async (): Promise<number> => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024)
    }
    /** How long an answer took at most while `act` goes on, asked again and again by one who waits for nothing else. */
    const longestWait = async (act: () => Promise<unknown>): Promise<number> => {
      let going = true
      let longest = 0
      const asking = (async () => {
        for (; going; await setTimeout(2)) longest = Math.max(longest, (await ask('/healthz')).took)
      })()
      await act()
      going = false
      await asking
      return Math.round(longest)
    }
    const put = (first: number, count: number): Promise<unknown> =>
      ask(
        '/api/submissions',
        Array.from({ length: count }, (_, index) => exampleSubmission({ id: `unit-${first + index}` })),
      )
    for (let first = 0; first < SUBMISSIONS; first += TOGETHER) await put(first, TOGETHER)
    // … and one behind the other for longer than a snapshot is put off
    const one: number[] = []
    const wait = await longestWait(async () => {
      const until = performance.now() + 70_000
      for (let index = 0; performance.now() < until; index++) {
        const began = performance.now()
        await put(index % SUBMISSIONS, 1)
        one.push(performance.now() - began)
      }
    })
    const listed = await longestWait(() => ask('/api/submissions'))
    const many: number[] = []
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let index = 0; index < 200; index++) {
          const began = performance.now()
          await put(writer * 1000 + index, 1)
          many.push(performance.now() - began)
        }
      }),
    )
    const peak = await memory()
    const high = (times: number[]): number => Math.round(times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!)
    console.log(
      `${SUBMISSIONS} 份：内存最高 ${peak} MB；一个人连着写，99% 在 ${high(one)} 毫秒内，${WRITERS} 个人同时写 ${high(many)} 毫秒内；` +
        `其间别人最多等 ${wait} 毫秒，列出全部时 ${listed} 毫秒`,
    )
    agent.destroy()
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(peak).toBeLessThan(400)
    expect(wait).toBeLessThan(150)
    expect(listed).toBeLessThan(150)
  })
})
