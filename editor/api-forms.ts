import { hc } from 'hono/client'
import type { z } from '@hono/zod-openapi'
import type { FactInput } from '../server/core/submission.ts'
import type { ImportAnswer } from '../server/evaluation/import-jobs.ts'
import type { FormEntries } from '../server/forms/entries.ts'
import type { formPreviewSchema, formRemarkSchema, formSchema, openFormSchema } from '../server/http/form-shapes.ts'
import type { Problem } from '../server/http/shapes.ts'
import type { formRoutes } from '../server/routes/forms.ts'
import { take, until } from './api.ts'

const formApi = hc<ReturnType<typeof formRoutes>>('/api')
import { ApiProblem } from './problem.ts'

/** Calls about forms: filled in by units, returned and received by the bureau. */

export type Form = z.infer<typeof formSchema>
export type FormFile = Form['files'][number]
export type FormRemark = z.infer<typeof formRemarkSchema>
export type FormChange = z.infer<typeof openFormSchema>['changes'][number]
export type FormPreview = z.infer<typeof formPreviewSchema>
export type PreviewNode = FormPreview['nodes'][number]
export type { FormEntries, FactInput }
export type BureauFacts = Readonly<Record<string, FactInput>>

export interface OpenForm {
  readonly form: Form
  readonly entries: FormEntries
  readonly bureau: BureauFacts
  readonly changes: readonly FormChange[]
}

const one = formApi.forms[':id']
const at = (id: string) => ({ param: { id } })

/** A form in the list: how many of its indicators are done, where they were given to offices. */
export type ListedForm = Form & { readonly goals: { readonly items: number; readonly done: number } | null }

export const readForms = (signal: AbortSignal): Promise<ListedForm[]> =>
  take(formApi.forms.$get({}, until(signal))).then(({ forms }) => forms)

export const beginForm = (json: { unit: string; year: number; ruleSet: string; name?: string }): Promise<Form> =>
  take(formApi.forms.$post({ json }))

export const readForm = (id: string, signal: AbortSignal): Promise<OpenForm> =>
  take(one.$get(at(id), until(signal))) as Promise<OpenForm>

export const saveForm = (id: string, revision: number, entries: FormEntries, signal: AbortSignal): Promise<Form> =>
  take(one.$put({ ...at(id), json: { revision, entries } as never }, until(signal)))

export const discardForm = async ({ id, revision }: Form): Promise<void> => {
  await take(one.$delete({ ...at(id), query: { revision: String(revision) } }))
}

/** What these entries would come to; nothing is kept. */
export const previewForm = (
  id: string,
  entries: FormEntries,
  bureau: BureauFacts | undefined,
  signal: AbortSignal,
): Promise<FormPreview> =>
  take(one.preview.$post({ ...at(id), json: { entries, ...(bureau && { bureau }) } as never }, until(signal)))

export const submitForm = ({ id, revision }: Form): Promise<Form> =>
  take(one.submission.$post({ ...at(id), json: { revision } }))

export const withdrawForm = ({ id, revision }: Form): Promise<Form> =>
  take(one.withdrawal.$post({ ...at(id), json: { revision } }))

export const returnForm = ({ id, revision }: Form, remark: string, remarks: readonly FormRemark[]): Promise<Form> =>
  take(one.return.$post({ ...at(id), json: { revision, remark, remarks: [...remarks] } }))

export const receiveForm = ({ id, revision }: Form, bureau: BureauFacts): Promise<Form> =>
  take(one.receipt.$post({ ...at(id), json: { revision, bureau: { ...bureau } as never } }))

export interface FilePlace {
  readonly indicator: string
  readonly fact: string | null
}

const placeQuery = ({ indicator, fact }: FilePlace) => ({ indicator, ...(fact !== null && { fact }) })

/** What a table says of this form; nothing is stored. */
export async function readTableFor({ ruleSet, name, unit, id, year }: Form, file: File): Promise<ImportAnswer> {
  const query = new URLSearchParams({ ruleSet, name, unit, id, year: String(year) })
  return (await postFile(`/api/imports?${query}`, file)) as ImportAnswer
}

export function attachFile(id: string, place: FilePlace, file: File): Promise<Form> {
  const query = new URLSearchParams({ ...placeQuery(place), name: file.name })
  return postFile(`/api/forms/${encodeURIComponent(id)}/files?${query}`, file) as Promise<Form>
}

/** A file's bytes are the whole body: the typed client knows only JSON. */
async function postFile(address: string, body: File): Promise<unknown> {
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(address, { method: 'POST', headers, body })
  const answer: unknown = await response.json()
  if (!response.ok) throw new ApiProblem(answer as Problem)
  return answer
}

export const removeFile = (id: string, file: FormFile): Promise<Form> =>
  take(one.files[':hash'].$delete({ param: { id, hash: file.hash }, query: placeQuery(file) }))

/** Where the browser fetches a file by itself. */
export const fileAddress = (id: string, { hash }: FormFile): string =>
  `/api/forms/${encodeURIComponent(id)}/files/${encodeURIComponent(hash)}`
