import { beforeEach, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { plainForm, send, setUp, type Setup } from './example.ts'

const next: RuleSet = { ...plainForm, title: '项目考核 2025', effective: { from: '2025-01-01' } }
const address = '/api/drafts/plain/2025-01-01'

let setup: Setup
beforeEach(async () => {
  setup = await setUp([plainForm])
})

/** Asks as one of the identities to try the service with. */
async function as(person: string, method: string, path: string, body?: unknown) {
  const response = await setup.app.request(path, {
    method,
    headers: { cookie: `hengping-demo=${person}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> }
}
const first = 'demo:rules-1'
const second = 'demo:rules-2'
const save = (person: string, revision: number, ruleSet: unknown = next) =>
  as(person, 'PUT', address, { revision, ruleSet, base: 'plain@2024-01-01' })

/** What nobody has a case for yet is given one reason, as who begins with a rule set does. */
const explain = (person: string, revision: number) =>
  as(person, 'POST', `${address}/cases`, {
    revision,
    cases: null,
    step: { what: 'explain', rules: null, reason: '头一年，还没有用例' },
  })

describe('the life of a rule set', () => {
  test('from draft to published by two people, to retired', async () => {
    expect((await save(first, 0)).body).toMatchObject({ revision: 1, status: 'draft', base: 'plain@2024-01-01' })
    expect((await as(second, 'GET', '/api/drafts')).body['drafts']).toMatchObject([
      { id: 'plain', effective: '2025-01-01', title: '项目考核 2025', savedBy: first, editors: [first] },
    ])
    await explain(first, 1)
    const submitted = await as(first, 'POST', `${address}/submission`, { revision: 1 })
    expect(submitted).toMatchObject({ status: 200, body: { status: 'submitted', submitted: { actor: first } } })
    const own = await as(first, 'POST', `${address}/publication`, { revision: 1 })
    expect(own).toMatchObject({ status: 403, body: { code: 'own_proposal' } })
    const done = await as(second, 'POST', `${address}/publication`, { revision: 1 })
    expect(done).toMatchObject({ status: 200, body: { id: 'plain', effective: '2025-01-01' } })
    expect((await as(first, 'GET', '/api/drafts')).body['drafts']).toEqual([])
    const stored = await setup.services.store.findRuleSet('plain', '2025-01-01')
    expect(stored).toMatchObject({ hash: done.body['hash'], ruleSet: next, retired: false })
    expect(await setup.services.store.find('ruleSets', 'plain@2025-01-01')).toMatchObject({
      published: { proposer: first, approver: second },
    })
    expect(await save(first, 0)).toMatchObject({ status: 409, body: { code: 'published' } })
    const retired = await as(first, 'POST', '/api/rule-sets/plain/2025-01-01/retirement', { reason: '通知撤回' })
    expect(retired.status).toBe(204)
    expect((await as(first, 'GET', '/api/rule-sets')).body['ruleSets']).toMatchObject([
      { effective: '2025-01-01', retired: true },
      { effective: '2024-01-01', retired: false },
    ])
  })

  test('whoever wrote any of it cannot approve it, even when another one submits it', async () => {
    await save(first, 0)
    await save(second, 1, { ...next, title: '改过' })
    await explain(second, 2)
    await as(second, 'POST', `${address}/submission`, { revision: 2 })
    for (const person of [first, second]) {
      expect((await as(person, 'POST', `${address}/publication`, { revision: 2 })).body).toMatchObject({
        code: 'own_proposal',
      })
    }
    expect((await as('demo:review-1', 'POST', `${address}/publication`, { revision: 2 })).status).toBe(200)
  })

  test('a second save on the same revision is told who was first, and overwrites nothing', async () => {
    await save(first, 0)
    await save(first, 1, { ...next, title: '甲改的' })
    const late = await save(second, 1, { ...next, title: '乙改的' })
    expect(late).toMatchObject({ status: 409, body: { code: 'draft_changed', detail: /demo:rules-1.*第 2 稿/ } })
    const open = await as(second, 'GET', address)
    expect(open.body).toMatchObject({ draft: { revision: 2 }, ruleSet: { title: '甲改的' }, issues: [] })
  })

  test('fifty saves at once on one revision: one counts, the others are told', async () => {
    await save(first, 0)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        save(index % 2 ? first : second, 1, { ...next, title: `第 ${index} 个` }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body['code'] === 'draft_changed')).toHaveLength(49)
  })

  test('the same content sent again, its answer lost, is answered again and saved once', async () => {
    await save(first, 0)
    expect((await save(first, 0)).body).toMatchObject({ revision: 1 })
  })

  test('what is half done can be saved, and is told what is wrong; it cannot be submitted', async () => {
    const half = { ...next, indicators: [{ ...next.indicators[0]!, points: 7 }] }
    expect((await save(first, 0, half)).status).toBe(200)
    const refused = await as(first, 'POST', `${address}/submission`, { revision: 1 })
    expect(refused.status).toBe(422)
    expect(refused.body['issues']).toMatchObject([{ path: expect.stringMatching(/^ruleSet/) }])
    const broken = { ...next, facts: 'none' }
    expect((await save(first, 1, broken)).status).toBe(200)
    const open = await as(first, 'GET', address)
    expect(open.body).toMatchObject({ ruleSet: { facts: 'none' }, issues: [{ path: 'facts' }] })
  })

  test('sent back with a remark, it can be changed again; a stale approval is refused', async () => {
    await save(first, 0)
    await explain(first, 1)
    await as(first, 'POST', `${address}/submission`, { revision: 1 })
    expect(await save(first, 1, { ...next, title: '偷偷改' })).toMatchObject({
      status: 409,
      body: { code: 'submitted' },
    })
    expect((await as(second, 'POST', `${address}/return`, { revision: 1, remark: '' })).status).toBe(422)
    const back = await as(second, 'POST', `${address}/return`, { revision: 1, remark: '权重请再核' })
    expect(back.body).toMatchObject({ status: 'draft', remark: '权重请再核', submitted: null })
    await save(first, 1, { ...next, title: '核过了' })
    await as(first, 'POST', `${address}/submission`, { revision: 2 })
    expect((await as(second, 'POST', `${address}/publication`, { revision: 1 })).body['code']).toBe('draft_changed')
  })

  test('discarded, it is gone; its history is not', async () => {
    await save(first, 0)
    expect((await as(first, 'DELETE', `${address}?revision=1`)).status).toBe(204)
    expect((await as(first, 'GET', address)).status).toBe(404)
    const history = await as('demo:audit', 'GET', '/api/history?limit=2')
    expect(history.body['entries']).toMatchObject([
      { actor: first, action: 'discardDraft', sentence: '丢弃草稿 plain@2025-01-01' },
      { actor: first, action: 'saveDraft', sentence: '保存草稿 plain@2025-01-01 第 1 稿' },
    ])
  })

  test('content of another version is not saved here', async () => {
    expect((await save(first, 0, plainForm)).body).toMatchObject({ code: 'other_version' })
  })

  test('a retired version grades nothing new; the one before it serves again', async () => {
    await send(setup.app, '/api/submissions', {
      id: 'p',
      name: '项目',
      subject: 'project',
      year: 2025,
      ruleSet: 'plain',
      facts: { rate: 1 },
    })
    await setup.services.store.addRuleSet(next)
    const versionOf = async () =>
      (await (await send(setup.app, '/api/gradings', { submission: 'p' })).json()) as {
        grading: { ruleSet: { effective: string } }
      }
    expect((await versionOf()).grading.ruleSet.effective).toBe('2025-01-01')
    await as(first, 'POST', '/api/rule-sets/plain/2025-01-01/retirement', { reason: '通知撤回' })
    expect((await versionOf()).grading.ruleSet.effective).toBe('2024-01-01')
    const named = await send(setup.app, '/api/gradings', { submission: 'p', ruleSet: 'plain@2025-01-01' })
    expect([named.status, await named.json()]).toMatchObject([422, { code: 'retired' }])
  })
})

describe('the register of units', () => {
  const unit = (id: string, change: object = {}) => ({
    id,
    name: `单位 ${id}`,
    code: null,
    aliases: [],
    group: null,
    parent: null,
    closed: false,
    ...change,
  })
  const put = (...organisations: unknown[]) => as(first, 'PUT', '/api/organisations', { organisations })

  test('units are added and changed, all of them or none', async () => {
    expect((await put(unit('a'), unit('b', { parent: 'a', aliases: ['乙局'], code: '114401' }))).status).toBe(200)
    const wrong = await put(unit('c'), unit('d', { aliases: ['乙局'] }))
    expect(wrong).toMatchObject({ status: 422, body: { code: 'name_taken', detail: /“乙局”.*“单位 b”/ } })
    expect((await put(unit('b', { name: '乙局', closed: true }))).status).toBe(200)
    const { body } = await as(first, 'GET', '/api/organisations')
    expect(body['organisations']).toMatchObject([{ id: 'a' }, { id: 'b', name: '乙局', closed: true }])
  })

  test.each<[string, unknown[], string]>([
    ['a parent that is not there', [unit('a', { parent: 'x' })], 'unknown_parent'],
    ['a parent that leads back', [unit('a', { parent: 'b' }), unit('b', { parent: 'a' })], 'parent_loop'],
    ['one id twice', [unit('a'), unit('a')], 'repeated_id'],
    ['one code twice', [unit('a', { code: '1' }), unit('b', { code: '1' })], 'name_taken'],
  ])('refused: %s', async (_, units, code) => {
    expect((await put(...units)).body).toMatchObject({ code })
    expect((await as(first, 'GET', '/api/organisations')).body['organisations']).toEqual([])
  })
})
