import type { Submission } from '../core/submission.ts'
import { makeReport, makeReview } from './report/make-report.ts'
import { makeStatement, type StatementEntry } from './statement/make-statement.ts'
import { writeWorkbook } from './xlsx/write/write-workbook.ts'

/** What can be printed of one form: 自评表 with 扣分明细, 复核表, and for departments 自评表说明（附件3）. */
export const DOCUMENT_KINDS = ['form', 'review', 'statement'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/** File names inside a form's folder. */
export const DOCUMENT_NAMES: Readonly<Record<DocumentKind, string>> = {
  form: '自评表.xlsx',
  review: '复核表.xlsx',
  statement: '附件3 自评表说明.docx',
}

export const documentKindsOf = ({ subject }: Pick<Submission, 'subject'>): readonly DocumentKind[] =>
  DOCUMENT_KINDS.filter((kind) => kind !== 'statement' || subject === 'department')

export async function printForm(entry: StatementEntry, kind: DocumentKind): Promise<Buffer> {
  if (kind === 'form') return writeWorkbook(makeReport([entry]))
  if (kind === 'review') return writeWorkbook(makeReview(entry))
  // only now: a third of a second, which no other document should wait for
  const { writeStatement } = await import('./docx/write-statement.ts')
  return writeStatement(makeStatement(entry))
}
