import { noFence, type Fence } from './access/own-submissions.ts'
import { setImmediate } from 'node:timers/promises'
import { collectMember, figuresOf, type CohortTable } from './core/cohort.ts'
import { compileRuleSet, type Grader, type GradingContext } from './core/compile.ts'
import type { Grading } from './core/grading.ts'
import { contentHash } from './core/hash.ts'
import { parsed, refused, type Parsed } from './core/issue.ts'
import { parseSubmission } from './core/parse-submission.ts'
import type { Submission } from './core/submission.ts'
import { comparesSubmissions, gradeConfirmed } from './confirmed-grading.ts'
import type { EngineIdentity } from './engine-identity.ts'
import { gradingReferences, orderByReferences } from './grading-references.ts'
import { issuesUnder, refusedOne, unknownSubmission } from './issue-paths.ts'
import { compileReadingFor, readFor } from './read-submission.ts'
import { chooseVersion, defaultVersion, unknownVersionMessage } from './rule-set-choice.ts'
import { listSubmissions } from './submission-list.ts'
import { sumSelfScores } from './summaries.ts'
import { ruleSetKey, type Store, type StoredRuleSet, type StoredSubmission } from './storage/store.ts'

/** Cohort figures by year and rule set hash. */
export type Cohorts = Map<string, CohortTable>

/** How many compiled rule sets are kept at hand. */
const KEPT_GRADERS = 32
/** How many are looked at before others get their turn when one is compared with all. */
const COLLECTED_TOGETHER = 200
/** How many gradings are stored in one write when all are graded. */
const STORED_TOGETHER = 500

/** Grades submissions by stored rule sets, has every grading confirmed by the reference judge, and stores it. */
export class GradingService {
  readonly store: Store
  readonly #engine: EngineIdentity
  readonly #graders = new Map<string, Grader>()

  constructor(store: Store, engine: EngineIdentity) {
    this.store = store
    this.#engine = engine
  }

  /** The compiled form of a rule set, made once a content. */
  graderOf(hash: string, ruleSet: StoredRuleSet['ruleSet']): Grader {
    const grader = this.#graders.get(hash) ?? compileRuleSet(ruleSet)
    this.#graders.delete(hash)
    this.#graders.set(hash, grader)
    const [oldest] = this.#graders.keys()
    if (this.#graders.size > KEPT_GRADERS && oldest !== undefined) this.#graders.delete(oldest)
    return grader
  }

  /** The version to grade by: the one named, else the one the submission was made for. */
  async versionFor(submission: Submission, reference?: string): Promise<Parsed<StoredRuleSet>> {
    const versions = await this.store.listRuleSets()
    const named = reference ?? submission.ruleSet
    const version =
      reference === undefined
        ? defaultVersion(versions, submission)
        : chooseVersion(versions, reference, submission.year)
    if (version) return parsed(version)
    if (named === undefined) {
      return refusedOne('ruleSet', 'rule_set_needed', '这份填报没有写明指标体系，请用 ruleSet 指定一个。')
    }
    return refusedOne('ruleSet', 'unknown_rule_set', unknownVersionMessage(versions, named, submission.year))
  }

  /** Grades a stored submission and stores the grading, in the name that `store` bears. */
  async gradeStored(id: string, reference?: string, store: Store = this.store): Promise<Parsed<Grading>> {
    const stored = await this.store.findSubmission(id)
    if (!stored) return refused([unknownSubmission(id)])
    const version = await this.versionFor(stored.submission, reference)
    if (!version.ok) return version
    if (version.value.retired) {
      return refusedOne(
        'ruleSet',
        'retired',
        `“${ruleSetKey(version.value)}”已停用，不再用来评分；已有的评分仍可查看。`,
      )
    }
    const grading = await this.grade(stored, version.value)
    if (grading.ok) await store.putGradings([grading.value], [selfPoints(stored, version.value)])
    return grading
  }

  /** Grades a submission that is not stored, unless `fence` has something against it; neither is its grading. */
  async gradeGiven(input: unknown, reference?: string, fence: Fence = noFence): Promise<Parsed<Grading>> {
    const submission = parseSubmission(input)
    if (!submission.ok) return refused(issuesUnder('submission', submission.issues))
    const fenced = await fence(submission.value)
    if (fenced.length > 0) return refused(issuesUnder('submission', fenced))
    const version = await this.versionFor(submission.value, reference)
    if (!version.ok) return version
    return this.grade({ hash: contentHash(submission.value), submission: submission.value }, version.value)
  }

  /** The stored grading of a submission, as long as it still is about what is stored. */
  async find(id: string, reference?: string): Promise<Parsed<Grading>> {
    const stored = await this.store.findSubmission(id)
    if (!stored) return refused([unknownSubmission(id)])
    const version = await this.versionFor(stored.submission, reference)
    if (!version.ok) return version
    const grading = await this.current(stored, version.value)
    if (grading) return parsed(grading)
    const key = ruleSetKey(version.value)
    return refusedOne('', 'not_graded', `“${stored.submission.name}”还没有按“${key}”评分，请先评分。`)
  }

  /** The stored grading, or null when there is none or the submission was replaced since. */
  async current(stored: StoredSubmission, version: StoredRuleSet): Promise<Grading | null> {
    const grading = await this.store.findGrading(stored.submission.id, ruleSetKey(version))
    const isCurrent = grading?.submission.hash === stored.hash && grading.ruleSet.hash === version.hash
    return isCurrent ? grading : null
  }

  /**
   * Grades every stored submission that has no current grading by its own rule set, and gives others their turn after
   * each. One that is replaced meanwhile keeps what it has got by then.
   * @param signal breaks it off; what is graded stays
   * @returns how many were graded, and the names of those that could not be
   */
  async gradeAll(
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<{ graded: number; refused: string[] }> {
    const open: { stored: StoredSubmission; submission: Submission; version: StoredRuleSet }[] = []
    for (const { row, version, grading } of await listSubmissions(this.store)) {
      if (!version || version.retired || grading) continue
      const stored = (await this.store.findSubmission(row.id))!
      open.push({ stored, submission: stored.submission, version })
    }
    const refusedNames: string[] = []
    const waiting: { readonly grading: Grading; readonly selfPoints: number | null }[] = []
    const store = async (): Promise<void> => {
      const rows = new Map((await this.store.list('submissions')).map((row) => [row.id, row.hash]))
      const batch = waiting
        .splice(0)
        .filter(({ grading: { submission } }) => rows.get(submission.id) === submission.hash)
      const points = batch.map((entry) => entry.selfPoints)
      await this.store.putGradings(
        batch.map(({ grading }) => grading),
        points,
      )
    }
    const cohorts: Cohorts = new Map()
    let graded = 0
    for (const [index, { stored, version }] of orderByReferences(open).entries()) {
      await setImmediate()
      if (signal?.aborted) break
      if (gradingReferences(stored.submission).size > 0) await store()
      const grading = await this.grade(stored, version, cohorts)
      if (grading.ok) waiting.push({ grading: grading.value, selfPoints: selfPoints(stored, version) })
      else refusedNames.push(stored.submission.name)
      if (waiting.length >= STORED_TOGETHER) await store()
      graded = index + 1
      onProgress(graded, open.length)
    }
    await store()
    return { graded: graded - refusedNames.length, refused: refusedNames }
  }

  /** What other gradings a submission reads, of those that are current, confirmed and final. */
  async gradingsRead(submission: Submission): Promise<NonNullable<GradingContext['gradings']>> {
    const found = new Map<string, { points: number; hash: string }>()
    for (const id of gradingReferences(submission)) {
      const grading = await this.find(id)
      if (!grading.ok || grading.value.points === null || grading.value.confirmedBy === null) continue
      found.set(id, { points: grading.value.points, hash: contentHash(grading.value) })
    }
    return found
  }

  /**
   * Grades a submission as it is given by the version given; stores nothing.
   * @param cohorts what was computed for others, kept between calls while nothing is written
   */
  async grade(
    stored: StoredSubmission,
    version: StoredRuleSet,
    cohorts: Cohorts = new Map(),
  ): Promise<Parsed<Grading>> {
    const submission = readFor(version.ruleSet, stored.submission)
    if (!submission.ok) return refused(issuesUnder('submission', submission.issues))
    const grader = this.graderOf(version.hash, version.ruleSet)
    const cohort = comparesSubmissions(grader) ? await this.#cohortOf(submission.value, version, cohorts) : undefined
    const grading = await gradeConfirmed(grader, submission.value, {
      ruleSetHash: version.hash,
      submissionHash: stored.hash,
      engine: this.#engine,
      gradings: await this.gradingsRead(submission.value),
      pause: () => setImmediate(),
      ...(cohort && { cohort: cohort.of(submission.value) }),
    })
    return parsed(grading)
  }

  /**
   * All of the same subject, year and rule set; the one being graded as it is given, stored or not.
   * `cohorts` keeps what was computed while nothing is written, so that grading all does not read all for each.
   */
  async #cohortOf(submission: Submission, version: StoredRuleSet, cohorts: Cohorts): Promise<CohortTable> {
    const key = `${submission.year} ${version.hash}`
    const known = cohorts.get(key)
    if (known) return known
    const versions = await this.store.listRuleSets()
    const { program } = this.graderOf(version.hash, version.ruleSet)
    const read = compileReadingFor(version.ruleSet)
    const members = [collectMember(program, submission)]
    for (const [index, { submission: other }] of (await this.store.listSubmissions()).entries()) {
      if (index % COLLECTED_TOGETHER === 0) await setImmediate()
      if (other.id === submission.id || other.year !== submission.year) continue
      if (defaultVersion(versions, other)?.id !== version.id) continue
      const held = read(other)
      if (held.ok) members.push(collectMember(program, held.value))
    }
    const cohort = figuresOf(version.ruleSet, members)
    cohorts.set(key, cohort)
    return cohort
  }
}

const selfPoints = ({ submission }: StoredSubmission, { ruleSet }: StoredRuleSet): number | null =>
  sumSelfScores(submission, ruleSet.indicators)
