import { expect, test } from 'vitest'
import { LONG, SEED, seeded } from '../support/runs.ts'
import { failureText, FULL_COVERAGE, PAIRS, runPairs } from './run.ts'

const told = (pairs: number): void => {
  if (pairs % 100_000 === 0) console.log(`${pairs} 对`)
}

test(
  seeded(`on ${PAIRS} pairs of rule set and form both judges and both ledgers say the same`),
  { timeout: 7_200_000 },
  async () => {
    const began = performance.now()
    const { failure, coverage, pairs, ruleSets, outcomes, amounts } = await runPairs(SEED, PAIRS, told)
    if (failure) expect.fail(failureText(failure))
    const seconds = Math.round((performance.now() - began) / 1000)
    if (LONG || pairs >= FULL_COVERAGE)
      console.log(
        `${pairs} 对（${ruleSets} 份规则），种子 ${SEED}：${outcomes} 个结论、${amounts} 个得分，0 处不同，${seconds} 秒\n\n${coverage.toText()}`,
      )
    expect(pairs).toBe(PAIRS)
    expect(coverage.empty(pairs >= FULL_COVERAGE)).toEqual([])
  },
)
