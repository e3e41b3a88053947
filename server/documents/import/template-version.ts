import { cellText, type Table } from '../table.ts'
import { DICTIONARY, TEMPLATE_MARK } from '../template/template-words.ts'

/** Which version of a rule set a table was made for, as its hidden sheet says. */
export interface TableVersion {
  /** `guangdong-department@2024-01-01` */
  readonly key: string
  readonly hash: string
}

/** The version a template carries; null for a table of other origin. */
export function templateVersion(tables: readonly Table[]): TableVersion | null {
  const rows = tables.find(({ name }) => name === DICTIONARY)?.rows ?? []
  const own = (row: number): string => cellText(rows[row]?.cells.get(2))
  if (cellText(rows[0]?.cells.get(1)) !== TEMPLATE_MARK) return null
  return { key: own(1), hash: own(2) }
}
