import type { RuleSet } from '../../core/rule-set.ts'
import { nodesOf } from '../../core/submission-checks/references.ts'
import { isBlank } from '../../core/submission-checks/value.ts'
import { cellText, type Table } from '../table.ts'
import { leavesOf } from '../template/form-facts.ts'
import { HEADS } from '../template/template-words.ts'
import { SELF } from './differences.ts'
import type { Draft } from './draft.ts'
import { columnOf, findHead } from './head-row.ts'
import { bareName, Names } from './match-name.ts'

/** Whether a table has self scores: a column of them, and names or ids of indicators. */
export const hasSelfScores = (table: Table): boolean => head(table) !== null

const head = (table: Table): ReturnType<typeof findHead> =>
  findHead(table, (headings) => columnOf(headings, [HEADS.self]) !== null && nameColumn(headings) !== null)

/** The column of the lowest level: the leaf's own name. */
const nameColumn = (headings: ReadonlyMap<number, string>): number | null =>
  columnOf(headings, ['四级指标', '三级指标', '二级指标', '一级指标', '指标名称', '指标'])

/** Reads self scores and their reasons, by the indicator's id, else by its name. */
export function readSelfScores(table: Table, ruleSet: RuleSet, isStrict: boolean, draft: Draft): void {
  const found = head(table)
  if (!found) return
  const nodes = nodesOf(ruleSet.indicators)
  const names = new Names(leavesOf(ruleSet.indicators).map(({ leaf }) => leaf))
  const column = columnOf(found.headings, [HEADS.self])
  const [id, reason] = [columnOf(found.headings, [HEADS.id]), columnOf(found.headings, [HEADS.reason])]
  const name = nameColumn(found.headings)
  for (const row of found.below) {
    const at = (place: number | null): string => (place === null ? '' : cellText(row.cells.get(place)).trim())
    const cell = column === null ? undefined : row.cells.get(column)
    if (isBlank(cell)) continue
    const mapped = draft.mapping.find(SELF, at(name))
    const node = (mapped === undefined ? undefined : nodes.get(mapped)) ?? nodes.get(at(id)) ?? names.find(at(name))
    const spot = { sheet: table.name, row: row.row, column, name: bareName(at(name)) }
    if (!node) {
      if (/^(?:合计|总分|总计|小计)/.test(at(name))) continue
      if (isStrict) draft.problem(spot, `指标体系里没有指标“${at(name)}”，请核对名称。`)
      else {
        draft.differ('unknown', SELF, spot, cellText(cell), names.nearest(at(name))?.id ?? null)
        draft.notes.push(`这一版里没有指标“${at(name)}”，自评得分 ${cellText(cell)} 没有导入。`)
      }
      continue
    }
    const path = `selfScores.${node.id}`
    const points = draft.read(
      cell,
      { id: node.id, type: 'number', unit: '分', decimals: ruleSet.decimals },
      spot,
      path,
      {},
    )
    if (typeof points !== 'number') continue
    if (node.points !== undefined && points > node.points)
      draft.problem(spot, `自评得分 ${points} 超过分值 ${node.points}，请核对。`)
    else if (points < 0) draft.problem(spot, `自评得分不能是负数，现在是 ${points}，请核对。`)
    else if (node.points !== undefined && points < node.points && at(reason) === '')
      draft.problem(spot, `自评得分 ${points} 低于分值 ${node.points}，请写明扣分原因。`)
    else draft.selfScores[node.id] = at(reason) === '' ? { points } : { points, reason: at(reason) }
  }
}
