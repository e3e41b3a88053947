import { expect, test } from 'vitest'
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
