import type { RuleSet } from '../../core/rule-set.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewCell, NewRow, NewSheet, Range } from '../xlsx/write/workbook.ts'
import { labelOf, leavesOf, type LeafPath } from './form-facts.ts'
import { BODY, CENTRED, HEAD, OPEN, POINTS, TITLE } from './looks.ts'
import { HEADS, SELF_SHEET } from './template-words.ts'

const HEAD_ROW = 2
const WIDTHS = { leaf: 26, clause: 60 } as const

/** The sheet of self scores: a leaf a row, its blocks merged beside it, as the printed forms have it. */
export function selfSheet(ruleSet: RuleSet): NewSheet {
  const leaves = leavesOf(ruleSet.indicators)
  const levels = Math.max(...leaves.map(({ above }) => above.length))
  const heads = [HEADS.id, ...levelHeads(levels), '分值', '评分标准', HEADS.self, HEADS.reason]
  const rows: NewRow[] = [
    { cells: [null, { value: '自评得分', look: TITLE }], height: 32 },
    { cells: heads.map((value) => ({ value, look: HEAD })), height: 26 },
    ...leaves.map((path) => leafRow(path, levels)),
  ]
  return {
    name: SELF_SHEET,
    rows,
    widths: [0, ...Array<number>(levels).fill(14), WIDTHS.leaf, 8, WIDTHS.clause, 12, 40],
    merges: [{ rows: [1, 1], columns: [2, heads.length] }, ...blockMerges(leaves, levels, HEAD_ROW + 1, 2)],
    frozen: { rows: HEAD_ROW, columns: 0 },
    printHead: [HEAD_ROW, HEAD_ROW],
    landscape: true,
    isProtected: true,
  }
}

/** 一级指标, 二级指标, … and the leaf's own. */
export const levelHeads = (levels: number): string[] =>
  Array.from({ length: levels + 1 }, (_, level) => `${'一二三四五六七八九十'[level] ?? level + 1}级指标`)

/** Cells of the same block in rows below one another become one. */
export function blockMerges(
  leaves: readonly LeafPath[],
  levels: number,
  firstRow: number,
  firstColumn: number,
): Range[] {
  const merges: Range[] = []
  for (let level = 0; level < levels; level++) {
    for (let start = 0; start < leaves.length;) {
      const block = leaves[start]?.above[level]
      let end = start + 1
      while (block && leaves[end]?.above[level]?.id === block.id) end += 1
      const column = firstColumn + level
      if (end - start > 1) merges.push({ rows: [firstRow + start, firstRow + end - 1], columns: [column, column] })
      start = end
    }
  }
  return merges
}

function leafRow({ leaf, above }: LeafPath, levels: number): NewRow {
  const blocks = Array.from({ length: levels }, (_, level): NewCell => ({
    value: above[level] ? labelOf(above[level]) : '',
    look: CENTRED,
  }))
  return {
    cells: [
      { value: leaf.id, look: BODY }, ...blocks, { value: labelOf(leaf), look: BODY }, { value: leaf.points ?? '', look: POINTS },
      { value: leaf.clause ?? '', look: BODY }, { value: '', look: { ...OPEN, format: '0.00' } }, { value: '', look: { ...OPEN, format: '@' } },
    ],
    height: rowHeight([{ text: labelOf(leaf), width: WIDTHS.leaf }, { text: leaf.clause ?? '', width: WIDTHS.clause }]),
  } // prettier-ignore
}
