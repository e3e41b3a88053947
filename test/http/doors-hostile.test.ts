import fc from 'fast-check'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MATRIX } from '../../server/access/matrix.ts'
import { ROLES } from '../../server/access/roles.ts'
import { createAccess } from '../../server/access/access.ts'
import { listen, type Listener } from '../../server/cli/listener.ts'
import { EvaluationPool } from '../../server/evaluation/pool.ts'
import { createServices } from '../../server/services.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import { HOSTILE_RULES } from '../evaluation/hostile-rules.ts'
import { department, ENGINE, rankedForm, setUp } from '../routes/example.ts'
import { buildEvaluator } from '../support/built-evaluator.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

/** A service on a port, asked byte by byte; whoever asks has every role, and nothing is asked too often. */
let listener: Listener
let built: Awaited<ReturnType<typeof buildEvaluator>>
let pool: EvaluationPool
const logged: unknown[] = []
const ownKeys = Reflect.ownKeys(Object.prototype)

beforeAll(async () => {
  built = await buildEvaluator()
  const log = (error: unknown): void => void logged.push(error)
  pool = new EvaluationPool({ entry: built.entry, log })
  const store = createMemoryStore()
  const access = await createAccess(store, { mode: 'demo', log })
  const person = { id: 'tester', name: '测试', roles: ROLES, units: [] }
  const services = createServices(store, ENGINE, pool)
  const { app } = await setUp(
    [rankedForm],
    { ...services, log, access: { ...access, addressOf: () => '', identify: async () => ({ person, held: null }) } },
    store,
  )
  await store.putSubmissions([department('a', 1), department('b', 0.5)])
  const opened = await listen('127.0.0.1', 0)
  if (!opened.ok) throw new Error(opened.issues[0]?.message)
  listener = opened.value
  listener.open((request, ...rest) => app.fetch(request, ...(rest as [])))
})
afterAll(async () => {
  await listener.stop()
  await pool.stop()
  await built.remove()
})

interface Answer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** Sends bytes as they are, and reads until the service hangs up. */
function sendRaw(bytes: Buffer | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(listener.address).port), '127.0.0.1')
    const chunks: Buffer[] = []
    socket.setTimeout(60_000, () => socket.destroy(new Error('no answer within a minute')))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // one that is refused before all of it was read resets the connection
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error),
    )
    socket.on('close', () => {
      const text = Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
      const [head = '', ...body] = text.split('\r\n\r\n')
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: body.join('\r\n\r\n') })
    })
    socket.write(bytes)
  })
}

interface Asked {
  readonly method?: string
  readonly path: string
  readonly headers?: readonly string[]
  readonly body?: string | Buffer
}

function ask({ method = 'GET', path, headers = [], body }: Asked): Promise<Answer> {
  const content = body === undefined ? Buffer.alloc(0) : Buffer.from(body)
  const own = headers.some((line) => /^content-length/i.test(line)) || body === undefined
  const length = own ? [] : [`content-length: ${content.length}`]
  const head = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', 'connection: close', ...length, ...headers].join(
    '\r\n',
  )
  return sendRaw(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), content]))
}

const post = (path: string, body: unknown, method = 'POST'): Promise<Answer> =>
  ask({
    ...{ method, path, headers: ['content-type: application/json'] },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** What must hold of every answer, whatever was asked. */
function expectSound({ status, head, body }: Answer): void {
  expect(status).toBeGreaterThanOrEqual(200)
  expect(status).toBeLessThan(500)
  expect(body).not.toMatch(/\bat \S+ \(|node_modules|file:\/\/|node:internal|\/work\/|\/tmp\/|\.[jt]s:\d/)
  expect(head).not.toMatch(/x-powered-by|injected/i)
  // what is no HTTP at all is refused by Node, without a word
  if (status >= 400 && body !== '') expect(head).toMatch(/content-type: application\/problem\+json/)
  expect(logged).toEqual([])
  expect(Reflect.ownKeys(Object.prototype)).toEqual(ownKeys)
}

const names: [string, string][] = [
  ['control characters', 'a\u0000b\u0007\u001b[31m'],
  ['text that runs backwards', '\u202eFDP.exe\u2066'],
  ['no width', '\u200b\u200d\ufeff'],
  ['half a character', '\ud800'],
  ['no character', '\uffff\ufffe'],
  ['a megabyte', 'x'.repeat(1 << 20)],
  ['marks on marks', `e${'\u0301'.repeat(5_000)}`],
  ['a formula of a table', '=HYPERLINK("http://x","y")'],
  ['a script', '<script>alert(1)</script>'],
  ['a path', '../../../etc/passwd'],
  ['a name of JavaScript', '__proto__'],
  ['another', 'constructor'],
]

describe('submissions', () => {
  const fits = department('fits', 1)
  test.each(names)('named with %s', async (_, name) => {
    for (const change of [{ id: name }, { name }, { unit: name }, { ruleSet: name }, { region: name }])
      expectSound(await post('/api/submissions', { ...fits, ...change }))
    expectSound(
      await ask({
        path: `/api/submissions/${encodeURIComponent(name.slice(0, 2_000).replace(/\p{Surrogate}/gu, ''))}`,
      }),
    )
    expectSound(await post('/api/gradings', { submission: { ...fits, facts: { rate: name } } }))
    expectSound(await post('/api/gradings', { submission: name, ruleSet: name.slice(0, 100) }))
  })

  const list = (length: number): unknown[] => Array.from({ length }, (_, index) => department(`n${index}`, 1))
  test.each<[string, unknown, number]>([
    ['a list of none', [], 422],
    ['the same id twice', [fits, fits], 422],
    ['nulls', Array(1_000).fill(null), 422],
    ['lists in lists', `${'['.repeat(60)}${']'.repeat(60)}`, 422],
    ['too deep', '['.repeat(1_000_000), 400],
    ['a row a hundred thousand times', { ...fits, facts: { rate: Array(100_000).fill({}) } }, 422],
    [
      '100,000 facts',
      { ...fits, facts: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}`, 1])) },
      422,
    ],
    ['the prototype', '{"__proto__":{"polluted":1},"id":"x"}', 400],
    ['the prototype of a fact', '{"facts":{"__proto__":{"polluted":1}}}', 400],
    ['the constructor’s prototype', '{"facts":{"constructor":{"prototype":{"polluted":1}}}}', 400],
    ['a number that changes', '{"id":"x","year":12345678901234567890}', 400],
    ['a number without end', '{"id":"x","year":1e999}', 400],
    ['10 MB in a name', { ...fits, name: 'x'.repeat(10 << 20) }, 422],
    ['500 sound ones', list(500), 201],
  ])('%s', async (_, body, status) => {
    const answer = await post('/api/submissions', body)
    expectSound(answer)
    expect(answer.status).toBe(status)
  })
})

describe('rule sets', () => {
  const routes = (ruleSet: unknown): Promise<Answer>[] => [
    post('/api/rule-sets/check', ruleSet),
    post('/api/rule-sets/findings', ruleSet),
    post('/api/rule-sets/try', { ruleSet }),
    post('/api/rule-sets/changes', { from: 'ranked@2024-01-01', to: ruleSet }),
    post('/api/drafts/ranked/2030-01-01', { ruleSet, revision: null }, 'PUT'),
  ]
  const withFormula = (formula: string): unknown => ({
    ...rankedForm,
    facts: [...rankedForm.facts, { id: 'f', label: 'f', formula }],
  })
  test.each([
    ['long', '1+'.repeat(5_000) + '1'],
    ['of many parts', `${'rate+'.repeat(600)}rate`],
    ['deep', `${'('.repeat(900)}rate${')'.repeat(900)}`],
    ['of towering powers', '9^9^9^9'],
    ['of towering products', Array(400).fill('999999999999999').join('*')],
    ['of what it calls itself', 'f + 1'],
    ['of functions in functions', 'max('.repeat(100)],
    ['that divides by nothing', '1 / (rate - rate)'],
    ['with a name of JavaScript', 'constructor.constructor("return process")()'],
    ['with control characters', 'ra\u0000te'],
  ])('a formula %s', async (_, formula) => {
    for (const answer of await Promise.all(routes(withFormula(formula)))) expectSound(answer)
  })

  test.each(names)('named with %s', async (_, name) => {
    for (const change of [{ id: name }, { title: name }, { grades: [{ name, from: 0 }] }])
      for (const answer of await Promise.all(routes({ ...rankedForm, ...change }))) expectSound(answer)
  })

  test.each(
    HOSTILE_RULES.filter(({ name }) => !/3,000 deep|100,000/.test(name)).map((entry) => [entry.name, entry] as const),
  )('%s', async (_, { rule: { conditions, event, named } }) => {
    const overrides = [{ name: 'x', conditions, event: event ?? { type: 'zero' } }]
    const ruleSet = { ...rankedForm, overrides, ...(named && { conditions: named }) }
    for (const answer of await Promise.all(routes(ruleSet))) expectSound(answer)
  })
})

const addresses = [
  ...[
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/.env',
    '/api/../../.env',
    '/assets/..%5c..%5cx',
  ],
  ...[
    '/api/rule-sets/%00/%00',
    '/api/submissions/%ED%A0%80',
    '/api/submissions/%ff%fe',
    '/api/submissions/%',
    '/api/%E0%A4%A',
  ],
  ...[
    '/api/submissions/__proto__',
    '/api/gradings/constructor',
    '/api/rule-sets/toString/valueOf',
    '/api/gradings/%2e%2e%2fa',
  ],
  ...[`/api/submissions/${'x'.repeat(12_000)}`, `/api/${'a/'.repeat(5_000)}`, '/api/submissions?subject=__proto__'],
  ...[
    '/api/submissions?subject[]=department',
    '/api/submissions?__proto__[polluted]=1',
    '/api/submissions?subject=%00',
  ],
  ...['/api/rule-sets/ranked/2024-01-01/clone?year=9999', '/api/rule-sets/ranked/2024-01-01/clone?year=-1'],
  ...[
    '/api/rule-sets/ranked/2024-01-01/clone?year=2026&year=__proto__',
    '/api/history?from=1e999',
    '/api/history?before=NaN',
  ],
  ...[
    '/api/history?limit=-1',
    '/api/history?limit=99999999999999999999',
    '/api/gradings/a?ruleSet=%F0%9F%92%A9@@@',
    '/#',
    '/?#',
  ],
]
const headerLines = [
  ...[
    'cookie: __proto__=1; constructor=2; hengping-session=x',
    `cookie: hengping-session=${'x'.repeat(8_000)}`,
    'cookie: ;;;===',
  ],
  ...['cookie: hengping-session=%00%ff%', 'cookie: \u00a0hengping-session=x', 'cookie: hengping-session="\u0001"'],
  ...[
    'origin: null',
    'origin: javascript:alert(1)',
    'origin: http://127.0.0.1',
    'origin: http://[',
    'sec-fetch-site: nowhere',
  ],
  ...['x-forwarded-for: 1.2.3.4, ../../x', 'x-forwarded-host: evil.example', 'x-http-method-override: DELETE'],
  ...[
    'if-none-match: "x',
    'accept: */*;q=x',
    'accept-encoding: gzip;q=NaN',
    'range: bytes=-1--1',
    'expect: 100-continue',
  ],
  ...['authorization: Bearer x.y.z', 'content-type: application/json', 'content-type: application/json; charset=utf-7'],
  ...[
    'content-type: multipart/form-data; boundary=',
    'content-type: application/x-www-form-urlencoded',
    'content-type: \u0001',
  ],
  ...[
    'content-length: -1',
    'content-length: 99999999',
    'transfer-encoding: chunked',
    'transfer-encoding: chunked, identity',
  ],
  ...['a: b\r\n folded: injected', 'x: \u0000', ': nameless', 'host: evil.example', `x-long: ${'x'.repeat(15_000)}`],
]
const bodies = [
  ...[
    '',
    '{}',
    '[]',
    'null',
    '0',
    '"',
    '{"a":',
    '{"a":1,"a":2}',
    '\ufeff{}',
    '{"__proto__":1}',
    '[[[[[[[[',
    '﻿',
    '\u0000',
  ],
  ...[
    '{"ruleSet":null}',
    '{"ruleSet":{}}',
    '{"ruleSet":[]}',
    '{"submission":{}}',
    '{"submission":"a","ruleSet":"__proto__"}',
  ],
  ...[
    '{"from":"ranked@2024-01-01","to":"ranked@2024-01-01"}',
    '{"from":1,"to":{}}',
    '{"from":"@","to":"@@"}',
    '{"revision":1}',
  ],
  ...[
    '{"revision":-1,"remark":"x"}',
    '{"reason":""}',
    '{"id":"__proto__"}',
    '{"name":"x","password":"y"}',
    '{"year":1e308}',
  ],
  ...[
    'a=1&__proto__[x]=1',
    '--x\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--',
    '0\r\n\r\n',
    'zz\r\n',
  ],
]
const ids = [
  'a',
  'ranked',
  '2024-01-01',
  '__proto__',
  'constructor',
  '%00',
  '..',
  '%2e%2e',
  'x'.repeat(300),
  '%E6%B1%89',
  '@',
]

/** Every route of the service, with an id wherever one belongs. */
const routes = fc
  .tuple(fc.constantFrom(...Object.keys(MATRIX)), fc.constantFrom(...ids), fc.constantFrom(...ids))
  .map(([route, one, other]) => {
    const [method = '', path = ''] = route.split(' ')
    const turns = [one, other]
    return { method, path: path.replace(/:[^/]+/g, () => turns.shift() ?? 'a') }
  })

describe('whatever else is sent', () => {
  test.each(addresses)('GET %.60s', async (path) => expectSound(await ask({ path })))

  test.each(headerLines)('a header line %#: %.40j', async (line) => {
    expectSound(await ask({ path: '/api/submissions', headers: [line] }))
    if (/^(content-length|transfer-encoding)/.test(line)) return
    expectSound(await ask({ method: 'POST', path: '/api/submissions', headers: [line], body: '{}' }))
  })

  test('what is no HTTP', async () => {
    for (const bytes of [
      '\u0000\u0000',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'BREW / HTTP/1.1\r\nhost: x\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    ])
      expectSound(await sendRaw(bytes))
  })

  const lines = fc.subarray(
    headerLines.filter((line) => !/^(content-length|transfer-encoding|expect)/.test(line)),
    { maxLength: 3 },
  )
  test(seeded('on any route, with any lines and any body: never a 5xx, never a word of the inside'), async () => {
    await fc.assert(
      fc.asyncProperty(
        routes,
        lines,
        fc.oneof(fc.constantFrom(...bodies), fc.json({ maxDepth: 4 })),
        briefly(async ({ method, path }, headers, body) => {
          const type = headers.some((line) => line.startsWith('content-type')) ? [] : ['content-type: application/json']
          const content = method === 'GET' ? {} : { body }
          expectSound(await ask({ method, path, headers: [...headers, ...type], ...content }))
        }),
      ),
      runs(20_000, 200),
    )
  })
})

test('afterwards the service is as it was', async () => {
  const answer = await ask({ path: '/healthz' })
  expect(answer.status).toBe(200)
})
