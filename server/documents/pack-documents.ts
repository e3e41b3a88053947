import { cleanText } from './clean-text.ts'
import { makeSummary } from './report/make-report.ts'
import { withoutJudging, type ReportEntry } from './report/report-entry.ts'
import { writeWorkbook } from './xlsx/write/write-workbook.ts'

/** A file by its name. */
export interface NamedBytes {
  readonly name: string
  readonly bytes: Buffer
}

/** A form and what was printed of it. */
export interface PrintedForm {
  readonly entry: ReportEntry
  readonly files: readonly NamedBytes[]
}

/**
 * Everybody's documents, a folder each as they come, then the summary of all.
 * @param summarize makes it a workbook; null where it cannot be made
 */
export async function* archiveParts(
  forms: Iterable<PrintedForm> | AsyncIterable<PrintedForm>,
  summarize: (entries: readonly ReportEntry[]) => Promise<Buffer | null> = summarizeHere,
): AsyncGenerator<NamedBytes> {
  const taken = new Set<string>()
  const all: ReportEntry[] = []
  for await (const { entry, files } of forms) {
    const folder = freeName(fileName(entry.submission.name), taken)
    for (const { name, bytes } of files) yield { name: `${folder}/${name}`, bytes }
    all.push(withoutJudging(entry))
  }
  const bytes = all.length > 0 ? await summarize(all) : null
  if (bytes) yield { name: '汇总.xlsx', bytes }
}

const summarizeHere = (entries: readonly ReportEntry[]): Promise<Buffer> =>
  Promise.resolve(writeWorkbook(makeSummary(entries)))

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
