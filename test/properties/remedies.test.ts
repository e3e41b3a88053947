import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet, type Grader } from '../../server/core/compile.ts'
import type { GradedNode, Line } from '../../server/core/grading.ts'
import type { FieldDefinition, RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { samples } from '../support/arbitraries.ts'
import { placeOf, valueAt, withValue } from '../support/changing.ts'
import { nodesOf, thousandths } from '../support/graded.ts'
import { LONG, briefly, runs, seeded } from '../support/runs.ts'

/** What changing one value does to one line: whether it is gone, and what its leaf gains in thousandths. */
function effectOf(
  grade: (submission: Submission) => ReturnType<Grader['grade']>,
  ruleSet: RuleSet,
  submission: Submission,
  node: GradedNode,
  line: Line,
): { gone: boolean; gain: number | null } {
  const after = nodesOf(grade(submission), ruleSet).get(node.id)?.node
  const same = ({ rule, item, effect }: Line) => rule === line.rule && item === line.item && effect === line.effect
  const gone = after?.status === 'graded' && !after.lines.some(same)
  if (after?.awarded == null || node.awarded === null) return { gone, gain: null }
  return { gone, gain: thousandths(after.awarded) - thousandths(node.awarded) }
}

function definitionAt(ruleSet: RuleSet, path: string): FieldDefinition | undefined {
  const { fact, field } = placeOf(path)
  const definition = ruleSet.facts.find(({ id }) => id === fact)
  return field === null ? definition : definition?.fields?.find(({ id }) => id === field)
}

/** One unit of the fact's decimals from `to` back towards `from`. */
function oneLess(from: number, to: number, decimals: number): number {
  const unit = 10 ** decimals
  return Number(`${Math.round(to * unit) + (from < to ? -1 : 1)}e-${decimals}`)
}

test(seeded('every remedy, applied, removes its line and gains what it says; one step less does not'), () => {
  let remedies = 0
  fc.assert(
    fc.property(
      samples({ unknown: 0 }),
      briefly(({ ruleSet, submission, figures }) => {
        const grader = compileRuleSet(ruleSet)
        const context = { cohort: { size: 0, hash: '', figures } }
        const regrade = (other: Submission) => grader.grade(other, { ...context, explain: false })
        for (const { node } of nodesOf(grader.grade(submission, context), ruleSet).values()) {
          for (const line of node.lines) {
            if (!line.remedy) continue
            remedies += 1
            const { path, to, gain, text } = line.remedy
            if (path === 'evidence') {
              const evidence = [...(submission.evidence ?? []), { indicator: String(to) }]
              const applied = effectOf(regrade, ruleSet, { ...submission, evidence }, node, line)
              expect(applied, `${node.id}: evidence`).toEqual({ gone: true, gain: thousandths(gain) })
              continue
            }
            const definition = path === 'evidence' ? undefined : definitionAt(ruleSet, path)
            expect(definition?.given ?? false, `${path} is not given`).toBe(false)
            expect(definition?.by ?? 'unit', `${path} is the unit's own`).toBe('unit')
            expect(definition?.formula, `${path} is not derived`).toBeUndefined()
            expect(text).toMatch(/[\u4e00-\u9fff]/)
            expect(gain).toBeGreaterThan(0)
            const applied = effectOf(regrade, ruleSet, withValue(submission, path, to), node, line)
            expect(applied, `${node.id} ${line.rule}: ${path} → ${to}`).toEqual({ gone: true, gain: thousandths(gain) })
            const from = path === 'evidence' ? null : valueAt(submission, path)
            if (typeof to !== 'number' || typeof from !== 'number') continue
            expect(to).toBeGreaterThanOrEqual(definition?.min ?? -Infinity)
            expect(to).toBeLessThanOrEqual(definition?.max ?? Infinity)
            const less = withValue(submission, path, oneLess(from, to, definition?.decimals ?? 0))
            expect(effectOf(regrade, ruleSet, less, node, line), `one step less than ${path} → ${to}`).not.toEqual(
              applied,
            )
          }
        }
      }),
    ),
    runs(10_000, 600),
  )
  expect(remedies).toBeGreaterThan(LONG ? 10_000 : 500)
})
