import { parseCases } from '../core/golden/cases-file.ts'
import { testRuleSet } from '../core/golden/report.ts'
import { contentHash } from '../core/hash.ts'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { diffRuleSets } from '../core/diff/index.ts'
import { lintRuleSet } from '../core/lint/lint-rule-set.ts'
import { parseRuleSet } from '../core/parse-rule-set.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import { standingOf } from '../core/golden/standing.ts'
import { gradingReferences } from '../grading-references.ts'
import { issuesUnder, refusedOne } from '../issue-paths.ts'
import { EffectTrial, type Trial } from './effect-trial.ts'
import { answerOf } from './golden-answer.ts'
import { checkGate, performStep, withCases } from './golden-jobs.ts'
import { countDisagreements, findDisagreements } from './check-jobs.ts'
import { printDocuments, printSummary } from './document-jobs.ts'
import { performAnnotate, performImport } from './import-jobs.ts'
import { PreparedGraders } from './prepared-graders.ts'
import { performNotice } from './notice-job.ts'
import { performReadRules, performWriteRules } from './rule-file-jobs.ts'
import { mediansOf, sensitivityOf } from './sensitivity-job.ts'
import type { EffectInput, JobKind, Jobs, Perform } from './jobs.ts'

type Doing = {
  readonly [K in JobKind]: (
    input: Jobs[K]['input'],
    materials: ReadonlyMap<string, unknown>,
  ) => Parsed<Jobs[K]['value']> | Promise<Parsed<Jobs[K]['value']>>
}

/** A performer of jobs, with a memory of its own for repeated trials. */
export function createPerform(): Perform {
  const trial = new EffectTrial()
  const graders = new PreparedGraders()
  const doing: Doing = {
    read: ({ ruleSet }) => map(parseRuleSet(ruleSet), (value) => ({ hash: contentHash(value), ruleSet: value })),
    findings: ({ ruleSet }) => parsed(lintRuleSet(ruleSet)),
    changes: ({ from, to }) => {
      const before = readUnder('from', from)
      if (!before.ok) return before
      return map(readUnder('to', to), (after) => diffRuleSets(before.value, after))
    },
    cases: async ({ ruleSet, cases }) => {
      const read = parseRuleSet(ruleSet)
      if (!read.ok) return read
      const golden = parseCases(cases)
      return golden.ok ? parsed(answerOf(await testRuleSet(read.value, golden.value))) : golden
    },
    standing: (input) => withCases(input, (ruleSet, cases) => parsed(standingOf(ruleSet, cases))),
    gate: (input) => withCases(input, checkGate),
    goldenStep: (input, materials) =>
      withCases(input, (ruleSet, cases) =>
        performStep(ruleSet, cases, input, (hash) => materialOf(hash, materials) as Submission),
      ),
    reads: ({ population }, materials) => {
      const ids = submissionsIn(population, materials).flatMap((submission) => [...gradingReferences(submission)])
      return parsed([...new Set(ids)])
    },
    effect: (input, materials) => tryOut(input, materials, (edited, tried) => trial.try(edited, tried)),
    account: (input, materials) =>
      tryOut(input, materials, (edited, tried) => {
        const account = trial.account(edited, tried, input.submission)
        if (account) return parsed(account)
        const message = `没有可以试算的填报“${input.submission}”，请刷新后再看。`
        return refusedOne('submission', 'unknown_submission', message)
      }),
    sensitivity: (input, materials) =>
      tryOut(input, materials, (edited, tried) => parsed(sensitivityOf(edited, tried))),
    medians: (input, materials) =>
      tryOut(input, materials, (edited, tried) => parsed(mediansOf(edited, tried, input.year))),
    import: (input, materials) => performImport(input, materialOf(input.version.hash, materials) as RuleSet),
    annotate: (input, materials) => performAnnotate(input, materialOf(input.version.hash, materials) as RuleSet),
    checks: (input, materials) => parsed(findDisagreements(input, graders, (hash) => materialOf(hash, materials))),
    checkCounts: (input, materials) =>
      parsed(countDisagreements(input, graders, (hash) => materialOf(hash, materials))),
    documents: (input, materials) => printDocuments(input, graders, (hash) => materialOf(hash, materials)),
    summary: (input, materials) => parsed(printSummary(input, (name) => materialOf(name, materials))),
    notice: performNotice,
    readRules: performReadRules,
    writeRules: performWriteRules,
  }
  return async (kind, input, materials) => {
    if (!Object.hasOwn(doing, kind)) throw new Error(`no job ${kind}`)
    return (doing[kind as JobKind] as (input: unknown, materials: ReadonlyMap<string, unknown>) => Parsed<unknown>)(
      input,
      materials,
    )
  }
}

function tryOut<T>(
  { edited, before, population, gradings }: EffectInput,
  materials: ReadonlyMap<string, unknown>,
  run: (edited: RuleSet, trial: Trial) => Parsed<T>,
): Parsed<T> {
  const read = readUnder('ruleSet', edited)
  if (!read.ok) return read
  if (before === null)
    return refusedOne('ruleSet.id', 'unknown_rule_set', `没有存着的“${read.value.id ?? ''}”可以比较，请核对编号。`)
  return run(read.value, {
    before: { hash: before, ruleSet: materialOf(before, materials) as RuleSet },
    population: { name: population, read: () => submissionsIn(population, materials) },
    gradings,
  })
}

/** What lies in the store was read when it came in. */
function submissionsIn(population: string, materials: ReadonlyMap<string, unknown>): Submission[] {
  const hashes = materialOf(population, materials) as string[]
  return hashes.map((hash) => materialOf(hash, materials) as Submission)
}

function materialOf(name: string, materials: ReadonlyMap<string, unknown>): unknown {
  if (!materials.has(name)) throw new Error(`${name} was not sent`)
  return materials.get(name)
}

function readUnder(place: string, input: unknown): Parsed<RuleSet> {
  const ruleSet = parseRuleSet(input)
  return ruleSet.ok ? ruleSet : refused(issuesUnder(place, ruleSet.issues))
}

const map = <A, B>(result: Parsed<A>, then: (value: A) => B): Parsed<B> =>
  result.ok ? parsed(then(result.value)) : result
