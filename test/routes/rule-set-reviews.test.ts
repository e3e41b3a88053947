import { beforeEach, describe, expect, test } from 'vitest'
import { diffRuleSets } from '../../server/core/diff/index.ts'
import { applyPatch } from '../../server/core/json-patch.ts'
import { parsed, refused } from '../../server/core/issue.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import {
  clonedRuleSetSchema,
  goldenReportSchema,
  lintAnswerSchema,
  ruleSetChangesSchema,
} from '../../server/http/review-shapes.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { createServices } from '../../server/services.ts'
import { ENGINE, plainForm, rankedForm, send, setUp, type Setup } from './example.ts'
import { evaluationHere } from '../support/evaluation-here.ts'

const heavier: RuleSet = {
  ...rankedForm,
  effective: { from: '2025-01-01' },
  indicators: [{ ...rankedForm.indicators[0]!, points: 7 }, rankedForm.indicators[1]!],
}
let setup: Setup
beforeEach(async () => {
  setup = await setUp([plainForm, rankedForm, heavier])
})
const get = (path: string) => setup.app.request(path)

describe('findings', () => {
  test('of a stored version, with the patch that mends it', async () => {
    const response = await get('/api/rule-sets/ranked/2025-01-01/findings')
    const { findings } = lintAnswerSchema.parse(await response.json())
    const sum = findings.find(({ code }) => code.startsWith('points'))
    expect(sum?.severity).toBe('error')
    expect(sum?.message).toContain('11')
    const mended = applyPatch(heavier, sum?.fix?.patch ?? [])
    const again = await send(setup.app, '/api/rule-sets/findings', mended)
    expect(lintAnswerSchema.parse(await again.json()).findings.filter(({ code }) => code === sum?.code)).toEqual([])
  })

  test('of what is no rule set: the parser’s sentences', async () => {
    const response = await send(setup.app, '/api/rule-sets/findings', { ...rankedForm, surprise: 1 })
    expect(response.status).toBe(200)
    const { findings } = lintAnswerSchema.parse(await response.json())
    expect(findings).toMatchObject([{ severity: 'error', path: 'surprise' }])
  })

  test('an unknown version is 404', async () => {
    const response = await get('/api/rule-sets/none/2024-01-01/findings')
    expect([response.status, problemSchema.parse(await response.json()).code]).toEqual([404, 'unknown_rule_set'])
  })
})

describe('changes', () => {
  test('between stored versions, in sentences', async () => {
    const response = await send(setup.app, '/api/rule-sets/changes', {
      from: 'ranked@2024-01-01',
      to: 'ranked@2025-01-01',
    })
    const changes = ruleSetChangesSchema.parse(await response.json())
    expect(changes).toEqual(JSON.parse(JSON.stringify(diffRuleSets(rankedForm, heavier))))
    const execution = changes.groups.find(({ label }) => label === '预算执行')
    expect(execution?.changes.map(({ sentence }) => sentence)).toEqual(['分值 6 → 7'])
  })

  test('between a stored version and one in full', async () => {
    const response = await send(setup.app, '/api/rule-sets/changes', { from: 'ranked@2024-01-01', to: rankedForm })
    expect(ruleSetChangesSchema.parse(await response.json()).groups).toEqual([])
  })

  test.each<[unknown, number, string]>([
    [{ from: 'ranked@1999-01-01', to: 'ranked@2024-01-01' }, 404, 'from'],
    [{ from: 'ranked', to: 'ranked@2024-01-01' }, 404, 'from'],
    [{ from: 'ranked@2024-01-01', to: { ...rankedForm, points: -1 } }, 422, 'to.points'],
    [{ from: 'ranked@2024-01-01' }, 422, 'to'],
  ])('%j is refused', async (body, status, path) => {
    const response = await send(setup.app, '/api/rule-sets/changes', body)
    expect([response.status, problemSchema.parse(await response.json()).issues[0]?.path]).toEqual([status, path])
  })
})

describe('cases', () => {
  const cases = {
    format: 'hengping/cases@1' as const,
    base: { facts: { rate: 1 }, cohort: { place: 1 } },
    cases: [
      { name: '执行率一半', facts: { rate: 0.5 }, expect: { awarded: { execution: 3 } } },
      { name: '算错的', facts: { rate: 0.5 }, expect: { awarded: { execution: 4 } } },
    ],
  }
  const withCases = async (found: Parameters<typeof createServices>[3]) => {
    const services = createServices(setup.services.store, ENGINE, evaluationHere(), found)
    return (await setUp([], { ...services })).app.request('/api/rule-sets/ranked/2024-01-01/cases')
  }

  test('what each came to, and what is not tried', async () => {
    const response = await withCases(async () => parsed(cases))
    const report = goldenReportSchema.parse(await response.json())
    expect(report.ok).toBe(false)
    expect(report.cases.map(({ name, ok }) => [name, ok]).slice(1)).toEqual([
      ['执行率一半', true],
      ['算错的', false],
    ])
    expect(report.cases.at(-1)?.differences[0]?.message).toContain('4')
    expect(report.coverage.rules.find(({ rule }) => rule === 'execution/below')).toMatchObject({ missing: [] })
    expect(report.coverage.ends.percent).toBeLessThan(100)
  })

  test('a version without cases is 404 and says where they go', async () => {
    const response = await get('/api/rule-sets/ranked/2024-01-01/cases')
    const { code, detail } = problemSchema.parse(await response.json())
    expect([response.status, code]).toEqual([404, 'no_cases'])
    expect(detail).toContain('ranked.2024-01-01.cases.json')
  })

  test('a broken cases file is 422', async () => {
    const response = await withCases(async () => refused([{ path: 'cases', code: 'type', message: '应是列表。' }]))
    expect(response.status).toBe(422)
  })
})

describe('clone', () => {
  test('another year, unverified, not stored', async () => {
    const response = await get('/api/rule-sets/ranked/2024-01-01/clone?year=2026')
    const { ruleSet } = clonedRuleSetSchema.parse(await response.json())
    expect(ruleSet).toMatchObject({ effective: { from: '2026-01-01' }, provenance: { status: 'unverified' } })
    expect(await setup.services.store.findRuleSet('ranked', '2026-01-01')).toBeNull()
  })
  test('a year that is none is 422', async () => {
    expect((await get('/api/rule-sets/ranked/2024-01-01/clone?year=26')).status).toBe(422)
  })
})
