import fc from 'fast-check'
import { expect, test } from 'vitest'
import { briefOf } from '../../server/core/brief.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { readFor } from '../../server/read-submission.ts'
import { readRuleSetFolder } from '../../server/rule-set-files.ts'
import { projectRoot } from '../../server/project.ts'
import { join } from 'node:path'
import { samples } from '../support/arbitraries.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

test(seeded('the text of a brief grading is its JSON, to the byte, also the second time'), () => {
  fc.assert(
    fc.property(
      samples(),
      briefly(({ ruleSet, submission, figures }) => {
        const grader = compileRuleSet(ruleSet)
        for (const confirmed of [false, true]) {
          const cohort = { size: 0, hash: '', figures }
          const context = { cohort, explain: false, submissionHash: 'sha256:“"', confirmed }
          const grading = grader.grade(submission, context)
          expect(grader.briefText(submission, context)).toEqual({
            text: JSON.stringify(briefOf(grading)),
            status: grading.status,
          })
        }
      }),
    ),
    runs(20_000, 80),
  )
})

test('of many forms of one rule set too, whichever came before', async () => {
  const { files } = await readRuleSetFolder(join(projectRoot, 'rules'))
  const submissions = generateDistrict({ seed: 11, departments: 150, projects: 150 })
  for (const id of ['guangdong-department', 'mof-project']) {
    const { ruleSet } = files.find((file) => file.id === id)!
    const grader = compileRuleSet(ruleSet)
    const read = submissions.flatMap((submission) => {
      const held = readFor(ruleSet, submission)
      return held.ok ? [held.value] : []
    })
    expect(read.length).toBe(150)
    for (const submission of read) {
      const grading = grader.grade(submission, { explain: false })
      expect(grader.briefText(submission).text).toBe(JSON.stringify(briefOf(grading)))
    }
  }
})
