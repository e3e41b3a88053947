import type { Grader } from '../server/core/compile.ts'
import { Fraction } from '../server/core/fraction.ts'
import type { Submission } from '../server/core/submission.ts'
import type { PlainFacts } from './peers/contender.ts'

/** The facts of a form with its rates worked out, as doubles: what engines without formulas are given. */
export function plainFacts({ program, settle }: Grader, submission: Submission): PlainFacts {
  const { values } = settle(submission).frame
  return Object.fromEntries(
    program.form.infos.flatMap(({ id, slot }): [string, number | boolean][] => {
      const value = values[slot]
      if (value instanceof Fraction) return id === '#' ? [] : [[id, value.toNumber()]]
      return typeof value === 'boolean' ? [[id, value]] : []
    }),
  )
}
