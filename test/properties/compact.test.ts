import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { judgedCondition } from '../../server/core/explain/judged-condition.ts'
import { compileTally } from '../../server/core/tally/tally.ts'
import type { GradedNode, Grading, JudgedCondition, Line } from '../../server/core/grading.ts'
import { samples } from '../support/arbitraries.ts'
import { thousandths } from '../support/graded.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

const compactLine = (node: string, { rule, item, effect, points }: Line) => ({
  node,
  rule,
  item,
  effect,
  points: thousandths(points),
})

function compactNodes(nodes: readonly GradedNode[]): unknown[] {
  return nodes.flatMap(({ id, status, points, awarded, children }) => [
    { id, status, points: thousandths(points), awarded: awarded === null ? null : thousandths(awarded) },
    ...compactNodes(children),
  ])
}

const compactLines = (nodes: readonly GradedNode[]): unknown[] =>
  nodes.flatMap(({ id, lines, children }) => [...lines.map((line) => compactLine(id, line)), ...compactLines(children)])

const compactOf = ({ status, points, grade, indicators, overrides }: Grading) => ({
  status,
  points,
  grade,
  nodes: compactNodes(indicators),
  lines: [...compactLines(indicators), ...overrides.map((line) => compactLine('', line))],
})

/** The comparisons of a judged condition with what they came to; open ones are null there. */
function resultsOf(condition: JudgedCondition): (boolean | null)[] {
  if ('all' in condition) return condition.all.flatMap(resultsOf)
  if ('any' in condition) return condition.any.flatMap(resultsOf)
  return 'not' in condition ? resultsOf(condition.not) : [condition.result]
}

test(seeded('score and ledger say what the grading says, line by line; the trace what the judge says'), () => {
  let lines = 0
  let short = 0
  fc.assert(
    fc.property(
      // the second kind is more often counted the short way
      fc.oneof(samples(), samples({ overrides: false, unknown: 0 })),
      briefly(({ ruleSet, submission, figures }) => {
        const context = { cohort: { size: 0, hash: '', figures } }
        const grader = compileRuleSet(ruleSet)
        const grading = grader.grade(submission, { ...context, explain: false })
        const ledger = grader.ledger(submission, context)
        expect(ledger).toEqual(compactOf(grading))
        const { status, points, grade } = grading
        expect(grader.score(submission, context)).toEqual({ status, points, grade })
        lines += ledger.lines.length

        const { frame, judgement } = grader.settle(submission, context)
        if (compileTally(grader.program)?.ledger(submission)) short += 1
        const trace = grader.trace(submission, context)
        const { form, lowered } = grader.program
        expect(trace.form.map(({ outcome }) => outcome)).toEqual(judgement.form)
        lowered.formRules.forEach(({ name, conditions }, index) => {
          const results = trace.form[index]?.conditions.map(({ result }) =>
            typeof result === 'boolean' ? result : null,
          )
          expect([trace.form[index]?.rule, results]).toEqual([
            name,
            resultsOf(judgedCondition(conditions, form, frame)),
          ])
        })
        const rows = (list: string) => trace.lists.get(list)?.map((row) => row.map(({ outcome }) => outcome))
        for (const [list, outcomes] of judgement.lists) expect(rows(list)).toEqual(outcomes)
      }),
    ),
    runs(10_000, 150),
  )
  expect(lines).toBeGreaterThan(300)
  // both ways to the points are taken, and the grading always takes the long one
  expect(short).toBeGreaterThan(10)
})
