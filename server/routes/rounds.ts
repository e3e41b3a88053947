import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context, TypedResponse } from 'hono'
import type { Grading } from '../core/grading.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import { fileAnswer, handOut } from '../http/file-answer.ts'
import { jsonBody } from '../http/json-body.ts'
import { conflict, defaultHook, issuesProblem, missing } from '../http/problem.ts'
import { readRoundRequest } from '../http/requests.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import type { Round, RoundComparison, RoundResult } from '../http/round-shapes.ts'
import { compareRounds, type RoundToCompare } from '../rounds/compare-rounds.ts'
import { describeRound } from '../rounds/describe-round.ts'
import { findResult, resultsOf, resultsText } from '../rounds/round-contents.ts'
import type { Services } from '../services.ts'
import { unknownRound, type RoundRow } from '../storage/changes/rounds.ts'

const tags = ['评价']
const number = z.string().openapi({ description: '第几次评价', example: '12' })
const ofRound = z.object({ round: number })
const noRound = problemAnswer('没有这次评价。')
const notTheirs = problemAnswer('角色不允许。')
const badAddress = problemAnswer('地址或查询条件有问题。')

const list = createRoute({
  method: 'get',
  path: '/rounds',
  tags,
  summary: '历次评价',
  description: '新的在前，各带进度和评出的份数。',
  responses: { 200: answer('RoundList', '历次评价。') },
})

const check = createRoute({
  method: 'post',
  path: '/rounds/check',
  middleware: [jsonBody] as const,
  tags,
  summary: '评之前检查完整性',
  description: '哪些填报缺哪些数据，什么都不存。缺数据的也可以评，得分是一个范围。',
  request: { body: jsonRequest('RoundRequest', '要评的是哪些。') },
  responses: {
    200: answer('RoundCheck', '检查结果。'),
    404: problemAnswer('没有这个指标体系或填报。'),
    422: problemAnswer('没有符合条件的填报，或条件有问题。'),
    ...bodyProblems,
  },
})

const start = createRoute({
  method: 'post',
  path: '/rounds',
  middleware: [jsonBody] as const,
  tags,
  summary: '开始一次评价',
  description: '评哪些填报、按什么内容，从这时起就定了。评分在后台进行，读这次评价就知道进度；同时只评一次，别的排队。',
  request: { body: jsonRequest('RoundRequest', '按哪个版本、评哪些。') },
  responses: {
    200: answer('RoundAnswer', '已开始，或在排队。'),
    403: notTheirs,
    404: problemAnswer('没有这个指标体系或填报。'),
    409: problemAnswer('同时又开始了别的。'),
    422: problemAnswer('没有符合条件的填报，或条件有问题。'),
    ...bodyProblems,
  },
})

const read = createRoute({
  method: 'get',
  path: '/rounds/{round}',
  tags,
  summary: '读一次评价',
  description: '评着的带进度：已评多少、多快、大约还要多久。',
  request: { params: ofRound },
  responses: { 200: answer('RoundAnswer', '这次评价。'), 404: noRound, 422: badAddress },
})

const cancel = createRoute({
  method: 'post',
  path: '/rounds/{round}/cancellation',
  tags,
  summary: '取消一次评价',
  description: '已评出的留着，不再往下评；取消了就不能继续。',
  request: { params: ofRound },
  responses: {
    200: answer('RoundAnswer', '已取消。'),
    403: notTheirs,
    404: noRound,
    409: problemAnswer('已经结束。'),
    422: badAddress,
  },
})

const goOn = createRoute({
  method: 'post',
  path: '/rounds/{round}/continuation',
  tags,
  summary: '继续一次中断的评价',
  description: '从还没有结果的第一份起接着评。',
  request: { params: ofRound },
  responses: {
    200: answer('RoundAnswer', '已继续，或在排队。'),
    403: notTheirs,
    404: noRound,
    409: problemAnswer('正在评，或已经结束。'),
    422: badAddress,
  },
})

const results = createRoute({
  method: 'get',
  path: '/rounds/{round}/results',
  tags,
  summary: '一次评价的结果',
  description: '按评的先后；没有评完的，有多少给多少。',
  request: {
    params: ofRound,
    query: z.object({
      from: z.coerce.number().int().min(0).default(0).openapi({ description: '从哪里起：0，或上一页的 next' }),
      limit: z.coerce.number().int().min(1).max(20_000).default(10_000).openapi({ description: '一页至少多少份' }),
    }),
  },
  responses: { 200: answer('RoundResults', '一页结果。'), 404: noRound, 422: badAddress },
})

const grading = createRoute({
  method: 'get',
  path: '/rounds/{round}/gradings/{submission}',
  tags,
  summary: '一次评价里一份填报的明细',
  description: '是那次评出的，不是现在的；填报和指标体系也是那时的。',
  request: { params: z.object({ round: number, submission: z.string().openapi({ description: '填报编号' }) }) },
  responses: { 200: answer('RoundGrading', '明细。'), 404: problemAnswer('这次评价里没有它的明细。'), 422: badAddress },
})

const comparison = createRoute({
  method: 'get',
  path: '/rounds/{round}/comparison/{before}',
  tags,
  summary: '与另一次评价比较',
  description: '每份填报的前后得分和名次，以及为什么不同：版本、填报、比较范围、程序或引用的评分。',
  request: { params: z.object({ round: number, before: number }) },
  responses: { 200: answer('RoundComparison', '比较。'), 404: noRound, 422: badAddress },
})

const workbook = createRoute({
  method: 'get',
  path: '/rounds/{round}/workbook',
  tags,
  summary: '导出一次评价的结果',
  description: 'xlsx：汇总排名、评价情况、扣分明细。',
  request: { params: ofRound },
  responses: {
    200: fileAnswer('xlsx', '工作簿。'),
    404: noRound,
    422: badAddress,
  },
})

/** What is sent, a part at a time: others get their turn after each. */
async function* encoded(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await setImmediate()
    yield Buffer.from(text)
  }
}

/** Rounds of grading: check, start, follow, break off, read, compare, export. */
export function roundRoutes({ rounds }: Services) {
  const describe = (c: Context, row: RoundRow): Promise<Round> =>
    describeRound(c.get('store'), row, rounds.live(row.id))
  const find = (c: Context, id: string): Promise<RoundRow | null> => c.get('store').find('rounds', id)
  const toCompare = (c: Context, round: RoundRow): RoundToCompare => ({
    round,
    results: () => resultsOf(c.get('store'), round),
  })
  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => {
      const rows = [...(await c.get('store').list('rounds'))].reverse()
      return c.json({ rounds: await Promise.all(rows.map((row) => describe(c, row))) }, 200)
    })
    .openapi(check, async (c) => {
      const request = readRoundRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const checked = await rounds.check(c.get('store'), request.value, c.req.raw.signal)
      return checked.ok ? c.json(checked.value, 200) : issuesProblem(c, checked.issues)
    })
    .openapi(start, async (c) => {
      const request = readRoundRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const begun = await rounds.start(c.get('store'), request.value)
      if (begun.ok) return c.json({ round: await describe(c, begun.value) }, 200)
      return conflict(c, begun.issues) ?? issuesProblem(c, begun.issues)
    })
    .openapi(read, async (c) => {
      const { round: id } = c.req.valid('param')
      const row = await find(c, id)
      return row ? c.json({ round: await describe(c, row) }, 200) : missing(c, [unknownRound(id)])
    })
    .openapi(cancel, async (c) => {
      const ended = await rounds.cancel(c.get('store'), c.req.valid('param').round)
      if (ended.ok) return c.json({ round: await describe(c, ended.value) }, 200)
      return conflict(c, ended.issues) ?? issuesProblem(c, ended.issues)
    })
    .openapi(goOn, async (c) => {
      const begun = await rounds.goOn(c.get('store'), c.req.valid('param').round)
      if (begun.ok) return c.json({ round: await describe(c, begun.value) }, 200)
      return conflict(c, begun.issues) ?? issuesProblem(c, begun.issues)
    })
    .openapi(results, async (c) => {
      const { round: id } = c.req.valid('param')
      const { from, limit } = c.req.valid('query')
      const row = await find(c, id)
      if (!row) return missing(c, [unknownRound(id)])
      const { texts, next } = await resultsText(c.get('store'), row, from, limit)
      // contents are lists as JSON: their members go out as they lie there
      const members = texts.map((text) => text.slice(1, -1)).join(',')
      const body = `{"results":[${members}],"next":${next === null ? 'null' : next}}`
      const response = c.body(body, 200, { 'content-type': 'application/json' })
      return response as unknown as Response &
        TypedResponse<{ results: RoundResult[]; next: number | null }, 200, 'json'>
    })
    .openapi(grading, async (c) => {
      const { round: id, submission: about } = c.req.valid('param')
      const store = c.get('store')
      const row = await find(c, id)
      if (!row) return missing(c, [unknownRound(id)])
      const found = await findResult(store, row, about)
      if (!found || found.grading === null) {
        const message = found?.reasons[0] ?? `第 ${id} 次评价里没有“${about}”的结果。`
        return missing(c, [{ path: 'submission', code: 'not_graded', message }])
      }
      const [made, submission, ruleSet] = await Promise.all([
        store.readBody<Grading>(found.grading),
        store.readBody<Submission>(found.submission.hash),
        store.readBody<RuleSet>(row.ruleSet.hash),
      ])
      return c.json({ round: await describe(c, row), grading: made, submission, ruleSet }, 200)
    })
    .openapi(comparison, async (c) => {
      const { round: id, before: other } = c.req.valid('param')
      const [after, before] = [await find(c, id), await find(c, other)]
      if (!after) return missing(c, [unknownRound(id)])
      if (!before) return missing(c, [unknownRound(other)])
      const told = JSON.stringify({ before: await describe(c, before), after: await describe(c, after) })
      // a hundred thousand entries are made and sent some at a time, so that nobody else waits for them
      const texts = [`${told.slice(0, -1)},"entries":[`]
      let comma = ''
      for await (const entries of compareRounds(toCompare(c, before), toCompare(c, after))) {
        if (entries.length === 0) continue
        texts.push(comma + JSON.stringify(entries).slice(1, -1))
        comma = ','
      }
      texts.push(']}')
      const body = Readable.toWeb(Readable.from(encoded(texts))) as ReadableStream
      const response = c.body(body, 200, { 'content-type': 'application/json' })
      return response as unknown as Response & TypedResponse<RoundComparison, 200, 'json'>
    })
    .openapi(workbook, async (c) => {
      const { round: id } = c.req.valid('param')
      const row = await find(c, id)
      if (!row) return missing(c, [unknownRound(id)])
      const file = await rounds.workbook(c.get('store'), row)
      const name = `第 ${id} 次评价 ${row.ruleSet.id} ${row.year}.xlsx`
      return handOut(c, 'xlsx', name, file)
    })
}
