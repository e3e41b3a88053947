import { noCases, type RuleSetCases } from './cases-files.ts'
import { contentHash } from './core/hash.ts'
import { parsed, refused, type Issue, type Parsed } from './core/issue.ts'
import { casesToBegin, DraftCases } from './draft-cases.ts'
import type { Evaluation } from './evaluation/jobs.ts'
import { issuesUnder, refusedOne } from './issue-paths.ts'
import { unknownDraft, type DraftRow } from './storage/changes/drafts.ts'
import { ruleSetKey, type Store } from './storage/store.ts'

export interface VersionName {
  readonly id: string
  readonly effective: string
}

export interface OpenDraft {
  readonly draft: DraftRow
  /** With its members in the order of the format where it can be read, else as it was saved. */
  readonly ruleSet: unknown
  /** What keeps it from being read, none when all is well. */
  readonly issues: readonly Issue[]
}

/** A rule set that somebody wants to save: theirs to be half done, but it says which version it is. */
export interface DraftContent extends VersionName {
  /** The revision it was made on; 0 begins a draft. */
  readonly revision: number
  readonly ruleSet: Readonly<Record<string, unknown>>
  /** For a new draft: `id@date` it was begun from. */
  readonly base?: string | undefined
}

/** Text of the longest rule set, in characters: far more than 40,000 values need. */
const LONGEST = 4 * 1024 * 1024

/**
 * What becomes of a rule set before and after it is published. Every method writes in the name that `store` bears; the
 * store itself refuses what may not be.
 */
export class RuleSetLife {
  readonly #evaluation: Evaluation
  readonly #cases: RuleSetCases
  /** Golden cases of drafts. */
  readonly draftCases: DraftCases

  /** @param cases golden cases of published versions, which a draft begun from one takes along */
  constructor(evaluation: Evaluation, cases: RuleSetCases = noCases) {
    this.#evaluation = evaluation
    this.#cases = cases
    this.draftCases = new DraftCases(evaluation)
  }

  async open(store: Store, version: VersionName): Promise<Parsed<OpenDraft>> {
    const draft = await store.find('drafts', ruleSetKey(version))
    if (!draft) return refused([unknownDraft(version)])
    const ruleSet = await store.readBody<unknown>(draft.hash)
    const read = await this.#evaluation.run('read', { ruleSet })
    return parsed(
      read.ok ? { draft, ruleSet: read.value.ruleSet, issues: [] } : { draft, ruleSet, issues: read.issues },
    )
  }

  /** Saves a draft, whether or not it can be graded by. The same content saved twice is saved once. */
  async save(store: Store, content: DraftContent): Promise<Parsed<DraftRow>> {
    const { id, effective, ruleSet, revision, base } = content
    const stray = strayName(content)
    if (stray) return refused([stray])
    if (JSON.stringify(ruleSet).length > LONGEST) {
      return refusedOne('ruleSet', 'too_large', '这份指标体系太大，请拆成几份。')
    }
    const hash = contentHash(ruleSet)
    const known = await store.find('drafts', ruleSetKey(content))
    // an answer that was lost on its way: what is asked for has been done
    if (known?.hash === hash && known.revision === revision + 1) return parsed(known)
    const title = typeof ruleSet['title'] === 'string' ? ruleSet['title'].slice(0, 200) : id
    const begun = known ? null : await casesToBegin(this.#cases, base)
    const payload = {
      ...{ id, effective, title, hash, revision },
      ...(base !== undefined && { base }),
      ...(begun !== null && { cases: contentHash(begun) }),
    }
    const saved = await store.commit({ action: 'saveDraft', payload }, begun === null ? [ruleSet] : [ruleSet, begun])
    return saved.ok ? this.#row(store, content) : saved
  }

  async discard(store: Store, version: VersionName, revision: number): Promise<Parsed<void>> {
    return store.commit({ action: 'discardDraft', payload: { ...nameOf(version), revision } })
  }

  /** Hands a draft in for approval: it must read well, the checks must find no error, its golden cases hold. */
  async submit(store: Store, version: VersionName, revision: number): Promise<Parsed<DraftRow>> {
    const sound = await this.#sound(store, version)
    if (!sound.ok) return sound
    const { cases } = sound.value
    const submitted = await store.commit({ action: 'submitDraft', payload: { ...nameOf(version), revision, cases } })
    return submitted.ok ? this.#row(store, version) : submitted
  }

  async sendBack(store: Store, version: VersionName, revision: number, remark: string): Promise<Parsed<DraftRow>> {
    const back = await store.commit({ action: 'returnDraft', payload: { ...nameOf(version), revision, remark } })
    return back.ok ? this.#row(store, version) : back
  }

  /** Publishes what was submitted; the store refuses whoever wrote or submitted it. */
  async publish(store: Store, version: VersionName, revision: number): Promise<Parsed<VersionName & { hash: string }>> {
    const sound = await this.#sound(store, version)
    if (!sound.ok) return sound
    const { hash, cases, acknowledged } = sound.value
    const payload = { ...nameOf(version), revision, hash, cases, acknowledged }
    const published = await store.commit({ action: 'publishDraft', payload })
    return published.ok ? parsed({ ...nameOf(version), hash }) : published
  }

  async retire(store: Store, version: VersionName, reason: string): Promise<Parsed<void>> {
    return store.commit({ action: 'retireRuleSet', payload: { ...nameOf(version), reason } })
  }

  /** @returns what was looked at in a draft that reads well, in which the checks find no error, and whose cases hold */
  async #sound(store: Store, version: VersionName): Promise<Parsed<Sound>> {
    const draft = await store.find('drafts', ruleSetKey(version))
    if (!draft) return refused([unknownDraft(version)])
    const ruleSet = await store.readBody<unknown>(draft.hash)
    const read = await this.#evaluation.run('read', { ruleSet })
    if (!read.ok) return refused(issuesUnder('ruleSet', read.issues))
    if (read.value.hash !== draft.hash) {
      return refusedOne('ruleSet', 'reads_differently', '这份草稿读出来与存下的不同，请重新保存一次再提交。')
    }
    const findings = await this.#evaluation.run('findings', { ruleSet })
    if (!findings.ok) return findings
    const errors = findings.value.filter(({ severity }) => severity === 'error')
    const issues = errors.map(({ path, code, message }) => ({ path, code, message }))
    if (errors.length > 0) return refused(issuesUnder('ruleSet', issues))
    const gate = await this.draftCases.gate(store, draft, ruleSet)
    return gate.ok ? parsed({ hash: draft.hash, cases: draft.cases ?? null, acknowledged: gate.value }) : gate
  }

  async #row(store: Store, version: VersionName): Promise<Parsed<DraftRow>> {
    const row = await store.find('drafts', ruleSetKey(version))
    return row ? parsed(row) : refused([unknownDraft(version)])
  }
}

interface Sound {
  readonly hash: string
  readonly cases: string | null
  /** Cases that were taken to have changed, and why some rules have none, in sentences. */
  readonly acknowledged: readonly string[]
}

const nameOf = ({ id, effective }: VersionName): VersionName => ({ id, effective })

/** The content says itself which version it is: a file exported from it must be that one. */
function strayName({ id, effective, ruleSet }: DraftContent): Issue | null {
  const own = ruleSet['effective']
  const from = typeof own === 'object' && own !== null && 'from' in own ? own.from : undefined
  if (ruleSet['id'] === id && from === effective) return null
  return {
    path: 'ruleSet',
    code: 'other_version',
    message: `内容里的编号和生效日期不是“${id}@${effective}”，请改成一致。`,
  }
}
