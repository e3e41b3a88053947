import { exactAmount } from './amount-bounds.ts'
import { appended } from './appended.ts'
import type { CompactGrading, CompactLine, CompactNode } from './compact.ts'
import { Fraction } from './fraction.ts'
import { gradeOf } from './grade.ts'
import { roundLines, writtenScale } from './leaf-account.ts'
import type { Account } from './ledger.ts'
import type { Thousandths } from './points.ts'
import { roundPoints, toFraction, toPoints, unitOf } from './points.ts'
import type { CompiledRule, Program } from './program.ts'
import type { LeafPlan, NodePlan, Rule } from './rules.ts'
import type { Frame } from './value.ts'

/**
 * The short way to a form's points. Where everything applies and every fact that is asked for is known, a leaf is worth
 * what its rules leave of it and a block the sum of its children, so neither a judged tree nor an account is needed. Of
 * anything else the tally says nothing, and the long way (judged-tree, settle, total) is taken; both come to the same.
 */
export interface Tally {
  /** The whole ledger, or (`alone`) points and grade without nodes and lines; null where something is open. */
  (frame: Frame, alone: boolean): CompactGrading | null
}

/** What is put down while a form is counted; null where only the total is asked for. */
type Sheet = Pick<{ nodes: CompactNode[]; lines: CompactLine[] }, 'nodes' | 'lines'> | null
/** A node's points on one form, put down with its lines; or `OPEN`. */
type Count = (frame: Frame, sheet: Sheet) => Thousandths
const OPEN = -1

/** Null for rule sets whose points may move, are on another scale, are earned or shared out to rows. */
export function compileTally(program: Program): Tally | null {
  const { lowered, lossless, ruleSet } = program
  const root = lossless.blocks[lowered.root.place]?.lossless
  if (!root || root.status !== 'graded' || lowered.overrides.length > 0) return null
  const children = compileChildren(program, root)
  if (children === null) return null
  const { grades = [] } = ruleSet
  return (frame, alone) => {
    const nodes: CompactNode[] = []
    const lines: CompactLine[] = []
    const total = sum(children, frame, alone ? null : { nodes, lines })
    return total === OPEN
      ? null
      : { status: 'final', points: toPoints(total), grade: gradeOf(total, grades), nodes, lines }
  }
}

function compileChildren(program: Program, { children }: Account): Count[] | null {
  const counts = children.map((child) => compileNode(program, child))
  return counts.every((count) => count !== null) ? counts : null
}

function sum(children: readonly Count[], frame: Frame, sheet: Sheet): Thousandths {
  let total = 0
  for (const count of children) {
    const awarded = count(frame, sheet)
    if (awarded === OPEN) return OPEN
    total += awarded
  }
  return total
}

/** `account`: the node's account on a form that loses nothing, which says what the node is worth on any such form. */
function compileNode(program: Program, account: Account): Count | null {
  const { node, points, awarded } = account
  const { plan } = node
  const whole: CompactNode = { id: plan.id, status: 'graded', points, awarded }
  const count = plan.kind === 'leaf' ? compileLeaf(program, plan, whole) : compileBlock(program, account, whole)
  const exempt = plan.applies && compiledOf(program, plan.applies).judge
  if (count === null || exempt === null) return count
  return (frame, sheet) => (exempt(frame) === 'notMet' ? count(frame, sheet) : OPEN)
}

const compiledOf = ({ rules }: Program, rule: Rule): CompiledRule => rules[rule.place] as CompiledRule

function compileBlock(program: Program, account: Account, whole: CompactNode): Count | null {
  const { of, indicator }: NodePlan = account.node.plan
  const children = of === null && indicator.combine !== 'one' ? compileChildren(program, account) : null
  if (children === null) return null
  return (frame, sheet) => {
    const place = sheet === null ? 0 : sheet.nodes.push(whole) - 1
    const awarded = sum(children, frame, sheet)
    if (sheet !== null && awarded !== whole.awarded) sheet.nodes[place] = { ...whole, awarded }
    return awarded
  }
}

/** A rule of a leaf, and the exact amount it takes in 分 where it is met. */
interface Taking {
  readonly rule: Rule
  readonly holds: CompiledRule['holds']
  /** It says that the leaf cannot be graded. */
  readonly fails: boolean
  readonly constant: Fraction | null
  /** Null where something it reads has no value. */
  readonly amountOf: (frame: Frame) => Fraction | null
  /** How many of the next rules are not met if this one is: those of other bands, which ask about the same value. */
  readonly excludes: number
  /** What the leaf comes to where this is all that is taken, and the amount is constant. */
  readonly alone: Counted | null
}
/** A leaf as it is put down. */
interface Counted {
  readonly node: CompactNode
  readonly lines: readonly CompactLine[]
}
interface Loss {
  readonly taking: Taking
  readonly exact: Fraction
}

function compileLeaf(program: Program, plan: LeafPlan, whole: CompactNode): Count | null {
  if (plan.each !== null) return null
  if (plan.criteria.some(({ kind, list, cap }) => kind === 'earn' || list !== null || cap !== null)) return null
  const leaf = new Leaf(program.ruleSet.decimals, plan, whole)
  const deductions = plan.deductions.map((rule) => leaf.taking(rule, compiledOf(program, rule), 0))
  const criteria = plan.criteria.map(({ select, rules, method }) => ({
    select: select && compiledOf(program, select).judge,
    takings: [
      ...rules.map((rule, index) =>
        leaf.taking(rule, compiledOf(program, rule), method === 'bands' ? rules.length - 1 - index : 0),
      ),
      ...deductions,
    ],
  }))
  return (frame, sheet) => {
    for (const { select, takings } of criteria) {
      const outcome = select === null ? 'met' : select(frame)
      if (outcome === 'met') return leaf.count(takings, frame, sheet)
      if (outcome !== 'notMet') return OPEN
    }
    return OPEN
  }
}

class Leaf {
  private readonly full: Fraction
  private readonly scale: Fraction

  constructor(
    private readonly decimals: number,
    private readonly plan: LeafPlan,
    private readonly whole: CompactNode,
  ) {
    this.full = toFraction(whole.points)
    this.scale = writtenScale(plan.of ?? plan.points, this.full)
  }

  taking(rule: Rule, { holds, constant, share, points }: CompiledRule, excludes: number): Taking {
    const amount = (taken: { share: Fraction; points: Fraction }): Fraction => exactAmount(taken, this.full, this.scale)
    const taking: Taking = {
      rule,
      holds,
      excludes,
      fails: rule.event.type === 'error',
      constant: constant && amount(constant),
      amountOf: (frame) => {
        const [a, b] = [share?.(frame) ?? Fraction.ZERO, points?.(frame) ?? Fraction.ZERO]
        return a instanceof Fraction && b instanceof Fraction ? amount({ share: a, points: b }) : null
      },
      alone: null,
    }
    const { constant: exact } = taking
    return exact === null || exact.isZero ? taking : { ...taking, alone: this.counted([{ taking, exact }]) }
  }

  /** Adds up what the rules of the criterion in force, and the deductions, take. */
  count(takings: readonly Taking[], frame: Frame, sheet: Sheet): Thousandths {
    let losses: Loss[] | null = null
    for (let index = 0; index < takings.length; index++) {
      const taking = takings[index] as Taking
      const verdict = taking.holds(frame)
      if (verdict === false) continue
      if (verdict !== true || taking.fails) return OPEN
      const exact = taking.constant ?? taking.amountOf(frame)
      if (exact === null) return OPEN
      if (!exact.isZero) losses = appended(losses, { taking, exact })
      index += taking.excludes
    }
    if (losses === null || this.whole.points === 0) {
      sheet?.nodes.push(this.whole)
      return this.whole.awarded as Thousandths
    }
    const alone = losses.length === 1 ? (losses[0] as Loss).taking.alone : null
    if (sheet === null) return alone ? (alone.node.awarded as Thousandths) : this.awarded(lostBy(losses))
    const { node, lines } = alone ?? this.counted(losses)
    sheet.nodes.push(node)
    for (const line of lines) sheet.lines.push(line)
    return node.awarded as Thousandths
  }

  private awarded(lost: Fraction): Thousandths {
    return roundPoints(this.full.subtract(lost.min(this.full)), this.decimals)
  }

  /** As `settleLeaf` writes it: one rounding of what is awarded, and the lines rounded to their sum. */
  private counted(losses: readonly Loss[]): Counted {
    const { plan, full, decimals, whole } = this
    const lost = lostBy(losses)
    const awarded = this.awarded(lost)
    const exact = losses.map((loss) => loss.exact)
    const over = lost.compare(full) > 0
    if (over) exact.push(full.subtract(lost))
    const points = roundLines(exact, awarded - whole.points, decimals, whole.points % unitOf(decimals) === 0)
    const lines = losses.map(({ taking: { rule } }, index): CompactLine => {
      const { name, item } = rule
      return { node: plan.id, rule: name, item, effect: 'deduct', points: points[index] as Thousandths }
    })
    if (over)
      lines.push({ node: plan.id, rule: `${plan.id}/floor`, item: null, effect: 'floor', points: points.at(-1) ?? 0 })
    return { node: { ...whole, awarded }, lines }
  }
}

function lostBy(losses: readonly Loss[]): Fraction {
  let lost = (losses[0] as Loss).exact
  for (let index = 1; index < losses.length; index++) lost = lost.add((losses[index] as Loss).exact)
  return lost
}
