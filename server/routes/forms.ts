import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Parsed } from '../core/issue.ts'
import { SHOWN_TYPES } from '../forms/file-type.ts'
import { attachment } from '../http/attachment.ts'
import { fileBody } from '../http/file-body.ts'
import { jsonBody } from '../http/json-body.ts'
import { conflict, defaultHook, issuesProblem } from '../http/problem.ts'
import {
  readBeginForm,
  readFormPreview,
  readFormReceipt,
  readFormReturn,
  readFormSave,
  readFormStep,
} from '../http/requests.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import type { Services } from '../services.ts'
import { unknownForm, type FormRow } from '../storage/changes/forms.ts'
import type { BreakdownRow } from '../storage/changes/goals.ts'

const tags = ['填报']
const params = z.object({ id: z.string().max(200).openapi({ description: '填报表编号' }) })
const fileParams = params.extend({ hash: z.string().max(80).openapi({ description: '文件的指纹' }) })
const place = z.object({
  indicator: z.string().max(200).openapi({ description: '佐证哪个末级指标' }),
  fact: z.string().max(200).optional().openapi({ description: '佐证它的哪一个数据项；不写就是整个指标' }),
})
const noForm = problemAnswer('没有这份填报表。')
const changed = problemAnswer('已被别人改过，或不在可以这样做的状态。')
const form = (description: string) => ({ 200: answer('Form', description), 403: notYours, 404: noForm, 409: changed })
const notYours = problemAnswer('角色不能这样做。')

const list = createRoute({
  method: 'get',
  path: '/forms',
  tags,
  summary: '列出填报表',
  description: '部门看自己单位的，财政部门看全部。没有接收的不是填报，不评分、不计入任何统计。',
  responses: { 200: answer('FormList', '填报表。') },
})

const begin = createRoute({
  method: 'post',
  path: '/forms',
  middleware: [jsonBody] as const,
  tags,
  summary: '开始填报',
  description: '同一单位、年度、指标体系（和项目）只有一份，已有的直接打开；交过同样的填报，就从那份的内容开始。',
  request: { body: jsonRequest('BeginFormRequest', '填哪一份。') },
  responses: { ...form('已开始。'), 422: problemAnswer('不是自己的单位，或指标体系不适用。'), ...bodyProblems },
})

const read = createRoute({
  method: 'get',
  path: '/forms/{id}',
  tags,
  summary: '读一份填报表',
  request: { params },
  responses: { 200: answer('OpenForm', '状态和内容。'), 404: noForm },
})

const save = createRoute({
  method: 'put',
  path: '/forms/{id}',
  middleware: [jsonBody] as const,
  tags,
  summary: '保存填报表',
  description: '写明是在第几稿上改的；别人在这之后保存过的，回答 409，什么都不覆盖。没有填完、填错的也能保存。',
  request: { params, body: jsonRequest('SaveFormRequest', '在第几稿上改的，和全部内容。') },
  responses: { ...form('已存。'), 422: problemAnswer('内容的样子不对。'), ...bodyProblems },
})

const discard = createRoute({
  method: 'delete',
  path: '/forms/{id}',
  tags,
  summary: '删除没有提交过的填报表',
  request: { params, query: z.object({ revision: z.coerce.number().int().min(1) }) },
  responses: {
    204: { description: '已删除。' },
    403: notYours,
    404: noForm,
    409: changed,
    422: problemAnswer('没写第几稿。'),
  },
})

const preview = createRoute({
  method: 'post',
  path: '/forms/{id}/preview',
  middleware: [jsonBody] as const,
  tags,
  summary: '试算',
  description: '照给出的内容评一次分，指出填错的和还缺的。什么都不存。',
  request: { params, body: jsonRequest('PreviewFormRequest', '要试算的内容。') },
  responses: {
    200: answer('FormPreview', '试算结果。'),
    404: noForm,
    422: problemAnswer('内容的样子不对。'),
    ...bodyProblems,
  },
})

const attach = createRoute({
  method: 'post',
  path: '/forms/{id}/files',
  tags,
  summary: '附上一个佐证',
  description: '内容就是文件本身；是什么文件按内容认，不看名称。每个最大 10 MB，一份填报最多 100 个、合计 200 MB。',
  request: {
    params,
    query: place.extend({ name: z.string().min(1).max(500).openapi({ description: '文件名' }) }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
    },
  },
  responses: {
    ...form('已附上。'),
    413: problemAnswer('文件太大。'),
    422: problemAnswer('不是认得的文件，或超过限额。'),
  },
})

const file = createRoute({
  method: 'get',
  path: '/forms/{id}/files/{hash}',
  tags,
  summary: '取一个佐证',
  request: { params: fileParams },
  responses: {
    200: {
      description: '文件。',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    404: problemAnswer('没有这份填报表，或没有这个文件。'),
  },
})

const detach = createRoute({
  method: 'delete',
  path: '/forms/{id}/files/{hash}',
  tags,
  summary: '删去一个佐证',
  description: '提交之前可以删去；日志里仍看得到附上过什么。',
  request: { params: fileParams, query: place },
  responses: { ...form('已删去。'), 422: problemAnswer('没写佐证哪个指标。') },
})

const step = <P extends string>(path: P, summary: string, description: string, done: string) =>
  createRoute({
    method: 'post',
    path: `/forms/{id}/${path}` as const,
    middleware: [jsonBody] as const,
    tags,
    summary,
    description,
    request: { params, body: jsonRequest('FormStepRequest', '第几稿。') },
    responses: {
      ...form(done),
      422: problemAnswer('填错了，或还缺必填的数据、必须的佐证，issues 逐项列出。'),
      ...bodyProblems,
    },
  })
const submit = step('submission', '提交', '要都读得懂、必填的都有、必须的佐证都附上；提交后不能再改。', '已提交。')
const withdraw = step('withdrawal', '撤回', '在财政部门退回或接收之前。', '已撤回，可以再改。')

const sendBack = createRoute({
  method: 'post',
  path: '/forms/{id}/return',
  middleware: [jsonBody] as const,
  tags,
  summary: '退回',
  description: '写明意见，可以逐项写。接收了的也能退回，再接收之前仍用原来接收的那份。',
  request: { params, body: jsonRequest('ReturnFormRequest', '第几稿，为什么。') },
  responses: { ...form('已退回。'), 422: problemAnswer('没有写意见。'), ...bodyProblems },
})

const receive = createRoute({
  method: 'post',
  path: '/forms/{id}/receipt',
  middleware: [jsonBody] as const,
  tags,
  summary: '接收',
  description: '最后提交的那份成为填报并评分；由财政部门填的数据一并写上。',
  request: { params, body: jsonRequest('ReceiveFormRequest', '第几稿，和由财政部门填的数据。') },
  responses: { ...form('已接收。'), 422: problemAnswer('由财政部门填的数据不对。'), ...bodyProblems },
})

/** Shown alone, and nothing in it may run, load or reach anything; Chromium's reader shows a PDF under it all the same. */
const SHOWN_ALONE =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; sandbox"

/** Forms: begun, filled in, supported, handed in, returned, received. */
export function formRoutes({ forms }: Services) {
  const isThere = async (c: Context, id: string): Promise<boolean> => (await c.get('store').find('forms', id)) !== null
  const told = (c: Context, done: Parsed<FormRow>) =>
    done.ok ? c.json(plainForm(done.value), 200) : (conflict(c, done.issues) ?? issuesProblem(c, done.issues))
  const unknown = (c: Context, id: string) => issuesProblem(c, [unknownForm(id)])
  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => {
      const listed = await forms.list(c.get('store'), c.get('person'))
      const goals = new Map((await c.get('store').list('breakdowns')).map((row) => [row.id, doneOf(row)]))
      return c.json({ forms: listed.map((form) => ({ ...plainForm(form), goals: goals.get(form.id) ?? null })) }, 200)
    })
    .openapi(begin, async (c) => {
      const request = readBeginForm(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      return told(c, await forms.begin(c.get('store'), request.value, c.get('person').units))
    })
    .openapi(read, async (c) => {
      const opened = await forms.open(c.get('store'), c.req.valid('param').id, c.get('person'))
      if (!opened.ok) return issuesProblem(c, opened.issues) as never
      const { form, entries, bureau, changes } = opened.value
      return c.json({ form: plainForm(form), entries, bureau: { ...bureau }, changes: [...changes] }, 200)
    })
    .openapi(save, async (c) => {
      const request = readFormSave(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { revision, entries } = request.value
      return told(c, await forms.save(c.get('store'), c.req.valid('param').id, revision, entries))
    })
    .openapi(discard, async (c) => {
      const { id } = c.req.valid('param')
      if (!(await isThere(c, id))) return unknown(c, id)
      const done = await forms.discard(c.get('store'), id, c.req.valid('query').revision)
      return done.ok ? c.body(null, 204) : (conflict(c, done.issues) ?? issuesProblem(c, done.issues))
    })
    .openapi(preview, async (c) => {
      const request = readFormPreview(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues) as never
      const { entries, bureau } = request.value
      const made = await forms.preview(c.get('store'), c.req.valid('param').id, entries, c.get('fence'), bureau)
      return made.ok ? c.json(made.value as never, 200) : (issuesProblem(c, made.issues) as never)
    })
    .openapi(attach, async (c) => {
      const { id } = c.req.valid('param')
      const { name, indicator, fact = null } = c.req.valid('query')
      if (!(await isThere(c, id))) return unknown(c, id)
      const bytes = await fileBody(c)
      if (bytes instanceof Response) return bytes as never
      return told(c, await forms.attach(c.get('store'), id, { bytes, name, indicator, fact }))
    })
    .openapi(file, async (c) => {
      const { id, hash } = c.req.valid('param')
      const found = await forms.file(c.get('store'), id, hash, c.get('person'))
      if (!found.ok) return issuesProblem(c, found.issues) as never
      const { name, type } = found.value.file
      const headers = attachment(name)
      if (SHOWN_TYPES.has(type))
        headers['content-disposition'] = headers['content-disposition']!.replace('attachment', 'inline')
      return c.body(new Uint8Array(found.value.bytes), 200, {
        ...headers,
        'content-type': type,
        'content-security-policy': SHOWN_ALONE,
      }) as never
    })
    .openapi(detach, async (c) => {
      const { id, hash } = c.req.valid('param')
      const { indicator, fact = null } = c.req.valid('query')
      if (!(await isThere(c, id))) return unknown(c, id)
      return told(c, await forms.detach(c.get('store'), id, { hash, indicator, fact }))
    })
    .openapi(submit, async (c) => {
      const request = readFormStep(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      return told(
        c,
        await forms.submit(c.get('store'), c.req.valid('param').id, request.value.revision, c.get('fence')),
      )
    })
    .openapi(withdraw, async (c) => {
      const request = readFormStep(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { id } = c.req.valid('param')
      if (!(await isThere(c, id))) return unknown(c, id)
      return told(c, await forms.withdraw(c.get('store'), id, request.value.revision))
    })
    .openapi(sendBack, async (c) => {
      const request = readFormReturn(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      return told(c, await forms.sendBack(c.get('store'), c.req.valid('param').id, request.value))
    })
    .openapi(receive, async (c) => {
      const request = readFormReceipt(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { revision, bureau } = request.value
      return told(c, await forms.receive(c.get('store'), c.req.valid('param').id, revision, bureau))
    })
}

/** How many of a form's indicators are done; null where none was given to an office. */
const doneOf = ({ items, parts }: BreakdownRow) =>
  parts.length === 0 ? null : { items, done: parts.reduce((sum, { done, count }) => sum + (done ? count : 0), 0) }

const plainForm = ({ files, handedIn, returned, received, ...form }: FormRow) => ({
  ...form,
  files: files.map((one) => ({ ...one })),
  handedIn: handedIn.map((one) => ({ ...one })),
  returned: returned && { ...returned, remarks: returned.remarks.map((one) => ({ ...one })) },
  received: received && { ...received },
})
