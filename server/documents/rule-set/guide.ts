import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewSheet } from '../xlsx/write/workbook.ts'
import { FORMAT, FORMAT_MARK, HEADS, REMARK, SHEETS, SHOWN } from './sheets.ts'

const WIDTH = 100

const LINES = [
  '这本工作簿是一份指标体系的全部内容，改好后在“指标体系”页导入，存成草稿；导入前会列出改了什么。',
  '一行是一项；可以改、加、删、换顺序，“行的先后”就是指标体系里的先后。不要改工作表的名称和列名，不要删工作表。',
  `“${SHEETS.indicators}”：层级 1 是一级指标，下面紧跟着它的下级（层级 2），以此类推。编号定下以后不要改。`,
  `“${SHEETS.criteria}”一行是一种评分方法；分级评分的档写在“${SHEETS.bands}”，逐项计分的要点写在“${SHEETS.items}”，定性分档写在“${SHEETS.levels}”，分情形写在“${SHEETS.cases}”，用指标编号连起来；一个指标有几种方法的，“${HEADS.number}”写是其中第几种。`,
  `“${SHEETS.facts}”是要填的和算出来的数；算的办法写在“${SHEETS.formulas}”，公式里用数据项的编号。`,
  '百分数写 90% 或 0.9 都可以。又叫、选项有几个的，用顿号隔开。',
  `“${SHOWN.sentence}”“${SHOWN.label}”只供阅读，改了不算。列名里有 JSON 的，是表格放不下的内容，不熟悉请不要动。`,
  `自己的备注，请另加一列，列名以“${REMARK}”开头。`,
]

/** The first sheet: what the workbook is, and how it is edited. */
export const guideSheet = (): NewSheet => ({
  name: SHEETS.guide,
  rows: [
    {
      cells: [
        { value: FORMAT_MARK, look: { bold: true, size: 16 } },
        { value: FORMAT, look: { grey: true } },
      ],
    },
    ...LINES.map((value) => ({
      height: rowHeight([{ text: value, width: WIDTH }]),
      cells: [{ value, look: { boxed: true as const } }],
    })),
  ],
  widths: [WIDTH, 32],
})
