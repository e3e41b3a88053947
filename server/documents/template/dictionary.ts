import { columnReference } from '../xlsx/write/write-workbook.ts'
import type { NewCell, NewSheet } from '../xlsx/write/workbook.ts'
import { DICTIONARY, TEMPLATE_FORMAT, TEMPLATE_MARK } from './template-words.ts'

/** Which version of a rule set a template was made for. */
export interface TemplateVersion {
  readonly id: string
  readonly effective: string
  readonly hash: string
}

/** Columns before the options: names and values of what the template says of itself. */
const OWN_COLUMNS = 3

/** The hidden sheet: the template's version, and one column of options for each drop-down. */
export class Dictionary {
  private readonly columns = new Map<string, { options: readonly string[]; reference: string }>()

  constructor(private readonly version: TemplateVersion) {}

  /** Where these options stand, as a drop-down names it. */
  reference(options: readonly string[]): string {
    const key = JSON.stringify(options)
    const known = this.columns.get(key)
    if (known) return known.reference
    const column = OWN_COLUMNS + 1 + this.columns.size
    const reference = columnReference(DICTIONARY, column, [1, options.length])
    this.columns.set(key, { options, reference })
    return reference
  }

  toSheet(): NewSheet {
    const { id, effective, hash } = this.version
    const own = [
      [TEMPLATE_MARK, TEMPLATE_FORMAT],
      ['指标体系', `${id}@${effective}`],
      ['指纹', hash],
    ]
    const lists = [...this.columns.values()].map(({ options }) => options)
    const height = Math.max(own.length, ...lists.map((options) => options.length))
    const text = (value: string | undefined): NewCell | null =>
      value === undefined ? null : { value, look: { format: '@' } }
    const rows = Array.from({ length: height }, (_, row) => ({
      cells: [text(own[row]?.[0]), text(own[row]?.[1]), null, ...lists.map((options) => text(options[row]))],
    }))
    return { name: DICTIONARY, hidden: true, rows, widths: [14, 30, 4, ...lists.map(() => 16)], isProtected: true }
  }
}
