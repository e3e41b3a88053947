import type { Grader } from '../server/core/compile.ts'
import type { Contender, Form } from './peers/contender.ts'

/** What is measured of ours: facts are read, rules judged and points accounted for anew for every form. */
export function ours({ score, ledger, trace }: Grader): Contender[] {
  const contender = (name: string, decide: (form: Form) => unknown): Contender => ({
    name,
    most: 100_000,
    decide,
    answer: ({ submission }) => {
      const { lines: _, nodes, points } = ledger(submission)
      const awarded = Object.fromEntries(nodes.map((node) => [node.id, node.awarded ?? NaN]))
      return Promise.resolve({ awarded: { ...awarded, '': Math.round((points ?? NaN) * 1000) } })
    },
  })
  return [
    contender('score only', ({ submission }) => score(submission)),
    contender('ledger', ({ submission }) => ledger(submission)),
    contender('ledger with trace', ({ submission }) => [ledger(submission), trace(submission)]),
    contender('ledger as JSON', ({ submission }) => JSON.stringify(ledger(submission))),
  ]
}
