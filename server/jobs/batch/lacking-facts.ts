import type { Grader, GradingContext } from '../../core/compile.ts'
import { awaitedFacts } from '../../core/explain/open-message.ts'
import type { ReadFact } from '../../core/explain/read-values.ts'
import type { Account } from '../../core/ledger.ts'
import type { Program } from '../../core/program.ts'
import type { Submission } from '../../core/submission.ts'
import { isUnknown, ListValue, type Frame } from '../../core/value.ts'

/** A fact that a submission lacks. */
export interface LackingFact {
  readonly fact: string
  readonly label: string
  /** The row it is missing in: its list and id; null for a fact of the form. */
  readonly row: { readonly list: string; readonly id: string } | null
  readonly state: 'missing' | 'pending'
  /** Labels of the leaves that stay open for it; none when it is only required. */
  readonly leaves: readonly string[]
}

/** Every declared fact that keeps a leaf open, and every required one that is missing, each once. */
export function lackingFacts(
  { program, settle }: Grader,
  submission: Submission,
  context: GradingContext,
): LackingFact[] {
  const { account, frame } = settle(submission, context)
  const found = new Map<string, LackingFact & { leaves: string[] }>()
  const add = ({ info, scope, frame: at }: ReadFact, state: LackingFact['state'], leaf: string | null): void => {
    const row = scope.list === null ? null : { list: scope.list, id: rowIdOf(program, frame, scope.list, at) }
    const key = JSON.stringify([row, info.id])
    const known = found.get(key) ?? { fact: info.id, label: info.label, row, state, leaves: [] }
    if (leaf !== null && !known.leaves.includes(leaf)) known.leaves.push(leaf)
    found.set(key, known)
  }
  const visit = (node: Account): void => {
    for (const fact of awaitedFacts(program, frame, node)) {
      // what it comes to among others is nobody's to fill in
      if (fact.info.definition && 'cohort' in fact.info.definition && fact.info.definition.cohort) continue
      if (node.status === 'missing' || node.status === 'pending') add(fact, node.status, node.node.label)
    }
    node.children.forEach(visit)
  }
  visit(account)
  for (const info of program.form.infos) {
    const value = frame.values[info.slot]
    const isMissing = value !== undefined && isUnknown(value) && value.state === 'missing'
    if (info.definition?.required && isMissing) add({ info, scope: program.form, frame }, 'missing', null)
  }
  return [...found.values()]
}

function rowIdOf(program: Program, form: Frame, list: string, frame: Frame): string {
  const value = form.values[program.form.resolve(list).info.slot]
  const row = value instanceof ListValue ? value.rows.find((one) => one.frame === frame) : undefined
  return row?.id ?? ''
}
