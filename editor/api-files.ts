import { hc } from 'hono/client'
import type { ImportAnswer } from '../server/evaluation/import-jobs.ts'
import type { DocumentKind } from '../server/documents/print-form.ts'
import type { MappedName } from '../server/documents/import/differences.ts'
import type { Submission } from '../server/core/submission.ts'
import type { submissionRoutes } from '../server/routes/submissions.ts'
import { take } from './api.ts'

const submissionApi = hc<ReturnType<typeof submissionRoutes>>('/api')
import { ApiProblem } from './problem.ts'
import type { Problem } from '../server/http/shapes.ts'

/** A file's bytes are the whole body: the typed client knows only JSON. */
async function post(
  path: string,
  ruleSet: string,
  body: Blob,
  signal: AbortSignal,
  mapping: readonly MappedName[] = [],
): Promise<Response> {
  const query = new URLSearchParams({ ruleSet, ...(mapping.length > 0 && { mapping: JSON.stringify(mapping) }) })
  const response = await fetch(`/api/${path}?${query.toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
    signal,
  })
  if (!response.ok) throw new ApiProblem((await response.json()) as Problem)
  return response
}

/**
 * What a table says, and every cell that is wrong; nothing is stored.
 * @param ruleSet `id@date`
 * @param mapping what somebody said of names that are not known
 */
export const readTable = async (
  ruleSet: string,
  body: Blob,
  signal: AbortSignal,
  mapping: readonly MappedName[] = [],
): Promise<ImportAnswer> => (await (await post('imports', ruleSet, body, signal, mapping)).json()) as ImportAnswer

/** The same workbook with a column that says what is wrong. */
export const annotateTable = async (ruleSet: string, body: Blob, signal: AbortSignal): Promise<Blob> =>
  (await post('imports/annotated', ruleSet, body, signal)).blob()

export const storeSubmissions = (submissions: readonly Submission[]) =>
  take(submissionApi.submissions.$post({ json: [...submissions] as never }))

/** Addresses of files that the browser fetches by itself. */
export const templateAddress = (id: string, effective: string): string =>
  `/api/rule-sets/${encodeURIComponent(id)}/${encodeURIComponent(effective)}/template`
export const documentAddress = (submission: string, kind: DocumentKind): string =>
  `/api/documents/${encodeURIComponent(submission)}/${kind}`
/** Documents of all that are graded by one version in a year. @param ruleSet `id@date` */
export const populationAddress = (kind: 'summary' | 'archive', ruleSet: string, year: number): string =>
  `/api/documents/${kind}?ruleSet=${encodeURIComponent(ruleSet)}&year=${year}`
