import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Services } from '../services.ts'
import { jsonBody } from '../http/json-body.ts'
import { defaultHook, issuesProblem, missing, noRoom, refusal } from '../http/problem.ts'
import { readTryAccountRequest, readTryRequest } from '../http/requests.ts'
import { answer, bodyProblems, evaluationProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import { summarizeRuleSet } from '../summaries.ts'

const tags = ['指标体系']

const list = createRoute({
  method: 'get',
  path: '/rule-sets',
  tags,
  summary: '列出指标体系',
  description: '每个版本一条，同一指标体系新的在前。',
  responses: { 200: answer('RuleSetList', '全部版本。') },
})

const read = createRoute({
  method: 'get',
  path: '/rule-sets/{id}/{effective}',
  tags,
  summary: '读一个版本的全文',
  request: {
    params: z.object({
      id: z.string().openapi({ description: '指标体系编号', example: 'guangdong-department' }),
      effective: z.string().openapi({ description: '生效日期', example: '2024-01-01' }),
    }),
  },
  responses: { 200: answer('StoredRuleSet', '摘要和全文。'), 404: problemAnswer('没有这个版本。') },
})

const check = createRoute({
  method: 'post',
  path: '/rule-sets/check',
  middleware: [jsonBody] as const,
  tags,
  summary: '检查一个指标体系',
  description: '按文件的全部要求检查，不存。',
  request: { body: jsonRequest('RuleSet', '指标体系全文。') },
  responses: {
    200: answer('CheckedRuleSet', '没有问题。'),
    ...bodyProblems,
    ...evaluationProblems,
    422: problemAnswer('有问题，issues 列出每一处。'),
  },
})

const tryOut = createRoute({
  method: 'post',
  path: '/rule-sets/try',
  middleware: [jsonBody] as const,
  tags,
  summary: '试算改动的影响',
  description: '用改过的指标体系给全部已存填报试算，与已存版本比较，不存。',
  request: { body: jsonRequest('TryRequest', '改过的指标体系。') },
  responses: {
    200: answer('Effect', '影响。'),
    404: problemAnswer('没有存着的版本可比。'),
    ...bodyProblems,
    ...evaluationProblems,
  },
})

const tryOutOnOne = createRoute({
  method: 'post',
  path: '/rule-sets/try/account',
  middleware: [jsonBody] as const,
  tags,
  summary: '看改动对一份填报的影响',
  description: '一份已存填报在已存版本和改过的指标体系下各得一本账，答复里是两本账不同的地方，不存。',
  request: { body: jsonRequest('TryAccountRequest', '改过的指标体系和填报的编号。') },
  responses: {
    200: answer('TriedAccount', '改动前后的账。'),
    404: problemAnswer('没有存着的版本可比，或没有这份填报。'),
    ...bodyProblems,
    ...evaluationProblems,
  },
})

const sensitivity = createRoute({
  method: 'post',
  path: '/rule-sets/sensitivity',
  middleware: [jsonBody] as const,
  tags,
  summary: '指标体系的敏感性',
  description:
    '按已存的填报算：每个分值上下移动一成时名次变多少，哪些指标人人满分或人人零分，哪些规则从不成立，哪些指标说的几乎是一回事。不存。',
  request: { body: jsonRequest('TryRequest', '指标体系全文。') },
  responses: {
    200: answer('Sensitivity', '各项数字。'),
    404: problemAnswer('没有存着的同编号指标体系。'),
    ...bodyProblems,
    ...evaluationProblems,
  },
})

const medians = createRoute({
  method: 'get',
  path: '/rule-sets/{id}/{effective}/medians/{year}',
  tags,
  summary: '各二级指标得分率的中位数',
  description: '按一个已存版本，评已存的那个年度的填报；用来和一个部门的得分率对照。不存。',
  request: {
    params: z.object({
      id: z.string().openapi({ description: '指标体系编号', example: 'guangdong-department' }),
      effective: z.string().openapi({ description: '生效日期', example: '2024-01-01' }),
      year: z.coerce.number().int().min(1990).max(2200).openapi({ description: '年度', example: 2024 }),
    }),
  },
  responses: {
    200: answer('Medians', '中位数，按指标的次序。'),
    404: problemAnswer('没有这个版本。'),
    ...evaluationProblems,
  },
})

/** Rule sets: list, read, check, and try an edited one on what is stored. */
export function ruleSetRoutes({ store, trial, evaluation }: Services) {
  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => c.json({ ruleSets: (await store.listRuleSets()).map(summarizeRuleSet) }, 200))
    .openapi(read, async (c) => {
      const { id, effective } = c.req.valid('param')
      const stored = await store.findRuleSet(id, effective)
      if (!stored)
        return missing(c, [
          { path: '', code: 'unknown_rule_set', message: `没有指标体系“${id}@${effective}”，请核对。` },
        ])
      return c.json({ summary: summarizeRuleSet(stored), ruleSet: stored.ruleSet }, 200)
    })
    .openapi(check, async (c) => {
      const read = await evaluation.run('read', { ruleSet: c.req.valid('json') })
      return read.ok ? c.json({ hash: read.value.hash }, 200) : (noRoom(c, read.issues) ?? refusal(c, read.issues))
    })
    .openapi(tryOut, async (c) => {
      const request = readTryRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const effect = await trial.try(request.value.ruleSet, c.req.raw.signal)
      return effect.ok ? c.json(effect.value, 200) : (noRoom(c, effect.issues) ?? issuesProblem(c, effect.issues))
    })
    .openapi(sensitivity, async (c) => {
      const request = readTryRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const measured = await trial.sensitivity(request.value.ruleSet, c.req.raw.signal)
      return measured.ok
        ? c.json(measured.value, 200)
        : (noRoom(c, measured.issues) ?? issuesProblem(c, measured.issues))
    })
    .openapi(medians, async (c) => {
      const { id, effective, year } = c.req.valid('param')
      const stored = await store.findRuleSet(id, effective)
      if (!stored)
        return missing(c, [
          { path: '', code: 'unknown_rule_set', message: `没有指标体系“${id}@${effective}”，请核对。` },
        ])
      const found = await trial.medians(stored, year, c.req.raw.signal)
      return found.ok ? c.json(found.value, 200) : (noRoom(c, found.issues) ?? issuesProblem(c, found.issues))
    })
    .openapi(tryOutOnOne, async (c) => {
      const request = readTryAccountRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { ruleSet, submission } = request.value
      const account = await trial.tryOnOne(ruleSet, submission, c.req.raw.signal)
      return account.ok ? c.json(account.value, 200) : (noRoom(c, account.issues) ?? issuesProblem(c, account.issues))
    })
}
