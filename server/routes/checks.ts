import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { CLAIMS } from '../core/checks/index.ts'
import { defaultHook, issuesProblem, missing, noRoom } from '../http/problem.ts'
import { answer, evaluationProblems, problemAnswer } from '../http/responses.ts'
import { unknownSubmission } from '../issue-paths.ts'
import type { Services } from '../services.ts'

const tags = ['填报']
const TITLES = new Map<string, string>(CLAIMS.map(({ code, title }) => [code, title]))

const counts = createRoute({
  method: 'get',
  path: '/checks',
  tags,
  summary: '每份填报有几处前后不一致',
  description: '一致性核对 C01–C27 的错误和提醒各几处，按现在的内容现算；不影响得分。',
  request: {
    query: z.object({
      subject: z.enum(['department', 'project']).optional().openapi({ description: '只列部门，或只列项目' }),
    }),
  },
  responses: { 200: answer('CheckCounts', '每份的处数。'), ...evaluationProblems },
})

const findings = createRoute({
  method: 'get',
  path: '/submissions/{id}/checks',
  tags,
  summary: '一份填报前后不一致的地方',
  description: '一致性核对 C01–C27：读到了什么、在哪里、怎样才一致。按现在的内容现算；不影响得分。',
  request: {
    params: z.object({ id: z.string().openapi({ description: '填报编号' }) }),
    query: z.object({
      ruleSet: z.string().optional().openapi({ description: '指标体系的 id 或 id@生效日期；不写就用填报自己的' }),
    }),
  },
  responses: {
    200: answer('SubmissionChecks', '每一处不一致；没有就是空的。'),
    404: problemAnswer('没有这份填报，或没有这个指标体系。'),
    ...evaluationProblems,
  },
})

/** What contradicts itself in what was handed in. */
export function checkRoutes({ consistency }: Services) {
  return new OpenAPIHono({ defaultHook })
    .openapi(counts, async (c) => {
      const found = await consistency.counts(c.get('store'), c.req.valid('query').subject, c.req.raw.signal)
      return found.ok ? c.json({ counts: found.value }, 200) : (noRoom(c, found.issues) ?? issuesProblem(c, found.issues)) as never // prettier-ignore
    })
    .openapi(findings, async (c) => {
      const { id } = c.req.valid('param')
      // whoever asks may only name what they may see
      if ((await c.get('store').find('submissions', id)) === null) return missing(c, [unknownSubmission(id)])
      const found = await consistency.findings(id, c.req.valid('query').ruleSet, c.req.raw.signal)
      if (!found.ok) return (noRoom(c, found.issues) ?? issuesProblem(c, found.issues)) as never
      return c.json({ checks: found.value.map((one) => ({ ...one, title: TITLES.get(one.code) ?? '' })) }, 200)
    })
}
