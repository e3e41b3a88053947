import { Fraction } from '../fraction.ts'
import type { Grader } from '../compile.ts'
import type { CheckFinding } from '../grading.ts'
import type { Account } from '../ledger.ts'
import { toFraction } from '../points.ts'
import type { RuleSet } from '../rule-set.ts'
import type { Submission } from '../submission.ts'
import type { Claim, Found } from './claim.ts'
import { CLAIMS } from './index.ts'
import { readForm, type Form } from './form.ts'

/** What of a grader a form is read with. */
type Computing = Pick<Grader, 'ruleSet' | 'program' | 'settle'>

/** The consistency checks of a rule set, ready for any number of submissions. */
export type Checker = (submission: Submission) => CheckFinding[]

/**
 * Makes the consistency checks C01–C27 of a rule set ready; `checks` of the rule set sets severity and tolerance of
 * each, or turns it off. What it answers for a submission: every disagreement, in the order of the codes, each with what
 * was read, where, and what would agree. Pure; never throws on what `parseSubmission` accepts, with or without the rule
 * set: cells need not be readable by it (a copied “≥266米” is found, not refused).
 */
export function compileChecks(grader: Computing): Checker {
  const asked = CLAIMS.flatMap((claim) => askedOf(claim, grader.ruleSet))
  return (submission) => {
    const form = formOf(grader, submission)
    return asked.flatMap(({ claim, tolerance, severity }) =>
      claim.find(form, tolerance).map((found) => printFound(claim, found, severity)),
    )
  }
}

/** A submission as a table and texts, with what grading it computes. */
export function formOf({ ruleSet, program, settle }: Computing, submission: Submission): Form {
  const { frame, account, total } = settle(submission)
  const accounts = accountsById(account)
  return readForm(ruleSet, submission, {
    value: (id) => {
      const value = program.form.has(id) ? frame.values[program.form.resolve(id).info.slot] : undefined
      return value instanceof Fraction ? value : null
    },
    most: (id) => {
      const found = accounts.get(id)
      return found ? toFraction(found.points) : null
    },
    addsUp: (id) => {
      const { lines } = (id === null ? account : accounts.get(id)) ?? { lines: [] }
      return (
        (id !== null || total.lines.length === 0) &&
        lines.every(({ effect }) => effect === 'deduct' || effect === 'floor')
      )
    },
  })
}

/** Accounts of nodes and rows by their ids. */
function accountsById(account: Account, accounts = new Map<string, Account>()): Map<string, Account> {
  for (const child of account.children) accountsById(child, accounts.set(child.node.id, child))
  return accounts
}

interface Asked {
  readonly claim: Claim
  readonly tolerance: Fraction
  /** As the rule set says; null: the claim's own. */
  readonly severity: 'error' | 'warning' | null
}

function askedOf(claim: Claim, { checks }: RuleSet): Asked[] {
  const said = checks?.find(({ code }) => code === claim.code)
  if (said?.severity === 'off') return []
  const tolerance = said?.tolerance === undefined ? claim.tolerance : Fraction.fromNumber(said.tolerance)
  return [{ claim, tolerance, severity: said?.severity ?? null }]
}

function printFound(claim: Claim, found: Found, severity: 'error' | 'warning' | null): CheckFinding {
  return {
    code: claim.code,
    severity: severity ?? (found.warning ? 'warning' : claim.severity),
    message: `${found.read}。请${found.remedy}。`,
    path: found.path,
  }
}
