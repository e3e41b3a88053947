import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Access } from '../../server/access/access.ts'
import { DOWNLOADS, FOR_OFFICES, MATRIX, type Cells } from '../../server/access/matrix.ts'
import { ROLES, type Role } from '../../server/access/roles.ts'
import { contentHash } from '../../server/core/hash.ts'
import { NO_ENTRIES } from '../../server/forms/entries.ts'
import { breakdownBody } from '../../server/forms/goals/form-goals.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { hashOfBytes } from '../../server/storage/bodies.ts'
import type { Store } from '../../server/storage/store.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import { department, plainForm, rankedForm, readingForm, setUp, type Setup } from '../routes/example.ts'
import { archiveText } from '../support/archive-text.ts'
import { addPerson, believing } from './people.ts'

/** What must never reach the account of unit a. */
const OTHER = { id: 'other-1', unit: 'unit-b', name: '乙局机密名称' }
const OWN = { id: 'own-1', unit: 'unit-a', name: '甲局' }
type Side = typeof OWN

interface Call {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: string
  /** Sent as it is, in place of a body. */
  readonly file?: string
  readonly body?: unknown
}
const EVIDENCE_BYTES = Buffer.from('%PDF-1.4 a')
const EVIDENCE = hashOfBytes(EVIDENCE_BYTES)

/** A form of its own for each route that moves it on. */
async function addForms(store: Store, { id, unit, name }: Side): Promise<void> {
  for (const what of ['read', 'save', 'drop', 'file', 'submit', 'withdraw', 'goals', 'finish', 'reopen', 'copy']) {
    const form = `${id}-${what}`
    const about = {
      id: form,
      unit,
      name,
      subject: 'department',
      year: what === 'copy' ? 2024 : 2023,
      ruleSet: 'ranked@2024-01-01',
    } as const
    const entries = { action: 'saveForm', payload: { ...about, hash: contentHash(NO_ENTRIES), revision: 0 } } as const
    expect((await store.commit(entries, [NO_ENTRIES])).ok).toBe(true)
    const place = { hash: EVIDENCE, indicator: 'execution', fact: null }
    const file = { ...place, name: 'a.pdf', type: 'application/pdf', size: EVIDENCE_BYTES.length }
    const attached = { action: 'attachFile', payload: { id: form, file } } as const
    expect((await store.commit(attached, [], new Map([[EVIDENCE, EVIDENCE_BYTES]]))).ok).toBe(true)
    if (what === 'finish' || what === 'reopen') await addPart(store, form, what === 'reopen')
    if (what !== 'withdraw' && what !== 'read') continue
    const submission = {
      ...submissionOf({ id: form, unit, name }),
      evidence: [{ indicator: 'execution', file: EVIDENCE }],
    }
    const payload = { id: form, revision: 1, hash: contentHash(submission), files: [place] }
    const handedIn = { action: 'submitForm', payload } as const
    expect((await store.commit(handedIn, [submission])).ok).toBe(true)
  }
}
/** A part of an office, in the year before, too, whose breakdown may be taken over. */
async function addPart(store: Store, id: string, done: boolean): Promise<void> {
  const body = breakdownBody([{ item: 'execution', office: OFFICE, person: '', due: null, target: '' }])
  const summary = { items: 2, parts: [{ office: OFFICE, count: 1 }] }
  const payload = { id, hash: contentHash(body), revision: 0, summary, reopens: [] }
  expect((await store.commit({ action: 'saveBreakdown', payload }, [body])).ok).toBe(true)
  const finished = { action: 'finishPart', payload: { id, office: OFFICE, revision: 1 } } as const
  if (done) expect((await store.commit(finished)).ok).toBe(true)
}
const OFFICE = '预算科'
const submissionOf = (side: Side) => department(side.id, 0.5, { unit: side.unit, name: side.name })

/** A request of each route that reaches something; about one's own unit or another where the matrix tells them apart. */
const CALLS: Readonly<Record<string, (side: Side) => Call>> = {
  'GET /api/rule-sets/:id/:effective': () => ({ path: { id: 'ranked', effective: '2024-01-01' } }),
  'GET /api/organisations': () => ({}),
  'GET /api/history': () => ({}),
  'GET /api/drafts': () => ({}),
  'GET /api/submissions': () => ({}),
  'GET /api/submissions/:id': ({ id }) => ({ path: { id } }),
  'POST /api/submissions': (side) => ({ body: submissionOf(side) }),
  'GET /api/submissions/:id/checks': ({ id }) => ({ path: { id } }),
  'GET /api/checks': () => ({}),
  'GET /api/gradings/:submission': ({ id }) => ({ path: { submission: id } }),
  'GET /api/documents/summary': () => ({ query: '?ruleSet=ranked@2024-01-01&year=2024' }),
  'GET /api/documents/archive': () => ({ query: '?ruleSet=ranked@2024-01-01&year=2024' }),
  'GET /api/documents/:submission/review': ({ id }) => ({ path: { submission: id } }),
  'GET /api/documents/:submission/form': ({ id }) => ({ path: { submission: id } }),
  'GET /api/documents/:submission/statement': ({ id }) => ({ path: { submission: id } }),
  'POST /api/gradings': ({ id }) => ({ body: { submission: id } }),
  'GET /api/forms': () => ({}),
  'POST /api/forms': ({ unit }) => ({ body: { unit, year: 2024, ruleSet: 'ranked@2024-01-01' } }),
  'GET /api/forms/:id': ({ id }) => ({ path: { id: `${id}-read` } }),
  'PUT /api/forms/:id': ({ id }) => ({ path: { id: `${id}-save` }, body: { revision: 1, entries: NO_ENTRIES } }),
  'DELETE /api/forms/:id': ({ id }) => ({ path: { id: `${id}-drop` }, query: '?revision=1' }),
  'POST /api/forms/:id/preview': ({ id }) => ({ path: { id: `${id}-read` }, body: { entries: NO_ENTRIES } }),
  'POST /api/forms/:id/files': ({ id }) => ({
    path: { id: `${id}-file` },
    query: '?indicator=execution&name=b.pdf',
    file: '%PDF-1.4 b',
  }),
  'GET /api/forms/:id/files/:hash': ({ id }) => ({ path: { id: `${id}-read`, hash: EVIDENCE } }),
  'DELETE /api/forms/:id/files/:hash': ({ id }) => ({
    path: { id: `${id}-file`, hash: EVIDENCE },
    query: '?indicator=execution',
  }),
  'POST /api/forms/:id/submission': ({ id }) => ({ path: { id: `${id}-submit` }, body: { revision: 1 } }),
  'POST /api/forms/:id/withdrawal': ({ id }) => ({ path: { id: `${id}-withdraw` }, body: { revision: 1 } }),
  'GET /api/forms/:id/goals': ({ id }) => ({ path: { id: `${id}-read` } }),
  'PUT /api/forms/:id/goals': ({ id }) => ({ path: { id: `${id}-goals` }, body: { revision: 0, assignments: [] } }),
  'POST /api/forms/:id/goals/copy': ({ id }) => ({ path: { id: `${id}-copy` }, body: { revision: 0 } }),
  'POST /api/forms/:id/goals/completion': ({ id }) => ({
    path: { id: `${id}-finish` },
    body: { revision: 1, office: OFFICE },
  }),
  'POST /api/forms/:id/goals/reopening': ({ id }) => ({
    path: { id: `${id}-reopen` },
    body: { office: OFFICE, remark: '' },
  }),
  'GET /api/forms/:id/goals/workbook': ({ id }) => ({ path: { id: `${id}-read` } }),
  'GET /api/runs': () => ({}),
  'GET /api/runs/:run': () => ({ path: { run: 'ranked-2024-1' } }),
  'GET /api/runs/:run/receipts/:submission': ({ id }) => ({ path: { run: 'ranked-2024-1', submission: id } }),
  'GET /api/runs/:run/receipts/:submission/page': ({ id }) => ({ path: { run: 'ranked-2024-1', submission: id } }),
  'GET /api/checkpoint': () => ({}),
}

let setup: Setup
let access: Access
beforeAll(async () => {
  const store = createMemoryStore()
  for (const role of ROLES) await addPerson(store, role.toLowerCase(), [role], role === 'department' ? ['unit-a'] : [])
  await addPerson(store, 'office', ['department'], ['unit-a'], OFFICE)
  access = await believing(store)
  setup = await setUp([rankedForm, plainForm, readingForm], { access }, store)
  const units = [OWN, OTHER].map(({ unit, name }) => ({
    id: unit,
    name,
    code: null,
    aliases: [],
    group: null,
    parent: null,
    closed: false,
  }))
  await store.commit({ action: 'putOrganisations', payload: units })
  await store.putSubmissions([submissionOf(OWN), submissionOf(OTHER)])
  for (const side of [OWN, OTHER]) await addForms(store, side)
  for (const { id } of [OWN, OTHER]) await setup.services.gradings.gradeStored(id)
  expect((await setup.services.sealing.seal({ ruleSet: 'ranked', year: 2024 })).ok).toBe(true)
})
afterAll(() => access.close())

/** The routes the service has, and what else answers more than one address. */
const routes = () => {
  const all = setup.app.routes.map(({ method, path }) => ({ method, path }))
  return [...new Set(all.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`))]
}

async function call(route: string, person: Role | 'office' | null, { path = {}, query = '', file, body = {} }: Call) {
  const [method = '', pattern = ''] = route.split(' ')
  const address = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(path[name] ?? 'none'))
  const response = await setup.app.request(`${address}${query}`, {
    method,
    headers: { 'content-type': 'application/json', ...(person && { 'x-person': person.toLowerCase() }) },
    ...(method !== 'GET' && { body: file ?? JSON.stringify(body) }),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const text = bytes.subarray(0, 2).toString() === 'PK' ? await archiveText(bytes) : bytes.toString()
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
  return { status: response.status, text, code: isProblem ? problemSchema.parse(JSON.parse(text)).code : null }
}

const callOf = (route: string, side: Side): Call => CALLS[route]?.(side) ?? {}
const rows = Object.entries(MATRIX)
const refusals = ['not_allowed', 'not_signed_in']

describe('the matrix', () => {
  test('states every route, and no other', () => {
    expect(routes().sort()).toEqual(Object.keys(MATRIX).sort())
  })

  test('nothing that answers every method stands at an address of its own', () => {
    const handlers = setup.app.routes.filter(({ method }) => method === 'ALL')
    expect([...new Set(handlers.map(({ path }) => path))].sort()).toEqual(['/*', '/api/*'])
  })

  test('a route it does not state is refused, whoever asks', async () => {
    const store = createMemoryStore()
    await addPerson(store, 'everybody', ['ruleAdministrator', 'systemAdministrator', 'reviewer'])
    const own = await believing(store)
    const { app } = await setUp([], { access: own }, store)
    const reached: string[] = []
    app.get('/api/unstated', (c) => c.text(String(reached.push('get'))))
    app.all('/api/unstated-too/:id', (c) => c.text(String(reached.push('all'))))
    const ask = (path: string, method = 'GET') => app.request(path, { method, headers: { 'x-person': 'everybody' } })
    expect((await ask('/api/unstated')).status).toBe(403)
    expect((await ask('/api/unstated', 'HEAD')).status).toBe(403)
    expect((await ask('/api/unstated-too/a')).status).toBe(403)
    expect((await ask('/api/unstated-too/a', 'DELETE')).status).toBe(403)
    expect(reached).toEqual([])
    await own.close()
  })
})

describe.each(rows)('%s', (route, row) => {
  test('who is not logged in', async () => {
    const { status, code } = await call(route, null, callOf(route, OWN))
    if (row === 'anyone') expect(refusals).not.toContain(code)
    else expect([status, code]).toEqual([401, 'not_signed_in'])
  })

  if (row === 'anyone' || row === 'self') {
    test.each(ROLES)('%s', async (role) => {
      const { status, code } = await call(route, role, callOf(route, OWN))
      expect(refusals).not.toContain(code)
      expect(status).toBeLessThan(500)
    })
    return
  }

  test.each(ROLES.filter((role) => row[role] === undefined))('%s: not at all', async (role) => {
    for (const side of [OWN, OTHER]) {
      const { status, code, text } = await call(route, role, callOf(route, side))
      expect([status, code]).toEqual([403, 'not_allowed'])
      expect(text).not.toContain(side.name)
    }
  })

  test.each(ROLES.filter((role) => row[role] === 'all'))('%s: all', async (role) => {
    for (const side of [OWN, OTHER]) {
      const { status, code } = await call(route, role, callOf(route, side))
      expect(refusals).not.toContain(code)
      expect(status).toBeLessThan(500)
      if (CALLS[route]) expect(status).toBeLessThan(300)
    }
  })

  test.each(ROLES.filter((role) => row[role] === 'own'))('%s: of their own unit only', async (role) => {
    expect(CALLS[route], `a route with “own” needs a request in CALLS: ${route}`).toBeDefined()
    const own = await call(route, role, callOf(route, OWN))
    expect(own.status).toBeLessThan(300)
    expect(own.text).not.toMatch(/other-1|unit-b|乙局机密名称/)
    const asked = callOf(route, OTHER)
    const other = await call(route, role, asked)
    if (JSON.stringify(asked) === JSON.stringify(callOf(route, OWN))) {
      expect(own.text).toMatch(/own-1|unit-a|甲局/)
      return
    }
    expect([404, 422]).toContain(other.status)
    expect(other.text).not.toMatch(/unit-b|乙局机密名称/)
    // what another unit has is as unknown as what nobody has
    const nobodys = { ...OTHER, id: 'nobodys-1' }
    const none = await call(route, role, callOf(route, nobodys))
    expect([other.status, other.text.replaceAll(OTHER.id, '')]).toEqual([
      none.status,
      none.text.replaceAll('nobodys-1', ''),
    ])
  })
})

describe('an account of one office', () => {
  const changing = rows.filter(([route, row]) => typeof row === 'object' && row.department && !route.startsWith('GET '))

  test.each(changing)('%s', async (route) => {
    const { status, code } = await call(route, 'office', callOf(route, OWN))
    if (FOR_OFFICES.has(route)) expect(code).not.toBe('office_only')
    else expect([status, code]).toEqual([403, 'office_only'])
  })

  test('stands in rows of the matrix only', () => {
    const routesChanging = changing.map(([route]) => route)
    for (const route of FOR_OFFICES) expect(routesChanging).toContain(route)
  })
})

describe('a department', () => {
  const ask = (route: string, body: unknown) => call(route, 'department', { body })

  test('cannot take over the id of what another unit handed in', async () => {
    const { status, code, text } = await ask('POST /api/submissions', { ...submissionOf(OWN), id: OTHER.id })
    expect([status, code]).toEqual([422, 'id_taken'])
    expect(text).not.toMatch(/unit-b|乙局/)
    expect((await setup.services.store.findSubmission(OTHER.id))?.submission.unit).toBe('unit-b')
  })

  test('cannot hand in without its unit, nor in a list beside its own', async () => {
    const { unit: _, ...without } = submissionOf({ ...OWN, id: 'own-2' })
    expect((await ask('POST /api/submissions', without)).code).toBe('not_own_unit')
    const list = [submissionOf({ ...OWN, id: 'own-3' }), submissionOf({ ...OTHER, id: 'other-3' })]
    expect((await ask('POST /api/submissions', list)).code).toBe('not_own_unit')
    expect(await setup.services.store.findSubmission('own-3')).toBeNull()
  })

  test("cannot read another's points through a reference, stored or not", async () => {
    const reading = (id: string) =>
      department('own-reading', null, { ruleSet: 'reading', unit: 'unit-a', facts: { project: { grading: id } } })
    const [stored, given] = await Promise.all([
      ask('POST /api/submissions', reading(OTHER.id)),
      ask('POST /api/gradings', { submission: reading(OTHER.id) }),
    ])
    expect([stored.code, given.code]).toEqual(['unknown_submission', 'unknown_submission'])
    const none = await ask('POST /api/submissions', reading('nobodys-1'))
    expect(none.text.replaceAll('nobodys-1', '')).toBe(stored.text.replaceAll(OTHER.id, ''))
    expect((await ask('POST /api/submissions', reading(OWN.id))).status).toBe(201)
  })

  test('writes in its own name', async () => {
    const { entries } = await setup.services.store.history({ limit: 50 })
    const actors = entries.filter(({ action }) => action === 'putSubmissions').map(({ actor }) => actor)
    expect(actors).toContain('department')
  })

  test('and whoever is refused stands in the journal', async () => {
    await access.audit.flush()
    const { entries } = await setup.services.store.history({ limit: 1000 })
    const refused = entries.filter(({ action, actor }) => action === 'event' && actor === 'reviewer')
    expect(refused.map(({ payload }) => payload)).toContainEqual(
      expect.objectContaining({ event: 'refused', about: 'GET /api/users', ok: false }),
    )
  })
})

describe('the journal', () => {
  test('has every download, by whom and of what', async () => {
    await call('GET /api/checkpoint', 'auditor', {})
    const { entries } = await setup.services.store.history({ limit: 20 })
    expect(entries.find(({ actor, action }) => actor === 'auditor' && action === 'event')?.payload).toEqual({
      event: 'download',
      about: '/api/checkpoint',
      ok: true,
    })
  })

  const actionsFor = async (role: Role) => {
    const { text } = await call('GET /api/history', role, { query: '?limit=500' })
    return new Set((JSON.parse(text) as { entries: { action: string }[] }).entries.map(({ action }) => action))
  }
  test('tells of logins, refusals and accounts to the auditor only', async () => {
    const forAuditor = await actionsFor('auditor')
    for (const action of ['addAccount', 'setAccountRoles', 'event', 'putSubmissions'])
      expect(forAuditor).toContain(action)
    for (const role of ['ruleAdministrator', 'reviewer'] as const) {
      const seen = await actionsFor(role)
      expect(seen).toContain('putSubmissions')
      for (const action of ['addAccount', 'setAccountRoles', 'event']) expect(seen).not.toContain(action)
    }
  })
})

test('every download is a route', () => {
  for (const route of DOWNLOADS) expect(Object.keys(MATRIX)).toContain(route)
})

test('in every row only known roles stand', () => {
  const cells = rows.map(([, row]) => row).filter((row): row is Cells => typeof row === 'object')
  for (const row of cells) for (const role of Object.keys(row)) expect(ROLES).toContain(role)
})
