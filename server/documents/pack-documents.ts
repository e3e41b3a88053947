import { cleanText } from './clean-text.ts'
import { makeReport } from './report/make-report.ts'
import type { ReportEntry } from './report/report-entry.ts'
import type { Statement } from './statement/statement.ts'
import { writeWorkbook } from './xlsx/write/write-workbook.ts'
import { writeZip, type NewPart } from './zip/write-zip.ts'

/**
 * Everybody's documents in one zip: the ranking of all, then for each a folder with 自评表 and, for departments, 自评表说明.
 * @param statements one an entry; null where there is none
 */
export async function packDocuments(
  entries: readonly ReportEntry[],
  statements: readonly (Statement | null)[],
  writeStatement: (statement: Statement) => Promise<Buffer>,
): Promise<Buffer> {
  const parts: NewPart[] = [{ name: '汇总.xlsx', bytes: writeWorkbook(makeReport(entries)) }]
  const taken = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    const folder = freeName(fileName(entry.submission.name), taken)
    parts.push({ name: `${folder}/自评表.xlsx`, bytes: writeWorkbook(makeReport([entry])) })
    const statement = statements[index]
    if (statement) parts.push({ name: `${folder}/附件3 自评表说明.docx`, bytes: await writeStatement(statement) })
  }
  return writeZip(parts)
}

/** A name that every system can keep a file under: no separators, no signs Windows refuses, at most 80 characters. */
export function fileName(text: string): string {
  const plain = [...cleanText(text).replace(/[\\/:*?"<>|\s\p{Cc}\p{Cf}]+/gu, '_')].slice(0, 80).join('')
  return plain.replace(/^[._]+|[._]+$/gu, '') || '未命名'
}

/** Two departments of one name do not overwrite one another, nor do names that differ in case alone. */
function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}（${number}）`
  taken.add(free.toLowerCase())
  return free
}
