import { expect, test } from 'vitest'
import { compileRuleSet, type Grader } from '../server/core/compile.ts'
import { gradeConfirmed } from '../server/confirmed-grading.ts'
import { exampleRuleSet, exampleSubmission } from './storage/examples.ts'

const grader = compileRuleSet(exampleRuleSet())

test('a grading both judges agree on says so', async () => {
  const grading = await gradeConfirmed(grader, exampleSubmission(), {})
  expect(grading).toMatchObject({ status: 'final', points: 9, confirmedBy: 'json-rules-engine', checks: [] })
})

test('judges that disagree make an error without points, and the rules are named', async () => {
  const doubting: Grader = {
    ...grader,
    confirm: async () => ({
      agreed: false,
      compared: 3,
      differences: [
        { rule: 'execution/ratio', row: null, compiled: 'met', reference: 'notMet' },
        { rule: 'output/count', row: 'r1', compiled: 'missing', reference: 'met' },
      ],
    }),
  }
  const grading = await gradeConfirmed(doubting, exampleSubmission(), {})
  expect(grading).toMatchObject({ status: 'error', points: null, grade: null, confirmedBy: null })
  expect(grading.checks.map(({ code, severity, path }) => [code, severity, path])).toEqual([
    ['judges_disagree', 'error', 'execution/ratio'],
    ['judges_disagree', 'error', 'output/count/r1'],
  ])
  expect(grading.checks[0]?.message).toMatch(/“execution\/ratio”.*编译判定成立.*json-rules-engine 判定不成立/)
})
