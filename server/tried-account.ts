import type { GradedNode, Grading } from './core/grading.ts'
import type { Submission } from './core/submission.ts'
import type { TriedAccount } from './http/shapes.ts'

type Tried = TriedAccount['nodes'][number]

/** One submission’s two accounts, as far as they differ; null: that version cannot read it. */
export function compareAccounts(
  { id, name, mark }: Submission,
  before: Grading | null,
  after: Grading | null,
): TriedAccount {
  const [old, fresh] = [nodesOf(before), nodesOf(after)]
  // as the edited version has them; what it has no longer comes last
  const ids = [...new Set([...fresh.keys(), ...old.keys()])]
  const nodes = ids.flatMap((node): Tried[] => {
    const [was, is] = [old.get(node) ?? null, fresh.get(node) ?? null]
    const [a, b] = [was && accountOf(was), is && accountOf(is)]
    if (JSON.stringify(a) === JSON.stringify(b)) return []
    return [{ id: node, label: (is ?? was)?.label ?? node, before: a, after: b }]
  })
  return { id, name, mark: mark ?? null, before: totalOf(before), after: totalOf(after), nodes }
}

const totalOf = (grading: Grading | null): TriedAccount['before'] =>
  grading && { points: grading.points, grade: grading.grade }

/** Leaves and rows, blocks with lines of their own, and the total where it is adjusted. */
function nodesOf(grading: Grading | null): Map<string, Pick<GradedNode, 'label' | 'points' | 'awarded' | 'lines'>> {
  const nodes = new Map<string, Pick<GradedNode, 'label' | 'points' | 'awarded' | 'lines'>>()
  const visit = (node: GradedNode): void => {
    if (node.children.length === 0 || node.lines.length > 0) nodes.set(node.id, node)
    node.children.forEach(visit)
  }
  grading?.indicators.forEach(visit)
  if (grading && grading.overrides.length > 0)
    nodes.set('', { label: '总分', points: grading.fullPoints, awarded: grading.points, lines: grading.overrides })
  return nodes
}

const accountOf = ({ points, awarded, lines }: Pick<GradedNode, 'points' | 'awarded' | 'lines'>): Tried['before'] => ({
  points,
  awarded,
  lines: lines.map(({ points: taken, reason }) => ({ points: taken, reason })),
})
