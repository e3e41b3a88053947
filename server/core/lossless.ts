import type { Allotment } from './allotment.ts'
import { allot } from './allotment.ts'
import { NO_EXCUSES } from './excuses.ts'
import type { JudgedBlock, JudgedLeaf, JudgedNode } from './judged-tree.ts'
import type { Account } from './ledger.ts'
import { settleForm } from './ledger.ts'
import type { Program } from './program.ts'
import type { BlockPlan, CriterionPlan, LeafPlan, NodePlan } from './rules.ts'
import type { LeafVerdict } from './verdict.ts'

/**
 * A form that applies as a whole and loses nothing, judged and settled once: such leaves and blocks and their accounts
 * are the same objects in every grading, and what its blocks give their children holds wherever all of them apply.
 */
export interface Lossless {
  /** Leaves by the place of the criterion in force. */
  readonly leaves: readonly (JudgedLeaf | undefined)[]
  /** Blocks by their place. */
  readonly blocks: readonly (JudgedBlock | undefined)[]
  /** What a block worth `points` gives its children, by the place of the block. */
  readonly allotments: readonly ({ readonly points: number; readonly allotment: Allotment } | undefined)[]
}

export const NOT_KNOWN: Lossless = { leaves: [], blocks: [], allotments: [] }

export function losslessForm(program: Program): Lossless {
  const leaves: JudgedLeaf[] = []
  const blocks: JudgedBlock[] = []
  const allotments: Lossless['allotments'][number][] = []

  const shared = (plan: NodePlan) => ({
    id: plan.id,
    label: plan.indicator.label ?? plan.id,
    applies: true as const,
    certain: true,
    lossless: null,
  })
  const leafOf = (plan: LeafPlan): JudgedNode => {
    if (plan.each) return { kind: 'rows', ...shared(plan), plan, children: [], open: null }
    const under = ({ place }: CriterionPlan): JudgedLeaf => {
      const verdict = program.untouched[place] as LeafVerdict
      return { kind: 'leaf', ...shared(plan), plan, row: null, points: plan.points, unsure: null, verdict }
    }
    // a leaf that starts with nothing has something to lose as long as nothing is earned
    for (const criterion of plan.criteria) if (criterion.kind !== 'earn') leaves[criterion.place] = under(criterion)
    const standing = plan.criteria.find(({ kind }) => kind !== 'earn') ?? (plan.criteria[0] as CriterionPlan)
    return leaves[standing.place] ?? under(standing)
  }
  const blockOf = (plan: BlockPlan): JudgedBlock => {
    const children = plan.children.map((child) => (child.kind === 'leaf' ? leafOf(child) : blockOf(child)))
    const block: JudgedBlock = { kind: 'block', ...shared(plan), plan, children, chosen: null }
    blocks[plan.place] = block
    return block
  }
  const keep = (account: Account): void => {
    const { node, points } = account
    setAccount(node, account)
    if (node.kind === 'leaf')
      for (const { place } of node.plan.criteria) {
        const other = leaves[place]
        if (other && other !== node) setAccount(other, { ...account, node: other })
      }
    if (node.kind === 'block')
      allotments[node.plan.place] = { points, allotment: allot(node, points, NO_EXCUSES, program.ruleSet.decimals) }
    // where one of the children counts, the others' accounts say only that they do not
    if (node.plan.indicator.combine !== 'one') account.children.forEach(keep)
  }
  const ledger = { program, excuses: NO_EXCUSES, decided: new Set<JudgedNode>(), decimals: program.ruleSet.decimals }
  keep(settleForm(ledger, blockOf(program.lowered.root)))
  return { leaves, blocks, allotments }
}

/** A node and its account name each other. */
function setAccount(node: { lossless: Account | null }, account: Account): void {
  node.lossless = account
}
