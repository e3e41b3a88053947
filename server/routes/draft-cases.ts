import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { StandingAnswer } from '../http/golden-shapes.ts'
import { jsonBody } from '../http/json-body.ts'
import { conflict, defaultHook, issuesProblem, noRoom } from '../http/problem.ts'
import { readCasesStep, readTryRequest } from '../http/requests.ts'
import { answer, bodyProblems, evaluationProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import type { Services } from '../services.ts'
import { noDraft, version } from './draft-address.ts'
import { plainDraft } from './drafts.ts'

const tags = ['指标体系']

const standing = createRoute({
  method: 'post',
  path: '/drafts/{id}/{effective}/cases/standing',
  middleware: [jsonBody] as const,
  tags,
  summary: '草稿的用例现在怎样',
  description: '按交来的全文评每个用例，与钉住的结果比；并列出还没有用例试到的规则。什么都不存。',
  request: { params: version, body: jsonRequest('TryRequest', '正在改的全文。') },
  responses: {
    200: answer('Standing', '每个用例一致还是已变，哪些规则没有用例。'),
    404: noDraft,
    ...bodyProblems,
    ...evaluationProblems,
  },
})

const step = createRoute({
  method: 'post',
  path: '/drafts/{id}/{effective}/cases',
  middleware: [jsonBody] as const,
  tags,
  summary: '改草稿的用例',
  description:
    '钉住一份填报在一个指标上的结果，把变了的改为新的结果，取消钉住，或说明为什么没有用例；都按存下的那一稿，记入日志。',
  request: { params: version, body: jsonRequest('CasesStep', '看到的是第几稿、哪些用例，做什么。') },
  responses: {
    200: answer('CasesStepped', '草稿，和用例现在怎样。'),
    403: problemAnswer('角色不能这样做。'),
    404: noDraft,
    409: problemAnswer('草稿或用例已被别人改过，或已提交待批。'),
    ...bodyProblems,
    ...evaluationProblems,
  },
})

/** Golden cases of drafts: pinned, looked at while the draft is edited, taken for right. */
export function draftCasesRoutes({ life }: Services) {
  return new OpenAPIHono({ defaultHook })
    .openapi(standing, async (c) => {
      const request = readTryRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { ruleSet } = request.value
      const stands = await life.draftCases.standing(c.get('store'), c.req.valid('param'), ruleSet, c.req.raw.signal)
      if (!stands.ok) return noRoom(c, stands.issues) ?? issuesProblem(c, stands.issues)
      return c.json(stands.value as StandingAnswer, 200)
    })
    .openapi(step, async (c) => {
      const request = readCasesStep(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const by = c.get('person').id
      const done = await life.draftCases.step(c.get('store'), c.req.valid('param'), request.value, by)
      if (!done.ok) return noRoom(c, done.issues) ?? conflict(c, done.issues) ?? issuesProblem(c, done.issues)
      const { draft, standing: stands } = done.value
      return c.json({ draft: plainDraft(draft), standing: stands as StandingAnswer }, 200)
    })
}
