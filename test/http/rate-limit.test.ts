import { describe, expect, test } from 'vitest'
import { OpenAPIHono } from '@hono/zod-openapi'
import { Buckets, rateLimit } from '../../server/http/rate-limit.ts'
import { problemSchema } from '../../server/http/shapes.ts'

/** Asks from an address, at a moment in milliseconds. */
function door() {
  let now = 0
  const app = new OpenAPIHono()
  app.use(
    '/api/*',
    rateLimit(
      (c) => c.req.header('x-from') ?? '',
      () => now,
    ),
  )
  app.all('*', (c) => c.text('in'))
  const ask = async (path: string, from: string) => app.request(path, { method: 'POST', headers: { 'x-from': from } })
  /** How many of them are refused. */
  const askTimes = async (times: number, path: string, from: string) => {
    let refused = 0
    for (let index = 0; index < times; index++) if ((await ask(path, from)).status === 429) refused++
    return refused
  }
  return { at: (moment: number) => (now = moment), ask, askTimes }
}

const TRY = '/api/rule-sets/try'

describe('the door', () => {
  test('lets a burst through, then refuses with a sentence and when to come back', async () => {
    const { ask, askTimes, at } = door()
    expect(await askTimes(300, TRY, '10.0.0.1')).toBe(0)
    const refused = await ask(TRY, '10.0.0.1')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('1')
    const { code, detail } = problemSchema.parse(await refused.json())
    expect([code, detail]).toEqual(['too_many_requests', '请求太频繁，请等 1 秒再试。'])
    at(1_000)
    expect(await askTimes(31, TRY, '10.0.0.1')).toBe(1)
  })

  test('counts each address, and each sort of work, for itself', async () => {
    const { ask, askTimes } = door()
    await askTimes(301, TRY, '10.0.0.1')
    expect((await ask(TRY, '10.0.0.2')).status).toBe(200)
    expect((await ask('/api/submissions', '10.0.0.1')).status).toBe(200)
    expect((await ask('/api/rule-sets/x/2024-01-01/findings', '10.0.0.1')).status).toBe(429)
    expect((await ask('/api/drafts/x/2024-01-01', '10.0.0.1')).status).toBe(429)
  })

  test('a bureau of three hundred units hands in and grades at once', async () => {
    const { askTimes } = door()
    expect(await askTimes(300, '/api/submissions', '10.0.0.1')).toBe(0)
    expect(await askTimes(300, '/api/gradings', '10.0.0.1')).toBe(0)
  })

  test('addresses of one IPv6 network are one', async () => {
    const { ask, askTimes } = door()
    await askTimes(300, TRY, '2001:db8:1:2:3:4:5:6')
    expect((await ask(TRY, '2001:db8:1:2:9:9:9:9')).status).toBe(429)
    expect((await ask(TRY, '2001:db8:1:3:3:4:5:6')).status).toBe(200)
  })

  test('what costs little is not counted', async () => {
    const { askTimes } = door()
    expect(await askTimes(1_500, '/api/rule-sets', '10.0.0.1')).toBe(0)
  })
})

test('no more addresses are remembered than stated, and one that keeps asking is not forgotten', () => {
  const buckets = new Buckets({ burst: 2, perSecond: 1 })
  expect([buckets.take('x', 0), buckets.take('x', 0)]).toEqual([0, 0])
  for (let index = 0; index < 30_000; index++) {
    buckets.take(`a${index}`, 0)
    if (index % 1_000 === 0) expect(buckets.take('x', 0)).toBe(1_000)
  }
  expect(buckets.size).toBe(10_000)
})
