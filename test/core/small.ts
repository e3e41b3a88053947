import { compileRuleSet, type GradingContext } from '../../server/core/compile.ts'
import { parseFormula } from '../../server/core/formula/parse.ts'
import type { Expression } from '../../server/core/formula/expression.ts'
import { Fraction } from '../../server/core/fraction.ts'
import type { GradedNode, Grading, Line } from '../../server/core/grading.ts'
import type {
  Comparison,
  Condition,
  Criterion,
  FactDefinition,
  Indicator,
  OperatorName,
  RuleSet,
} from '../../server/core/rule-set.ts'
import type { FactInput, Submission } from '../../server/core/submission.ts'
import { isUnknown, type Value } from '../../server/core/value.ts'

/** Facts as an example writes them. */
export type Facts = Record<string, FactInput>

/** A submission of one made-up unit. */
export const submissionOf = (facts: Facts, more: Partial<Submission> = {}): Submission => ({
  id: 's',
  name: '某单位',
  subject: 'department',
  year: 2024,
  facts,
  ...more,
})

/** A rule set worth the sum of its indicators, unless it says otherwise. */
export const ruleSetOf = (indicators: Indicator[], more: Partial<RuleSet> = {}): RuleSet => ({
  points: indicators.reduce((sum, { points = 0 }) => sum + points, 0),
  decimals: 2,
  facts: [],
  indicators,
  ...more,
})

/** A rule set of one leaf `x`. */
export const leafOf = (points: number, scoring: Criterion | Criterion[], more: Partial<RuleSet> = {}): RuleSet =>
  ruleSetOf([{ id: 'x', points, scoring }], more)

export const gradeWith = (
  ruleSet: RuleSet,
  facts: Facts,
  more: Partial<Submission> = {},
  context: GradingContext = {},
): Grading => compileRuleSet(ruleSet).grade(submissionOf(facts, more), context)

/** What a grading comes to in one word: its points, its range, or its status. */
export const outcomeOf = ({ status, points, range }: Grading): number | [number, number] | string =>
  points ?? (status === 'provisional' && range ? range : status)

export const is = (fact: string, value: Comparison['value'] = true, operator: OperatorName = 'equal'): Condition => ({
  all: [{ fact, operator, value }],
})

/** Every node of a grading by its id. */
export function nodesOf(nodes: readonly GradedNode[]): Map<string, GradedNode> {
  return new Map(nodes.flatMap((node) => [[node.id, node] as const, ...nodesOf(node.children)]))
}

/** The node with this id, which the example says there is. */
export function nodeOf(grading: Grading, id: string): GradedNode {
  const node = nodesOf(grading.indicators).get(id)
  if (!node) throw new Error(`no node ${id}`)
  return node
}

/** The leaf `x`'s lines. */
export const linesOf = (grading: Grading, id = 'x'): readonly Line[] => nodeOf(grading, id).lines

export const linePoints = (grading: Grading, id = 'x'): [string, number][] =>
  linesOf(grading, id).map(({ effect, points }) => [effect, points])

/** A fraction from its text: `1/3`, `0.25`, `-2`. */
export function frac(text: string): Fraction {
  const [n, d = '1'] = text.split('/')
  const [over, under] = [Fraction.parse(n ?? ''), Fraction.parse(d)]
  if (!over || !under) throw new Error(`not a fraction: ${text}`)
  return over.divide(under)
}

export function formula(text: string): Expression {
  const read = parseFormula(text)
  if (!read.ok) throw new Error(read.issues.map(({ message }) => message).join('；'))
  return read.value
}

/** A value as a table of examples writes it: a fraction in lowest terms, a yes or no, a text, or the state it is in. */
export function valueText(value: Value | undefined): string | boolean {
  if (value === undefined) return 'undefined'
  if (isUnknown(value)) return value.state
  if (value instanceof Fraction) return value.isInteger ? value.floor().toString() : value.toKey()
  return typeof value === 'boolean' || typeof value === 'string' ? value : JSON.stringify(value)
}

/** What a fact is worth after the facts have been read and derived. */
export function readFact(ruleSet: RuleSet, id: string, submission: Submission, context: GradingContext = {}): Value {
  const { program, settle } = compileRuleSet(ruleSet)
  return settle(submission, context).frame.values[program.form.resolve(id).info.slot] as Value
}

/** What a formula gives over facts that nothing is declared of, or over `declared` ones. */
export const evaluate = (
  text: string,
  facts: Facts = {},
  { declared = [], ...more }: Partial<FactDefinition> & { declared?: FactDefinition[] } = {},
): Value =>
  readFact(
    ruleSetOf([{ id: 'x', points: 1, scoring: { method: 'full' } }], {
      facts: [...declared, { id: 'y', formula: text, ...more }],
    }),
    'y',
    submissionOf(facts),
  )
