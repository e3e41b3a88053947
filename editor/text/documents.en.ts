import type * as chinese from './documents.zh-CN.ts'
import type { Words } from './words.ts'

/** Words about the files gradings are handed out as. */
export const documentWords: Words<typeof chinese.documentWords> = {
  form: 'Download self-assessment form',
  review: 'Download review sheet',
  reviewHint: 'Self-assessed scores, review scores and their difference, for the reviewer to fill in',
  statement: 'Download self-assessment statement',
  statementHint: 'Annex 3, laid out as an official document; what needs your attention is marked “请核改”',
  summary: 'Download summary',
  summaryHint: 'Ranking, points lost and review sheet of all (xlsx)',
  archive: 'Download all documents',
  archiveHint: 'A folder for each: self-assessment form, review sheet and statement, with the summary (zip)',
}
