import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../../server/core/compile.ts'
import { judgeFrame } from '../../../server/core/judge/reference.ts'
import type { Submission } from '../../../server/core/submission.ts'
import { ListValue } from '../../../server/core/value.ts'
import { projectRoot } from '../../../server/project.ts'
import { readRuleSetFolder } from '../../../server/rule-set-files.ts'
import { makeProject } from '../../../server/sample/project.ts'
import { Random } from '../../../server/sample/random.ts'
import { SEED, seeded } from '../../support/runs.ts'

const { files } = await readRuleSetFolder(join(projectRoot, 'rules'))
const { ruleSet } = files.find(({ id }) => id === 'mof-project')!

/** What looks alike and is not. */
const ALIKE = [1, '1', true, 'true', null, 0, '0', false, 0.8, '0.8', '', 'null', '产出指标', ['产出指标'],
  { state: 'pending' }, { state: 'notApplicable', reason: '' }, { state: 'missing' }] // prettier-ignore

test(seeded('what was asked before is answered as if it never had been, whatever looks like it'), async () => {
  const { program, settle } = compileRuleSet(ruleSet)
  const rules = program.lowered.listRules.get('targets')!
  const scope = program.form.rowScope('targets')
  const { slot } = program.form.resolve('targets').info
  const random = new Random(SEED)
  const fields = ['group', 'kind', 'level', 'share', 'target', 'actual', 'direction']
  const told = new Set<string>()
  for (let made = 0; made < 60; made++) {
    const submission = structuredClone(makeProject(SEED, made % 12, 10))
    const rows = submission.facts['targets'] as Record<string, unknown>[]
    rows[0]![random.pick(fields)] = random.pick(ALIKE)
    const list = settle(submission as Submission).frame.values[slot]
    for (const { frame } of list instanceof ListValue ? list.rows : []) {
      const outcomes = await judgeFrame(rules, scope, frame)
      expect(outcomes).toEqual(await judgeFrame([...rules], scope, frame))
      for (const outcome of outcomes) told.add(outcome)
    }
  }
  expect([...told].sort()).toEqual(['error', 'met', 'missing', 'notApplicable', 'notMet', 'pending'])
})
