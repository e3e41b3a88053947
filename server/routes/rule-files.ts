import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { attachment } from '../http/attachment.ts'
import { fileBody } from '../http/file-body.ts'
import { defaultHook, missing, noRoom, refusal } from '../http/problem.ts'
import { answer, evaluationProblems, problemAnswer } from '../http/responses.ts'
import type { Services } from '../services.ts'
import { ruleSetKey } from '../storage/store.ts'

const tags = ['指标体系']
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const params = z.object({
  id: z.string().max(200).openapi({ description: '指标体系编号', example: 'guangdong-department' }),
  effective: z.string().max(40).openapi({ description: '生效日期', example: '2024-01-01' }),
})
const workbook = {
  description: 'xlsx 文件：指标、评分、扣分规则、数据项、公式、等级等各一张表。',
  content: { [XLSX]: { schema: z.string().openapi({ format: 'binary' }) } },
}

const published = createRoute({
  method: 'get',
  path: '/rule-sets/{id}/{effective}/workbook',
  tags,
  summary: '把一个版本导出为 Excel',
  description: '改好再用 POST /rule-sets/file 读回来，内容不丢。',
  request: { params },
  responses: { 200: workbook, 404: problemAnswer('没有这个版本。'), ...evaluationProblems },
})

const draft = createRoute({
  method: 'get',
  path: '/drafts/{id}/{effective}/workbook',
  tags,
  summary: '把一份草稿导出为 Excel',
  request: { params },
  responses: { 200: workbook, 404: problemAnswer('没有这份草稿。'), ...evaluationProblems },
})

const read = createRoute({
  method: 'post',
  path: '/rule-sets/file',
  tags,
  summary: '读一个指标体系的文件',
  description:
    '从这里导出的 xlsx 或 JSON，改过的也行。错误逐格列出。只读，不存；用 PUT /drafts/{id}/{effective} 存成草稿。',
  request: {
    body: {
      required: true,
      description: '文件本身，按内容认，不看类型。',
      content: { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
    },
  },
  responses: {
    200: answer('RuleFileAnswer', '读出的指标体系，或每一处问题。'),
    413: problemAnswer('文件太大。'),
    ...evaluationProblems,
  },
})

/** Rule sets as files that people edit: out as a workbook, in again from it or from JSON. */
export function ruleFileRoutes({ evaluation }: Services) {
  const write = async (c: Context, ruleSet: unknown, title: string, { id, effective }: z.infer<typeof params>) => {
    const made = await evaluation.run('writeRules', { ruleSet }, { signal: c.req.raw.signal })
    if (!made.ok) return (noRoom(c, made.issues) ?? refusal(c, made.issues)) as never
    const bytes = new Uint8Array(Buffer.from(made.value, 'base64'))
    return c.body(bytes, 200, { 'content-type': XLSX, ...attachment(`${title}.${id}.${effective}.xlsx`) })
  }
  return new OpenAPIHono({ defaultHook })
    .openapi(published, async (c) => {
      const version = c.req.valid('param')
      const stored = await c.get('store').findRuleSet(version.id, version.effective)
      if (!stored)
        return missing(c, [
          { path: '', code: 'unknown_rule_set', message: `没有指标体系“${ruleSetKey(version)}”，请核对。` },
        ])
      return write(c, stored.ruleSet, stored.ruleSet.title ?? version.id, version)
    })
    .openapi(draft, async (c) => {
      const version = c.req.valid('param')
      const store = c.get('store')
      const row = await store.find('drafts', ruleSetKey(version))
      if (!row)
        return missing(c, [{ path: '', code: 'unknown_draft', message: `没有草稿“${ruleSetKey(version)}”，请核对。` }])
      return write(c, await store.readBody<unknown>(row.hash), row.title, version)
    })
    .openapi(read, async (c) => {
      const bytes = await fileBody(c)
      if (bytes instanceof Response) return bytes as never
      const input = { bytes: Buffer.from(bytes).toString('base64') }
      const found = await evaluation.run('readRules', input, { signal: c.req.raw.signal })
      return found.ok ? c.json(found.value as never, 200) : (noRoom(c, found.issues) ?? refusal(c, found.issues))
    })
}
