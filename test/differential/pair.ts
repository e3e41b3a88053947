import { compactOf, gradingStatus, scoreOf } from '../../server/core/compact.ts'
import type { Grader, Settled } from '../../server/core/compile.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import { confirmJudgement } from '../../server/core/judge/confirm.ts'
import type { Account } from '../../server/core/ledger.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { equals, q, toNumber, type Q } from '../support/slow-fraction.ts'
import { gradeSlowly } from '../support/slow-ledger.ts'

/** A rule set and a form under it: what both judges and both ledgers are asked about. */
export interface Pair {
  readonly ruleSet: RuleSet
  readonly submission: Submission
  /** Figures of the cohort, by fact id. */
  readonly figures: ReadonlyMap<string, number>
  /** Whether points are compared with the slow ledger too; conditions alone have none that matter. */
  readonly points: boolean
}

/** Who said what of a rule (judges) or a node (ledgers); or what `ledger`, `score` and `trace` said and `settle` did not (paths). */
export interface Difference {
  readonly between: 'judges' | 'ledgers' | 'paths'
  readonly about: string
  readonly ours: unknown
  readonly theirs: unknown
}
export interface PairResult {
  readonly settled: Settled
  /** Outcomes that both judges gave. */
  readonly outcomes: number
  /** Amounts of nodes and the total that both ledgers gave. */
  readonly amounts: number
  readonly differences: readonly Difference[]
}

/** Puts one pair through both judges, and through both ledgers. */
export async function comparePair(grader: Grader, { ruleSet, submission, figures, points }: Pair): Promise<PairResult> {
  const context = { cohort: { size: 0, hash: '', figures } }
  const settled = grader.settle(submission, context)
  const { compared, differences } = await confirmJudgement(grader.program, settled)
  const judges = differences.map(({ rule, row, compiled, reference }): Difference => ({
    between: 'judges',
    about: row === null ? rule : `${rule}（行 ${row}）`,
    ours: compiled,
    theirs: reference,
  }))
  const ledgers = points ? compareLedgers(settled, ruleSet, submission, figures) : { amounts: 0, differences: [] }
  const paths = [
    ...samePath('ledger', grader.ledger(submission, context), compactOf(settled)),
    ...samePath(
      'trace',
      grader.trace(submission, context).form.map(({ outcome }) => outcome),
      settled.judgement.form,
    ),
    ...samePath('score', grader.score(submission, context), scoreOf(settled)),
  ]
  return {
    settled,
    outcomes: compared,
    amounts: ledgers.amounts,
    differences: [...judges, ...ledgers.differences, ...paths],
  }
}

/** The same question by another of the program's own ways: ledger and score without an account, outcomes of a trace. */
function samePath(about: string, ours: unknown, theirs: unknown): Difference[] {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)]
  return a === b ? [] : [{ between: 'paths', about, ours: a, theirs: b }]
}

/** The differences of a pair by itself; null when one side cannot work on it at all. */
export async function differencesOf(pair: Pair): Promise<readonly Difference[] | null> {
  try {
    return (await comparePair(compileRuleSet(pair.ruleSet), pair)).differences
  } catch {
    return null
  }
}

function compareLedgers(
  { account, total }: Settled,
  ruleSet: RuleSet,
  submission: Submission,
  figures: Pair['figures'],
): { amounts: number; differences: Difference[] } {
  const slow = gradeSlowly(ruleSet, submission, figures)
  const differences: Difference[] = []
  let amounts = 0
  const check = (about: string, ours: number | null, theirs: Q | null): void => {
    amounts += 1
    if (ours === null ? theirs === null : theirs !== null && equals(q(ours, 1000), theirs)) return
    const said = { ours: ours && ours / 1000, theirs: theirs && toNumber(theirs) }
    differences.push({ between: 'ledgers', about, ...said })
  }
  const accounts = new Map<string, Account>()
  const visit = (node: Account): void => {
    accounts.set(node.node.id, node)
    node.children.forEach(visit)
  }
  account.children.forEach(visit)
  const unfolded = tooManyReadings(ruleSet, accounts.values())
  for (const [id, { status, leaf, points, awarded }] of slow.nodes) {
    if (status === null) continue
    const node = accounts.get(id)
    if (unfolded) continue
    if (node?.status !== status)
      differences.push({ between: 'ledgers', about: `${id} 的状态`, ours: node?.status, theirs: status })
    check(`${id} 的得分`, node?.awarded ?? null, awarded)
    if (leaf && points) check(`${id} 的分值`, node?.points ?? null, points)
  }
  check('总分', total.points, slow.points)
  const [ours, theirs] = [
    { status: gradingStatus(total), grade: total.grade },
    { status: slow.status, grade: slow.grade },
  ]
  if (ours.status !== theirs.status || ours.grade !== theirs.grade)
    differences.push({ between: 'ledgers', about: '总评', ours, theirs })
  return { amounts, differences }
}

/**
 * Where points may move and it is open of more than six nodes whether they apply, no node is reckoned: all are open
 * (docs/format.md §5). Then the total alone is compared.
 */
function tooManyReadings({ indicators }: RuleSet, accounts: Iterable<Account>): boolean {
  const all = [...accounts]
  return (
    all.length > 6 && all.every(({ awarded }) => awarded === null) && JSON.stringify(indicators).includes('"moveTo"')
  )
}
