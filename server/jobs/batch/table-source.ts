import { readFile, stat } from 'node:fs/promises'
import { parsed, refused, type Issue, type Parsed } from '../../core/issue.ts'
import { problemText, type CellProblem } from '../../documents/import/cell-fault.ts'
import { importForm } from '../../documents/import/import-form.ts'
import { importSummary, isSummary } from '../../documents/import/import-summary.ts'
import { statedYear } from '../../documents/import/stated-year.ts'
import { templateVersion } from '../../documents/import/template-version.ts'
import { LIMITS } from '../../documents/limits.ts'
import { readTableFile } from '../../documents/read-table-file.ts'
import { chooseVersion, unknownVersionMessage } from '../../rule-set-choice.ts'
import type { BatchJob, Document } from './batch-job.ts'
import type { BatchSource } from './batch-source.ts'

/** Units in a chunk. */
const TOGETHER = 100
/** Later than any rule set: a table that states no year is read by the newest version. */
const NEWEST = 9999

/**
 * A table with one unit a row (汇总: xlsx, CSV), or one unit's form: each unit an item, in the order of the rows. One
 * that cannot be read is an item as well, refused with every cell that is wrong.
 * @returns the source; or why the table as a whole cannot be read
 */
export async function tableOf(
  file: string,
  { versions, reference }: Pick<BatchJob, 'versions' | 'reference'>,
): Promise<Parsed<BatchSource>> {
  const { size, mtimeMs } = await stat(file)
  if (size > LIMITS.fileBytes) {
    const message = `文件超过 ${LIMITS.fileBytes / 1024 / 1024} MB，请拆成几个文件，或改用 NDJSON。`
    return refused([{ path: '', code: 'file_too_large', message }])
  }
  const tables = await readTableFile(await readFile(file))
  if (!tables.ok) return tables
  const year = statedYear(tables.value) ?? NEWEST
  const version = reference === null ? versions[0] : chooseVersion(versions, reference, year)
  if (!version) {
    const message = unknownVersionMessage(versions, reference ?? '', year)
    return refused([{ path: '', code: 'unknown_rule_set', message }])
  }
  const isTemplate = templateVersion(tables.value) !== null
  const summaries = isTemplate ? [] : tables.value.filter((table) => !table.hidden && isSummary(table, version))
  const documents = summaries.flatMap((table) =>
    importSummary(table, version, {}).units.map(({ row, name, submission, problems }): Document => {
      const place = `${table.name === '' ? '' : `${table.name} `}第 ${row} 行`
      return submission
        ? { place, text: JSON.stringify(submission) }
        : { place: `${place} ${name}`, text: '', refused: problems.map(toIssue) }
    }),
  )
  if (summaries.length === 0) {
    const form = importForm(tables.value, version, {})
    if (!form.ok) return refused(form.problems.map(toIssue))
    documents.push({ place: file, text: JSON.stringify(form.value) })
  }
  return parsed(documentsOf(documents, `${size} ${mtimeMs}`))
}

const toIssue = (problem: CellProblem): Issue => ({ path: '', code: 'cell', message: problemText(problem) })

function documentsOf(documents: readonly Document[], identity: string): BatchSource {
  return {
    identity,
    total: documents.length,
    unit: 'items',
    async *chunks(skip) {
      let id = 0
      for (let first = skip; first < documents.length; first += TOGETHER) {
        const some = documents.slice(first, first + TOGETHER)
        yield { chunk: { id: id++, first, items: { documents: some } }, done: first + some.length }
      }
    },
  }
}
