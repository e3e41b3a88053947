import type { GoldenReport } from '../core/golden/report.ts'
import type { GoldenReportAnswer } from '../http/review-shapes.ts'

/** What is told of a report: plain JSON, without the rules themselves. */
export const answerOf = ({ ok, cases, coverage }: GoldenReport): GoldenReportAnswer => ({
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
