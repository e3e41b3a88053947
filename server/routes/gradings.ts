import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Grading } from '../core/grading.ts'
import { refused, type Parsed } from '../core/issue.ts'
import { jsonBody } from '../http/json-body.ts'
import { defaultHook, issuesProblem } from '../http/problem.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import { readGradingRequest } from '../http/requests.ts'
import { unknownSubmission } from '../issue-paths.ts'
import type { Services } from '../services.ts'

const tags = ['评分']

const grade = createRoute({
  method: 'post',
  path: '/gradings',
  middleware: [jsonBody] as const,
  tags,
  summary: '评分',
  description: '给一份已存的填报评分并存下结果；给随请求交来的填报评分，填报和结果都不存。每次都由两套判定核对。',
  request: { body: jsonRequest('GradingRequest', '哪份填报，按哪个指标体系。') },
  responses: {
    200: answer('StoredGrading', '评分结果。'),
    404: problemAnswer('没有这份填报，或没有这个指标体系。'),
    422: problemAnswer('填报不合指标体系的要求。'),
    ...bodyProblems,
  },
})

const read = createRoute({
  method: 'get',
  path: '/gradings/{submission}',
  tags,
  summary: '读一份填报的当前评分',
  description: '填报在评分之后换过内容的，要重新评分。',
  request: {
    params: z.object({ submission: z.string().openapi({ description: '填报编号' }) }),
    query: z.object({
      ruleSet: z.string().optional().openapi({ description: '指标体系的 id 或 id@生效日期；不写就用填报自己的' }),
    }),
  },
  responses: {
    200: answer('StoredGrading', '评分结果。'),
    404: problemAnswer('没有这份填报、没有这个指标体系，或还没有评分。'),
    422: problemAnswer('查询条件有问题。'),
  },
})

/** Gradings: grade, and read what was graded. */
export function gradingRoutes({ gradings }: Services) {
  /** The service grades whatever is stored; whoever asks may only name what they may see. */
  const isThere = async (c: Context, id: string): Promise<boolean> =>
    (await c.get('store').find('submissions', id)) !== null
  const gradeStored = async (c: Context, id: string, ruleSet: string | undefined): Promise<Parsed<Grading>> =>
    (await isThere(c, id)) ? gradings.gradeStored(id, ruleSet, c.get('store')) : refused([unknownSubmission(id)])
  return new OpenAPIHono({ defaultHook })
    .openapi(grade, async (c) => {
      const request = readGradingRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { submission, ruleSet } = request.value
      const grading =
        typeof submission === 'string'
          ? await gradeStored(c, submission, ruleSet)
          : await gradings.gradeGiven(submission, ruleSet, c.get('fence'))
      return grading.ok ? c.json({ grading: grading.value }, 200) : issuesProblem(c, grading.issues)
    })
    .openapi(read, async (c) => {
      const { submission } = c.req.valid('param')
      const grading = (await isThere(c, submission))
        ? await gradings.find(submission, c.req.valid('query').ruleSet)
        : refused([unknownSubmission(submission)])
      return grading.ok ? c.json({ grading: grading.value }, 200) : issuesProblem(c, grading.issues)
    })
}
