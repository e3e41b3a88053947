import { parsed, refused, type Parsed } from './core/issue.ts'
import { makeReport } from './documents/report/make-report.ts'
import { makeStatement } from './documents/statement/make-statement.ts'
import { statementEntry } from './documents/statement/statement-entry.ts'
import { writeWorkbook } from './documents/xlsx/write/write-workbook.ts'
import type { GradingService } from './gradings.ts'
import { refusedOne, unknownSubmission } from './issue-paths.ts'
import { readFor } from './read-submission.ts'

/** A file to be handed out. */
export interface NamedFile {
  readonly name: string
  readonly bytes: Buffer
}

/** Longer texts than any department hands in would hold everybody else up while they are laid out. */
const MOST_CHARACTERS = 200_000

/** The printed documents of what is stored: they say what the page says, from the same grading. */
export class GradingDocuments {
  readonly #gradings: GradingService

  constructor(gradings: GradingService) {
    this.#gradings = gradings
  }

  /** 自评表 and 扣分明细 as xlsx. @param reference of the rule set; the submission's own where it is undefined */
  async form(id: string, reference?: string): Promise<Parsed<NamedFile>> {
    const papers = await this.#papers(id, reference)
    if (!papers.ok) return papers
    const { grading, read, version } = papers.value
    const report = makeReport([{ grading, submission: read, ruleSet: version.ruleSet }])
    return parsed({ name: `${read.name}-${read.year}-自评表.xlsx`, bytes: writeWorkbook(report) })
  }

  /** 自评表说明（附件3） as docx; departments have one. */
  async statement(id: string, reference?: string): Promise<Parsed<NamedFile>> {
    const papers = await this.#papers(id, reference)
    if (!papers.ok) return papers
    const { grading, given, read, version } = papers.value
    if (read.subject !== 'department')
      return refusedOne('submission', 'no_statement', `“${read.name}”是项目支出，没有自评表说明；请下载自评表。`)
    const characters = Object.values(read.texts ?? {}).reduce((sum, text) => sum + text.length, 0)
    if (characters > MOST_CHARACTERS)
      return refusedOne('texts', 'texts_too_long', `文字说明共 ${characters} 字，超过 ${MOST_CHARACTERS} 字，请精简后再下载。`) // prettier-ignore
    const grader = this.#gradings.graderOf(version.hash, version.ruleSet)
    // loaded with the first document: whoever asks for none does not wait for it
    const { writeStatement } = await import('./documents/docx/write-statement.ts')
    const statement = makeStatement(statementEntry(grader, grading, given, read))
    return parsed({ name: `${read.name}-${read.year}-自评表说明.docx`, bytes: await writeStatement(statement) })
  }

  async #papers(id: string, reference: string | undefined) {
    const grading = await this.#gradings.find(id, reference)
    if (!grading.ok) return grading
    const stored = await this.#gradings.store.findSubmission(id)
    if (!stored) return refused([unknownSubmission(id)])
    const version = await this.#gradings.versionFor(stored.submission, reference)
    if (!version.ok) return version
    const read = readFor(version.value.ruleSet, stored.submission)
    if (!read.ok) return read
    return parsed({ grading: grading.value, given: stored.submission, read: read.value, version: version.value })
  }
}
