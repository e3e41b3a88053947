import { beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import {
  effectSchema,
  triedAccountSchema,
  problemSchema,
  ruleSetListSchema,
  storedRuleSetSchema,
} from '../../server/http/shapes.ts'
import { department, plainForm, rankedForm, readingForm, send, setUp, type Setup } from './example.ts'

let setup: Setup
beforeEach(async () => {
  setup = await setUp([plainForm, rankedForm, { ...rankedForm, effective: { from: '2025-01-01' } }])
})

describe('GET /api/rule-sets', () => {
  test('lists every version, newest first, with what a list shows', async () => {
    const { ruleSets } = ruleSetListSchema.parse(await (await setup.app.request('/api/rule-sets')).json())
    expect(ruleSets.map(({ id, effective }) => `${id}@${effective}`)).toEqual([
      'plain@2024-01-01',
      'ranked@2025-01-01',
      'ranked@2024-01-01',
    ])
    expect(ruleSets[2]).toMatchObject({ title: '排名考核', status: 'unverified', points: 10, leaves: 2 })
    expect(ruleSets[2]?.hash).toBe(contentHash(rankedForm))
  })

  test('reads one version in full', async () => {
    const response = await setup.app.request('/api/rule-sets/ranked/2024-01-01')
    const { ruleSet } = storedRuleSetSchema.parse(await response.json())
    expect(ruleSet).toEqual(rankedForm)
  })

  test.each(['/api/rule-sets/ranked/2023-01-01', '/api/rule-sets/none/2024-01-01'])('%s is 404', async (path) => {
    const response = await setup.app.request(path)
    expect(response.status).toBe(404)
    expect(problemSchema.parse(await response.json()).code).toBe('unknown_rule_set')
  })
})

describe('POST /api/rule-sets/check', () => {
  test('answers the hash of a rule set without faults', async () => {
    const response = await send(setup.app, '/api/rule-sets/check', rankedForm)
    expect([response.status, await response.json()]).toEqual([200, { hash: contentHash(rankedForm) }])
  })

  test('names every fault with its place', async () => {
    const broken = { ...rankedForm, surprise: 1, points: -1 }
    const response = await send(setup.app, '/api/rule-sets/check', broken)
    expect(response.status).toBe(422)
    const { issues, detail } = problemSchema.parse(await response.json())
    expect(issues.map((issue) => issue.path).sort()).toEqual(['points', 'surprise'])
    expect(detail).toContain('2 处')
  })
})

describe('POST /api/rule-sets/try', () => {
  const rates = [1, 0.95, 0.9, 0.5]
  beforeEach(async () => {
    const form: RuleSet = { ...plainForm, id: 'rates', subject: 'department' }
    await setup.services.store.addRuleSet(form)
    await setup.services.store.putSubmissions([
      ...rates.map((rate, index) => department(`u${index}`, rate, { ruleSet: 'rates' })),
      department('open', null, { ruleSet: 'rates' }),
      department('other', 1, { ruleSet: 'ranked' }),
    ])
  })
  const edited = (change: Partial<RuleSet>): RuleSet => ({
    ...plainForm,
    id: 'rates',
    subject: 'department',
    ...change,
  })

  async function effectOf(ruleSet: RuleSet) {
    const response = await send(setup.app, '/api/rule-sets/try', { ruleSet })
    expect(response.status).toBe(200)
    return effectSchema.parse(await response.json())
  }

  test('an unchanged rule set changes nothing; those of another rule set are left out', async () => {
    const effect = await effectOf(edited({}))
    expect(effect).toMatchObject({ size: 5, changed: 0, gradeMoves: [], movers: [] })
    expect(effect.before).toEqual(effect.after)
    expect(effect.before).toMatchObject({ graded: 4, open: 1, mean: 8.38 })
    expect(effect.before.grades).toEqual([
      { name: '优', count: 3 },
      { name: '差', count: 1 },
    ])
    expect(effect.before.histogram[19]).toBe(2)
    expect(effect.before.histogram[18]).toBe(1)
    expect(effect.before.histogram[10]).toBe(1)
  })

  test('a raised bar moves those below it, the furthest first', async () => {
    const effect = await effectOf(
      edited({
        grades: [
          { name: '优', from: 9.5 },
          { name: '差', from: 0 },
        ],
      }),
    )
    expect(effect.changed).toBe(1)
    expect(effect.gradeMoves).toEqual([{ from: '优', to: '差', count: 1 }])
    const harsher = await effectOf(
      edited({
        indicators: [{ ...plainForm.indicators[0]!, scoring: { method: 'ratio', value: 'rate', zeroBelow: 0.92 } }],
      }),
    )
    expect(harsher.movers.map(({ id, before, after }) => [id, before.points, after.points])).toEqual([
      ['u2', 9, 0],
      ['u3', 5, 0],
    ])
  })

  test('a fact that is no longer asked for does not hold anyone back', async () => {
    const fact = { ...plainForm.facts[0]!, id: 'share' }
    const effect = await effectOf(
      edited({
        facts: [fact],
        indicators: [{ ...plainForm.indicators[0]!, scoring: { method: 'ratio', value: 'share' } }],
      }),
    )
    expect(effect.after).toMatchObject({ graded: 0, open: 5, mean: null })
    const full = await effectOf(
      edited({ facts: [fact], indicators: [{ ...plainForm.indicators[0]!, scoring: { method: 'full' } }] }),
    )
    expect(full.after).toMatchObject({ graded: 5, mean: 10 })
  })

  test('one submission’s account before and after shows what differs, and nothing else', async () => {
    const harsher = edited({
      indicators: [{ ...plainForm.indicators[0]!, scoring: { method: 'ratio', value: 'rate', zeroBelow: 0.92 } }],
    })
    const ask = (submission: string, ruleSet: unknown = harsher) =>
      send(setup.app, '/api/rule-sets/try/account', { ruleSet, submission })
    const account = triedAccountSchema.parse(await (await ask('u2')).json())
    expect(account).toMatchObject({ id: 'u2', before: { points: 9 }, after: { points: 0 } })
    expect(account.nodes).toHaveLength(1)
    expect(account.nodes[0]).toMatchObject({ before: { points: 10, awarded: 9 }, after: { points: 10, awarded: 0 } })
    expect(account.nodes[0]?.after?.lines.map(({ points }) => points)).toEqual([-10])
    expect(account.nodes[0]?.after?.lines[0]?.reason).not.toBe('')
    expect(triedAccountSchema.parse(await (await ask('u2', edited({ title: '改过' }))).json()).nodes).toEqual([])
    expect((await ask('nobody')).status).toBe(404)
    expect((await ask('u2', { ...harsher, points: 'ten' })).status).toBe(422)
  })

  test('nothing is stored by trying', async () => {
    await effectOf(edited({ title: '改过' }))
    expect((await setup.services.store.findRuleSet('rates', '2024-01-01'))?.ruleSet.title).toBe('项目考核')
    expect(await setup.services.store.findGrading('u0', 'rates@2024-01-01')).toBeNull()
  })

  test('a place among others is counted again under the edited rule set', async () => {
    await setup.services.store.putSubmissions([
      department('first', 1),
      department('second', 0.9),
      department('earlier', 0.8, { year: 2023 }),
    ])
    const response = await send(setup.app, '/api/rule-sets/try', {
      ruleSet: {
        ...rankedForm,
        facts: [
          rankedForm.facts[0],
          { ...rankedForm.facts[1], cohort: { of: 'rate', figure: 'rank', order: 'ascending' } },
        ],
      },
    })
    const effect = effectSchema.parse(await response.json())
    // 'other' and 'first' tie in 2024; 'earlier' is alone in its year
    expect(effect.movers.map(({ id, before, after }) => [id, before.points, after.points])).toEqual([
      ['first', 10, 6],
      ['other', 10, 6],
      ['second', 5.4, 9.4],
    ])
  })

  test('points read from other gradings count as they are now', async () => {
    const { store, gradings } = setup.services
    await store.addRuleSet(readingForm)
    await store.putSubmissions([
      department('p', 0.8, { subject: 'project', ruleSet: 'plain' }),
      department('r', null, { ruleSet: 'reading', facts: { project: { grading: 'p' } } }),
    ])
    const tried = async () => {
      const response = await send(setup.app, '/api/rule-sets/try', { ruleSet: { ...readingForm, title: '改过' } })
      return effectSchema.parse(await response.json())
    }
    expect((await tried()).before).toMatchObject({ graded: 0, open: 1 })
    await gradings.gradeStored('p')
    expect((await tried()).before).toMatchObject({ graded: 1, mean: 8 })
    await store.putSubmissions([department('p', 0.5, { subject: 'project', ruleSet: 'plain' })])
    expect((await tried()).before).toMatchObject({ graded: 0, open: 1 })
    await gradings.gradeStored('p')
    const { before, after } = await tried()
    expect([before.mean, after.mean]).toEqual([5, 5])
  })

  test.each([
    ['a broken one', { ruleSet: { ...plainForm, points: 'ten' } }, 422, 'ruleSet.points'],
    ['none', {}, 422, 'ruleSet'],
    ['null', null, 422, ''],
    ['one nobody stored', { ruleSet: { ...plainForm, id: 'unheard' } }, 404, 'ruleSet.id'],
  ])('%s is refused with its place', async (_, body, status, path) => {
    const response = await send(setup.app, '/api/rule-sets/try', body)
    expect(response.status).toBe(status)
    expect(problemSchema.parse(await response.json()).issues[0]?.path).toBe(path)
  })
})
