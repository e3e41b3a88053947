import { setImmediate } from 'node:timers/promises'
import type { RuleSetCases } from './cases-files.ts'
import { testRuleSet, type GoldenReport } from './core/golden/report.ts'
import { contentHash } from './core/hash.ts'
import type { Parsed } from './core/issue.ts'
import { parsed } from './core/issue.ts'
import type { GoldenReportAnswer } from './http/review-shapes.ts'
import type { StoredRuleSet } from './storage/store.ts'

/** Golden cases of stored versions, run once for each content and kept. */
export class RuleSetReview {
  private readonly reports = new Map<string, Promise<GoldenReportAnswer>>()

  constructor(private readonly cases: RuleSetCases) {}

  /** What the cases of a version come to; null when it has none. */
  async report({ id, effective, hash, ruleSet }: StoredRuleSet): Promise<Parsed<GoldenReportAnswer | null>> {
    const found = await this.cases(id, effective)
    if (!found.ok) return found
    if (found.value === null) return parsed(null)
    const key = `${hash} ${contentHash(found.value)}`
    // each case lets other requests through
    const report = this.reports.get(key) ?? testRuleSet(ruleSet, found.value, () => setImmediate()).then(answerOf)
    this.reports.set(key, report)
    return parsed(await report)
  }
}

const answerOf = ({ ok, cases, coverage }: GoldenReport): GoldenReportAnswer => ({
  ok,
  cases: cases.map(({ name, ok: passes, differences }) => ({
    name,
    ok: passes,
    differences: differences.map(({ path, message }) => ({ path, message })),
  })),
  coverage: {
    ...coverage,
    rules: coverage.rules.map(({ rule, indicator, label, part, text, met, notMet, missing, explained }) => ({
      ...{ rule, indicator, label, part, text, met, notMet },
      missing: [...missing],
      explained: [...explained],
    })),
    bandEnds: coverage.bandEnds.map(({ indicator, label, factLabel, endText, at, cases: tried, reason }) => ({
      ...{ indicator, label, factLabel, endText, at, reason },
      cases: tried,
    })),
    issues: [...coverage.issues],
  },
})
