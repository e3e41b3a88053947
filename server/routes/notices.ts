import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { fileBody } from '../http/file-body.ts'
import { defaultHook, noRoom, refusal } from '../http/problem.ts'
import { answer, evaluationProblems, problemAnswer } from '../http/responses.ts'
import type { Services } from '../services.ts'

const text = (description: string, fallback: string) =>
  z.string().min(1).max(200).default(fallback).openapi({ description })

const read = createRoute({
  method: 'post',
  path: '/notices',
  tags: ['指标体系'],
  summary: '把通知的评分表读成草稿',
  description:
    '整条读懂才写成规则，读不懂的原样留下、由评审给分；按常例定下的逐处列出。只读，不存；看过再用 PUT /drafts/{id}/{effective} 存成草稿。',
  request: {
    query: z.object({
      id: text('编号', 'draft'),
      title: text('名称', '草稿'),
      region: text('适用地区', '未写明'),
      subject: z.enum(['department', 'project']).default('department').openapi({ description: '评部门还是评项目' }),
      year: z.coerce.number().int().min(1990).max(2200).default(2000).openapi({ description: '从哪一年起施行' }),
      document: text('通知的标题或文号', '评分表').optional(),
    }),
    body: {
      required: true,
      description: '文件本身：xlsx、docx、CSV，或从表格里复制的行（制表符分隔）。按内容认，不看类型。',
      content: { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
    },
  },
  responses: {
    200: answer('NoticeAnswer', '草稿，逐条原文，和要补、要核对的每一处。'),
    413: problemAnswer('文件太大。'),
    ...evaluationProblems,
  },
})

/** Scoring tables of notices, read into drafts. */
export function noticeRoutes({ evaluation }: Services) {
  return new OpenAPIHono({ defaultHook }).openapi(read, async (c) => {
    const bytes = await fileBody(c)
    if (bytes instanceof Response) return bytes as never
    const input = { bytes: Buffer.from(bytes).toString('base64'), options: c.req.valid('query') }
    const found = await evaluation.run('notice', input, { signal: c.req.raw.signal })
    return found.ok ? c.json(found.value as never, 200) : (noRoom(c, found.issues) ?? refusal(c, found.issues))
  })
}
