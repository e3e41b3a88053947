import { describe, expect, test } from 'vitest'
import { compileChecks } from '../../server/core/checks/compile-checks.ts'
import { CHECK_CODES } from '../../server/core/checks/claim.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { CheckFinding } from '../../server/core/grading.ts'
import type { Submission } from '../../server/core/submission.ts'
import { Random } from '../../server/sample/random.ts'
import { RULE_SETS } from '../core/checks/examples.ts'
import { consistentSubmissions } from '../support/consistent-submission.ts'
import { PLANTS, type Planted } from '../support/planted-faults.ts'
import { LONG, SEED, seeded } from '../support/runs.ts'

const submissions = consistentSubmissions(RULE_SETS, LONG ? 300 : 40, SEED)
const checkers = {
  department: compileChecks(compileRuleSet(RULE_SETS.department)),
  project: compileChecks(compileRuleSet(RULE_SETS.project)),
}
const check = (submission: Submission): CheckFinding[] => checkers[submission.subject](submission)
const VARIANTS = LONG ? 20 : 5

test(seeded(`${submissions.length} consistent submissions: nothing is found`), () => {
  const findings = submissions.flatMap((submission) =>
    check(submission).map((finding) => ({ id: submission.id, ...finding })),
  )
  expect(findings).toEqual([])
})

/** Variants of one fault, each in another submission. */
function plantedOf(code: (typeof CHECK_CODES)[number]): Planted[] {
  const planted: Planted[] = []
  for (const [index, submission] of [...submissions, ...submissions].entries()) {
    if (planted.length === VARIANTS) break
    const fault = PLANTS[code](submission, new Random(SEED, CHECK_CODES.indexOf(code), index))
    if (fault) planted.push(fault)
  }
  return planted
}

describe.each(CHECK_CODES)('%s', (code) => {
  test(seeded('one planted fault is found at its place in at least 95 % of the variants'), () => {
    const planted = plantedOf(code)
    expect(planted).toHaveLength(VARIANTS)
    const missed = planted.filter(
      ({ submission, path }) => !check(submission).some((finding) => finding.code === code && finding.path === path),
    )
    const told = missed.map(({ submission, path }) => [
      path,
      submission.texts,
      submission.selfScores,
      check(submission),
    ])
    expect(missed.length / VARIANTS, JSON.stringify(told.slice(0, 2), null, 1)).toBeLessThanOrEqual(0.05)
  })
})
