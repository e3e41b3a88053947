import type { RuleFileAnswer } from '../server/evaluation/rule-file-jobs.ts'
import type { Problem } from '../server/http/shapes.ts'
import type { Version } from './api-drafts.ts'
import { ApiProblem } from './problem.ts'

/** What a file of a rule set says, or each cell that is wrong; nothing is stored. */
export async function readRuleFile(body: Blob, signal: AbortSignal): Promise<RuleFileAnswer> {
  const response = await fetch('/api/rule-sets/file', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
    signal,
  })
  if (!response.ok) throw new ApiProblem((await response.json()) as Problem)
  return (await response.json()) as RuleFileAnswer
}

const at = ({ id, effective }: Version): string => `${encodeURIComponent(id)}/${encodeURIComponent(effective)}`

/** Addresses of workbooks, which the browser fetches by itself. */
export const versionWorkbook = (version: Version): string => `/api/rule-sets/${at(version)}/workbook`
export const draftWorkbook = (version: Version): string => `/api/drafts/${at(version)}/workbook`
