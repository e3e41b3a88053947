import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { jsonBody } from '../http/json-body.ts'
import { jsonList } from '../http/json-list.ts'
import { defaultHook, missing, refusal } from '../http/problem.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import type { SubmissionSummary } from '../http/shapes.ts'
import { unknownSubmission } from '../issue-paths.ts'
import { listSubmissions, type ListedSubmission } from '../submission-list.ts'
import { acceptSubmissions } from '../submissions.ts'
import { summarizeSubmission } from '../summaries.ts'

const tags = ['填报']

const list = createRoute({
  method: 'get',
  path: '/submissions',
  tags,
  summary: '列出填报',
  description: '每份带它自己的指标体系下的当前评分摘要；没有评过分的，grading 是 null。',
  request: {
    query: z.object({
      subject: z.enum(['department', 'project']).optional().openapi({ description: '只列部门，或只列项目' }),
    }),
  },
  responses: { 200: answer('SubmissionList', '全部填报。'), 422: problemAnswer('查询条件有问题。') },
})

const read = createRoute({
  method: 'get',
  path: '/submissions/{id}',
  tags,
  summary: '读一份填报的全文',
  request: { params: z.object({ id: z.string().openapi({ description: '填报编号' }) }) },
  responses: { 200: answer('StoredSubmission', '全文。'), 404: problemAnswer('没有这份填报。') },
})

const add = createRoute({
  method: 'post',
  path: '/submissions',
  middleware: [jsonBody] as const,
  tags,
  summary: '交一份或一批填报',
  description: '一个对象或一个列表；有一处不对就全部不存。编号相同的，新的取代旧的。',
  request: { body: jsonRequest('SubmissionInput', '填报全文，一份或一批。') },
  responses: {
    201: answer('AcceptedSubmissions', '已存。'),
    422: problemAnswer('有问题，issues 列出每一处，什么都没有存。'),
    ...bodyProblems,
  },
})

/** Submissions: list, read, hand in. */
export function submissionRoutes() {
  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => {
      const { subject } = c.req.valid('query')
      const listed = await listSubmissions(c.get('store'))
      const wanted = listed.filter(({ facts }) => subject === undefined || facts.subject === subject)
      return jsonList(c, 'submissions', summaries(wanted))
    })
    .openapi(read, async (c) => {
      const { id } = c.req.valid('param')
      const stored = await c.get('store').findSubmission(id)
      return stored ? c.json(stored, 200) : missing(c, [unknownSubmission(id)])
    })
    .openapi(add, async (c) => {
      const stored = await acceptSubmissions(c.get('store'), c.req.valid('json'), c.get('fence'))
      if (!stored.ok) return refusal(c, stored.issues)
      return c.json({ submissions: stored.value.map(({ hash, submission }) => ({ id: submission.id, hash })) }, 201)
    })
}

function* summaries(listed: readonly ListedSubmission[]): Generator<SubmissionSummary> {
  for (const submission of listed) yield summarizeSubmission(submission)
}
