import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { GradedNode, Grading } from '../../server/core/grading.ts'
import { applyPatch } from '../../server/core/json-patch.ts'
import type { LintFinding } from '../../server/core/lint/finding.ts'
import { lintRuleSet } from '../../server/core/lint/lint-rule-set.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { samples } from '../support/arbitraries.ts'
import { asFile } from '../support/as-file.ts'
import { briefly, runs, seeded } from '../support/runs.ts'
import { timed } from '../support/timed.ts'

const errors = (findings: readonly LintFinding[]): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ code, path, message }) => `${code} ${path} ${message}`)

test(seeded('a rule set in which everything can happen and all adds up has no errors, and is read in 100 ms'), () => {
  let slowest = 0
  fc.assert(
    fc.property(
      samples({ unbalanced: 0, sensible: true }),
      briefly((sample) => {
        const ruleSet = asFile(sample.ruleSet)
        const parsed = parseRuleSet(ruleSet)
        expect(parsed.ok ? [] : parsed.issues).toEqual([])
        const { result, milliseconds } = timed(() => lintRuleSet(ruleSet))
        slowest = Math.max(slowest, milliseconds)
        expect(errors(result)).toEqual([])
      }),
    ),
    runs(10_000, 250),
  )
  expect(slowest).toBeLessThan(100)
})

/** What a finding is about, without its place, which moves when a list gets shorter. */
const about = ({ code, indicator }: LintFinding): string => `${code} ${indicator ?? ''}`

test(seeded('a fix takes its finding away and adds none'), () => {
  const fixed = new Map<string, number>()
  fc.assert(
    fc.property(
      samples({ unbalanced: 20 }),
      briefly((sample) => {
        const ruleSet = asFile(sample.ruleSet)
        const before = lintRuleSet(ruleSet)
        for (const finding of before) {
          if (!finding.fix) continue
          fixed.set(finding.code, (fixed.get(finding.code) ?? 0) + 1)
          const left = before.filter((other) => other !== finding).map(about)
          const added = lintRuleSet(applyPatch(ruleSet, finding.fix.patch)).filter((other) => {
            const index = left.indexOf(about(other))
            if (index >= 0) left.splice(index, 1)
            return index < 0
          })
          expect(added, JSON.stringify(finding)).toEqual([])
        }
      }),
    ),
    runs(3_000, 120),
  )
  expect(fixed.size).toBeGreaterThan(10)
})

/** What takes away only what never comes to anything. */
const WITHOUT_EFFECT =
  /^(?:unreachable_\w+|below_floor|deduction_zero|cap_idle|override_idle|bands_overlap|fact_unread)$/u

function pointsOf(nodes: readonly GradedNode[]): [string, number | null][] {
  return nodes.flatMap(({ id, awarded, children }) => [[id, awarded] as [string, number | null], ...pointsOf(children)])
}
const excused = (nodes: readonly GradedNode[]): string[] =>
  nodes.flatMap(({ id, status, children }) => [...(status === 'notApplicable' ? [id] : []), ...excused(children)])
const outcome = ({ status, points, grade, indicators }: Grading) => ({
  status,
  points,
  grade,
  nodes: pointsOf(indicators),
})

test(seeded('what is said never to matter does not: without it, points stay as they are'), () => {
  let compared = 0
  fc.assert(
    fc.property(
      samples({ unknown: 0 }),
      briefly((sample) => {
        const ruleSet = asFile(sample.ruleSet)
        // a cohort of one, which is first, and best and mean at once
        const { cohort } = ruleSet.facts.find(({ id }) => id === 'k1') ?? {}
        const own = Number(sample.submission.facts['n1'] ?? 1)
        if (!Number.isFinite(own)) return
        const figures = new Map([['k1', cohort?.figure === 'rank' ? 1 : own]])
        const context = { cohort: { size: 1, hash: '', figures }, explain: false }
        const before = compileRuleSet(ruleSet).grade(sample.submission, context)
        if (before.status !== 'final') return
        for (const { code, fix, message } of lintRuleSet(ruleSet)) {
          if (!fix || !WITHOUT_EFFECT.test(code)) continue
          const after = compileRuleSet(applyPatch(ruleSet, fix.patch) as RuleSet).grade(sample.submission, context)
          // what a rule reads may excuse its leaf even if the rule can never be met: that is lost with it
          if (excused(after.indicators).join() !== excused(before.indicators).join()) continue
          compared += 1
          expect(outcome(after), message).toEqual(outcome(before))
        }
      }),
    ),
    runs(10_000, 250),
  )
  expect(compared).toBeGreaterThan(100)
})

test(seeded('whatever comes in, findings come out'), () => {
  fc.assert(
    fc.property(fc.anything(), (input) => {
      const found = lintRuleSet(input)
      expect(found.length).toBeGreaterThan(0)
      for (const { message } of found) expect(message).toMatch(/。$/u)
    }),
    runs(5_000, 250),
  )
})
