import type { CasesFile } from '../cases-files.ts'
import { OUTCOME_WORDS, type RuleCoverage, type Tally } from '../core/golden/coverage.ts'
import { missingOf } from '../core/golden/missing.ts'
import type { GoldenReport } from '../core/golden/report.ts'

/** What `hengping test` prints of one rule set: a line of totals, then each failing case and all that is not tried. */
export function reportText({ file, version }: CasesFile, { ok, cases, coverage }: GoldenReport): string[] {
  const failing = cases.filter((result) => !result.ok)
  const passed = `${cases.length - failing.length}/${cases.length} 个用例通过`
  const covered = `规则成立 ${tallyText(coverage.met)}，不成立 ${tallyText(coverage.notMet)}，分档边界 ${tallyText(coverage.ends)}`
  const explained = coverage.met.explained + coverage.notMet.explained + coverage.ends.explained
  // ○: every case passes, but not everything is tried
  const mark = ok ? '✓' : failing.length > 0 || coverage.issues.length > 0 ? '✗' : '○'
  const judged = cases.every(({ grading }) => grading?.confirmedBy) ? '，两套判定一致' : ''
  return [
    `${mark} ${version.id}@${version.effective}  ${passed}${judged}；${covered}${explained > 0 ? `，另有 ${explained} 处已说明不会出现` : ''}`,
    ...failing.flatMap(({ name, differences }) => [
      `  ✗ 用例“${name}”`,
      ...differences.map(({ path, message }) => `      ${path}：${message}`),
    ]),
    ...coverage.issues.map(({ path, message }) => `  ✗ ${file}:${path} ${message}`),
    ...coverage.rules.flatMap(missingRule),
    ...missingOf({ ...coverage, rules: [] }).map(({ text }) => `  ○ ${text}`),
  ]
}

const missingRule = ({ rule, label, text, missing }: RuleCoverage): string[] =>
  missing.length === 0
    ? []
    : [
        `  ○ “${label}”的规则 ${rule}（${text}）没有用例使它${missing.map((one) => OUTCOME_WORDS[one]).join('，也没有使它')}`,
      ]

/** What `hengping test --missing` prints: everything still to be tried, one a line. */
export function missingText(file: CasesFile, { coverage }: GoldenReport): string[] {
  const missing = missingOf(coverage)
  const { id, effective } = file.version
  const head = missing.length > 0 ? `还有 ${missing.length} 处没有用例` : '规则和分档边界都有用例，或已说明'
  return [`${id}@${effective}  ${head}`, ...missing.map(({ entry, text }) => `  ${JSON.stringify(entry)}  ${text}`)]
}

const tallyText = ({ covered, needed, percent }: Tally): string => `${covered}/${needed}（${percent}%）`
