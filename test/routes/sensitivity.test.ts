import { expect, test } from 'vitest'
import { mediansSchema } from '../../server/http/median-shapes.ts'
import { sensitivitySchema } from '../../server/http/sensitivity-shapes.ts'
import { department, rankedForm, send, setUp } from './example.ts'

test('a rule set’s sensitivity is reckoned over what is stored, and names whose place changes most', async () => {
  const { app } = await setUp([rankedForm])
  const rates = [0.9, 0.5, 0.7, null, 0.2]
  await send(
    app,
    '/api/submissions',
    rates.map((rate, index) => department(`d${index}`, rate)),
  )
  const asked = await send(app, '/api/rule-sets/sensitivity', { ruleSet: rankedForm })
  const answer = sensitivitySchema.parse(await asked.json())
  expect([answer.size, answer.open, answer.pairs]).toEqual([4, 1, 6])
  expect(answer.weights.map(({ indicator }) => indicator)).toEqual(['execution', 'standing'])
  // who is first in one is first in the other: no weight changes a place
  for (const { moves } of answer.weights)
    expect(moves).toEqual(['down', 'up'].map((weight) => ({ weight, moved: 0, largest: null, swaps: 0 })))
  expect(answer.flat).toEqual([])
  expect((await send(app, '/api/rule-sets/sensitivity', { ruleSet: { ...rankedForm, id: 'other' } })).status).toBe(404)
  expect((await send(app, '/api/rule-sets/sensitivity', { ruleSet: { ...rankedForm, points: 'x' } })).status).toBe(422)
})

test('what is usual in a year is reckoned over that year, by a stored version', async () => {
  const { app } = await setUp([rankedForm])
  const ofYear = (id: string, rate: number, year: number) => department(id, rate, { year })
  await send(app, '/api/submissions', [
    ofYear('a', 0.9, 2024),
    ofYear('b', 0.5, 2024),
    ofYear('c', 0.6, 2024),
    ofYear('d', 0.1, 2025),
  ])
  const asked = await app.request('/api/rule-sets/ranked/2024-01-01/medians/2024')
  expect(mediansSchema.parse(await asked.json())).toEqual({
    size: 3,
    nodes: [
      { node: 'execution', label: '预算执行', rate: 6000, size: 3 },
      { node: 'standing', label: '排名', rate: 0, size: 3 },
    ],
  })
  expect((await app.request('/api/rule-sets/ranked/2023-01-01/medians/2024')).status).toBe(404)
})
