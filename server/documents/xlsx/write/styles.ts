import { xmlText } from '../../clean-text.ts'
import type { Look } from './workbook.ts'

const FONT = '宋体'
/** Fills by number; 0 and 1 are given by the format. */
const FILLS = { head: ['2', 'FFE7EEF7'], input: ['3', 'FFFFFBE6'], fault: ['4', 'FFFFEB84'] } as const

/** Collects the looks of a workbook's cells and writes them as its styles. */
export class Styles {
  private readonly looks = new Map<string, number>()
  private readonly formats = new Map<string, number>()
  private readonly fonts = new Map<string, number>()
  private readonly xfs: string[] = []

  constructor() {
    this.numberOf({}, false)
  }

  /** The number of a look; `quoted`: a text that must not become a formula when it is edited. */
  numberOf(look: Look, quoted: boolean): number {
    const key = JSON.stringify([look, quoted])
    const known = this.looks.get(key)
    if (known !== undefined) return known
    const number = this.xfs.length
    this.looks.set(key, number)
    this.xfs.push(this.cellFormat(look, quoted))
    return number
  }

  private cellFormat(look: Look, quoted: boolean): string {
    const { align, boxed, fill, format, open } = look
    const alignment = `<alignment vertical="center"${align ? ` horizontal="${align}"` : ''}${boxed ? ' wrapText="1"' : ''}/>`
    return (
      `<xf numFmtId="${this.formatNumber(format)}" fontId="${this.fontNumber(look)}" fillId="${fill ? FILLS[fill][0] : 0}"` +
      ` borderId="${boxed ? 1 : 0}" xfId="0"${quoted ? ' quotePrefix="1"' : ''} applyNumberFormat="1" applyFont="1"` +
      ` applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">${alignment}` +
      `<protection locked="${open ? 0 : 1}"/></xf>`
    )
  }

  private formatNumber(format: string | undefined): number {
    if (format === undefined) return 0
    if (format === '@') return 49
    const known = this.formats.get(format) ?? 164 + this.formats.size
    this.formats.set(format, known)
    return known
  }

  private fontNumber({ bold, size = 11, grey }: Look): number {
    const xml =
      `<font>${bold ? '<b/>' : ''}<sz val="${size}"/>${grey ? '<color rgb="FF7F7F7F"/>' : '<color rgb="FF000000"/>'}` +
      `<name val="${FONT}"/><family val="3"/><charset val="134"/></font>`
    const known = this.fonts.get(xml) ?? this.fonts.size
    this.fonts.set(xml, known)
    return known
  }

  toXml(): string {
    const formats = [...this.formats].map(([code, id]) => `<numFmt numFmtId="${id}" formatCode="${xmlText(code)}"/>`)
    const fills = Object.values(FILLS).map(
      ([, colour]) =>
        `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`,
    )
    const side = (name: string): string => `<${name} style="thin"><color indexed="64"/></${name}>`
    return (
      `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
      (formats.length > 0 ? `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` : '') +
      `<fonts count="${this.fonts.size}">${[...this.fonts.keys()].join('')}</fonts>` +
      `<fills count="${fills.length + 2}"><fill><patternFill patternType="none"/></fill>` +
      `<fill><patternFill patternType="gray125"/></fill>${fills.join('')}</fills>` +
      `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
      `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border></borders>` +
      `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
      `<cellXfs count="${this.xfs.length}">${this.xfs.join('')}</cellXfs>` +
      `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
    )
  }
}
