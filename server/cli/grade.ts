import { compileRuleSet, type Grader, type GradingContext } from '../core/compile.ts'
import { computeCohort, type CohortTable } from '../core/cohort.ts'
import type { Grading } from '../core/grading.ts'
import { contentHash } from '../core/hash.ts'
import type { Submission } from '../core/submission.ts'
import { comparesSubmissions, gradeConfirmed } from '../confirmed-grading.ts'
import { engineIdentity } from '../engine-identity.ts'
import { orderByReferences } from '../grading-references.ts'
import { readFor } from '../read-submission.ts'
import { resolveRuleSet, type FileIssue, type FileParsed, type RuleSetFile } from '../rule-set-files.ts'
import { countAssumed } from '../summaries.ts'
import { accountText } from './account-text.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { inFile, readSubmissionFiles, type GivenSubmission } from './submission-files.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

/** A submission as its rule set reads it, and everything needed to grade it. */
export interface Prepared {
  readonly given: GivenSubmission
  /** Values normalised by the rule set. */
  readonly submission: Submission
  readonly hash: string
  readonly version: RuleSetFile
  readonly grader: Grader
}

/** `hengping grade`: submissions in files to gradings on standard output. */
export async function grade(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    rules: { type: 'string' },
    json: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (positionals.length === 0) {
    terminal.complain('请写明要评分的填报文件，如 hengping grade fixtures/huadu-zhengfawei-2024.json。')
    return UNUSABLE
  }
  const given = await readSubmissionFiles(positionals)
  if (!given.ok) return printIssues(terminal, given.issues)
  const prepared = await prepare(given.value, values.rules, rulesFolder)
  if (!prepared.ok) return printIssues(terminal, prepared.issues)
  const gradings = await gradePrepared(prepared.value)
  for (const [index, entry] of prepared.value.entries()) {
    const grading = gradings.get(entry)
    if (!grading) continue
    if (values.json) terminal.print(JSON.stringify(grading, null, prepared.value.length === 1 ? 2 : 0))
    else printAccount(entry, grading, index, values.explain, terminal)
  }
  return [...gradings.values()].some((grading) => grading.status === 'error') ? NEGATIVE : DONE
}

/** Submissions as their rule sets read them, or every fault in them. */
export async function prepare(
  given: readonly GivenSubmission[],
  reference: string | undefined,
  rulesFolder: string,
): Promise<FileParsed<Prepared[]>> {
  const versions = new Map<string, FileParsed<{ version: RuleSetFile; grader: Grader }>>()
  const prepared: Prepared[] = []
  const issues: FileIssue[] = []
  for (const entry of given) {
    const named = reference ?? entry.submission.ruleSet
    if (named === undefined) {
      issues.push(...inFile(entry.file, entry.place, [RULES_NEEDED]))
      continue
    }
    const key = `${entry.submission.year} ${named}`
    const known = versions.get(key)
    const version = known ?? (await readVersion(named, entry.submission.year, rulesFolder))
    versions.set(key, version)
    if (!version.ok) {
      if (!known) issues.push(...version.issues)
      continue
    }
    const submission = readFor(version.value.version.ruleSet, entry.submission)
    if (!submission.ok) {
      issues.push(...inFile(entry.file, entry.place, submission.issues))
      continue
    }
    const hash = contentHash(entry.submission)
    prepared.push({ given: entry, submission: submission.value, hash, ...version.value })
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: prepared }
}

async function readVersion(
  reference: string,
  year: number,
  folder: string,
): Promise<FileParsed<{ version: RuleSetFile; grader: Grader }>> {
  const version = await resolveRuleSet(reference, year, folder)
  return version.ok
    ? { ok: true, value: { version: version.value, grader: compileRuleSet(version.value.ruleSet) } }
    : version
}

/** Grades all of them, those that others read first; cohort figures are over the ones given, by rule set and year. */
export async function gradePrepared(prepared: readonly Prepared[]): Promise<Map<Prepared, Grading>> {
  const engine = engineIdentity()
  const cohorts = new Map<string, CohortTable>()
  const read = new Map<string, { points: number; hash: string }>()
  const gradings = new Map<Prepared, Grading>()
  for (const entry of orderByReferences(prepared)) {
    const cohort = comparesSubmissions(entry.grader) ? cohortOf(entry, prepared, cohorts) : undefined
    const context: GradingContext = {
      ruleSetHash: entry.version.hash,
      submissionHash: entry.hash,
      engine,
      gradings: read,
      ...(cohort && { cohort: cohort.of(entry.submission) }),
    }
    const grading = await gradeConfirmed(entry.grader, entry.submission, context)
    gradings.set(entry, grading)
    if (grading.points !== null) {
      read.set(entry.submission.id, { points: grading.points, hash: contentHash(grading) })
    }
  }
  return gradings
}

function cohortOf(entry: Prepared, prepared: readonly Prepared[], cohorts: Map<string, CohortTable>): CohortTable {
  const { version, submission } = entry
  const key = `${submission.year} ${version.hash}`
  const members = prepared.filter(
    (other) => other.version.hash === version.hash && other.submission.year === submission.year,
  )
  const cohort =
    cohorts.get(key) ??
    computeCohort(
      version.ruleSet,
      members.map((member) => member.submission),
    )
  cohorts.set(key, cohort)
  return cohort
}

function printAccount(entry: Prepared, grading: Grading, index: number, explain: boolean, terminal: Terminal): void {
  if (index > 0) terminal.print('')
  const { columns, colour } = terminal
  const assumed = countAssumed(entry.given.submission.facts)
  const lines = accountText(grading, entry.version.ruleSet, assumed, { explain, columns, colour })
  terminal.print(lines.join('\n'))
}

const RULES_NEEDED = {
  path: 'ruleSet',
  code: 'rule_set_needed',
  message: `没有写明指标体系，请用 --rules 指定，如 --rules guangdong-department。`,
}
