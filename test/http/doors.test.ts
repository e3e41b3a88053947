import { beforeEach, describe, expect, test } from 'vitest'
import { problemSchema } from '../../server/http/shapes.ts'
import { MAX_BODY_BYTES } from '../../server/http/json-body.ts'
import { StorageError } from '../../server/storage/store.ts'
import { department, rankedForm, send, setUp, type Setup } from '../routes/example.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

let setup: Setup
beforeEach(async () => {
  setup = await setUp([rankedForm])
})

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const problem = problemSchema.parse(await response.json())
  expect(problem.status).toBe(response.status)
  return problem
}

describe('a body', () => {
  test.each([
    ['{"a":', 'not_json'],
    ['', 'not_json'],
    ['{"id":"a","id":"b"}', 'duplicate_key'],
    ['{"id":440106199001011234}', 'number_changed'],
    ['{"__proto__":{"admin":true}}', 'name_refused'],
    ['{"facts":{"constructor":{"prototype":1}}}', 'name_refused'],
    ['{"a":1e999}', 'number_not_finite'],
    ['['.repeat(100_000), 'too_deep'],
  ])('%.40s is 400 %s', async (body, code) => {
    const response = await send(setup.app, '/api/submissions', body)
    expect(response.status).toBe(400)
    expect((await problemOf(response)).code).toBe(code)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
  })

  test('bytes that are not UTF-8 are refused, not replaced', async () => {
    const body = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xb9, 0xe3, 0x22, 0x7d])
    const response = await setup.app.request('/api/submissions', { method: 'POST', headers: JSON_HEADERS, body })
    expect((await problemOf(response)).code).toBe('not_utf8')
  })

  test('a byte order mark is no fault', async () => {
    const response = await send(setup.app, '/api/submissions', `\uFEFF${JSON.stringify(department('a', 1))}`)
    expect(response.status).toBe(201)
  })

  test.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=gbk',
    'application/jsonx',
  ])('content type %s is 415', async (type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
    const body = new TextEncoder().encode('{}')
    const response = await setup.app.request('/api/gradings', { method: 'POST', headers, body })
    expect(response.status).toBe(415)
    await problemOf(response)
  })

  test('with charset=utf-8 it is read', async () => {
    const headers = { 'content-type': 'Application/JSON; charset="UTF-8"' }
    expect((await send(setup.app, '/api/submissions', department('a', 1), headers)).status).toBe(201)
  })

  test('too long by its header, or only by its content, is 413 and not read on', async () => {
    const told = await send(setup.app, '/api/submissions', '{}', { 'content-length': String(MAX_BODY_BYTES + 1) })
    expect((await problemOf(told)).code).toBe('too_large')
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1 << 20
        controller.enqueue(new Uint8Array(1 << 20).fill(32))
      },
    })
    const request = new Request('http://localhost/api/submissions', {
      method: 'POST',
      headers: JSON_HEADERS,
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect((await problemOf(await setup.app.request(request))).code).toBe('too_large')
    expect(sent).toBeLessThan(MAX_BODY_BYTES + (4 << 20))
  })
})

describe('who may ask', () => {
  const grade = (headers: Record<string, string>) =>
    send(setup.app, 'http://jx.local:8787/api/gradings', { submission: 'none' }, { host: 'jx.local:8787', ...headers })

  test.each([
    ['a program', {}, 404],
    ['our page', { origin: 'http://jx.local:8787' }, 404],
    ['our page, as new browsers say it', { origin: 'http://jx.local:8787', 'sec-fetch-site': 'same-origin' }, 404],
    ['another site', { origin: 'http://evil.example' }, 403],
    ['another port', { origin: 'http://jx.local:9999' }, 403],
    ['a name that begins like ours', { origin: 'http://jx.local:8787.evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['another site, as new browsers say it', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site that claims ours', { origin: 'http://jx.local:8787', 'sec-fetch-site': 'cross-site' }, 403],
  ])('a change asked for by %s', async (_, headers, status) => {
    expect((await grade(headers as Record<string, string>)).status).toBe(status)
  })

  test('reading is not a change', async () => {
    const headers = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }
    const response = await setup.app.request('/api/rule-sets', { headers })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('the address of the proxy in front is ours when it is named', async () => {
    const origins = { loopback: true, origins: ['https://jx.example.gov.cn'] }
    const { app } = await setUp([rankedForm], { origins })
    const ask = (host: string, origin: string) =>
      send(app, '/api/gradings', { submission: 'none' }, { host, origin, 'sec-fetch-site': 'cross-site' })
    expect((await ask('jx.example.gov.cn', 'https://jx.example.gov.cn')).status).toBe(404)
    expect((await ask('127.0.0.1:8787', 'https://jx.example.gov.cn')).status).toBe(404)
    expect((await ask('127.0.0.1:8787', 'https://other.example.gov.cn')).status).toBe(403)
  })

  test.each([
    ['127.0.0.1:8787', 200],
    ['localhost:8787', 200],
    ['[::1]:8787', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example:8787', 403],
    ['localhost.evil.example', 403],
  ])('on this machine only, the name %s is answered %d', async (host, status) => {
    const { app } = await setUp([], { origins: { loopback: true, origins: [] } })
    expect((await app.request('/api/rule-sets', { headers: { host } })).status).toBe(status)
  })
})

describe('every answer', () => {
  test.each(['/healthz', '/api/rule-sets', '/api/none', '/'])('%s has the headers of a safe page', async (path) => {
    const { headers } = await setup.app.request(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("style-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('of the API is not kept by anyone', async () => {
    expect((await setup.app.request('/api/rule-sets')).headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['GET', '/api/none', 404],
    ['GET', '/../../etc/passwd', 404],
    ['GET', '/.env', 404],
    ['POST', '/api/none', 404],
    ['DELETE', '/api/submissions/a', 405],
    ['PUT', '/api/submissions', 405],
  ])('%s %s is %d, with a sentence', async (method, path, status) => {
    const response = await setup.app.request(path, { method })
    expect(response.status).toBe(status)
    expect((await problemOf(response)).detail).toMatch(/。$/)
    if (status === 405) expect(response.headers.get('allow')).toContain('GET')
  })

  test('to a fault of our own says nothing of the inside, and the log has it', async () => {
    const fault = new Error(`broken at ${import.meta.url}`)
    setup.services.store.listRuleSets = () => Promise.reject(fault)
    const response = await setup.app.request('/api/rule-sets')
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toMatch(/broken|file:|\.ts|\bat /)
    expect(setup.logged).toEqual([fault])
  })

  test('to a store that cannot keep is 503 with its sentence', async () => {
    const { store } = setup.services
    store.as = () => store
    store.putSubmissions = () => Promise.reject(new StorageError('数据没有存下来。', { cause: fault }))
    const fault = new Error('ENOSPC: no space left on device, write /data/x')
    const response = await send(setup.app, '/api/submissions', department('a', 1))
    expect(response.status).toBe(503)
    expect(await problemOf(response)).toMatchObject({ code: 'storage_failed', detail: '数据没有存下来。' })
    expect(setup.logged).toHaveLength(1)
  })
})
