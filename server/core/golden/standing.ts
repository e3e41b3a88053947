import type { Grading } from '../grading.ts'
import { findNode } from './graded-nodes.ts'
import type { RuleSet } from '../rule-set.ts'
import { BASE_NAME, type GoldenCases, type Said } from './cases-file.ts'
import type { CaseDifference } from './compare-grading.ts'
import { coverageOf, type Coverage } from './coverage.ts'
import { runCases, type CaseResult } from './run-cases.ts'

/** How one case stands under a rule set that is being edited. */
export interface CaseStanding {
  readonly name: string
  /** The stored submission it pins; null for one that was written by hand. */
  readonly submission: { readonly id: string; readonly hash: string } | null
  readonly pinned: Said | null
  /** 一致: it comes to what is expected. */
  readonly ok: boolean
  /** Ids of the nodes it expects points or lines of. */
  readonly about: readonly string[]
  /** Points of nodes, in 分, as expected and as they come out now; null: open, or there is no such node. */
  readonly awarded: readonly {
    readonly node: string
    readonly expected: number | null
    readonly actual: number | null
  }[]
  readonly differences: readonly { readonly node: string | null; readonly message: string }[]
  readonly acknowledged: readonly (Said & { readonly changes: readonly string[] })[]
}

/** An outcome of a rule that no case has. */
export interface Untested {
  readonly rule: string
  readonly outcome: 'met' | 'notMet'
}

/** How the cases of a rule set stand. */
export interface Standing {
  readonly cases: readonly CaseStanding[]
  /** What no case tries and nobody gave a reason for, with the rule's indicator and what the rule says. */
  readonly untested: readonly (Untested & {
    readonly indicator: string
    readonly label: string
    readonly text: string
  })[]
  /** Reasons that were given for what no case tries, alike ones as one. */
  readonly reasons: readonly {
    readonly reason: string
    readonly stated: Said | null
    readonly rules: readonly Untested[]
  }[]
}

/** A rule set without cases. */
export const NO_CASES: GoldenCases = { format: 'hengping/cases@1', base: null, cases: [] }

/** How cases stand, by the compiled judge. */
export const standingOf = (ruleSet: RuleSet, cases: GoldenCases): Standing =>
  standingFrom(cases, runCases(ruleSet, cases), coverageOf(ruleSet, cases))

/** The same from what cases came to already. */
export function standingFrom(cases: GoldenCases, results: readonly CaseResult[], coverage: Coverage): Standing {
  const byName = new Map(cases.cases.map((golden) => [golden.name, golden]))
  return {
    cases: results.map(({ name, ok, differences, grading }) => {
      const golden = byName.get(name)
      const expect = golden?.expect ?? cases.base?.expect ?? {}
      return {
        name,
        submission: golden?.submission ?? null,
        pinned: golden?.pinned ?? null,
        ok,
        about: name === BASE_NAME ? [] : aboutOf(expect),
        awarded: Object.entries(expect.awarded ?? {}).map(([node, expected]) => ({
          node,
          expected,
          actual: awardedOf(grading, node),
        })),
        differences: differences.map((difference) => ({ node: nodeOf(difference), message: difference.message })),
        acknowledged: golden?.acknowledged ?? [],
      }
    }),
    untested: coverage.rules.flatMap(({ rule, indicator, label, text, missing }) =>
      missing.map((outcome) => ({ rule, outcome, indicator, label, text })),
    ),
    reasons: reasonsOf(cases, coverage),
  }
}

const awardedOf = (grading: Grading | null, node: string): number | null =>
  (grading && findNode(grading.indicators, node)?.awarded) ?? null

/** Nodes without their rows; the total has no node. */
const aboutOf = ({ awarded = {}, lines = {} }: GoldenCases['cases'][number]['expect']): string[] => [
  ...new Set([...Object.keys(awarded), ...Object.keys(lines)].filter((id) => id !== 'total').map(withoutRow)),
]

export const withoutRow = (id: string): string => id.split('/', 1)[0] as string

/** `awarded.execution` and `lines.targets/3` are about a node, `points` about the whole. */
function nodeOf({ path }: CaseDifference): string | null {
  const [, id] = /^(?:awarded|lines)\.(.+)$/.exec(path) ?? []
  return id === undefined || id === 'total' ? null : withoutRow(id)
}

/** Only reasons that are still needed: what a case tries by now speaks for itself. */
function reasonsOf({ uncovered = [] }: GoldenCases, { rules }: Coverage): Standing['reasons'] {
  const needed = new Set(
    rules.flatMap(({ rule, explained }) => explained.map(({ outcome }) => JSON.stringify([rule, outcome]))),
  )
  const reasons = new Map<string, { reason: string; stated: Said | null; rules: Untested[] }>()
  for (const entry of uncovered) {
    if (!('outcome' in entry) || !needed.has(JSON.stringify([entry.rule, entry.outcome]))) continue
    const { rule, outcome, reason } = entry
    const stated = entry.stated ? { by: entry.stated.by, at: entry.stated.at } : null
    const key = JSON.stringify([reason, stated])
    const alike = reasons.get(key) ?? { reason, stated, rules: [] }
    alike.rules.push({ rule, outcome })
    reasons.set(key, alike)
  }
  return [...reasons.values()]
}
