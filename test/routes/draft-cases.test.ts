import { beforeEach, describe, expect, test } from 'vitest'
import { casesSteppedSchema, standingSchema, type StandingAnswer } from '../../server/http/golden-shapes.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { department, rankedForm, send, setUp, type Setup } from './example.ts'

const next: RuleSet = { ...rankedForm, effective: { from: '2025-01-01' } }
/** Somebody who is first stays first, with less for it. */
const harder: RuleSet = {
  ...next,
  indicators: [
    { ...next.indicators[0]!, points: 7 },
    {
      ...next.indicators[1]!,
      points: 3,
      scoring: {
        method: 'bands',
        value: 'place',
        bands: [
          { is: 1, points: 3 },
          { from: 2, points: 0 },
        ],
      },
    },
  ],
}
const address = '/api/drafts/ranked/2025-01-01'
const [first, second] = ['demo:rules-1', 'demo:rules-2']

let setup: Setup
beforeEach(async () => {
  setup = await setUp([rankedForm])
  await send(setup.app, '/api/submissions', [
    department('a', 0.9),
    department('b', 0.5),
    department('c', 1, { year: 2025 }),
  ])
})

async function as(person: string, method: string, path: string, body?: unknown) {
  const response = await setup.app.request(path, {
    method,
    headers: { cookie: `hengping-demo=${person}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const save = (revision: number, ruleSet: RuleSet, base = 'ranked@2024-01-01') =>
  as(first, 'PUT', `/api/drafts/ranked/${ruleSet.effective!.from}`, { revision, ruleSet, base })
/** Does one thing to the cases, as whoever sees them now. */
async function step(asked: object, revision: number, person = first) {
  const cases = (await standing(next)).hash
  return as(person, 'POST', `${address}/cases`, { revision, cases, step: asked })
}
const pin = (submission: string, indicator: string, revision: number) =>
  step({ what: 'pin', submission, indicator }, revision)
const explain = { what: 'explain', rules: null, reason: '头一年，还没有用例' }
async function standing(ruleSet: RuleSet, at = address): Promise<StandingAnswer> {
  return standingSchema.parse((await as(first, 'POST', `${at}/cases/standing`, { ruleSet })).body)
}
const submit = (revision: number) => as(first, 'POST', `${address}/submission`, { revision })
const codes = ({ body }: { body: Record<string, unknown> }) =>
  (body['issues'] as { code: string }[] | undefined)?.map(({ code }) => code)

describe('golden cases of a draft', () => {
  test('a department’s place among its year is pinned, and seen to change while the draft is edited', async () => {
    await save(0, next)
    const pinned = casesSteppedSchema.parse((await pin('a', 'standing', 1)).body)
    expect(pinned.standing.cases).toMatchObject([
      { name: '部门 a · 排名', submission: { id: 'a' }, ok: true, about: ['standing'], pinned: { by: first } },
    ])
    expect(pinned.standing.cases[0]?.awarded).toEqual([{ node: 'standing', expected: 4, actual: 4 }])
    expect((await standing(next)).cases[0]?.ok).toBe(true)
    expect((await standing(harder)).cases[0]).toMatchObject({
      ok: false,
      differences: [{ node: 'standing', message: '“排名”应得 4 分，实际是 3 分。' }],
    })
    const history = await as('demo:audit', 'GET', '/api/history?limit=1')
    expect(history.body['entries']).toMatchObject([
      { actor: first, action: 'setDraftCases', sentence: '草稿 ranked@2025-01-01 的用例：钉住“部门 a · 排名”' },
    ])
  })

  test('nothing is handed in while a pinned line changes or a rule is untried, whoever asks and however', async () => {
    await save(0, next)
    expect(codes(await submit(1))).toEqual(['rule_untested'])
    await pin('a', 'standing', 1)
    await save(1, harder)
    expect(codes(await submit(2))).toEqual(['case_changed', 'rule_untested'])
    expect((await step({ what: 'acknowledge', names: null }, 2)).status).toBe(200)
    expect(codes(await submit(2))).toEqual(['rule_untested'])
    expect((await step(explain, 2)).status).toBe(200)
    expect((await submit(2)).status).toBe(200)
    // the approver is told, and what they publish all the same stands in the journal
    const seen = await standing(harder)
    expect(seen.cases[0]?.acknowledged).toMatchObject([{ by: first, changes: ['“排名”由 4 分变为 3 分'] }])
    expect(seen.reasons).toMatchObject([{ reason: '头一年，还没有用例', stated: { by: first } }])
    expect((await as(second, 'POST', `${address}/publication`, { revision: 2 })).status).toBe(200)
    const published = await setup.services.store.find('ruleSets', 'ranked@2025-01-01')
    expect(published?.cases).toBe(seen.hash)
  })

  test('departments that show a rule both ways need no reason for it', async () => {
    await save(0, next)
    const before = (await standing(next)).untested.length
    await pin('a', 'standing', 1)
    await pin('b', 'standing', 1)
    const { untested } = await standing(next)
    expect(untested.length).toBeLessThan(before)
    expect(untested.filter(({ indicator }) => indicator === 'standing').map(({ rule }) => rule)).toEqual([
      'standing/none',
    ])
  })

  test('whoever changed the cases cannot approve, a second one on the same cases is told, and none change what is handed in', async () => {
    await save(0, next)
    await step(explain, 1, second)
    const stale = await as(first, 'POST', `${address}/cases`, {
      revision: 1,
      cases: null,
      step: { what: 'pin', submission: 'a', indicator: 'execution' },
    })
    expect(stale).toMatchObject({ status: 409, body: { code: 'cases_changed' } })
    expect((await submit(1)).status).toBe(200)
    expect((await pin('a', 'execution', 1)).body['code']).toBe('wrong_status')
    expect((await as(second, 'POST', `${address}/publication`, { revision: 1 })).body['code']).toBe('own_proposal')
    expect((await as('demo:review-1', 'POST', `${address}/publication`, { revision: 1 })).status).toBe(200)
  })

  test('what is pinned comes along to the next year; one reason for everything does not', async () => {
    await save(0, next)
    await pin('b', 'execution', 1)
    await step(explain, 1)
    await submit(1)
    await as(second, 'POST', `${address}/publication`, { revision: 1 })
    const later: RuleSet = { ...next, effective: { from: '2026-01-01' } }
    await save(0, later, 'ranked@2025-01-01')
    const copied = await standing(later, '/api/drafts/ranked/2026-01-01')
    expect(copied.cases.map(({ name, ok }) => [name, ok])).toEqual([['部门 b · 预算执行', true]])
    expect(copied.reasons).toEqual([])
    expect(copied.untested.length).toBeGreaterThan(0)
    // and the published version shows its own
    const report = await as(first, 'GET', '/api/rule-sets/ranked/2025-01-01/cases')
    expect(report.body['cases']).toMatchObject([{ name: '部门 b · 预算执行', ok: true }])
  })

  test('taken out, it is gone; what is not there is said', async () => {
    await save(0, next)
    await pin('a', 'execution', 1)
    expect((await step({ what: 'remove', name: '部门 a · 预算执行' }, 1)).status).toBe(200)
    expect((await standing(next)).cases).toEqual([])
    expect((await pin('nobody', 'execution', 1)).status).toBe(404)
    expect((await pin('a', 'nothing', 1)).body['code']).toBe('unknown_indicator')
    expect((await step({ what: 'explain', rules: null, reason: ' ' }, 1)).status).toBe(422)
    expect(
      (await as('demo:review-1', 'POST', `${address}/cases`, { revision: 1, cases: null, step: explain })).status,
    ).toBe(403)
  })
})
