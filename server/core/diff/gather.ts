import type { RuleSet } from '../rule-set.ts'
import type { Change, ChangeGroup } from './rule-set-diff.ts'

/** Gathers what a reader takes for one change: what copying for another year writes, and an end that two bands share. */
export function gather(groups: readonly ChangeGroup[], before: RuleSet): ChangeGroup[] {
  return groups.map((group) => ({ ...group, changes: gatherEnds(gatherCopying(group.changes, before)) }))
}

/** A copy says which version it was made from and that nobody has checked it yet: told with its date. */
function gatherCopying(changes: readonly Change[], { id, effective }: RuleSet): readonly Change[] {
  const date = changes.find(({ path }) => path === '/effective/from')
  const note = changes.find(({ path }) => path === '/provenance/note')
  const [noted] = note?.operations ?? []
  const said = noted && 'value' in noted ? String(noted.value) : ''
  const origin = `由 ${id ?? ''}@${effective?.from ?? ''} 复制`
  if (!date || !note || !said.startsWith(origin)) return changes
  const marks = changes.filter((change) => change === note || change.path === '/provenance/status')
  const copied: Change = {
    ...date,
    sentence: `${date.sentence}（${origin}，未经核实）`,
    // members of one object: their order among the other steps does not matter
    operations: [...date.operations, ...marks.flatMap(({ operations }) => operations)],
  }
  return changes.flatMap((change) => (change === date ? [copied] : marks.includes(change) ? [] : [change]))
}

const UPPER = /^(?<inside>.*)得 (?<points>.+)一档：分档上限 (?<was>[^（]+)(?:（含）)? → (?<is>[^（]+)(?:（含）)?$/
const LOWER = /^.*得 (?<points>.+)一档：分档下限 (?<was>[^（]+)(?:（不含）)? → (?<is>[^（]+)(?:（不含）)?$/
const PLACE = /^(?<bands>.*\/bands)\/(?<index>\d+)\/\w+$/

/** Two bands that meet before and after: one boundary was moved. */
function gatherEnds(changes: readonly Change[]): Change[] {
  const gathered: Change[] = []
  for (const change of changes) {
    const last = gathered.at(-1)
    const boundary = last && boundaryOf(last, change)
    if (boundary) gathered[gathered.length - 1] = boundary
    else gathered.push(change)
  }
  return gathered
}

function boundaryOf(one: Change, other: Change): Change | null {
  const [a, b] = [PLACE.exec(one.path)?.groups, PLACE.exec(other.path)?.groups]
  if (!a || !b || a['bands'] !== b['bands'] || Math.abs(Number(a['index']) - Number(b['index'])) !== 1) return null
  for (const [upper, lower] of [
    [one, other],
    [other, one],
  ] as const) {
    const [high, low] = [UPPER.exec(upper.sentence)?.groups, LOWER.exec(lower.sentence)?.groups]
    if (!high || !low || high['was'] !== low['was'] || high['is'] !== low['is']) continue
    const [first, second] = upper === one ? [high, low] : [low, high]
    const bands = `得 ${first['points']}与得 ${second['points']}两档的分界`
    const sentence = `${high['inside'] ?? ''}${bands} ${high['was']} → ${high['is']}`
    return { ...one, sentence, operations: [...one.operations, ...other.operations] }
  }
  return null
}
