import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { jsonBody } from '../http/json-body.ts'
import { conflict, defaultHook, issuesProblem, noRoom } from '../http/problem.ts'
import { readDraftSave, readDraftStep, readRetirement, readReturn } from '../http/requests.ts'
import { answer, bodyProblems, evaluationProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import type { Services } from '../services.ts'
import type { DraftRow } from '../storage/changes/drafts.ts'
import { noDraft, version } from './draft-address.ts'

const tags = ['指标体系']
const changed = problemAnswer('草稿已被别人改过，或不在可以这样做的状态。')
const notYours = problemAnswer('角色不能这样做，或批准的是自己起草、提交的版本。')
const refusals = { 403: notYours, 404: noDraft, 409: changed }

const list = createRoute({
  method: 'get',
  path: '/drafts',
  tags,
  summary: '列出草稿',
  description: '未发布的版本：正在改的，和已提交待批的。',
  responses: { 200: answer('DraftList', '全部草稿。') },
})

const read = createRoute({
  method: 'get',
  path: '/drafts/{id}/{effective}',
  tags,
  summary: '读一份草稿',
  request: { params: version },
  responses: { 200: answer('OpenDraft', '草稿的状态和全文。'), 404: noDraft, ...evaluationProblems },
})

const save = createRoute({
  method: 'put',
  path: '/drafts/{id}/{effective}',
  middleware: [jsonBody] as const,
  tags,
  summary: '保存草稿',
  description: '写明是在第几稿上改的（新草稿写 0）；别人在这之后保存过的，回答 409，什么都不覆盖。',
  request: { params: version, body: jsonRequest('SaveDraftRequest', '在第几稿上改的，和全文；可以没有改完。') },
  responses: {
    200: answer('Draft', '已存。'),
    ...refusals,
    422: problemAnswer('内容与地址不是同一个版本。'),
    ...bodyProblems,
  },
})

const discard = createRoute({
  method: 'delete',
  path: '/drafts/{id}/{effective}',
  tags,
  summary: '丢弃草稿',
  request: {
    params: version,
    query: z.object({ revision: z.coerce.number().int().min(1).openapi({ description: '看到的是第几稿' }) }),
  },
  responses: {
    204: { description: '已丢弃。' },
    ...refusals,
    422: problemAnswer('没写第几稿。'),
  },
})

const submit = createRoute({
  method: 'post',
  path: '/drafts/{id}/{effective}/submission',
  middleware: [jsonBody] as const,
  tags,
  summary: '提交待批',
  description:
    '要读得懂、检查没有错误、用例没有未确认的变化、规则都有用例或说明了原因，才能提交；提交后不能再改，要改先退回。',
  request: { params: version, body: jsonRequest('DraftStepRequest', '第几稿。') },
  responses: {
    200: answer('Draft', '已提交。'),
    ...refusals,
    ...bodyProblems,
    ...evaluationProblems,
  },
})

const sendBack = createRoute({
  method: 'post',
  path: '/drafts/{id}/{effective}/return',
  middleware: [jsonBody] as const,
  tags,
  summary: '退回或撤回',
  request: { params: version, body: jsonRequest('ReturnDraftRequest', '第几稿，为什么。') },
  responses: {
    200: answer('Draft', '已退回，可以再改。'),
    ...refusals,
    422: problemAnswer('没有写原因。'),
    ...bodyProblems,
  },
})

const publish = createRoute({
  method: 'post',
  path: '/drafts/{id}/{effective}/publication',
  middleware: [jsonBody] as const,
  tags,
  summary: '批准并发布',
  description: '起草、修改或提交过的人不能批准；发布后不再改动。',
  request: { params: version, body: jsonRequest('DraftStepRequest', '批准的是第几稿。') },
  responses: {
    200: answer('Published', '已发布。'),
    ...refusals,
    ...bodyProblems,
    ...evaluationProblems,
  },
})

const retire = createRoute({
  method: 'post',
  path: '/rule-sets/{id}/{effective}/retirement',
  middleware: [jsonBody] as const,
  tags,
  summary: '停用一个版本',
  description: '不再用来评分；已有的评分不变。',
  request: { params: version, body: jsonRequest('RetirementRequest', '为什么停用。') },
  responses: {
    204: { description: '已停用。' },
    403: notYours,
    404: problemAnswer('没有这个版本。'),
    409: problemAnswer('已经停用。'),
    422: problemAnswer('没有写原因。'),
    ...bodyProblems,
  },
})

/** Rule sets on their way: drafts saved, submitted, sent back, published; versions retired. */
export function draftRoutes({ life }: Services) {
  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => c.json({ drafts: (await c.get('store').list('drafts')).map(plainDraft) }, 200))
    .openapi(read, async (c) => {
      const opened = await life.open(c.get('store'), c.req.valid('param'))
      if (!opened.ok) return noRoom(c, opened.issues) ?? issuesProblem(c, opened.issues)
      const { draft, ruleSet, issues } = opened.value
      return c.json({ draft: plainDraft(draft), ruleSet: ruleSet as Record<string, unknown>, issues: [...issues] }, 200)
    })
    .openapi(save, async (c) => {
      const request = readDraftSave(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const saved = await life.save(c.get('store'), { ...c.req.valid('param'), ...request.value })
      return saved.ok
        ? c.json(plainDraft(saved.value), 200)
        : (conflict(c, saved.issues) ?? issuesProblem(c, saved.issues))
    })
    .openapi(discard, async (c) => {
      const done = await life.discard(c.get('store'), c.req.valid('param'), c.req.valid('query').revision)
      return done.ok ? c.body(null, 204) : (conflict(c, done.issues) ?? issuesProblem(c, done.issues))
    })
    .openapi(submit, async (c) => {
      const request = readDraftStep(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const done = await life.submit(c.get('store'), c.req.valid('param'), request.value.revision)
      return done.ok
        ? c.json(plainDraft(done.value), 200)
        : (noRoom(c, done.issues) ?? conflict(c, done.issues) ?? issuesProblem(c, done.issues))
    })
    .openapi(sendBack, async (c) => {
      const request = readReturn(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { revision, remark } = request.value
      const done = await life.sendBack(c.get('store'), c.req.valid('param'), revision, remark)
      return done.ok ? c.json(plainDraft(done.value), 200) : (conflict(c, done.issues) ?? issuesProblem(c, done.issues))
    })
    .openapi(publish, async (c) => {
      const request = readDraftStep(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const done = await life.publish(c.get('store'), c.req.valid('param'), request.value.revision)
      return done.ok
        ? c.json(done.value, 200)
        : (noRoom(c, done.issues) ?? conflict(c, done.issues) ?? issuesProblem(c, done.issues))
    })
    .openapi(retire, async (c) => {
      const request = readRetirement(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const done = await life.retire(c.get('store'), c.req.valid('param'), request.value.reason)
      return done.ok ? c.body(null, 204) : (conflict(c, done.issues) ?? issuesProblem(c, done.issues))
    })
}

/** As the API tells it. */
export const plainDraft = ({ editors, submitted, cases: _, ...draft }: DraftRow) => ({
  ...draft,
  editors: [...editors],
  submitted: submitted && { ...submitted },
})
