import type { RuleSetCases } from './cases-files.ts'
import { copyCases } from './core/golden/steps.ts'
import { parseCases, type GoldenCases } from './core/golden/cases-file.ts'
import type { Standing } from './core/golden/standing.ts'
import { contentHash } from './core/hash.ts'
import { parsed, refused, type Parsed } from './core/issue.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import type { Evaluation, GoldenStepInput, RunOptions } from './evaluation/jobs.ts'
import { finalPoints } from './final-points.ts'
import { gradingReferences } from './grading-references.ts'
import type { CasesStep } from './http/golden-shapes.ts'
import { refusedOne, unknownSubmission } from './issue-paths.ts'
import { splitReference } from './rule-set-choice.ts'
import { unknownDraft } from './storage/changes/drafts.ts'
import type { VersionName } from './storage/changes/rule-sets.ts'
import type { DraftRow } from './storage/changes/drafts.ts'
import { factsOf } from './storage/changes/submissions.ts'
import { ruleSetKey, type Store } from './storage/store.ts'

type Stands = Standing & { readonly hash: string | null }

/** Golden cases kept with published versions; of a version without, those that lie beside its file. */
export const storedCases =
  (store: Store, beside: RuleSetCases): RuleSetCases =>
  async (id, effective) => {
    const hash = (await store.find('ruleSets', ruleSetKey({ id, effective })))?.cases
    return hash === undefined ? beside(id, effective) : parseCases(await store.readBody(hash))
  }

/** What a draft's golden cases begin with: those of the version it was begun from; null without any. */
export async function casesToBegin(cases: RuleSetCases, base: string | undefined): Promise<GoldenCases | null> {
  const [id, date] = splitReference(base ?? '')
  if (date === null) return null
  const found = await cases(id, date)
  // cases that cannot be read keep nobody from beginning anew; the page of that version says what is wrong with them
  return found.ok && found.value ? copyCases(found.value) : null
}

/** Golden cases (用例) of rule sets that are not published yet. */
export class DraftCases {
  readonly #evaluation: Evaluation
  readonly #now: () => Date

  constructor(evaluation: Evaluation, now: () => Date = () => new Date()) {
    this.#evaluation = evaluation
    this.#now = now
  }

  /** How the cases of a draft stand under its content as somebody is editing it. */
  async standing(store: Store, version: VersionName, ruleSet: unknown, signal: AbortSignal): Promise<Parsed<Stands>> {
    const draft = await store.find('drafts', ruleSetKey(version))
    if (!draft) return refused([unknownDraft(version)])
    const cases = await contentOf(store, draft)
    const standing = await this.#evaluation.run('standing', { ruleSet, cases }, { signal })
    return standing.ok ? parsed({ ...standing.value, hash: draft.cases ?? null }) : standing
  }

  /** Does one thing to the cases of a draft, by its content as it was saved last. */
  async step(
    store: Store,
    version: VersionName,
    seen: { readonly revision: number; readonly cases: string | null; readonly step: CasesStep },
    by: string,
  ): Promise<Parsed<{ readonly draft: DraftRow; readonly standing: Stands }>> {
    const draft = await store.find('drafts', ruleSetKey(version))
    if (!draft) return refused([unknownDraft(version)])
    const ruleSet = await store.readBody<RuleSet>(draft.hash)
    const pinned = seen.step.what === 'pin' ? await this.#pinOf(store, ruleSet, seen.step.submission) : null
    if (pinned && !pinned.ok) return pinned
    const { pin, options } = pinned?.value ?? { pin: null, options: {} }
    const said = { by, at: this.#now().toISOString() }
    const cases = await contentOf(store, draft)
    const done = await this.#evaluation.run('goldenStep', { ruleSet, cases, step: seen.step, said, pin }, options)
    if (!done.ok) return done
    const hash = contentHash(done.value.cases)
    const { id, effective } = version
    const payload = { id, effective, revision: seen.revision, from: seen.cases, cases: hash, text: done.value.text }
    const kept = await store.commit({ action: 'setDraftCases', payload }, [done.value.cases])
    if (!kept.ok) return kept
    const row = (await store.find('drafts', ruleSetKey(version)))!
    return parsed({ draft: row, standing: { ...done.value.standing, hash } })
  }

  /** What keeps a draft from being handed in and published; else what is to be told of it all the same. */
  async gate(store: Store, draft: DraftRow, ruleSet: unknown): Promise<Parsed<readonly string[]>> {
    const gate = await this.#evaluation.run('gate', { ruleSet, cases: await contentOf(store, draft) })
    if (!gate.ok) return gate
    const { issues, notes } = gate.value
    return issues.length > 0 ? refused(issues) : parsed(notes)
  }

  async #pinOf(
    store: Store,
    ruleSet: RuleSet,
    id: string,
  ): Promise<Parsed<{ pin: NonNullable<GoldenStepInput['pin']>; options: RunOptions }>> {
    const stored = await store.findSubmission(id)
    if (!stored) return refused([unknownSubmission(id)])
    const { hash, submission } = stored
    const made = submission.ruleSet === undefined ? null : splitReference(submission.ruleSet)[0]
    if (submission.subject !== ruleSet.subject || (made !== null && made !== ruleSet.id)) {
      return refusedOne('submission', 'other_rule_set', `“${submission.name}”不是按这套指标体系填报的，不能钉住。`)
    }
    const others = ruleSet.facts.some(({ cohort }) => cohort) ? await comparedWith(store, submission) : []
    const gradings = await finalPoints(store, [...gradingReferences(submission)])
    const names = [...new Set([hash, ...others])]
    const materials = {
      names,
      read: (wanted: readonly string[]) => Promise.all(wanted.map((one) => store.readBody(one))),
    }
    return parsed({ pin: { hash, others, gradings }, options: { materials } })
  }
}

const contentOf = async (store: Store, { cases }: DraftRow): Promise<unknown> =>
  cases == null ? null : store.readBody(cases)

/** Hashes of the submissions of the same subject, year and rule set. */
async function comparedWith(store: Store, { subject, year, ruleSet }: Submission): Promise<string[]> {
  const own = ruleSet === undefined ? null : splitReference(ruleSet)[0]
  const hashes: string[] = []
  for (const { hash, summary } of await store.list('submissions')) {
    const facts = summary ?? factsOf(await store.readBody<Submission>(hash))
    const named = facts.ruleSet === null ? null : splitReference(facts.ruleSet)[0]
    if (facts.subject === subject && facts.year === year && named === own) hashes.push(hash)
  }
  return hashes
}
