import { createHash } from 'node:crypto'
import type { Fence } from '../access/own-submissions.ts'
import type { Person } from '../access/person.ts'
import { contentHash } from '../core/hash.ts'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { FactInput, Submission } from '../core/submission.ts'
import type { GradingService } from '../gradings.ts'
import { issuesUnder, refusedOne } from '../issue-paths.ts'
import { splitReference } from '../rule-set-choice.ts'
import {
  unknownFile,
  unknownForm,
  type FilePlace,
  type FormFile,
  type FormRemark,
  type FormRow,
} from '../storage/changes/forms.ts'
import { toSubmissionRow } from '../storage/changes/submissions.ts'
import { ruleSetKey, type Store, type StoredRuleSet } from '../storage/store.ts'
import { changesBetween, type FormChange } from './changes-between.ts'
import { entriesOf, NO_ENTRIES, type FormEntries } from './entries.ts'
import { ACCEPTED_TYPES, fileTypeOf, safeFileName } from './file-type.ts'
import { fileMoves, goalsMoved, goalsOf } from './goals/form-goals.ts'
import { previewOf, type FormPreview } from './preview.ts'
import { factsOfBureau, isOwnFact, readEntries } from './read-entries.ts'

/** Which form somebody wants to fill in. */
export interface FormWish {
  readonly unit: string
  readonly year: number
  /** `id@effective` */
  readonly ruleSet: string
  /** What a project is called; a department has its own name. */
  readonly name?: string | undefined
}

export interface OpenForm {
  readonly form: FormRow
  readonly entries: FormEntries
  /** What the bureau filled in the last time. */
  readonly bureau: Readonly<Record<string, FactInput>>
  /** What the last hand-in has other than the one before it; empty when there was one. */
  readonly changes: readonly FormChange[]
}

export type BureauFacts = Readonly<Record<string, FactInput>>

/** Text of the longest entries, in characters. */
const LONGEST = 4 * 1024 * 1024

/**
 * What becomes of a form on its way from the unit to the bureau. Every method looks and writes through `store`, the one
 * of whoever asks, so that a unit reaches its own forms only; contents are read from the whole one.
 */
export class FormLife {
  readonly #whole: Store
  readonly #gradings: GradingService

  constructor(whole: Store, gradings: GradingService) {
    this.#whole = whole
    this.#gradings = gradings
  }

  /** @param person as for `open`; what is being changed is listed without its files */
  async list(store: Store, { units }: Pick<Person, 'units'>): Promise<readonly FormRow[]> {
    const forms = await store.list('forms')
    return forms.map((form) => (units.includes(form.unit) || isLocked(form) ? form : { ...form, files: [] }))
  }

  /** Begins a form with what the unit handed in before under that name, if anything; one that is there is opened. */
  async begin(store: Store, wish: FormWish, units: readonly string[]): Promise<Parsed<FormRow>> {
    const version = await this.#version(wish.ruleSet)
    if (!version.ok) return version
    if (!units.includes(wish.unit)) {
      return refusedOne('unit', 'not_own_unit', `只能填报自己的单位，unit 请写 ${units.join(' 或 ')}。`)
    }
    const { ruleSet, retired, effective } = version.value
    if (retired) return refusedOne('ruleSet', 'retired_version', `“${wish.ruleSet}”已停用，请换一个指标体系。`)
    if (effective > `${wish.year}-12-31`)
      return refusedOne(
        'ruleSet',
        'not_in_time',
        `“${wish.ruleSet}”从 ${effective} 起施行，不适用于 ${wish.year} 年度。`,
      )
    const subject = ruleSet.subject ?? 'department'
    const given = wish.name?.trim() ?? ''
    if (subject === 'project' && given === '') return refusedOne('name', 'required', '请写项目名称。')
    const about = { unit: wish.unit, year: wish.year, ruleSet: ruleSetKey(version.value), subject }
    const isIt = (form: FormRow): boolean =>
      form.unit === about.unit &&
      form.year === about.year &&
      form.ruleSet === about.ruleSet &&
      (subject === 'department' || form.name === given)
    const known = (await store.list('forms')).find(isIt)
    if (known) return parsed(known)
    const earlier = await this.#earlier(store, about, given)
    const name = subject === 'project' ? given : ((await store.find('organisations', wish.unit))?.name ?? earlier?.name)
    const id = earlier?.id ?? (await this.#freeId(about, given))
    const entries = earlier ? entriesOf(earlier, (fact) => isOwnFact(ruleSet, fact)) : NO_ENTRIES
    const payload = { id, name: name ?? wish.unit, ...about, hash: contentHash(entries), revision: 0 }
    const begun = await store.commit({ action: 'saveForm', payload }, [entries])
    return begun.ok ? this.#row(store, id) : begun
  }

  /** @param person whose eyes it is for: nobody but the unit sees what was not handed in */
  async open(store: Store, id: string, person: Pick<Person, 'units'>): Promise<Parsed<OpenForm>> {
    const found = await store.find('forms', id)
    if (!found) return refused([unknownForm(id)])
    const form = await this.#seenBy(person, found)
    const version = await this.#version(form.ruleSet)
    if (!version.ok) return version
    const { ruleSet } = version.value
    const earlier = await this.#whole.findSubmission(id)
    const handedIn = await Promise.all(
      form.handedIn.slice(-2).map(({ hash }) => this.#whole.readBody<Submission>(hash)),
    )
    const last = handedIn.at(-1)
    const theirs = last ? entriesOf(last, (fact) => isOwnFact(ruleSet, fact)) : NO_ENTRIES
    const isOwn = person.units.includes(form.unit)
    const entries = isOwn ? await this.#whole.readBody<FormEntries>(form.hash) : theirs
    const [before, after] = handedIn
    const changes = before && after ? changesBetween(ruleSet, before, after) : []
    return parsed({ form, entries, bureau: earlier ? factsOfBureau(ruleSet, earlier.submission.facts) : {}, changes })
  }

  /** Saves what stands in the fields, whether or not it can be read. The same saved twice is saved once. */
  async save(store: Store, id: string, revision: number, entries: FormEntries): Promise<Parsed<FormRow>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    if (JSON.stringify(entries).length > LONGEST) return refusedOne('entries', 'too_large', '填的内容太多，请精简。')
    const hash = contentHash(entries)
    // an answer that was lost on its way: what is asked for has been done
    if (form.hash === hash && form.revision === revision + 1) return parsed(form)
    const { unit, name, subject, year, ruleSet } = form
    const before = await this.#whole.readBody<FormEntries>(form.hash)
    const saved = await unlessGoalsMove(async () => {
      const goals = goalsMoved(await goalsOf(this.#whole, form), before, entries)
      const payload = { id, unit, name, subject, year, ruleSet, hash, revision, ...goals }
      return store.commit({ action: 'saveForm', payload }, [entries])
    })
    return saved.ok ? this.#row(store, id) : saved
  }

  /** What these entries would come to; nothing is kept. @param bureau what the bureau is about to fill in */
  async preview(
    store: Store,
    id: string,
    entries: FormEntries,
    fence: Fence,
    bureau: BureauFacts = {},
  ): Promise<Parsed<FormPreview>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    const version = await this.#version(form.ruleSet)
    if (!version.ok) return version
    const { ruleSet } = version.value
    const read = readEntries(ruleSet, form, entries, (await this.#whole.findSubmission(id))?.submission ?? null)
    const submission = withBureau(ruleSet, read.submission, bureau)
    const fenced = await fence(submission)
    if (fenced.length > 0) return refused(fenced)
    const grading = await this.#gradings.grade({ hash: contentHash(submission), submission }, version.value)
    return grading.ok ? parsed(previewOf(ruleSet, submission, grading.value, read.issues)) : grading
  }

  discard(store: Store, id: string, revision: number): Promise<Parsed<void>> {
    return store.commit({ action: 'discardForm', payload: { id, revision } })
  }

  /** Attaches a file; what it is, its bytes say. */
  async attach(
    store: Store,
    id: string,
    { bytes, name, ...place }: { readonly bytes: Uint8Array; readonly name: string } & Omit<FilePlace, 'hash'>,
  ): Promise<Parsed<FormRow>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    const version = await this.#version(form.ruleSet)
    if (!version.ok) return version
    const stray = strayPlace(version.value.ruleSet, place)
    if (stray) return refused([stray])
    const found = fileTypeOf(bytes)
    if (!found) return refusedOne('', 'file_type', `“${name}”不是认得的文件，佐证请用 ${ACCEPTED_TYPES}。`)
    const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    const file: FormFile = { hash, name: safeFileName(name, found), type: found.type, size: bytes.length, ...place }
    const done = await unlessGoalsMove(async () => {
      const goals = fileMoves(await goalsOf(this.#whole, form), place.indicator)
      return store.commit({ action: 'attachFile', payload: { id, file, ...goals } }, [], new Map([[hash, bytes]]))
    })
    return done.ok ? this.#row(store, id) : done
  }

  async detach(store: Store, id: string, place: FilePlace): Promise<Parsed<FormRow>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    const done = await unlessGoalsMove(async () => {
      const goals = fileMoves(await goalsOf(this.#whole, form), place.indicator)
      return store.commit({ action: 'removeFile', payload: { id, place, ...goals } })
    })
    return done.ok ? this.#row(store, id) : done
  }

  async file(
    store: Store,
    id: string,
    hash: string,
    person: Pick<Person, 'units'>,
  ): Promise<Parsed<{ file: FormFile; bytes: Uint8Array }>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    const { files } = await this.#seenBy(person, form)
    const file = files.find((one) => one.hash === hash)
    return file ? parsed({ file, bytes: await this.#whole.readBytes(hash) }) : refused([unknownFile()])
  }

  /** Hands in what was saved: all of it must be readable, and what is required must be there. */
  async submit(store: Store, id: string, revision: number, fence: Fence): Promise<Parsed<FormRow>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    const version = await this.#version(form.ruleSet)
    if (!version.ok) return version
    const { ruleSet } = version.value
    const entries = await this.#whole.readBody<FormEntries>(form.hash)
    const earlier = (await this.#whole.findSubmission(id))?.submission ?? null
    const { submission, issues } = readEntries(ruleSet, form, entries, earlier)
    const faults = [...issues, ...(await fence(submission))]
    if (faults.length > 0) return refused(faults)
    const grading = await this.#gradings.grade({ hash: contentHash(submission), submission }, version.value)
    if (!grading.ok) return grading
    const { lacking } = previewOf(ruleSet, submission, grading.value, [])
    if (lacking.length > 0) return refused(lacking)
    const files = form.files.map(({ hash, indicator, fact }) => ({ hash, indicator, fact }))
    const payload = { id, revision, hash: contentHash(submission), files }
    const done = await store.commit({ action: 'submitForm', payload }, [submission])
    return done.ok ? this.#row(store, id) : done
  }

  async withdraw(store: Store, id: string, revision: number): Promise<Parsed<FormRow>> {
    const done = await store.commit({ action: 'withdrawForm', payload: { id, revision } })
    return done.ok ? this.#row(store, id) : done
  }

  async sendBack(
    store: Store,
    id: string,
    { revision, remark, remarks }: { revision: number; remark: string; remarks: readonly FormRemark[] },
  ): Promise<Parsed<FormRow>> {
    const done = await store.commit({ action: 'returnForm', payload: { id, revision, remark, remarks } })
    return done.ok ? this.#row(store, id) : done
  }

  /** Receives what was handed in last, with what the bureau fills in, and grades it. */
  async receive(store: Store, id: string, revision: number, bureau: BureauFacts = {}): Promise<Parsed<FormRow>> {
    const form = await store.find('forms', id)
    const last = form?.handedIn.at(-1)
    if (!form || !last) return refused([unknownForm(id)])
    const version = await this.#version(form.ruleSet)
    if (!version.ok) return version
    const handedIn = await this.#whole.readBody<Submission>(last.hash)
    const read = parseSubmission(withBureau(version.value.ruleSet, handedIn, bureau), version.value.ruleSet)
    if (!read.ok) return refused(issuesUnder('bureau', read.issues))
    const submission = toSubmissionRow(read.value, contentHash(read.value))
    const done = await store.commit({ action: 'receiveForm', payload: { id, revision, submission } }, [read.value])
    if (!done.ok) return done
    // one that cannot be graded is received all the same: the list shows that it has no points
    await this.#gradings.gradeStored(id, form.ruleSet, store)
    return this.#row(store, id)
  }

  /** A form as a person may see it: others than the unit see the files that were handed in. */
  async #seenBy({ units }: Pick<Person, 'units'>, form: FormRow): Promise<FormRow> {
    if (units.includes(form.unit) || isLocked(form)) return form
    const last = form.handedIn.at(-1)
    const evidence = last ? ((await this.#whole.readBody<Submission>(last.hash)).evidence ?? []) : []
    const isIn = ({ hash, indicator }: FormFile): boolean =>
      evidence.some((item) => item.file === hash && item.indicator === indicator)
    return { ...form, files: form.files.filter(isIn) }
  }

  async #row(store: Store, id: string): Promise<Parsed<FormRow>> {
    const row = await store.find('forms', id)
    return row ? parsed(row) : refused([unknownForm(id)])
  }

  async #version(key: string): Promise<Parsed<StoredRuleSet>> {
    const [id, effective] = splitReference(key)
    const version = effective === null ? null : await this.#whole.findRuleSet(id, effective)
    if (version) return parsed(version)
    return refusedOne('ruleSet', 'unknown_rule_set', `没有指标体系“${key}”，请写 id@生效日期。`)
  }

  /** What the unit handed in for the same year and rule set in another way. */
  async #earlier(
    store: Store,
    { unit, year, ruleSet, subject }: Pick<FormRow, 'unit' | 'year' | 'ruleSet' | 'subject'>,
    name: string,
  ): Promise<Submission | null> {
    const [id] = splitReference(ruleSet)
    const row = (await store.list('submissions')).find(
      ({ summary }) =>
        summary?.unit === unit &&
        summary.year === year &&
        summary.subject === subject &&
        splitReference(summary.ruleSet ?? '')[0] === id &&
        (subject === 'department' || summary.name === name),
    )
    if (!row || (await this.#whole.find('forms', row.id))) return null
    return (await this.#whole.findSubmission(row.id))?.submission ?? null
  }

  /** A number nobody has yet, made of what the form is about. */
  async #freeId({ unit, year, ruleSet }: Pick<FormRow, 'unit' | 'year' | 'ruleSet'>, name: string): Promise<string> {
    const [id] = splitReference(ruleSet)
    const plain = `${unit}-${year}${name === '' ? '' : `-${name}`}`.slice(0, 160)
    for (let count = 0; ; count++) {
      const made = count === 0 ? plain : `${plain}-${id.slice(0, 30)}${count === 1 ? '' : `-${count}`}`
      const isTaken = (await this.#whole.find('forms', made)) ?? (await this.#whole.find('submissions', made))
      if (!isTaken) return made
    }
  }
}

/** Works a change out anew when somebody assigned indicators otherwise in between. */
async function unlessGoalsMove(change: () => Promise<Parsed<void>>): Promise<Parsed<void>> {
  for (let tries = 1; ; tries++) {
    const done = await change()
    if (done.ok || tries === 3 || done.issues[0]?.code !== 'goals_changed') return done
  }
}

/** What it holds is what was handed in. */
export const isLocked = ({ status }: FormRow): boolean => status === 'submitted' || status === 'received'

function withBureau(ruleSet: RuleSet, submission: Submission, bureau: BureauFacts): Submission {
  return { ...submission, facts: { ...submission.facts, ...factsOfBureau(ruleSet, bureau) } }
}

function strayPlace({ facts, indicators }: RuleSet, { indicator, fact }: Omit<FilePlace, 'hash'>): Issue | null {
  const isLeaf = (nodes: RuleSet['indicators']): boolean =>
    nodes.some((node) => (node.children ? isLeaf(node.children) : node.id === indicator))
  if (!isLeaf(indicators))
    return { path: 'indicator', code: 'unknown_indicator', message: `没有末级指标“${indicator}”，请核对。` }
  if (fact === null || facts.some(({ id }) => id === fact)) return null
  return { path: 'fact', code: 'unknown_fact', message: `没有数据项“${fact}”，请核对。` }
}
