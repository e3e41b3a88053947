import { NO_EXCUSES } from '../excuses.ts'
import type { Applies, JudgedNode, JudgedRows } from '../judged-tree.ts'
import { blockOf, judgeNode } from '../judged-tree.ts'
import type { Account } from '../ledger.ts'
import { settleNode } from '../ledger.ts'
import type { Thousandths } from '../points.ts'
import type { Program } from '../program.ts'
import type { LeafPlan, NodePlan, Rule } from '../rules.ts'
import { same } from '../same.ts'
import type { State } from '../value.ts'
import { readsAlike, type Forms } from './forms.ts'
import { closureOf, type Wanted } from './reads.ts'
import { RowShares } from './row-shares.ts'

/**
 * How a node stands in a form, points aside, as one small number: whether it applies, and whether it can be graded
 * (a leaf) or which child is chosen (a block). Forms that stand alike everywhere add up alike.
 */
export type Standing = number

const STATES: readonly State[] = ['missing', 'pending', 'notApplicable', 'error']
const APPLIES: readonly Applies[] = [true, false, ...STATES]
/** Rows some of which do not apply: what they come to is more than one sum. */
const MIXED = 5
const STATUSES = 8

export interface LeafStanding {
  readonly applies: Applies
  readonly status: 'graded' | State | 'mixed'
}
export interface BlockStanding {
  readonly applies: Applies
  readonly chosen: number | State | null
}

const standingOf = (applies: Applies, rest: number): Standing => APPLIES.indexOf(applies) + APPLIES.length * rest
const appliesIn = (standing: Standing): Applies => APPLIES[standing % APPLIES.length] as Applies
const restIn = (standing: Standing): number => Math.floor(standing / APPLIES.length)

export function leafStanding(standing: Standing): LeafStanding {
  const status = restIn(standing)
  return {
    applies: appliesIn(standing),
    status: status === 0 ? 'graded' : status === MIXED ? 'mixed' : (STATES[status - 1] as State),
  }
}
export function blockStanding(standing: Standing): BlockStanding {
  const chosen = restIn(standing)
  return {
    applies: appliesIn(standing),
    chosen: chosen === 0 ? null : chosen < STATUSES ? (STATES[chosen - 1] as State) : chosen - STATUSES,
  }
}

/** Not settled yet. */
const UNSETTLED = -1

/** One node in all forms: how it stands, and what a leaf is awarded there of which points. */
export class Column {
  readonly standings: Uint16Array
  /** Points of the leaf in each form, and what is awarded of them; −1 where nobody asked. */
  readonly points: Int32Array
  readonly awarded: Int32Array
  /** The standing of all forms, where it is one. */
  alike: Standing | null = null
  /** What rows lose, however much they are worth. */
  #rows: RowShares | null = null
  /** What all forms were last settled for. */
  #settled: { readonly worth: readonly Thousandths[]; readonly of: Int32Array } | null = null

  constructor(
    private program: Program,
    public plan: NodePlan,
    private readonly forms: Forms,
  ) {
    const { length } = forms.homes
    this.standings = new Uint16Array(length)
    this.points = new Int32Array(plan.kind === 'leaf' ? length : 0)
    this.awarded = new Int32Array(plan.kind === 'leaf' ? length : 0)
  }

  /** Stands under another version that reads and judges alike; false where it does not. */
  carry(program: Program, plan: NodePlan): boolean {
    if (!standsAlike(this.program, this.plan, program, plan)) return false
    const settles = settlesAlike(this.program, this.plan, program, plan)
    // whether rows' own points add up is a matter of what they should come to
    if (!settles && plan.kind === 'leaf' && plan.each && plan.each.points !== null) return false
    if (!settles) {
      this.points.fill(UNSETTLED)
      this.#settled = null
    }
    // rows are rounded by themselves
    if (this.program.ruleSet.decimals !== program.ruleSet.decimals) this.#rows = null
    this.program = program
    this.plan = plan
    return true
  }

  /** Judges every form; `pointsIn` says what a leaf is worth there, as far as that is known. */
  judge(pointsIn: (form: number) => Thousandths): void {
    const { plan } = this
    const { length } = this.standings
    const judge = this.#judging()
    if (plan.kind === 'leaf' && plan.each) this.#rows = new RowShares(this.program.ruleSet.decimals, length)
    for (let form = 0; form < length; form++) {
      const node = judge(form)
      const points = pointsIn(form)
      this.#rows?.keep(form, node)
      const account = plan.kind === 'leaf' ? this.#account(node, points) : null
      this.standings[form] = standingOfNode(node, account)
      if (plan.kind === 'leaf') this.#keep(form, points, account?.awarded)
    }
    const [first = 0] = this.standings
    this.alike = this.standings.every((standing) => standing === first) ? first : null
  }

  /**
   * Settles anew what is worth something else now.
   * @param worth what the leaf is worth in forms of each kind, below 0 where it has no part
   * @param of the kind of each form
   */
  settle(worth: readonly Thousandths[], of: Int32Array): void {
    if (this.plan.kind !== 'leaf') return
    if (this.#settled?.of === of && worth.every((points, kind) => points === this.#settled?.worth[kind])) return
    let judge: ((form: number) => JudgedNode) | null = null
    for (let form = 0; form < of.length; form++) {
      const points = worth[of[form] as number] as Thousandths
      if (points === this.points[form]) continue
      if (points < 0) {
        // what it was worth while it had a part says nothing any more
        this.#keep(form, UNSETTLED, null)
        continue
      }
      const known = this.#rows?.awarded(form, points) ?? null
      if (known === null) {
        judge ??= this.#judging()
        this.#keep(form, points, this.#account(judge(form), points)?.awarded)
      } else this.#keep(form, points, known)
    }
    this.#settled = { worth, of }
  }

  #keep(form: number, points: Thousandths, awarded: Thousandths | null | undefined): void {
    this.points[form] = points
    this.awarded[form] = awarded ?? 0
  }

  /** What a leaf comes to by itself; null where it cannot be told without the others. */
  #account(node: JudgedNode, points: Thousandths): Account | null {
    if (node.applies !== true || (node.kind === 'leaf' && points < 0)) return null
    if (node.kind === 'rows' && !(node.certain && statesPoints(node.plan))) return null
    const ledger = {
      program: this.program,
      excuses: NO_EXCUSES,
      decided: NO_EXCUSES.excused,
      decimals: this.program.ruleSet.decimals,
    }
    return settleNode(ledger, node, Math.max(points, 0), null)
  }

  #judging(): (form: number) => JudgedNode {
    const { plan, program, forms } = this
    const reading = forms.reading(wantedBy(plan))
    forms.clear()
    return (form) => {
      const judged = { program, frame: forms.read(reading, form) }
      return plan.kind === 'leaf' ? judgeNode(judged, plan) : blockOf(judged, plan, [])
    }
  }
}

/** Whether a leaf that stands so does not apply. */
export function isExcused(standing: Standing): boolean {
  const { applies, status } = leafStanding(standing)
  return applies === false || status === 'notApplicable'
}

/** Whether a leaf that stands so has points of its own to add up. */
export function isCounted(standing: Standing, plan: NodePlan): boolean {
  const { applies, status } = leafStanding(standing)
  const zero = status === 'missing' && plan.indicator.missing === 'zero' && !(plan.kind === 'leaf' && plan.each)
  return applies === true && (status === 'graded' || zero)
}

function standingOfNode(node: JudgedNode, account: Account | null): Standing {
  if (node.kind === 'leaf') return standingOf(node.applies, statusNumber(node.verdict.status))
  if (node.kind === 'rows') return standingOf(node.applies, account ? statusNumber(account.status) : openRows(node))
  const { chosen } = node
  if (chosen === null) return standingOf(node.applies, 0)
  if ('state' in chosen) return standingOf(node.applies, statusNumber(chosen.state))
  return standingOf(node.applies, STATUSES + node.plan.children.findIndex(({ id }) => id === chosen.id))
}

const statusNumber = (status: 'graded' | State): number => (status === 'graded' ? 0 : 1 + STATES.indexOf(status))

/** Whether it is known what rows with points of their own should come to; otherwise that depends on the others. */
const statesPoints = ({ each, points, of }: LeafPlan): boolean =>
  each?.points === null || points !== null || of !== null

function openRows({ applies, open, children, plan }: JudgedRows): number {
  if (applies === false) return 0
  if (open) return statusNumber(open.state)
  const statuses = children.map(({ verdict }) => verdict.status)
  if (!statesPoints(plan)) return MIXED
  if (plan.indicator.missing === 'zero' || statuses.includes('notApplicable')) return MIXED
  return statusNumber(statuses.find((status) => status !== 'graded') ?? 'pending')
}

/** The rules that say how a node stands. */
function rulesOf(plan: NodePlan): Rule[] {
  const applies = plan.applies ? [plan.applies] : []
  if (plan.kind === 'block') return [...applies, ...plan.choose]
  return [
    ...applies,
    ...(plan.each?.include ? [plan.each.include] : []),
    ...plan.criteria.flatMap(({ select, rules }) => [...(select ? [select] : []), ...rules]),
    ...plan.deductions,
  ]
}

/** Whether a node's standing is to be asked of every form; that of other blocks follows from what is inside them. */
export const isJudged = (plan: NodePlan): boolean => plan.kind === 'leaf' || rulesOf(plan).length > 0

/** What is read to judge a node. */
function wantedBy(plan: NodePlan): Wanted {
  const rules = rulesOf(plan)
  if (plan.kind === 'block') return { rules }
  const { each, criteria } = plan
  const fields = each ? [each.points, each.label] : []
  return {
    rules,
    lists: [...(each ? [each.list] : []), ...criteria.flatMap(({ list }) => list ?? [])],
    columns: fields.flatMap((field) => (each && field !== null ? [{ list: each.list, field }] : [])),
  }
}

/** Whether a node is judged alike under two versions, from the same facts. */
export function standsAlike(before: Program, old: NodePlan, after: Program, plan: NodePlan): boolean {
  if (isUntouched(before, old, after, plan)) return true
  if (!judgesAlike(old, plan)) return false
  return readsAlike(before, closureOf(before, wantedBy(old)), after, closureOf(after, wantedBy(plan)))
}

/** Rules, and what they read, are made from a node, what it is worth, and the declared facts and findings alone. */
function isUntouched(before: Program, old: NodePlan, after: Program, plan: NodePlan): boolean {
  if (plan.indicator !== old.indicator || !same([plan.points, plan.of], [old.points, old.of])) return false
  const [{ facts, findings }, { ruleSet }] = [before.ruleSet, after]
  return ruleSet.facts === facts && ruleSet.findings === findings
}

/** What decides, without the words. */
export const judging = (rule: Rule | null): unknown => rule && [rule.list, rule.conditions, rule.event]

function judgesAlike(a: NodePlan, b: NodePlan): boolean {
  if (a.kind === 'block' || b.kind === 'block')
    return a.kind === b.kind && same(rulesOf(a).map(judging), rulesOf(b).map(judging)) && same(childIds(a), childIds(b))
  const parts = ({ indicator, applies, each, criteria, deductions }: LeafPlan): unknown => [
    indicator.missing,
    judging(applies),
    each && [each.list, each.points, judging(each.include)],
    criteria.map(({ select, kind, complete, list, cap, rules }) => [
      judging(select),
      ...[kind, complete, list, cap],
      rules.map(judging),
    ]),
    deductions.map(judging),
  ]
  return same(parts(a), parts(b))
}
const childIds = (plan: NodePlan): unknown => plan.kind === 'block' && plan.children.map(({ id }) => id)

/** Whether the same outcomes are worth the same of the same points. */
const settlesAlike = (before: Program, a: NodePlan, after: Program, b: NodePlan): boolean =>
  before.ruleSet.decimals === after.ruleSet.decimals && same([a.points, a.of], [b.points, b.of])
