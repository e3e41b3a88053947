import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Parsed } from '../core/issue.ts'
import type { NamedFile } from '../grading-documents.ts'
import { fileAnswer, handOut, type FileType } from '../http/file-answer.ts'
import { defaultHook, issuesProblem, missing } from '../http/problem.ts'
import { problemAnswer } from '../http/responses.ts'
import { unknownSubmission } from '../issue-paths.ts'
import { GradingDocuments } from '../grading-documents.ts'
import type { Services } from '../services.ts'

const tags = ['文书']
const request = {
  params: z.object({ submission: z.string().openapi({ description: '填报编号' }) }),
  query: z.object({
    ruleSet: z.string().optional().openapi({ description: '指标体系的 id 或 id@生效日期；不写就用填报自己的' }),
  }),
}
const problems = {
  404: problemAnswer('没有这份填报、没有这个指标体系，或还没有评分。'),
  422: problemAnswer('这份填报没有这种文书，或查询条件有问题。'),
}

const form = createRoute({
  method: 'get',
  path: '/documents/{submission}/form',
  tags,
  summary: '下载自评表',
  description: '当前评分的自评表和扣分明细，与页面上的数相同。',
  request,
  responses: { 200: fileAnswer('xlsx'), ...problems },
})

const statement = createRoute({
  method: 'get',
  path: '/documents/{submission}/statement',
  tags,
  summary: '下载自评表说明（附件3）',
  description: '部门整体支出的公文。数取自填报和评分；要改的地方标“请核改”。',
  request,
  responses: { 200: fileAnswer('docx'), ...problems },
})

/** Documents of stored gradings, to be saved and printed. */
export function documentRoutes({ gradings }: Services) {
  const documents = new GradingDocuments(gradings)
  const hand = async (c: Context, id: string, type: FileType, make: () => Promise<Parsed<NamedFile>>) => {
    if ((await c.get('store').find('submissions', id)) === null) return missing(c, [unknownSubmission(id)])
    const made = await make()
    if (!made.ok) return issuesProblem(c, made.issues)
    return handOut(c, type, made.value.name, made.value.bytes)
  }
  return new OpenAPIHono({ defaultHook })
    .openapi(form, (c) => {
      const { submission } = c.req.valid('param')
      return hand(c, submission, 'xlsx', () => documents.form(submission, c.req.valid('query').ruleSet))
    })
    .openapi(statement, (c) => {
      const { submission } = c.req.valid('param')
      return hand(c, submission, 'docx', () => documents.statement(submission, c.req.valid('query').ruleSet))
    })
}
