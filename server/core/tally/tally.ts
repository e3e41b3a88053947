import type { CompactGrading, CompactNode, Score } from '../compact.ts'
import type { Account } from '../ledger.ts'
import { fromPoints, toPoints } from '../points.ts'
import type { Program } from '../program.ts'
import type { Submission } from '../submission.ts'
import { compileQuestion } from './condition.ts'
import { compileDerived } from './derived.ts'
import { compileLeaf, type Leaf } from './leaf.ts'
import { LeafSum } from './leaf-sum.ts'
import { Places } from './places.ts'
import { holds, type Question } from './question.ts'
import { compileReadFigures } from './read-figures.ts'
import type { Sheet } from './sheet.ts'
import { workOut } from './step.ts'

/**
 * The short way to a form's points. Where everything applies and every fact that is asked for is known, a leaf is worth
 * what its rules leave of it and a block the sum of its children, so neither a judged tree nor an account is needed; and
 * where the facts are numbers, answers and words, each is a figure at a place of its own (`figures.ts`) and each rule
 * asks whether one figure lies between two ends (`question.ts`), which `LeafSum` does. Of anything else the tally says
 * nothing, and the long way (facts, judged-tree, settle, total) is taken; both come to the same.
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
  compileDerived(program, places)
  const tree = compileTree(program, root, places)
  if (tree === null) return null
  const { leaves, blocks, whole, exempts } = tree
  const { steps, countedFacts } = places
  const grades = (ruleSet.grades ?? []).map(({ name, from }) => ({ name, from: fromPoints(from) }))
  const leafSum = new LeafSum(leaves)
  // written anew for each form
  const figures = places.figures()
  const sums = new Float64Array(leaves.length + 1)
  const count = (submission: Submission, sheet: Sheet): Score | null => {
    read(submission, figures)
    for (let index = 0; index < countedFacts.length; index++) figures.split(countedFacts[index] as number)
    workOut(steps, figures)
    for (const exempt of exempts) if (holds(exempt, figures.values) !== false) return null
    const total = leafSum.of(figures, sheet, sums)
    if (total !== total) return null
    if (sheet !== null) for (const block of blocks) putBlock(block, sums, sheet.nodes)
    const grade = grades.find(({ from }) => total >= from)?.name ?? null
    return { status: 'final', points: toPoints(total), grade }
  }
  return {
    score: (submission) => count(submission, null),
    ledger: (submission) => {
      const sheet = { nodes: whole.slice(), lines: [] }
      const score = count(submission, sheet)
      return score && { status: score.status, points: score.points, grade: score.grade, ...sheet }
    },
  }
}

/** The tree without its branches. */
interface Tree {
  readonly leaves: readonly Leaf[]
  readonly blocks: readonly Block[]
  /** Every node on a form that loses nothing, in its order. */
  readonly whole: readonly CompactNode[]
  /** Each holds where a node does not apply. */
  readonly exempts: readonly Question[]
}
/** A block: its place among the nodes, and which leaves it has at all depths. */
interface Block {
  readonly index: number
  readonly from: number
  readonly to: number
}

/** `root`: the account of a form that loses nothing, which says what a node is worth on any such form. */
function compileTree(program: Program, root: Account, places: Places): Tree | null {
  const tree = { leaves: [] as Leaf[], blocks: [] as Block[], whole: [] as CompactNode[], exempts: [] as Question[] }
  const { leaves, blocks, whole, exempts } = tree
  const add = ({ node, points, awarded, children }: Account): boolean => {
    const { plan } = node
    const own: CompactNode = { id: plan.id, status: 'graded', points, awarded }
    const index = whole.push(own) - 1
    const exempt = plan.applies && compileQuestion(plan.applies.conditions, places)
    if (exempt !== null) exempts.push(exempt)
    else if (plan.applies) return false
    if (plan.kind === 'leaf') {
      const leaf = compileLeaf(program, plan, own, index, places)
      if (leaf !== null) leaves.push(leaf)
      return leaf !== null
    }
    if (plan.of !== null || plan.indicator.combine === 'one') return false
    const from = leaves.length
    if (!children.every(add)) return false
    blocks.push({ index, from, to: leaves.length })
    return true
  }
  return root.children.every(add) ? tree : null
}

/** `sums`: what is awarded before each leaf. */
function putBlock({ index, from, to }: Block, sums: Float64Array, nodes: CompactNode[]): void {
  const { id, status, points, awarded: most } = nodes[index] as CompactNode
  const awarded = (sums[to] as number) - (sums[from] as number)
  if (awarded !== most) nodes[index] = { id, status, points, awarded }
}
