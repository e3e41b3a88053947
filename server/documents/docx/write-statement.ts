import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  DocumentGridType,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx'
import { cleanText } from '../clean-text.ts'
import type { Block, Run, Statement } from '../statement/statement.ts'

/**
 * Sizes and distances of GB/T 9704-2012: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 三号仿宋, 22 lines of 28
 * characters. Sizes are half points, distances twentieths of a point.
 */
const PAGE = { width: 11906, height: 16838 }
const MARGIN = {
  top: convertMillimetersToTwip(37),
  bottom: convertMillimetersToTwip(35),
  left: convertMillimetersToTwip(28),
  right: convertMillimetersToTwip(26),
  // the number begins 7 mm below the text
  footer: convertMillimetersToTwip(22),
}
const BODY_WIDTH = PAGE.width - MARGIN.left - MARGIN.right
/** 22 of them in the 225 mm between the margins. */
const LINE_PITCH = 579
const LINE = { line: LINE_PITCH, lineRule: LineRuleType.EXACT } as const
/** 28 characters of 16 points are 1 mm too wide for the line. */
const TIGHT = -5
const SIZE = { title: 44, body: 32, page: 28, table: 24 } as const
const TWO_CHARACTERS = { firstLine: 640, firstLineChars: 200 } as const

/** Names only: these fonts may not be handed on, and every office here has them. */
const FONT = { body: '仿宋_GB2312', kai: '楷体_GB2312', hei: '黑体', title: '方正小标宋简体', song: '宋体' } as const
const LATIN = 'Times New Roman'

/** The statement as a docx file, laid out as formal documents are (公文格式). */
export async function writeStatement(statement: Statement): Promise<Buffer> {
  const { attachment, title, unit, year, blocks, basis } = statement
  const document = new Document({
    creator: '衡评',
    title: cleanText(`${unit}${year}年度${title}`),
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: fonts(FONT.body), size: SIZE.body, characterSpacing: TIGHT },
          paragraph: { spacing: { ...LINE, before: 0, after: 0 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: { size: PAGE, margin: MARGIN },
          grid: { type: DocumentGridType.LINES, linePitch: LINE_PITCH },
        },
        footers: { default: footer(AlignmentType.RIGHT), even: footer(AlignmentType.LEFT) },
        children: [
          line([{ text: attachment }], { font: FONT.hei }),
          blank(),
          line([{ text: title }], { font: FONT.title, size: SIZE.title }, { alignment: AlignmentType.CENTER }),
          line([{ text: `${unit}（${year}年度）` }], { font: FONT.kai }, { alignment: AlignmentType.CENTER }),
          blank(),
          ...blocks.flatMap(printBlock),
          blank(),
          line([{ text: `单位（盖章）：${unit}` }], {}, { alignment: AlignmentType.RIGHT, keepNext: true }),
          line([{ text: '　　　　年　　月　　日' }], {}, { alignment: AlignmentType.RIGHT }),
          blank(),
          line([{ text: `附注：${basis}` }], { size: SIZE.table, font: FONT.kai }),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}

type Look = { readonly font?: string; readonly size?: number; readonly bold?: boolean }

/** Chinese in its own font; digits and letters as people are used to reading them. */
const fonts = (eastAsia: string) => ({ ascii: LATIN, hAnsi: LATIN, cs: LATIN, eastAsia, hint: 'eastAsia' })

function line(runs: readonly Run[], { font, size, bold }: Look = {}, options: IParagraphOptions = {}): Paragraph {
  const look: IRunOptions = {
    ...(font && { font: fonts(font) }),
    ...(size && { size }),
    ...(bold && { bold }),
    characterSpacing: TIGHT,
  }
  return new Paragraph({
    spacing: { ...LINE, before: 0, after: 0 },
    ...options,
    children: runs.map(
      ({ text, marked }) =>
        new TextRun({
          ...look,
          text: cleanText(text),
          ...(marked && { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'FFF2A8' } }),
        }),
    ),
  })
}

const blank = (): Paragraph => line([])

const HEADINGS = { 1: { font: FONT.hei }, 2: { font: FONT.kai }, 3: { font: FONT.body, bold: true } } as const

function printBlock(block: Block): (Paragraph | Table)[] {
  if (block.kind === 'table') return [printTable(block), blank()]
  // not justified: LibreOffice loses a comma at the end of a justified line
  if (block.kind === 'paragraph') return [line(block.runs, {}, { indent: TWO_CHARACTERS, alignment: AlignmentType.LEFT })]
  return [
    line([{ text: block.text }], HEADINGS[block.level], {
      indent: TWO_CHARACTERS,
      keepNext: true,
      outlineLevel: block.level - 1,
    }),
  ]
} // prettier-ignore

const RULE = { style: BorderStyle.SINGLE, size: 4, color: '000000' }

/** Its heads repeat on every page, and no row is torn apart. */
function printTable({ heads, widths, rows }: Extract<Block, { kind: 'table' }>): Table {
  const all = widths.reduce((sum, width) => sum + width, 0)
  const columns = widths.map((width) => Math.floor((BODY_WIDTH * width) / all))
  const row = (texts: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: texts.map((text, column) => cell(text, columns[column] ?? 0, isHead, column === 0)),
    })
  return new Table({
    width: { size: BODY_WIDTH, type: WidthType.DXA },
    columnWidths: columns,
    layout: TableLayoutType.FIXED,
    borders: { top: RULE, bottom: RULE, left: RULE, right: RULE, insideHorizontal: RULE, insideVertical: RULE },
    rows: [row(heads, true), ...rows.map((texts) => row(texts, false))],
  })
}

function cell(text: string, width: number, isHead: boolean, isName: boolean): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: 60, right: 60, top: 40, bottom: 40 },
    children: [
      line([{ text }], { size: SIZE.table, ...(isHead && { font: FONT.hei }) }, {
        alignment: isName && !isHead ? AlignmentType.LEFT : AlignmentType.CENTER,
        spacing: { line: 320, lineRule: LineRuleType.AT_LEAST, before: 0, after: 0 },
      }),
    ],
  })
} // prettier-ignore

/** `— 1 —` in 四号宋体, one character in from the outer edge. */
function footer(alignment: (typeof AlignmentType)[keyof typeof AlignmentType]): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        spacing: { line: 340, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
        indent: alignment === AlignmentType.RIGHT ? { right: 280 } : { left: 280 },
        children: [
          new TextRun({
            font: fonts(FONT.song),
            size: SIZE.page,
            children: ['— ', PageNumber.CURRENT, ' —'],
          }),
        ],
      }),
    ],
  })
}
