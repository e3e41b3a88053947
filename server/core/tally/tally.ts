import type { CompactGrading, CompactLine, CompactNode, Score } from '../compact.ts'
import type { Account } from '../ledger.ts'
import { fromPoints, toPoints, type Thousandths } from '../points.ts'
import type { Program } from '../program.ts'
import type { Submission } from '../submission.ts'
import { compileQuestion, holds, type Question } from './condition.ts'
import { OPEN, type Sheet } from './sheet.ts'
import type { Figures } from './figures.ts'
import { compileLeaf, type Leaf } from './leaf.ts'
import { Places } from './places.ts'
import { compileReadFigures } from './read-figures.ts'

/**
 * The short way to a form's points. Where everything applies and every fact that is asked for is known, a leaf is worth
 * what its rules leave of it and a block the sum of its children, so neither a judged tree nor an account is needed; and
 * where the facts are numbers, answers and words, they are counted with as they come in (`figures.ts`). Of anything else
 * the tally says nothing, and the long way (facts, judged-tree, settle, total) is taken; both come to the same.
 */
export interface Tally {
  /** Points and grade alone; null where something is open. */
  score(submission: Submission): Score | null
  /** The whole ledger; null where something is open. */
  ledger(submission: Submission): CompactGrading | null
}

/** Null for rule sets whose points may move, are on another scale, are earned or shared out to rows, or read lists and dates. */
export function compileTally(program: Program): Tally | null {
  const { lowered, lossless, ruleSet } = program
  const root = lossless.blocks[lowered.root.place]?.lossless
  if (!root || root.status !== 'graded' || lowered.overrides.length > 0) return null
  const places = new Places(program.form)
  const read = compileReadFigures(program, places)
  const children = compileChildren(program, root, places)
  if (children === null) return null
  const grades = (ruleSet.grades ?? []).map(({ name, from }) => ({ name, from: fromPoints(from) }))
  // written anew for each form
  const figures = places.figures()
  const count = (submission: Submission, sheet: Sheet): Score | null => {
    read(submission, figures)
    const total = sum(children, figures, sheet)
    if (total === OPEN) return null
    const grade = grades.find(({ from }) => total >= from)?.name ?? null
    return { status: 'final', points: toPoints(total), grade }
  }
  return {
    score: (submission) => count(submission, null),
    ledger: (submission) => {
      const nodes: CompactNode[] = []
      const lines: CompactLine[] = []
      const score = count(submission, { nodes, lines })
      return score && { status: score.status, points: score.points, grade: score.grade, nodes, lines }
    },
  }
}

/** A node of the tree: a leaf that counts itself, or a block of others. */
interface Node {
  /** Holds where the node does not apply; null where it always does. */
  readonly exempt: Question | null
  readonly leaf: Leaf | null
  readonly children: readonly Node[]
  /** The node on a form that loses nothing. */
  readonly whole: CompactNode
}

/** `account`: the node's account on a form that loses nothing, which says what the node is worth on any such form. */
function compileNode(program: Program, account: Account, places: Places): Node | null {
  const { points, awarded } = account
  const { plan } = account.node
  const whole: CompactNode = { id: plan.id, status: 'graded', points, awarded }
  const exempt = plan.applies && compileQuestion(plan.applies.conditions, places)
  if (plan.applies && exempt === null) return null
  if (plan.kind === 'leaf') {
    const leaf = compileLeaf(program, plan, whole, places)
    return leaf && { exempt, leaf, children: [], whole }
  }
  if (plan.of !== null || plan.indicator.combine === 'one') return null
  const children = compileChildren(program, account, places)
  return children && { exempt, leaf: null, children, whole }
}

function compileChildren(program: Program, { children }: Account, places: Places): Node[] | null {
  const nodes = children.map((child) => compileNode(program, child, places))
  return nodes.every((node) => node !== null) ? nodes : null
}

/** A node's points on one form, put down with its lines; or `OPEN`. */
function countNode({ exempt, leaf, children, whole }: Node, figures: Figures, sheet: Sheet): Thousandths {
  if (exempt !== null && holds(exempt, figures) !== false) return OPEN
  if (leaf !== null) return leaf.count(figures, sheet)
  const place = sheet === null ? 0 : sheet.nodes.push(whole) - 1
  const awarded = sum(children, figures, sheet)
  if (sheet !== null && awarded !== whole.awarded) sheet.nodes[place] = { ...whole, awarded }
  return awarded
}

function sum(children: readonly Node[], figures: Figures, sheet: Sheet): Thousandths {
  let total = 0
  for (let index = 0; index < children.length; index++) {
    const awarded = countNode(children[index] as Node, figures, sheet)
    if (awarded === OPEN) return OPEN
    total += awarded
  }
  return total
}
