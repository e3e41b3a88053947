import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { parseJson } from '../core/json-text.ts'
import { makeTemplate } from '../documents/template/make-template.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'
import type { JobKind } from '../evaluation/jobs.ts'
import type { ImportInput } from '../evaluation/import-jobs.ts'
import { fileAnswer, handOut } from '../http/file-answer.ts'
import { fileBody } from '../http/file-body.ts'
import { defaultHook, missing, noRoom, refusal } from '../http/problem.ts'
import { answer, evaluationProblems, problemAnswer } from '../http/responses.ts'
import { unknownSubmission } from '../issue-paths.ts'
import type { Services } from '../services.ts'
import type { StoredRuleSet } from '../storage/store.ts'

const tags = ['填报']
const text = (description: string) => z.string().max(200).optional().openapi({ description })
const query = z.object({
  ruleSet: z.string().max(200).openapi({ description: '指标体系的 id@生效日期', example: 'mof-project@2020-02-25' }),
  name: text('名称；不写就用表里的'),
  unit: text('单位编号；不写就用表里的'),
  id: text('填报编号；不写就由单位和年度组成'),
  mapping: z.string().max(6_000).optional().openapi({
    description: '这一版里没有的名称按什么导入，JSON 列表，一项一个 {scope, name, to}，见回答里的 differences',
  }),
  year: z.coerce.number().int().min(1990).max(2200).optional().openapi({ description: '评价年度；不写就用表里的' }),
})
const mappedNames = z.array(z.strictObject({ scope: z.string(), name: z.string(), to: z.string() })).max(200)
const body = {
  required: true,
  description: '文件本身：xlsx、CSV，或从表格里复制的行（制表符分隔）。按内容认，不看类型。',
  content: { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
}
const problems = {
  404: problemAnswer('没有这个指标体系。'),
  413: problemAnswer('文件太大。'),
  ...evaluationProblems,
}

const read = createRoute({
  method: 'post',
  path: '/imports',
  tags,
  summary: '读一份表格',
  description: '一个单位的填报表，或一行一个单位的汇总表。只读，不存；看过再用 POST /submissions 存。错误逐格列出。',
  request: { query, body },
  responses: { 200: answer('ImportAnswer', '读出的填报和每一处问题。'), ...problems },
})

const annotate = createRoute({
  method: 'post',
  path: '/imports/annotated',
  tags,
  summary: '把错误写进表格',
  description: '原表一字不动，多一列“错误说明”；改好可以直接再导入。',
  request: { query, body },
  responses: { 200: fileAnswer('xlsx'), ...problems },
})

const template = createRoute({
  method: 'get',
  path: '/rule-sets/{id}/{effective}/template',
  tags,
  summary: '下载填报模板',
  request: {
    params: z.object({ id: z.string(), effective: z.string() }),
    query: z.object({ last: text('上年填报的编号：带上它的指标和数据供参考') }),
  },
  responses: {
    200: fileAnswer('xlsx'),
    404: problemAnswer('没有这个指标体系或填报。'),
    422: problemAnswer('查询条件有问题。'),
  },
})

/** Tables handed in, and the templates they are filled in on. */
export function importRoutes({ evaluation }: Services) {
  const run = async <K extends JobKind & ('import' | 'annotate')>(
    c: Context,
    kind: K,
    { ruleSet, mapping: said, ...options }: z.infer<typeof query>,
  ) => {
    const mapping = said === undefined ? undefined : mappingOf(said)
    if (mapping === null) return refusal(c, [BAD_MAPPING])
    const version = await versionOf(c, ruleSet)
    if (!version) return missing(c, [unknownVersion(ruleSet)])
    const bytes = await fileBody(c)
    if (bytes instanceof Response) return bytes
    const { id, effective, hash } = version
    const input: ImportInput = {
      bytes: Buffer.from(bytes).toString('base64'),
      version: { id, effective, hash },
      options: { ...options, ...(mapping && { mapping }) },
    }
    const materials = { names: [hash], read: async () => [version.ruleSet] }
    return evaluation.run(kind, input, { materials, signal: c.req.raw.signal })
  }
  return new OpenAPIHono({ defaultHook })
    .openapi(read, async (c) => {
      const found = await run(c, 'import', c.req.valid('query'))
      if (found instanceof Response) return found as never
      return found.ok ? c.json(found.value as never, 200) : (noRoom(c, found.issues) ?? refusal(c, found.issues))
    })
    .openapi(annotate, async (c) => {
      const made = await run(c, 'annotate', c.req.valid('query'))
      if (made instanceof Response) return made as never
      if (!made.ok) return noRoom(c, made.issues) ?? refusal(c, made.issues)
      return handOut(c, 'xlsx', '错误说明.xlsx', Buffer.from(made.value, 'base64'))
    })
    .openapi(template, async (c) => {
      const { id, effective } = c.req.valid('param')
      const version = await c.get('store').findRuleSet(id, effective)
      if (!version) return missing(c, [unknownVersion(`${id}@${effective}`)])
      const { last } = c.req.valid('query')
      const before = last === undefined ? null : await c.get('store').findSubmission(last)
      if (last !== undefined && !before) return missing(c, [unknownSubmission(last)])
      const made = writeWorkbook(makeTemplate(version.ruleSet, version, before?.submission ?? null))
      const name = `${version.ruleSet.title ?? id}-填报模板.xlsx`
      return handOut(c, 'xlsx', name, made)
    })
}

/** Names as somebody mapped them; null where it cannot be read. */
function mappingOf(text: string): z.infer<typeof mappedNames> | null {
  const json = parseJson(text)
  const names = json.ok ? mappedNames.safeParse(json.value) : null
  return names?.success ? names.data : null
}

const BAD_MAPPING = {
  path: 'mapping',
  code: 'bad_mapping',
  message: '名称的对应（mapping）读不懂，应是 {scope, name, to} 的列表。',
}

function versionOf(c: Context, key: string): Promise<StoredRuleSet | null> {
  const [id = '', effective = ''] = key.split('@')
  return c.get('store').findRuleSet(id, effective)
}

const unknownVersion = (key: string) => ({
  path: 'ruleSet',
  code: 'unknown_rule_set',
  message: `没有指标体系“${key}”，请写 id@生效日期。`,
})
