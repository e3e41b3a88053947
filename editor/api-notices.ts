import type { NoticeAnswer } from '../server/evaluation/notice-job.ts'
import type { Problem } from '../server/http/shapes.ts'
import { ApiProblem } from './problem.ts'

/** What a scoring table says; nothing is stored. Its names and dates are given when it is saved. */
export async function readNotice(body: Blob, signal: AbortSignal): Promise<NoticeAnswer> {
  const response = await fetch('/api/notices', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
    signal,
  })
  if (!response.ok) throw new ApiProblem((await response.json()) as Problem)
  return (await response.json()) as NoticeAnswer
}
