import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cloneRuleSet } from '../core/clone-rule-set.ts'
import type { Parsed } from '../core/issue.ts'
import { parsed } from '../core/issue.ts'
import { jsonBody } from '../http/json-body.ts'
import { defaultHook, issuesProblem, missing, noRoom, refusal } from '../http/problem.ts'
import { readChangesRequest } from '../http/requests.ts'
import { answer, bodyProblems, evaluationProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import { refusedOne } from '../issue-paths.ts'
import { splitReference } from '../rule-set-choice.ts'
import type { Services } from '../services.ts'
import type { Store, StoredRuleSet } from '../storage/store.ts'

const tags = ['指标体系']
const version = z.object({
  id: z.string().openapi({ description: '指标体系编号', example: 'guangdong-department' }),
  effective: z.string().openapi({ description: '生效日期', example: '2024-01-01' }),
})
const noVersion = problemAnswer('没有这个版本。')

const lintStored = createRoute({
  method: 'get',
  path: '/rule-sets/{id}/{effective}/findings',
  tags,
  summary: '检查一个已存版本',
  request: { params: version },
  responses: { 200: answer('LintAnswer', '发现的问题，没有就是空表。'), 404: noVersion, ...evaluationProblems },
})

const lintGiven = createRoute({
  method: 'post',
  path: '/rule-sets/findings',
  middleware: [jsonBody] as const,
  tags,
  summary: '检查交来的指标体系',
  description: '写法和含义都查，每一处给出位置、说明和改法，不存。',
  request: { body: jsonRequest('RuleSet', '指标体系全文，可以有错。') },
  responses: { 200: answer('LintAnswer', '发现的问题，没有就是空表。'), ...bodyProblems, ...evaluationProblems },
})

const compare = createRoute({
  method: 'post',
  path: '/rule-sets/changes',
  middleware: [jsonBody] as const,
  tags,
  summary: '比较两个版本',
  description: '逐条说明后者与前者有什么不同，按指标归并；每条带 JSON Patch，依次施行就得到后者。',
  request: { body: jsonRequest('ChangesRequest', '两个版本：编号@生效日期，或全文。') },
  responses: {
    200: answer('RuleSetChanges', '不同之处，相同就是空表。'),
    404: noVersion,
    ...bodyProblems,
    ...evaluationProblems,
  },
})

const cases = createRoute({
  method: 'get',
  path: '/rule-sets/{id}/{effective}/cases',
  tags,
  summary: '用例核对和覆盖情况',
  description: '用例来自 rules/ 里同名的 .cases.json，由两套判定核对；同样的内容只算一次。',
  request: { params: version },
  responses: {
    200: answer('GoldenReport', '每个用例的结论，以及哪些规则和分档边界有用例。'),
    404: problemAnswer('没有这个版本，或它没有用例。'),
    ...evaluationProblems,
    422: problemAnswer('用例文件有问题，或计算超过了时间或内存的上限。'),
  },
})

const clone = createRoute({
  method: 'get',
  path: '/rule-sets/{id}/{effective}/clone',
  tags,
  summary: '复制为另一年的版本',
  description: '内容不变，生效日期改为那一年的 1 月 1 日，标为未经核实；不存。',
  request: {
    params: version,
    query: z.object({
      year: z
        .string()
        .regex(/^\d{4}$/)
        .openapi({ description: '年份', example: '2026' }),
    }),
  },
  responses: { 200: answer('ClonedRuleSet', '新版本的全文。'), 404: noVersion, 422: problemAnswer('年份不对。') },
})

/** Rule sets under review: lint, changes between versions, golden cases, and a copy for another year. */
export function ruleSetReviewRoutes({ store, review, evaluation }: Services) {
  const findingsOf = (ruleSet: unknown) => evaluation.run('findings', { ruleSet })
  return new OpenAPIHono({ defaultHook })
    .openapi(lintStored, async (c) => {
      const { id, effective } = c.req.valid('param')
      const stored = await store.findRuleSet(id, effective)
      if (!stored) return unknownVersion(c, id, effective)
      const findings = await findingsOf(stored.ruleSet)
      return findings.ok
        ? c.json({ findings: plain(findings.value) }, 200)
        : (noRoom(c, findings.issues) ?? refusal(c, findings.issues))
    })
    .openapi(lintGiven, async (c) => {
      const findings = await findingsOf(c.req.valid('json'))
      return findings.ok
        ? c.json({ findings: plain(findings.value) }, 200)
        : (noRoom(c, findings.issues) ?? refusal(c, findings.issues))
    })
    .openapi(compare, async (c) => {
      const request = readChangesRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const from = await readSide(store, 'from', request.value.from)
      if (!from.ok) return issuesProblem(c, from.issues)
      const to = await readSide(store, 'to', request.value.to)
      if (!to.ok) return issuesProblem(c, to.issues)
      const changes = await evaluation.run('changes', { from: from.value, to: to.value })
      return changes.ok
        ? c.json(plain(changes.value), 200)
        : (noRoom(c, changes.issues) ?? issuesProblem(c, changes.issues))
    })
    .openapi(cases, async (c) => {
      const { id, effective } = c.req.valid('param')
      const stored = await store.findRuleSet(id, effective)
      if (!stored) return unknownVersion(c, id, effective)
      const report = await review.report(stored)
      if (!report.ok) return noRoom(c, report.issues) ?? issuesProblem(c, report.issues)
      if (report.value !== null) return c.json(report.value, 200)
      const message = `“${id}@${effective}”没有用例，请在 rules/ 里放一个 ${id}.${effective}.cases.json。`
      return missing(c, [{ path: '', code: 'no_cases', message }])
    })
    .openapi(clone, async (c) => {
      const { id, effective } = c.req.valid('param')
      const stored = await store.findRuleSet(id, effective)
      if (!stored) return unknownVersion(c, id, effective)
      return c.json({ ruleSet: cloneRuleSet(stored.ruleSet, Number(c.req.valid('query').year)) }, 200)
    })
}

type Deep<T> = T extends readonly (infer E)[]
  ? Deep<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Deep<T[K]> }
    : T
/** The core's answers are read-only all the way; the routes' types are not. */
const plain = <T>(value: T): Deep<T> => value as Deep<T>

const unknownVersion = (c: Parameters<typeof missing>[0], id: string, effective: string) =>
  missing(c, [{ path: '', code: 'unknown_rule_set', message: `没有指标体系“${id}@${effective}”，请核对。` }])

/** One side of a comparison: a stored version by name, or a rule set in full. */
async function readSide(store: Store, side: 'from' | 'to', given: unknown): Promise<Parsed<unknown>> {
  if (typeof given !== 'string') return parsed(given)
  const [id, date] = splitReference(given)
  const stored: StoredRuleSet | null = date === null ? null : await store.findRuleSet(id, date)
  if (stored) return parsed(stored.ruleSet)
  return refusedOne(side, 'unknown_rule_set', `没有指标体系“${given}”，请写编号@生效日期。`)
}
