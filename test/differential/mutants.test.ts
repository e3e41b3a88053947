import { describe, expect, test } from 'vitest'
import { LONG, SEED, seeded } from '../support/runs.ts'
import { catchMutant, mutated } from './mutate-and-run.ts'
import { MUTANTS } from './mutants.ts'

/** Every one of them in a long run; the first few always. */
const TRIED = LONG ? MUTANTS : MUTANTS.slice(0, 4)
const MOST = 100_000

test('every fault has its one place in the sources, and changes it', () => {
  for (const mutant of MUTANTS) expect(mutated(mutant)).not.toBe(mutated({ ...mutant, to: mutant.from }))
  expect(MUTANTS.length).toBeGreaterThanOrEqual(25)
})

test('a place that is gone, or stands twice, is told in a sentence', () => {
  const [mutant] = MUTANTS
  if (!mutant) throw new Error('no mutants')
  expect(() => mutated(mutant, 'something else')).toThrow('有 0 处，应当正好一处')
  expect(() => mutated(mutant, mutant.from + mutant.from)).toThrow('有 2 处，应当正好一处')
})

describe(seeded('a fault put into the compiled judge is caught by the random pairs'), () => {
  test.each(TRIED)('$name', async (mutant) => {
    const caught = await catchMutant(mutant, SEED, MOST)
    expect(caught, `${mutant.file}：${mutant.to}`).not.toBe(null)
    if (LONG) console.log(`${mutant.name}：第 ${caught?.pairs} 对查出（${caught?.by}）`)
  })

  test('and without one there is nothing to catch', async () => {
    expect(await catchMutant(null, SEED, LONG ? 5_000 : 100)).toBe(null)
  })
})
