import type { Grader } from '../server/core/compile.ts'
import type { Contender, Form } from './peers/contender.ts'

/** What is measured of ours: facts are read, rates computed, rules judged and points counted anew for every form. */
export function ours({ score, ledger, trace, grade }: Grader): Contender[] {
  const contender = (name: string, does: string, decide: (form: Form) => unknown, answer = ledger): Contender => ({
    name,
    does,
    most: 100_000,
    decide,
    answer: ({ submission }) => Promise.resolve({ ledger: answer(submission) }),
  })
  return [
    contender('score only', '读填报、算比率、总分和等级', ({ submission }) => score(submission)),
    contender('ledger', '另有各节点得分和每条扣分', ({ submission }) => ledger(submission)),
    contender(
      'ledger with trace',
      '另有每个条件读到什么、成立没有',
      ({ submission }) => trace(submission),
      (submission) => trace(submission).ledger,
    ),
    {
      ...contender('grading with reasons', '另有每条的理由、依据、计算', ({ submission }) =>
        grade(submission, { explain: false }),
      ),
      most: 1000,
    },
    contender('ledger as JSON', 'ledger 写成 JSON', ({ submission }) => JSON.stringify(ledger(submission))),
  ]
}
