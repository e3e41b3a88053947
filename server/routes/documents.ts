import { Readable } from 'node:stream'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Parsed } from '../core/issue.ts'
import type { NamedBytes } from '../documents/pack-documents.ts'
import { GradingDocuments, NOTHING_GRADED } from '../grading-documents.ts'
import { attachment } from '../http/attachment.ts'
import { FILE_TYPES, fileAnswer, handOut, type FileType } from '../http/file-answer.ts'
import { defaultHook, issuesProblem, missing, noRoom } from '../http/problem.ts'
import { evaluationProblems, problemAnswer } from '../http/responses.ts'
import { unknownSubmission } from '../issue-paths.ts'
import type { Services } from '../services.ts'

const tags = ['文书']
const request = {
  params: z.object({ submission: z.string().openapi({ description: '填报编号' }) }),
  query: z.object({
    ruleSet: z.string().optional().openapi({ description: '指标体系的 id 或 id@生效日期；不写就用填报自己的' }),
  }),
}
const population = {
  query: z.object({
    ruleSet: z.string().max(200).openapi({ description: '指标体系的 id@生效日期', example: 'mof-project@2024-01-01' }),
    year: z.coerce.number().int().min(1990).max(2200).openapi({ description: '评价年度' }),
  }),
}
const problems = {
  404: problemAnswer('没有这份填报、没有这个指标体系，或还没有评分。'),
  ...evaluationProblems,
}

const form = createRoute({
  method: 'get',
  path: '/documents/{submission}/form',
  tags,
  summary: '下载自评表',
  description: '当前评分的自评表、扣分明细和一致性核对，与页面上的数相同。',
  request,
  responses: { 200: fileAnswer('xlsx'), ...problems },
})

const review = createRoute({
  method: 'get',
  path: '/documents/{submission}/review',
  tags,
  summary: '下载复核表',
  description: '一行一个指标：自评完成值、自评得分，按评分标准算出的复核得分和偏差，供复核人填写。',
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

const summary = createRoute({
  method: 'get',
  path: '/documents/summary',
  tags,
  summary: '下载汇总',
  description: '一个年度按一个版本评的：汇总排名、扣分明细、复核汇总表。',
  request: population,
  responses: { 200: fileAnswer('xlsx'), ...problems },
})

const archive = createRoute({
  method: 'get',
  path: '/documents/archive',
  tags,
  summary: '下载全部打印件',
  description: '一个年度按一个版本评的，每份一个文件夹，连同汇总；边写边发。没有写出的在里面另列。',
  request: population,
  responses: { 200: fileAnswer('zip'), ...problems },
})

/** Documents of stored gradings, to be saved and printed. */
export function documentRoutes({ gradings, evaluation }: Services) {
  const documents = new GradingDocuments(gradings, evaluation)
  const hand = async (c: Context, id: string, type: FileType, make: () => Promise<Parsed<NamedBytes>>) => {
    if ((await c.get('store').find('submissions', id)) === null) return missing(c, [unknownSubmission(id)])
    return answer(c, type, await make())
  }
  const answer = (c: Context, type: FileType, made: Parsed<NamedBytes>): Response =>
    made.ok
      ? handOut(c, type, made.value.name, made.value.bytes)
      : (noRoom(c, made.issues) ?? issuesProblem(c, made.issues))
  return new OpenAPIHono({ defaultHook })
    .openapi(
      summary,
      async (c) =>
        answer(c, 'xlsx', await documents.summary(c.get('store'), c.req.valid('query'), c.req.raw.signal)) as never,
    ) // prettier-ignore
    .openapi(archive, async (c) => {
      const { signal } = c.req.raw
      const made = await documents.archive(c.get('store'), c.req.valid('query'), signal)
      if (!made) return missing(c, [NOTHING_GRADED])
      const headers = { 'content-type': FILE_TYPES.zip, ...attachment(made.name) }
      return c.body(Readable.toWeb(Readable.from(made.pieces)) as ReadableStream, 200, headers) as never
    })
    .openapi(form, (c) => {
      const { submission } = c.req.valid('param')
      const { ruleSet } = c.req.valid('query')
      return hand(c, submission, 'xlsx', () => documents.one(submission, 'form', ruleSet, c.req.raw.signal)) as never
    })
    .openapi(review, (c) => {
      const { submission } = c.req.valid('param')
      const { ruleSet } = c.req.valid('query')
      return hand(c, submission, 'xlsx', () => documents.one(submission, 'review', ruleSet, c.req.raw.signal)) as never
    })
    .openapi(statement, (c) => {
      const { submission } = c.req.valid('param')
      const { ruleSet } = c.req.valid('query')
      return hand(c, submission, 'docx', () => documents.one(submission, 'statement', ruleSet, c.req.raw.signal)) as never // prettier-ignore
    })
}
