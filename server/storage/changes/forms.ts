import type { Issue } from '../../core/issue.ts'
import type { State } from '../tables.ts'
import type { Author, ChangeKind } from './change-kind.ts'
import { moveGoals, whyGoalsMoved, type GoalsMoved } from './goals.ts'
import { refusal } from './rule-sets.ts'
import type { SubmissionRow } from './submissions.ts'

/**
 * What a unit fills in (填报): saved as often as it likes, handed in, returned with remarks or received. Only what is
 * received becomes a submission; until then nobody grades it, counts it or ranks by it.
 */
export interface FormRow {
  /** Also the id of the submission it becomes. */
  readonly id: string
  readonly unit: string
  readonly name: string
  readonly subject: 'department' | 'project'
  readonly year: number
  /** `id@effective` */
  readonly ruleSet: string
  /** The entries as they were saved last. */
  readonly hash: string
  /** Counts the saves: whoever saves says which one they began with. */
  readonly revision: number
  readonly status: 'filling' | 'submitted' | 'returned' | 'received'
  readonly savedBy: string
  readonly savedAt: string
  readonly files: readonly FormFile[]
  /** Everything that was handed in, as a submission, the last one last. */
  readonly handedIn: readonly (Author & { readonly hash: string })[]
  /** Why it was returned, the last time. */
  readonly returned: (Author & { readonly remark: string; readonly remarks: readonly FormRemark[] }) | null
  readonly received: Author | null
}

/** 佐证: a file and what it supports. */
export interface FormFile {
  /** Of its bytes. */
  readonly hash: string
  readonly name: string
  /** What its bytes are, whatever its name says. */
  readonly type: string
  /** In bytes. */
  readonly size: number
  /** The leaf it supports. */
  readonly indicator: string
  /** One of the facts that leaf reads, or all of it. */
  readonly fact: string | null
}

/** Where a file stands: the same one may support several leaves. */
export type FilePlace = Pick<FormFile, 'hash' | 'indicator' | 'fact'>

export interface FormRemark {
  readonly indicator: string | null
  readonly fact: string | null
  readonly text: string
}

/** A form as somebody saw it. */
export interface FormSeen {
  readonly id: string
  readonly revision: number
}

/** What one form may hold; never made less, since journals are held to it whenever they are read. */
export const FILE_LIMITS = { count: 100, bytes: 10 * 1024 * 1024, allBytes: 200 * 1024 * 1024 }

/** `goals`: what it does to the offices' parts, where the form has been broken down. */
export type FormSave = Pick<FormRow, 'id' | 'unit' | 'name' | 'subject' | 'year' | 'ruleSet' | 'hash' | 'revision'> & {
  readonly goals?: GoalsMoved
}

export const saveForm: ChangeKind<FormSave> = {
  refuse: (state, save) => {
    const form = state.forms.get(save.id)
    if (!form) return save.revision === 0 ? null : unknownForm(save.id)
    // what a form is about never changes: its number is its unit's
    if (form.unit !== save.unit || form.ruleSet !== save.ruleSet) return unknownForm(save.id)
    if (form.revision !== save.revision) return notOpen(form) ?? changedMeanwhile(form)
    return notOpen(form) ?? whyGoalsMoved(state, save.id, save.goals)
  },
  apply: (state, { goals, ...save }, { actor, time }) => {
    moveGoals(state, save.id, goals)
    const form = state.forms.get(save.id)
    state.forms.set(save.id, {
      ...save,
      revision: save.revision + 1,
      status: form?.status ?? 'filling',
      savedBy: actor,
      savedAt: time,
      files: form?.files ?? [],
      handedIn: form?.handedIn ?? [],
      returned: form?.returned ?? null,
      received: form?.received ?? null,
    })
  },
  bodies: ({ hash }) => [hash],
}

/** Only what was never handed in goes without a trace in the list; the journal keeps all of it. */
export const discardForm: ChangeKind<FormSeen> = {
  refuse: (state, seen) => {
    const form = state.forms.get(seen.id)
    const stale = notSeen(form, seen, ['filling'])
    if (stale || form?.handedIn.length === 0) return stale
    return refusal('wrong_status', `“${form?.name}”已经提交过，不能删除；请改好再提交。`)
  },
  apply: (state, { id }) => {
    state.forms.delete(id)
    state.breakdowns.delete(id)
  },
}

export const attachFile: ChangeKind<{
  readonly id: string
  readonly file: FormFile
  readonly goals?: GoalsMoved
}> = {
  refuse: (state, { id, file, goals }) => {
    const form = state.forms.get(id)
    if (!form) return unknownForm(id)
    const { count, bytes, allBytes } = FILE_LIMITS
    const closed = notOpen(form)
    if (closed) return closed
    if (file.size > bytes) return refusal('file_too_large', `“${file.name}”超过 ${mb(bytes)} MB，请压缩或拆开再传。`)
    if (form.files.some((one) => isAt(one, file)))
      return refusal('file_known', `“${file.name}”已经传过，这里不用再传。`)
    if (form.files.length >= count) return refusal('files_too_many', `一份填报最多 ${count} 个文件，请合并或删去一些。`)
    const all = form.files.reduce((sum, { size }) => sum + size, file.size)
    return all > allBytes
      ? refusal('files_too_large', `一份填报的文件合计最多 ${mb(allBytes)} MB，请压缩或删去一些。`)
      : whyGoalsMoved(state, id, goals)
  },
  apply: (state, { id, file, goals }) => {
    moveGoals(state, id, goals)
    change(state, id, ({ files }) => ({ files: [...files, file] }))
  },
  bodies: ({ file }) => [file.hash],
}

export const removeFile: ChangeKind<{
  readonly id: string
  readonly place: FilePlace
  readonly goals?: GoalsMoved
}> = {
  refuse: (state, { id, place, goals }) => {
    const form = state.forms.get(id)
    if (!form) return unknownForm(id)
    const closed = notOpen(form)
    if (closed) return closed
    return form.files.some((file) => isAt(file, place)) ? whyGoalsMoved(state, id, goals) : unknownFile()
  },
  apply: (state, { id, place, goals }) => {
    moveGoals(state, id, goals)
    change(state, id, ({ files }) => ({ files: files.filter((file) => !isAt(file, place)) }))
  },
}

/** Hands a form in: `hash` is the submission made of its entries and files as they were seen. */
export const submitForm: ChangeKind<FormSeen & { readonly hash: string; readonly files: readonly FilePlace[] }> = {
  refuse: (state, seen) => {
    const form = state.forms.get(seen.id)
    const stale = notSeen(form, seen, ['filling', 'returned'])
    if (stale || !form) return stale
    const same = form.files.length === seen.files.length && form.files.every((file, at) => isAt(file, seen.files[at]!))
    return same ? null : refusal('form_changed', '佐证刚刚改过，请看过再提交。')
  },
  apply: (state, { id, hash }, { actor, time }) =>
    change(state, id, ({ handedIn }) => ({ status: 'submitted', handedIn: [...handedIn, { actor, time, hash }] })),
  bodies: ({ hash }) => [hash],
}

/** Taken back by the unit before anybody decided on it. */
export const withdrawForm: ChangeKind<FormSeen> = {
  refuse: (state, seen) => notSeen(state.forms.get(seen.id), seen, ['submitted']),
  apply: (state, { id }) =>
    change(state, id, ({ returned }) => ({ status: returned === null ? 'filling' : 'returned' })),
}

/** Sent back to be put right; one already received, too: what was received stays until another is. */
export const returnForm: ChangeKind<FormSeen & { readonly remark: string; readonly remarks: readonly FormRemark[] }> = {
  refuse: (state, seen) => notSeen(state.forms.get(seen.id), seen, ['submitted', 'received']),
  apply: (state, { id, remark, remarks }, { actor, time }) =>
    change(state, id, () => ({ status: 'returned', returned: { actor, time, remark, remarks } })),
}

/** Received: from here on it is a submission like any other. */
export const receiveForm: ChangeKind<FormSeen & { readonly submission: SubmissionRow }> = {
  refuse: (state, seen) =>
    notSeen(state.forms.get(seen.id), seen, ['submitted']) ??
    (seen.submission.id === seen.id ? null : unknownForm(seen.id)),
  apply: (state, { id, submission }, { actor, time }) => {
    change(state, id, () => ({ status: 'received', received: { actor, time } }))
    state.submissions.set(submission.id, submission)
  },
  bodies: ({ submission }) => [submission.hash],
}

/** Whether a file stands at a place. */
export const isAt = (file: FilePlace, { hash, indicator, fact }: FilePlace): boolean =>
  file.hash === hash && file.indicator === indicator && file.fact === fact

export const unknownForm = (id: string): Issue => refusal('unknown_form', `没有编号为“${id}”的填报表，请从清单里打开。`)

export const unknownFile = (): Issue => refusal('unknown_file', '没有这个文件，它可能已被删去，请刷新。')

function change(state: State, id: string, make: (form: FormRow) => Partial<FormRow>): void {
  const form = state.forms.get(id)!
  state.forms.set(id, { ...form, ...make(form) })
}

function notOpen({ name, status }: FormRow): Issue | null {
  if (status === 'submitted') return refusal('form_submitted', `“${name}”已经提交，要改请先撤回，或等退回。`)
  if (status === 'received') return refusal('form_submitted', `“${name}”已经接收，要改请联系财政部门退回。`)
  return null
}

/** Why what somebody saw of a form is not what it is now. */
function notSeen(form: FormRow | undefined, seen: FormSeen, statuses: readonly FormRow['status'][]): Issue | null {
  if (!form) return unknownForm(seen.id)
  if (form.revision !== seen.revision) return changedMeanwhile(form)
  if (statuses.includes(form.status)) return null
  return refusal('wrong_status', `“${form.name}”现在是“${FORM_STATUS[form.status]}”，不能这样做，请刷新。`)
}

export const FORM_STATUS: Readonly<Record<FormRow['status'], string>> = {
  filling: '填报中',
  submitted: '已提交',
  returned: '已退回',
  received: '已接收',
}

const changedMeanwhile = ({ savedBy, savedAt, revision }: FormRow): Issue =>
  refusal(
    'form_changed',
    `这份填报已被 ${savedBy} 在 ${savedAt} 改过（第 ${revision} 稿），请先看改了什么，再选用哪一份。`,
  )

const mb = (bytes: number): number => bytes / 1024 / 1024
