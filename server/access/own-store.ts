import { refused } from '../core/issue.ts'
import type { Change } from '../storage/changes/index.ts'
import type { FormRow } from '../storage/changes/forms.ts'
import type { GradingRow } from '../storage/changes/gradings.ts'
import type { SubmissionRow } from '../storage/changes/submissions.ts'
import type { Store } from '../storage/store.ts'
import { whyNotOwnPart } from './own-part.ts'
import type { TableName, Tables } from '../storage/tables.ts'

/**
 * A store in which only some units' submissions and gradings exist: what another unit handed in is as unknown as what
 * nobody did. Rule sets are everybody's; whatever else there is, is nobody's, unless it is named here.
 * @param office the one whose part of their forms may be written; null: all of them
 */
export function ownStore(store: Store, units: readonly string[], office: string | null = null): Store {
  const isOwn = ({ unit }: { readonly unit?: string | null | undefined }): boolean =>
    typeof unit === 'string' && units.includes(unit)
  const ownSubmission = async (id: string): Promise<SubmissionRow | null> => {
    const row = await store.find('submissions', id)
    return row && isOwn(await factsOf(row)) ? row : null
  }
  /** Records of the earliest journals have no summary. */
  const factsOf = async (row: SubmissionRow) => row.summary ?? (await store.findSubmission(row.id))?.submission ?? {}

  const isVisible = async <T extends TableName>(table: T, row: Tables[T]): Promise<boolean> => {
    switch (table) {
      case 'ruleSets':
        return true
      case 'organisations':
        return units.includes((row as Tables['organisations']).id)
      case 'forms':
        return isOwn(row as FormRow)
      case 'breakdowns':
        return isOwn((await store.find('forms', (row as Tables['breakdowns']).id)) ?? {})
      case 'submissions':
        return isOwn(await factsOf(row as SubmissionRow))
      case 'gradings':
        return (await ownSubmission((row as GradingRow).submission)) !== null
      default:
        return false
    }
  }

  return {
    get fault() {
      return store.fault
    },
    as: (actor) => ownStore(store.as(actor), units, office),
    list: async (table) => {
      const rows = await store.list(table)
      const visible = await Promise.all(rows.map((row) => isVisible(table, row)))
      return rows.filter((_, index) => visible[index])
    },
    find: async (table, key) => {
      const row = await store.find(table, key)
      return row && (await isVisible(table, row)) ? row : null
    },
    commit: async (change, bodies, texts) => {
      if (!(await isOwnStep(store, change, units)))
        return refused([{ path: '', code: 'not_allowed', message: '部门账号不能做这个改动。' }])
      const stray = office === null ? null : await whyNotOwnPart(store, change, bodies ?? [], office)
      return stray ? refused([stray]) : store.commit(change, bodies, texts)
    },
    readBytes: async () => Promise.reject(new Error('a file is read by its hash only where everything may be seen')),
    readBody: async () => Promise.reject(new Error('a body is read by its hash only where everything may be seen')),
    readTexts: async () => Promise.reject(new Error('a body is read by its hash only where everything may be seen')),
    putGradingTexts: async () => Promise.reject(new Error('a department grades one at a time')),
    history: async () => ({ entries: [], next: null }),
    listRuleSets: () => store.listRuleSets(),
    findRuleSet: (id, effective) => store.findRuleSet(id, effective),
    addRuleSet: () => Promise.reject(new Error('a department adds no rule sets')),
    listSubmissions: async () => (await store.listSubmissions()).filter(({ submission }) => isOwn(submission)),
    findSubmission: async (id) => ((await ownSubmission(id)) ? store.findSubmission(id) : null),
    findGrading: async (id, ruleSet) => ((await ownSubmission(id)) ? store.findGrading(id, ruleSet) : null),
    putSubmissions: async (submissions) => {
      if (office !== null) throw new Error('the routes refuse who fills in one part')
      for (const submission of submissions) {
        if (!isOwn(submission)) throw new Error('the routes refuse submissions of others first')
      }
      return store.putSubmissions(submissions)
    },
    putGradings: async (gradings, selfPoints) => {
      for (const { submission } of gradings) {
        if (!(await ownSubmission(submission.id))) throw new Error('the routes look for the submission first')
      }
      return store.putGradings(gradings, selfPoints)
    },
    close: () => Promise.reject(new Error('only who opened the store closes it')),
  }
}

/** What a unit does to a form of its own. Returning and receiving are not its business. */
const OWN_STEPS = [
  'discardForm',
  'attachFile',
  'removeFile',
  'submitForm',
  'withdrawForm',
  'saveBreakdown',
  'finishPart',
  'reopenPart',
] as const

async function isOwnStep(store: Store, change: Change, units: readonly string[]): Promise<boolean> {
  if (change.action === 'saveForm') return units.includes(change.payload.unit)
  if (!OWN_STEPS.some((action) => action === change.action)) return false
  const { id } = change.payload as { readonly id: string }
  return units.includes((await store.find('forms', id))?.unit ?? '')
}
