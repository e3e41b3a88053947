import type { FaultList } from '../fault-list.ts'
import type { Indicator, RuleSet } from '../rule-set.ts'
import type { FactInput, Submission } from '../submission.ts'
import { isMembers } from './cell.ts'
import { rowName } from './rows.ts'
import { unknownName } from '../unknown-name.ts'
import type { JsonValue } from '../plain-json.ts'

/**
 * Makes what checks that self scores, findings and evidence name nodes of the rule set: any node may have a self score; a
 * finding or a piece of evidence belongs to a leaf, or to one row of it (`<indicator>/<row id>`).
 */
export function compileReferences(ruleSet: RuleSet): (submission: Submission, faults: FaultList) => void {
  const nodes = nodesOf(ruleSet.indicators)
  return (submission, faults) => {
    const { selfScores, findings, evidence } = submission
    const reading: Reading = { nodes, submission, rows: new Map(), faults }
    if (selfScores) for (const id of Object.keys(selfScores)) check(id, ['selfScores', id], false, reading)
    if (findings) for (const id of Object.keys(findings)) check(id, ['findings', id], true, reading)
    evidence?.forEach((item, index) => check(item.indicator, ['evidence', index, 'indicator'], true, reading))
    if (findings) checkFindingIds(findings, ruleSet, faults)
  }
}

interface Reading {
  readonly nodes: ReadonlyMap<string, Indicator>
  readonly submission: Submission
  /** Names of the rows of a list, once somebody asked. */
  readonly rows: Map<string, ReadonlySet<string>>
  readonly faults: FaultList
}

function check(name: string, path: readonly PropertyKey[], leafOnly: boolean, reading: Reading): void {
  const { nodes, faults } = reading
  const slash = name.indexOf('/')
  const node = nodes.get(slash < 0 ? name : name.slice(0, slash))
  if (!node) return faults.add(path, 'unknown_indicator', () => unknownName('指标', name, [...nodes.values()]))
  if (slash >= 0) return checkRow(node, name.slice(slash + 1), path, reading)
  if (leafOnly && node.children)
    faults.add(path, 'not_a_leaf', `“${node.label ?? name}”下面还有指标，请写到末级指标上。`)
}

function checkFindingIds(findings: NonNullable<Submission['findings']>, ruleSet: RuleSet, faults: FaultList): void {
  const known = ruleSet.findings ?? []
  for (const [leaf, ids] of Object.entries(findings)) {
    ids.forEach((id, index) => {
      const path = ['findings', leaf, index]
      if (!known.some((finding) => finding.id === id))
        faults.add(path, 'unknown_finding', () => unknownName('评审发现', id, known))
      else if (ids.indexOf(id) < index) faults.add(path, 'finding_repeated', `“${id}”写了两次，请只留一个。`)
    })
  }
}

function checkRow(
  node: Indicator,
  row: string,
  path: readonly PropertyKey[],
  { submission, rows, faults }: Reading,
): void {
  const name = node.label ?? node.id
  if (!node.each) return faults.add(path, 'unknown_indicator', `“${name}”不按行评分，没有“${row}”这一行，请核对。`)
  const { list } = node.each
  const names = rows.get(list) ?? new Set(rowNames(submission.facts[list]))
  rows.set(list, names)
  if (!names.has(row)) faults.add(path, 'unknown_row', `“${name}”没有编号为“${row}”的行，请核对行的编号。`)
}

function rowNames(list: FactInput | undefined): string[] {
  const rows = isMembers(list as JsonValue) ? (list as { value?: unknown }).value : list
  if (!Array.isArray(rows)) return []
  return rows.map((row: unknown, index) => rowName((row as { id?: unknown } | null)?.id, index))
}

/** Every node of a tree of indicators by its id. */
export function nodesOf(
  indicators: readonly Indicator[],
  nodes = new Map<string, Indicator>(),
): Map<string, Indicator> {
  for (const indicator of indicators) {
    nodes.set(indicator.id, indicator)
    nodesOf(indicator.children ?? [], nodes)
  }
  return nodes
}
