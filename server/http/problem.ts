import type { Context, ErrorHandler, NotFoundHandler, TypedResponse } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from '@hono/zod-openapi'
import type { Issue } from '../core/issue.ts'
import { issuesFromZod } from '../core/zod-issues.ts'
import { StorageError } from '../storage/store.ts'
import type { Problem } from './shapes.ts'

/** The one place where a fault becomes a status. Answers say what and where, and nothing of the program's inside. */

const TITLES = {
  400: '请求读不懂',
  401: '没有登录',
  403: '请求被拒绝',
  404: '没有找到',
  405: '不支持这种操作',
  409: '与现状冲突',
  413: '内容太大',
  415: '内容类型不对',
  422: '内容有问题',
  429: '请求太多',
  500: '服务器出错',
  503: '暂时不能服务',
} as const
export type ProblemStatus = keyof typeof TITLES

/** Faults of what is asked for, not of what is handed in. */
const NOT_FOUND_CODES: ReadonlySet<string> = new Set([
  'unknown_submission',
  'unknown_rule_set',
  'not_graded',
  'unknown_account',
  'unknown_draft',
  'unknown_form',
  'unknown_file',
  'unknown_part',
  'unknown_run',
  'unknown_round',
  'not_in_run',
  'not_sealed',
])

/** What is asked for would be in order, were things as the one who asks last saw them. */
const CONFLICT_CODES: ReadonlySet<string> = new Set([
  'draft_changed',
  'cases_changed',
  'form_changed',
  'form_submitted',
  'goals_changed',
  'run_overtaken',
  'round_overtaken',
  'round_over',
  'round_sealed',
  'submitted',
  'wrong_status',
  'published',
  'retired',
])

/** Not for this person, whatever their role. */
const FORBIDDEN_CODES: ReadonlySet<string> = new Set(['own_proposal', 'own_run', 'not_own_part'])

/** Nothing is wrong with what was handed in; there is no room for it now. */
const NO_ROOM_CODES: ReadonlySet<string> = new Set(['evaluation_busy'])

/** What goes wrong beside the issues of parsers; the log gets the cause, the answer does not. */
export type LogError = (error: unknown) => void

type ProblemAnswer<S extends ProblemStatus> = Response & TypedResponse<Problem, S, 'json'>

/** A problem answer from issues: 404 when what was asked for does not exist, else 422. */
export function issuesProblem(c: Context, issues: readonly Issue[]): ProblemAnswer<404> | ProblemAnswer<422> {
  return issues.some((issue) => NOT_FOUND_CODES.has(issue.code)) ? missing(c, issues) : refusal(c, issues)
}

/** A problem answer when things are otherwise than the one who asks thinks, or must not be done by them; else null. */
export function conflict(c: Context, issues: readonly Issue[]): ProblemAnswer<403> | ProblemAnswer<409> | null {
  const code = issues[0]?.code ?? ''
  if (CONFLICT_CODES.has(code)) return problem(c, 409, code, summarize(issues), issues)
  return FORBIDDEN_CODES.has(code) ? problem(c, 403, code, summarize(issues), issues) : null
}

/** What was asked for does not exist. */
export function missing(c: Context, issues: readonly Issue[]): ProblemAnswer<404> {
  return problem(c, 404, issues[0]?.code ?? 'missing', summarize(issues), issues)
}

/** What was handed in cannot be taken. */
export function refusal(c: Context, issues: readonly Issue[]): ProblemAnswer<422> {
  return problem(c, 422, issues[0]?.code ?? 'refused', summarize(issues), issues)
}

/** A problem answer when there is no room for a request now; null when the issues say something else. */
export function noRoom(c: Context, issues: readonly Issue[]): ProblemAnswer<503> | null {
  const issue = issues.find(({ code }) => NO_ROOM_CODES.has(code))
  if (!issue) return null
  c.header('retry-after', '3')
  return problem(c, 503, issue.code, issue.message)
}

export function problem<S extends ProblemStatus>(
  c: Context,
  status: S,
  code: string,
  detail: string,
  issues: readonly Issue[] = [],
): ProblemAnswer<S> {
  const body: Problem = {
    type: `urn:hengping:problem:${code}`,
    title: TITLES[status],
    status,
    code,
    detail,
    issues: issues.map(({ path, code, message }) => ({ path, code, message })),
  }
  const response = c.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  })
  return response as unknown as ProblemAnswer<S>
}

/** What zod-openapi's validators found in address, query or body. */
export function defaultHook(
  result: { success: true } | { success: false; error: z.core.$ZodError; target: string },
  c: Context,
): Response | undefined {
  if (result.success) return undefined
  const input: unknown = result.target === 'query' ? c.req.query() : result.target === 'param' ? c.req.param() : {}
  return refusal(c, issuesFromZod(result.error, input))
}

export const notFound: NotFoundHandler = (c) =>
  problem(c, 404, 'unknown_route', '没有这个地址，请核对网址；接口清单见 /api/openapi.json。')

export function methodProblem(c: Context, methods: readonly string[]): Response {
  c.header('allow', methods.join(', '))
  return problem(c, 405, 'wrong_method', `这个地址只支持 ${methods.join('、')}。`)
}

export function onError(log: LogError): ErrorHandler {
  return (error, c) => {
    if (error instanceof HTTPException) return fromHttpException(c, error)
    log(error)
    if (error instanceof StorageError) return problem(c, 503, 'storage_failed', error.message)
    return problem(c, 500, 'internal', '服务器处理这个请求时出错，已记入日志；请稍后重试，仍不行请联系系统维护人员。')
  }
}

function fromHttpException(c: Context, error: HTTPException): Response {
  if (error.status === 413) return tooLarge(c)
  if (error.status === 415) return wrongType(c)
  if (error.status === 400) return problem(c, 400, 'bad_request', '请求读不懂，请检查地址和内容。')
  return problem(c, 500, 'internal', '服务器处理这个请求时出错，请稍后重试。')
}

export const tooLarge = (c: Context): Response => problem(c, 413, 'too_large', '内容超过 16 MB，请分几次提交。')

export const wrongType = (c: Context): Response => problem(c, 415, 'wrong_type', '请用 application/json 提交内容。')

function summarize(issues: readonly Issue[]): string {
  const [first] = issues
  if (!first) return '内容有问题。'
  return issues.length === 1 ? first.message : `${first.message}（共 ${issues.length} 处，详见 issues）`
}
