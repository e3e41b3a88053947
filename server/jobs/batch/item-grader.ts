import { briefOf } from '../../core/brief.ts'
import { collectMember, type Cohort, type CohortMember } from '../../core/cohort.ts'
import { compileRuleSet, type Grader, type GradingContext } from '../../core/compile.ts'
import { Fraction } from '../../core/fraction.ts'
import type { Grading } from '../../core/grading.ts'
import { contentHash } from '../../core/hash.ts'
import type { Issue, Parsed } from '../../core/issue.ts'
import { parsed, refused } from '../../core/issue.ts'
import { parseSubmissionText, parseUnreadText } from '../../core/parse-submission.ts'
import type { Submission } from '../../core/submission.ts'
import { comparesSubmissions, gradeConfirmed } from '../../confirmed-grading.ts'
import { gradingReferences } from '../../grading-references.ts'
import { refusedOne } from '../../issue-paths.ts'
import { compileReadingFor } from '../../read-submission.ts'
import { chooseVersion, unknownVersionMessage } from '../../rule-set-choice.ts'
import type { BatchJob, BatchVersion, Document, Population, SurveyedItem } from './batch-job.ts'
import { lackingFacts } from './lacking-facts.ts'

/** What became of one item. */
export type GradedItem =
  | {
      /** Its JSON text where nobody looks at more of it. */
      readonly grading: Grading | string
      readonly status: Grading['status']
      /** Whether the judges agreed; null where only one was asked. */
      readonly agreed: boolean | null
      readonly given: Submission
      readonly version: BatchVersion
    }
  | { readonly submission: string | null; readonly issues: readonly Issue[] }

/** A rule set made ready once. */
interface Prepared {
  readonly grader: Grader
  readonly compares: boolean
  readonly read: (submission: Submission) => Parsed<Submission>
}

interface Read {
  readonly given: Submission
  /** As the rule set reads it. */
  readonly submission: Submission
  readonly hash: string
  readonly version: BatchVersion
  readonly grader: Grader
  readonly compares: boolean
}

/** Grades the items of one batch, each alone: what one comes to depends on nothing but itself and the frozen figures. */
export class ItemGrader {
  readonly #job: BatchJob
  readonly #graders = new Map<string, Prepared>()
  readonly #populations = new Map<string, { readonly size: number; readonly hash: string; readonly figures: Figures }>()

  constructor(job: BatchJob) {
    this.#job = job
  }

  /** Takes figures of populations, part by part, before anything is graded. */
  freeze(populations: readonly Population[]): void {
    for (const { population, size, hash, figures } of populations) {
      const known = this.#populations.get(population) ?? { size, hash, figures: new Map() }
      this.#populations.set(population, known)
      for (const [id, own] of figures) known.figures.set(id, own)
    }
  }

  /** What an item brings into which population; null when it is not compared with others, or cannot be read. */
  collect(text: string): readonly [population: string, member: CohortMember] | null {
    const read = this.#read(text)
    if (!read.ok || !read.value.compares) return null
    const { grader, submission, version } = read.value
    return [populationOf(version, submission), collectMember(grader.program, submission)]
  }

  /** Which facts an item lacks, or why it cannot be read; null when it lacks none. */
  survey(text: string, gradings: Document['gradings'] = []): Pick<SurveyedItem, 'lacking' | 'issues'> | null {
    try {
      const read = this.#read(text)
      if (!read.ok) return { lacking: [], issues: read.issues }
      const { grader, submission } = read.value
      const lacking = lackingFacts(grader, submission, { gradings: new Map(gradings) })
      return lacking.length > 0 ? { lacking, issues: [] } : null
    } catch (error) {
      return { lacking: [], issues: [inner(error)] }
    }
  }

  /**
   * Grades one item; it is only waited for where the other judge is asked too. Never throws: whatever goes wrong with it
   * is its result.
   * @param number its place in the whole batch, from 0
   * @param gradings points of other gradings that it may read; undefined: nobody knows of any, so it must read none
   */
  grade(text: string, number: number, gradings: Document['gradings']): GradedItem | Promise<GradedItem> {
    let submission: string | null = null
    try {
      const read = this.#read(text)
      if (!read.ok) return { submission, issues: read.issues }
      submission = read.value.submission.id
      // hardly any reads another, and looking for the word is much less than looking at every value; without its quotes,
      // of which a text is full, much less again
      const mayRead = !gradings && (text.includes('grading') || text.includes('\\u'))
      const [other] = mayRead ? gradingReferences(read.value.submission) : []
      if (other !== undefined) return { submission, issues: [lonely(other)] }
      const context = this.#contextOf(read.value, gradings)
      return this.#isConfirmed(number, read.value.hash)
        ? this.#gradeTwice(read.value, context)
        : this.#gradeOnce(read.value, context)
    } catch (error) {
      return { submission, issues: [inner(error)] }
    }
  }

  #contextOf({ submission, hash, version, compares }: Read, gradings: Document['gradings']): GradingContext {
    const cohort = compares ? this.#cohortOf(version, submission) : undefined
    const { engine, explain } = this.#job
    return {
      ruleSetHash: version.hash,
      submissionHash: hash,
      engine,
      explain,
      ...(gradings && { gradings: new Map(gradings) }),
      ...(cohort && { cohort }),
    }
  }

  async #gradeTwice({ given, submission, version, grader }: Read, context: GradingContext): Promise<GradedItem> {
    try {
      const isBrief = this.#job.results === 'briefs'
      if (isBrief && (await grader.confirm(submission, context)).agreed) {
        const { text, status } = grader.briefText(submission, { ...context, confirmed: true })
        return { grading: text, status, agreed: true, given, version }
      }
      const grading = await gradeConfirmed(grader, submission, context)
      const shown = isBrief ? JSON.stringify(briefOf(grading)) : grading
      return { grading: shown, status: grading.status, agreed: grading.confirmedBy !== null, given, version }
    } catch (error) {
      return { submission: submission.id, issues: [inner(error)] }
    }
  }

  #gradeOnce({ given, submission, version, grader }: Read, context: GradingContext): GradedItem {
    if (this.#job.results === 'briefs') {
      const { text, status } = grader.briefText(submission, context)
      return { grading: text, status, agreed: null, given, version }
    }
    const grading = grader.grade(submission, context)
    return { grading, status: grading.status, agreed: null, given, version }
  }

  /** Nearly every text says just what its rule set reads in it, and need not be read without a rule set first. */
  #read(text: string): Parsed<Read> {
    const unread = parseUnreadText(text)
    if (unread) {
      const read = this.#readBy(unread)
      if (read.ok && read.value.submission === unread) return read
    }
    const given = parseSubmissionText(text)
    return given.ok ? this.#readBy(given.value) : given
  }

  #readBy(given: Submission): Parsed<Read> {
    const { versions, reference } = this.#job
    const { year } = given
    const version = reference === null ? versions[0] : chooseVersion(versions, reference, year)
    if (!version) return refusedOne('year', 'unknown_rule_set', unknownVersionMessage(versions, reference ?? '', year))
    const { grader, compares, read } = this.#graderOf(version)
    const submission = read(given)
    if (!submission.ok) return refused(submission.issues)
    return parsed({ given, submission: submission.value, hash: contentHash(given), version, grader, compares })
  }

  #graderOf({ hash, ruleSet }: BatchVersion): Prepared {
    const known = this.#graders.get(hash)
    if (known) return known
    const grader = compileRuleSet(ruleSet)
    const made = { grader, compares: comparesSubmissions(grader), read: compileReadingFor(ruleSet) }
    this.#graders.set(hash, made)
    return made
  }

  #cohortOf(version: BatchVersion, submission: Submission): Cohort | undefined {
    const population = this.#populations.get(populationOf(version, submission))
    if (!population) return undefined
    const own = population.figures.get(submission.id) ?? []
    const figures = new Map(own.map(([fact, value]) => [fact, Fraction.fromKey(value)]))
    return { size: population.size, hash: population.hash, figures }
  }

  #isConfirmed(number: number, hash: string): boolean {
    const { confirmFirst, confirmOneIn } = this.#job
    if (number < confirmFirst) return true
    // eight hex digits behind `sha256:`: the same items whoever grades them, and however often
    return Number.parseInt(hash.slice(7, 15), 16) % confirmOneIn === 0
  }
}

type Figures = Map<string, readonly (readonly [fact: string, value: string])[]>

/** Submissions are compared within their year and rule set version. */
const populationOf = (version: BatchVersion, { year }: Submission): string => `${year} ${version.hash}`

/** A fault of the program in one submission; the others are none the worse for it. */
const inner = (error: unknown): Issue => ({
  path: '',
  code: 'fault',
  message: `评这一份时程序内部出错（${error instanceof Error ? error.message : String(error)}），请把它和指标体系交给系统维护人员。`,
})

/** Each item is graded by itself: whose points it reads is not known here, and may not be there at all. */
const lonely = (id: string): Issue => ({
  path: 'facts',
  code: 'reads_other',
  message: `这份填报引用了“${id}”的得分，批量评分时每份单独评，读不到别的结果；请用 hengping grade 把两份一起评，或者导入系统后评价，或者直接填上得分。`,
})
