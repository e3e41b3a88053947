import type { Remedy } from './grading.ts'
import type { Account, AccountLine } from './ledger.ts'
import type { Program } from './program.ts'
import type { Submission } from './submission.ts'
import type { Settled } from './compile.ts'

export function findRemedy(
  _program: Program,
  _submission: Submission,
  _settled: Settled,
  _account: Account,
  _line: AccountLine,
  _settle: (changed: Submission) => Settled,
): Remedy | null {
  return null
}
