import type { Cohort } from './cohort.ts'
import type { CompactGrading, Score } from './compact.ts'
import { compactOf, gradingStatus, scoreOf } from './compact.ts'
import type { CheckFinding, GradedNode, Grading } from './grading.ts'
import { printLine, printOverride, ruleWords } from './explain/lines.ts'
import type { LineContext } from './explain/lines.ts'
import { compileBriefText } from './explain/brief-text.ts'
import { openMessage } from './explain/open-message.ts'
import { readFacts, sourcesOf } from './facts.ts'
import { judgeAll, judgeRules } from './judge/compiled.ts'
import type { Confirmation } from './judge/confirm.ts'
import { confirmJudgement } from './judge/confirm.ts'
import type { Trace } from './judge/trace.ts'
import { traceRules } from './judge/trace.ts'
import type { Judgement } from './judge/outcome.ts'
import { judgeForm } from './judged-tree.ts'
import type { Account } from './ledger.ts'
import { toPoints } from './points.ts'
import type { Program } from './program.ts'
import { compileProgram } from './program.ts'
import type { RemedyContext } from './remedy.ts'
import { findRemedy } from './remedy.ts'
import type { RuleSet } from './rule-set.ts'
import { settleSubmission } from './settle.ts'
import type { Submission } from './submission.ts'
import { compileTally } from './tally/tally.ts'
import type { Total } from './total.ts'
import { settleTotal, totalFrame } from './total.ts'
import type { Frame } from './value.ts'
import { isUnknown } from './value.ts'

/** What a grading stands on besides rule set and submission. */
export interface GradingContext {
  readonly ruleSetHash?: string
  readonly submissionHash?: string
  readonly engine?: { readonly version: string; readonly hash: string }
  readonly cohort?: Cohort
  /** Gradings that facts may refer to, by submission id. */
  readonly gradings?: ReadonlyMap<string, { readonly points: number; readonly hash: string }>
  /** Lines with conditions and remedies (default), or without. */
  readonly explain?: boolean
  /** The reference judge has agreed. */
  readonly confirmed?: boolean
  /** Waited for after each row that is judged again, so that a long list holds nobody else up. */
  readonly pause?: () => Promise<unknown>
}

/** Everything a submission comes to, before it is put into words. */
export interface Settled {
  readonly frame: Frame
  /** Every rule's outcome; judged when asked for, the account asks only for those that have a say. */
  readonly judgement: Judgement
  readonly account: Account
  readonly total: Total
  readonly totalFrame: Frame
}

/** A rule set ready to grade: compiled once, pure, usable for any number of submissions. */
export interface Grader {
  readonly ruleSet: RuleSet
  readonly program: Program
  /** The whole grading: every line with its sentence, conditions and remedy. */
  grade(submission: Submission, context?: GradingContext): Grading
  /** The JSON text of `briefOf` the grading, and the status it has: for batches, which look at nothing else. */
  briefText(
    submission: Submission,
    context?: GradingContext,
  ): { readonly text: string; readonly status: Grading['status'] }
  /** Status, points and grade alone: for rankings and previews of many forms. */
  score(submission: Submission, context?: GradingContext): Score
  /** Every node's points and every line without words; `grade` explains the same lines whenever they are asked for. */
  ledger(submission: Submission, context?: GradingContext): CompactGrading
  /** The ledger with every rule's outcome, every comparison's actual value and result: what it stands on. */
  trace(submission: Submission, context?: GradingContext): Trace
  /** Facts, account and total as the core works with them. */
  settle(submission: Submission, context?: GradingContext): Settled
  /** Judges again with json-rules-engine and names every outcome that differs. */
  confirm(submission: Submission, context?: GradingContext): Promise<Confirmation>
}

/** Compiles a rule set that `parseRuleSet` accepts, or a fragment of one; throws only on what that refuses. */
export function compileRuleSet(ruleSet: RuleSet): Grader {
  const program = compileProgram(ruleSet)
  const words = ruleWords(program)
  const briefText = compileBriefText()
  const tally = compileTally(program)
  const settle = (submission: Submission, context: GradingContext = {}): Settled =>
    settleProgram(program, submission, context)
  return {
    ruleSet,
    program,
    settle,
    score: (submission, context = {}) => tally?.score(submission) ?? scoreOf(settle(submission, context)),
    ledger: (submission, context = {}) => tally?.ledger(submission) ?? compactOf(settle(submission, context)),
    trace: (submission, context = {}) => {
      const frame = readFacts(program, submission, sourcesOf(context))
      const ledger = tally?.ledger(submission) ?? compactOf(settleFrame(program, frame))
      return { ledger, ...traceRules(program, frame) }
    },
    grade: (submission, context = {}) => report(program, words, submission, settle(submission, context), context),
    briefText: (submission, context = {}) => {
      const settled = settle(submission, context)
      const lines = lineContext(program, words, submission, settled, context, false)
      const head = reportHead(program, submission, settled, context)
      return { text: briefText(lines, head, settled.account, reportEnd(lines, settled)), status: head.status }
    },
    confirm: (submission, context = {}) => confirmJudgement(program, settle(submission, context), context.pause),
  }
}

/** The one-way flow: facts → outcomes → account → total. */
const settleProgram = (program: Program, submission: Submission, context: GradingContext): Settled =>
  settleFrame(program, readFacts(program, submission, sourcesOf(context)))

function settleFrame(program: Program, frame: Frame): Settled {
  const account = settleSubmission(program, judgeForm({ program, frame }))
  const total = totalFrame(program, frame, account)
  const outcomes = judgeRules(program.rules, program.lowered.overrides, total)
  return new SettledForm(program, frame, account, settleTotal(program, total, account, outcomes), total)
}

/** A class, as an object with a getter of its own is another kind of object for every form, and all kinds are kept for long. */
class SettledForm implements Settled {
  private judged: Judgement | null = null

  constructor(
    private readonly program: Program,
    readonly frame: Frame,
    readonly account: Account,
    readonly total: Total,
    readonly totalFrame: Frame,
  ) {}

  get judgement(): Judgement {
    return (this.judged ??= judgeAll(this.program, this.frame))
  }
}

const NOBODY = { version: '', hash: '' }

function report(
  program: Program,
  words: LineContext['words'],
  submission: Submission,
  settled: Settled,
  context: GradingContext,
): Grading {
  const lines = lineContext(program, words, submission, settled, context, context.explain !== false)
  return {
    ...reportHead(program, submission, settled, context),
    indicators: settled.account.children.map((child) => printNode(lines, child)),
    ...reportEnd(lines, settled),
  }
}

function lineContext(
  program: Program,
  words: LineContext['words'],
  submission: Submission,
  { frame }: Settled,
  context: GradingContext,
  full: boolean,
): LineContext {
  const remedies: RemedyContext = {
    program,
    submission,
    frame,
    regrade: (changed) => settleProgram(program, changed, context).account,
  }
  return {
    program,
    submission,
    frame,
    words,
    full,
    remedy: (node, line) => findRemedy(remedies, node, line),
  }
}

/** What a grading says before its nodes. */
function reportHead(
  { ruleSet }: Program,
  submission: Submission,
  { total }: Settled,
  context: GradingContext,
): Omit<Grading, 'indicators' | 'overrides' | 'checks'> {
  const final = total.status === 'graded'
  return {
    format: 'hengping/grading@1',
    status: gradingStatus(total),
    ruleSet: { id: ruleSet.id ?? '', effective: ruleSet.effective?.from ?? '', hash: context.ruleSetHash ?? '' },
    submission: { id: submission.id, name: submission.name, hash: context.submissionHash ?? '' },
    engine: context.engine ?? NOBODY,
    cohort:
      context.cohort && ruleSet.facts.some(({ cohort }) => cohort)
        ? { size: context.cohort.size, hash: context.cohort.hash }
        : null,
    inputs: inputsRead(submission, context),
    judgedBy: 'compiled',
    confirmedBy: context.confirmed ? 'json-rules-engine' : null,
    points: total.points === null ? null : toPoints(total.points),
    fullPoints: ruleSet.points,
    grade: total.grade,
    range: final || total.status === 'notApplicable' ? null : [toPoints(total.range[0]), toPoints(total.range[1])],
  }
}

/** What a grading says behind its nodes. */
function reportEnd(
  lines: LineContext,
  { account, total, totalFrame, frame }: Settled,
): Pick<Grading, 'overrides' | 'checks'> {
  return {
    overrides: [
      ...account.lines.map((line) => printLine(lines, account, line)),
      ...total.lines.map((line) => printOverride(lines, line, totalFrame)),
    ],
    checks: factChecks(lines.program, lines.submission, frame),
  }
}

function printNode(lines: LineContext, account: Account): GradedNode {
  const known = account.awarded !== null
  return {
    id: account.node.id,
    label: account.node.label,
    points: toPoints(account.points),
    awarded: account.awarded === null ? null : toPoints(account.awarded),
    range: known ? null : [toPoints(account.range[0]), toPoints(account.range[1])],
    status: account.status,
    message: openMessage(lines.program, lines.frame, account),
    lines: account.lines.map((line) => printLine(lines, account, line)),
    children: account.children.map((child) => printNode(lines, child)),
  }
}

/** Other gradings that were read, by hash. */
function inputsRead(submission: Submission, { gradings }: GradingContext): Grading['inputs'] {
  if (!gradings || gradings.size === 0) return []
  const ids = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('grading' in value && typeof value.grading === 'string') ids.add(value.grading)
    else Object.values(value).forEach(visit)
  }
  visit(submission.facts)
  return [...ids].flatMap((id) => {
    const found = gradings.get(id)
    return found ? [{ id, points: found.points, hash: found.hash }] : []
  })
}

/** Required facts without a value, and facts nobody reads: said once, at the form. */
function factChecks({ form, required }: Program, submission: Submission, frame: Frame): CheckFinding[] {
  const findings: CheckFinding[] = []
  for (const { id, label, slot } of required) {
    const value = frame.values[slot]
    if (!isUnknown(value) || value.state !== 'missing') continue
    const message = `必填的“${label}”未填报，请补填`
    findings.push({ code: 'fact.required', severity: 'error', message, path: `facts.${id}` })
  }
  for (const id of Object.keys(submission.facts)) {
    if (form.has(id)) continue
    const message = `本指标体系没有“${id}”这一项，填报的值未参与评分`
    findings.push({ code: 'fact.unread', severity: 'warning', message, path: `facts.${id}` })
  }
  return findings
}
