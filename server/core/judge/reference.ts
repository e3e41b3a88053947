import type { ConditionProperties, TopLevelCondition } from 'json-rules-engine'
import { Engine, Operator, Rule as EngineRuleObject } from 'json-rules-engine'
import type { Condition } from '../rule-set.ts'
import { Fraction } from '../fraction.ts'
import type { Rule } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame, State, Value } from '../value.ts'
import { isUnknown, ListValue, worseState } from '../value.ts'
import type { Judgement, Outcome } from './outcome.ts'
import { holds, REFERENCE_OPERATORS } from './reference-operators.ts'

/**
 * The reference judge: json-rules-engine itself, fenced. It knows only values, so rules run twice when a fact is
 * unknown: once with every open comparison decided against the rule, once for it. `all`, `any` and `not` stay the
 * engine's own. Both true: met; both false: not met; else open.
 * @param pause waited for after each row, so that a long list holds nobody else up
 */
export async function judgeByReference(
  rules: { readonly form: readonly Rule[]; readonly lists: ReadonlyMap<string, readonly Rule[]> },
  scope: Scope,
  frame: Frame,
  pause?: () => Promise<unknown>,
): Promise<Judgement> {
  const lists = new Map<string, Outcome[][]>()
  for (const [list, listRules] of rules.lists) {
    const value = frame.values[scope.resolve(list).info.slot]
    const rows: Outcome[][] = []
    if (value instanceof ListValue)
      for (const row of value.rows) {
        rows.push(await judgeFrame(listRules, scope.rowScope(list), row.frame))
        await pause?.()
      }
    lists.set(list, rows)
  }
  return { form: await judgeFrame(rules.form, scope, frame), lists }
}

/**
 * Judges rules on one frame. Rules with the same conditions are one question to the engine, and a question with the same
 * values as before has the answer it had: nothing else of a rule or a form is judged.
 */
export async function judgeFrame(rules: readonly Rule[], scope: Scope, frame: Frame): Promise<Outcome[]> {
  if (rules.length === 0) return []
  const { conditions, places, kits, answers } = preparedOf(rules)
  const kit = kits.pop() ?? conditions.map(toEngineRule)
  const questions = kit.map(({ facts }) => questionOf(facts, scope, frame))
  const outcomes = questions.map((question, place) => answers[place]!.get(question))
  const asked = kit.filter((_, place) => outcomes[place] === undefined)
  const found = asked.length > 0 ? await askEngine(asked, scope, frame) : []
  kits.push(kit)
  for (const [index, rule] of asked.entries()) {
    const place = kit.indexOf(rule)
    outcomes[place] = found[index]!
    remember(answers[place]!, questions[place]!, found[index]!)
  }
  return places.map((place) => outcomes[place]!)
}

async function askEngine(rules: readonly EngineRule[], scope: Scope, frame: Frame): Promise<Outcome[]> {
  const against = await run(rules, scope, frame, AGAINST)
  // where nothing is open, deciding it the other way changes nothing
  const open = rules.filter((_, index) => against[index]!.leaves.some((leaf) => leaf.open))
  const inFavour = open.length > 0 ? await run(open, scope, frame, IN_FAVOUR) : []
  return against.map((low, index): Outcome => {
    const high = inFavour[open.indexOf(rules[index]!)] ?? low
    if (low.result === high.result) return low.result ? 'met' : 'notMet'
    return worstOfDiffering(low.tree, high.tree) ?? 'error'
  })
}

/** Everything a condition can see of a frame, as one text: what each fact holds. */
function questionOf(facts: ReadonlySet<string>, scope: Scope, frame: Frame): string {
  let question = ''
  for (const id of facts) question += `${heldText(readCell(id, scope, frame).held)};`
  return question
}

/** One text for no two values: each begins with its type, and text is quoted. */
function heldText(held: Value): string {
  if (held instanceof Fraction) return held.short ? `${held.short.top}/${held.short.bottom}` : held.toKey()
  if (isUnknown(held)) return held.state
  return held instanceof ListValue ? `rows ${held.rows.length}` : JSON.stringify(held)
}

/** Answers kept for each condition, and the longest question that is kept with its answer. */
const MOST_ANSWERS = 500
const LONGEST_QUESTION = 200

function remember(answers: Map<string, Outcome>, question: string, outcome: Outcome): void {
  if (question.length > LONGEST_QUESTION) return
  if (answers.size >= MOST_ANSWERS) answers.clear()
  answers.set(question, outcome)
}

/** Rules made ready for the engine. */
interface Prepared {
  /** Each condition once. */
  readonly conditions: readonly Condition[]
  /** By rule, the place of its condition. */
  readonly places: readonly number[]
  /** Those not in use: a rule of the engine belongs to one run at a time. */
  readonly kits: (readonly EngineRule[])[]
  /** By condition: what the engine answered. */
  readonly answers: readonly Map<string, Outcome>[]
}
interface EngineRule {
  readonly rule: EngineRuleObject
  /** Facts and operators it reads. */
  readonly facts: ReadonlySet<string>
  readonly operators: ReadonlySet<string>
}

const PREPARED = new WeakMap<readonly Rule[], Prepared>()

function preparedOf(rules: readonly Rule[]): Prepared {
  const known = PREPARED.get(rules)
  if (known) return known
  const texts = rules.map(({ conditions }) => JSON.stringify(conditions))
  const distinct = [...new Set(texts)]
  const prepared: Prepared = {
    conditions: distinct.map((text) => rules[texts.indexOf(text)]!.conditions),
    places: texts.map((text) => distinct.indexOf(text)),
    kits: [],
    answers: distinct.map(() => new Map()),
  }
  PREPARED.set(rules, prepared)
  return prepared
}

function toEngineRule(conditions: Condition, place: number): EngineRule {
  const [facts, operators] = [new Set<string>(), new Set<string>()]
  const topLevel = toEngine(conditions, true, { facts, operators }) as TopLevelCondition
  const rule = new EngineRuleObject({ name: String(place), conditions: topLevel, event: { type: 'rule' } })
  return { rule, facts, operators }
}

interface Run {
  readonly result: boolean
  readonly tree: Tree
  readonly leaves: readonly Leaf[]
}
type Leaf = { readonly result: boolean; readonly open: State | null }
type Tree = Leaf | { readonly result: boolean; readonly members: readonly Tree[] }

/** Every operator twice, by polarity; an open comparison is decided in favour of the rule, or against it. */
const operators = (favour: boolean): ReadonlyMap<string, Operator> =>
  new Map(
    REFERENCE_OPERATORS.flatMap((name) =>
      [true, false].map((positive) => {
        const operator = new Operator<Cell, unknown>(positive ? `${name}+` : `${name}-`, (actual, expected) => {
          const answer = judgeCell(name, actual, expected)
          return typeof answer === 'boolean' ? answer : favour === positive
        })
        return [operator.name, operator as Operator] as const
      }),
    ),
  )
const AGAINST = operators(false)
const IN_FAVOUR = operators(true)

/** One engine a run: one that is shared between runs loses rules. */
async function run(
  rules: readonly EngineRule[],
  scope: Scope,
  frame: Frame,
  decided: ReadonlyMap<string, Operator>,
): Promise<Run[]> {
  const engine = new Engine([], { pathResolver: refusePaths })
  const [facts, names] = [new Set<string>(), new Set<string>()]
  for (const one of rules) {
    engine.addRule(one.rule)
    for (const id of one.facts) facts.add(id)
    for (const name of one.operators) names.add(name)
  }
  for (const id of facts) engine.addFact(id, readCell(id, scope, frame))
  for (const name of names) engine.addOperator(decided.get(name)!)
  const { results, failureResults } = await engine.run()
  const found = new Map([...results, ...failureResults].map((result) => [result.name, result]))
  return rules.map(({ rule }) => {
    const result = found.get(rule.name)
    if (!result) throw new Error(`json-rules-engine gave no result for rule ${rule.name}`)
    const leaves: Leaf[] = []
    // the engine leaves no result on the outermost group
    const tree = readTree({ ...(result.conditions as unknown as EngineNode), result: result.result === true }, leaves)
    return { result: result.result === true, tree, leaves }
  })
}

/** A value as the engine holds it: wrapped, so that no engine feature can look inside. */
type Cell = { readonly held: Value }

const refusePaths = (): never => {
  throw new Error('paths are not part of the format')
}

function readCell(id: string, scope: Scope, frame: Frame): Cell {
  const { depth, info } = scope.resolve(id)
  const value = (depth === 0 ? frame : (frame.outer as Frame)).values[info.slot]
  return { held: value as Value }
}

function judgeCell(name: (typeof REFERENCE_OPERATORS)[number], actual: Cell, expected: unknown): boolean | State {
  const right = isCell(expected) ? expected.held : expected
  const open = [actual.held, ...(isCell(expected) ? [expected.held] : [])].filter(isUnknown)
  if (open.length > 0) return open.map(({ state }) => state).reduce(worseState)
  return holds(name, actual.held, right) ?? 'error'
}

const isCell = (value: unknown): value is Cell => typeof value === 'object' && value !== null && 'held' in value

/** Our condition as the engine's, each comparison with the operator of its polarity (how many `not` enclose it). */
function toEngine(
  condition: Condition,
  positive: boolean,
  reads: { readonly facts: Set<string>; readonly operators: Set<string> },
  top = true,
): unknown {
  if ('all' in condition) return { all: condition.all.map((member) => toEngine(member, positive, reads, false)) }
  if ('any' in condition) return { any: condition.any.map((member) => toEngine(member, positive, reads, false)) }
  if ('not' in condition) return { not: toEngine(condition.not, !positive, reads, false) }
  const { fact, value } = condition
  const operator = condition.operator + (positive ? '+' : '-')
  reads.facts.add(fact)
  if (typeof value === 'object' && !Array.isArray(value)) reads.facts.add(value.fact)
  reads.operators.add(operator)
  const comparison: ConditionProperties = { fact, operator, value }
  return top ? { all: [comparison] } : comparison
}

/** What the engine leaves of a condition after a run. */
interface EngineNode {
  readonly operator: string
  readonly all?: EngineNode[]
  readonly any?: EngineNode[]
  readonly not?: EngineNode
  readonly result?: boolean
  readonly factResult?: Cell
  readonly valueResult?: unknown
}

function readTree(node: EngineNode, leaves: Leaf[]): Tree {
  const members = node.all ?? node.any ?? (node.not ? [node.not] : null)
  if (members) return { result: node.result === true, members: members.map((member) => readTree(member, leaves)) }
  const name = node.operator.slice(0, -1) as (typeof REFERENCE_OPERATORS)[number]
  const answer = node.factResult ? judgeCell(name, node.factResult, node.valueResult) : 'error'
  const leaf: Leaf = { result: node.result === true, open: typeof answer === 'boolean' ? null : answer }
  leaves.push(leaf)
  return leaf
}

/** The worst state among the comparisons that make the two runs differ. */
function worstOfDiffering(low: Tree, high: Tree): State | null {
  if (low.result === high.result) return null
  if (!('members' in low) || !('members' in high)) return 'open' in low ? low.open : null
  return low.members
    .map((member, index) => worstOfDiffering(member, high.members[index] as Tree))
    .reduce<State | null>((a, b) => (a === null ? b : b === null ? a : worseState(a, b)), null)
}
