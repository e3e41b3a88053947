import { criterionSchema, OPERATORS, type Comparison, type Condition } from '../../server/core/rule-set.ts'
import type { Program } from '../../server/core/program.ts'
import { Fraction } from '../../server/core/fraction.ts'
import type { Settled } from '../../server/core/compile.ts'
import type { Account } from '../../server/core/ledger.ts'
import { compileCondition, compileJudge } from '../../server/core/judge/compiled.ts'
import { readFact } from '../../server/core/formula/evaluate.ts'
import type { Rule } from '../../server/core/rules.ts'
import { isUnknown, ListValue, worseState, type Frame, type State, type Value } from '../../server/core/value.ts'

const STATES = ['missing', 'pending', 'notApplicable', 'error'] as const
const VERDICTS = ['true', 'false', ...STATES] as const
const BESIDE = ['a rounding error below', 'a step below', 'equal', 'a rounding error above', 'a step above'] as const
const ORDERS = OPERATORS.slice(0, 6)
const METHODS = criterionSchema.options.map((option) => option.shape.method.value)
const LEAF = ['all points', 'some points', 'no points', ...STATES] as const
const KNOWN_STATES = ['value', 'missing', 'pending', 'notApplicable'] as const

/** Cells by table, row and column; all of them must come about in a full run. */
const TABLES: Readonly<Record<string, readonly (readonly [rows: readonly string[], columns: readonly string[]])[]>> = {
  operators: [[OPERATORS, VERDICTS]],
  boundaries: [[ORDERS, BESIDE]],
  groups: [[['all', 'any', 'not'], VERDICTS]],
  methods: [[METHODS, LEAF]],
  facts: [
    [
      ['number', 'derived'],
      ['value', ...STATES],
    ],
    // what is no list is refused before a form is read
    [['boolean', 'choice', 'date', 'text', 'list'], KNOWN_STATES],
    [['cohort'], ['value', 'pending']],
  ],
  rules: [
    [
      ['criterion', 'select', 'deduction', 'applies', 'row'],
      ['met', 'notMet', ...STATES],
    ],
    [['choose'], ['met', 'notMet', 'missing', 'pending']],
    [['override'], ['met', 'notMet', ...STATES]],
    [['evidence'], ['met', 'notMet', 'missing']],
    [['finding'], ['met', 'notMet']],
  ],
}

/** What a run has tried: how often each operator gave each answer, each method each result, and so on. */
export class Coverage {
  private readonly counts = new Map<string, number>()

  private note(table: string, row: string, column: string): void {
    const key = `${table}\t${row}\t${column}`
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  /** Counts what one form came to under one rule set. */
  add(program: Program, { frame, totalFrame, account }: Settled): void {
    const { form, lowered } = program
    const look = (ofScope: readonly Rule[], at: Frame): void =>
      ofScope.forEach((rule) => this.rule(rule, partsOf(rule, program), at))
    look(lowered.formRules, frame)
    look(lowered.overrides, totalFrame)
    for (const [list, ofList] of lowered.listRules) {
      const value = frame.values[form.resolve(list).info.slot]
      if (value instanceof ListValue) for (const row of value.rows) look(ofList, row.frame)
    }
    for (const { definition, expression, slot } of form.infos) {
      const value = frame.values[slot] as Value
      const cohort = definition !== null && 'cohort' in definition && definition.cohort !== undefined
      const type = cohort ? 'cohort' : definition && expression ? 'derived' : definition?.type
      if (type !== undefined) this.note('facts', type, isUnknown(value) ? value.state : 'value')
    }
    account.children.forEach((child) => this.leaves(child))
  }

  private rule({ part, conditions }: Rule, { judge, comparisons }: Parts, frame: Frame): void {
    this.note('rules', part, judge(frame))
    const answers = comparisons.map(({ comparison, actual, judge }) => {
      const answer = judge(frame)
      this.note('operators', comparison.operator, String(answer))
      const left = actual(frame)
      if (left instanceof Fraction && typeof comparison.value === 'number')
        this.beside(comparison.operator, left.subtract(Fraction.fromNumber(comparison.value)))
      return answer
    })
    this.group(conditions, answers[Symbol.iterator]())
  }

  /** Counts what groups come to, from their comparisons in order. */
  private group(condition: Condition, answers: Iterator<boolean | State>): boolean | State {
    if ('fact' in condition) return answers.next().value as boolean | State
    if ('not' in condition) {
      const inner = this.group(condition.not, answers)
      const answer = typeof inner === 'boolean' ? !inner : inner
      this.note('groups', 'not', String(answer))
      return answer
    }
    const all = 'all' in condition
    const members = (all ? condition.all : condition.any).map((member) => this.group(member, answers))
    const open = members.filter((member) => typeof member !== 'boolean')
    const answer = members.includes(!all) ? !all : open.length > 0 ? open.reduce(worseState) : all
    this.note('groups', all ? 'all' : 'any', String(answer))
    return answer
  }

  private beside(operator: string, difference: Fraction): void {
    const distance = difference.abs()
    if (distance.compare(STEP) > 0) return
    const near = distance.compare(ROUNDING) <= 0 ? 'a rounding error' : 'a step'
    const place = difference.isZero ? 'equal' : `${near} ${difference.sign < 0 ? 'below' : 'above'}`
    this.note('boundaries', operator, place)
  }

  private leaves({ node, children, status, awarded, points }: Account): void {
    children.forEach((child) => this.leaves(child))
    if (node.kind !== 'leaf' || node.plan.criteria.length !== 1) return
    const graded = awarded === points ? 'all points' : awarded === 0 ? 'no points' : 'some points'
    this.note('methods', node.plan.criteria[0]?.method ?? '', status === 'graded' ? graded : status)
  }

  /** Cells that nothing came to: of all tables, or in a short run of those of the operators and groups. */
  empty(all: boolean): string[] {
    const wanted = all ? cells() : cells().filter((key) => /^(operators|groups)\t/.test(key))
    return wanted.filter((key) => !this.counts.has(key))
  }

  /** All tables with their counts, for people. */
  toText(): string {
    return Object.entries(TABLES)
      .map(([table, parts]) =>
        parts
          .map(([rows, columns]) => {
            const line = (head: string, values: readonly string[]): string =>
              head.padEnd(22) + values.map((value) => value.padStart(25)).join('')
            const counted = rows.map((row) =>
              line(
                row,
                columns.map((column) => String(this.counts.get(`${table}\t${row}\t${column}`) ?? 0)),
              ),
            )
            return [line(table, columns), ...counted].join('\n')
          })
          .join('\n'),
      )
      .join('\n\n')
  }
}

/** A rule taken to pieces: as a whole, and each of its comparisons by itself. */
interface Parts {
  readonly judge: ReturnType<typeof compileJudge>
  readonly comparisons: readonly {
    readonly comparison: Comparison
    readonly actual: ReturnType<typeof readFact>
    readonly judge: ReturnType<typeof compileCondition>
  }[]
}
const taken = new WeakMap<Rule, Parts>()

function partsOf(rule: Rule, { form }: Program): Parts {
  const known = taken.get(rule)
  if (known) return known
  const scope = rule.list === null ? form : form.rowScope(rule.list)
  const comparisons = comparisonsOf(rule.conditions).map((comparison) => ({
    comparison,
    actual: readFact(comparison.fact, scope),
    judge: compileCondition(comparison, scope),
  }))
  const parts = { judge: compileJudge(rule.conditions, scope), comparisons }
  taken.set(rule, parts)
  return parts
}

/** Every comparison inside a condition, in its order. */
export function comparisonsOf(condition: Condition): Comparison[] {
  if ('fact' in condition) return [condition]
  if ('not' in condition) return comparisonsOf(condition.not)
  return ('all' in condition ? condition.all : condition.any).flatMap(comparisonsOf)
}

const STEP = Fraction.ofIntegers(1)
const ROUNDING = Fraction.ofIntegers(1, 100_000_000)

const cells = (): string[] =>
  Object.entries(TABLES).flatMap(([table, parts]) =>
    parts.flatMap(([rows, columns]) => rows.flatMap((row) => columns.map((column) => `${table}\t${row}\t${column}`))),
  )
