import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { refused, type Parsed } from '../core/issue.ts'
import type { ReceiptProof } from '../core/proof/receipt.ts'
import { attachment } from '../http/attachment.ts'
import { jsonBody } from '../http/json-body.ts'
import { conflict, defaultHook, issuesProblem, refusal } from '../http/problem.ts'
import { readSealRequest } from '../http/requests.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import type { RunSummary } from '../http/run-shapes.ts'
import { unknownSubmission } from '../issue-paths.ts'
import { receiptPage } from '../sealing/receipt-page/receipt-page.ts'
import type { Services } from '../services.ts'
import type { RunRow } from '../storage/changes/runs.ts'

const tags = ['封存']
const run = z.string().openapi({ description: '封存编号', example: 'guangdong-department-2024-1' })
const ofReceipt = z.object({ run, submission: z.string().openapi({ description: '填报编号' }) })
const noRun = problemAnswer('没有这次封存，或里面没有这份填报。')
const file = (type: string, description: string) => ({ description, content: { [type]: { schema: z.string() } } })

const list = createRoute({
  method: 'get',
  path: '/runs',
  tags,
  summary: '封存清单',
  description: '新的在前；同一指标体系、同一年度以最新的一次为准。',
  responses: { 200: answer('RunList', '每次封存的摘要。') },
})

const seal = createRoute({
  method: 'post',
  path: '/runs',
  middleware: [jsonBody] as const,
  tags,
  summary: '封存评价结果',
  description:
    '封存一个指标体系一个年度的评分：每份都要评完、经过双算核验、评分后没有改动。封存的结果不再改变；再次封存取代前一次，要写明理由。',
  request: { body: jsonRequest('SealRequest', '哪个指标体系、哪个年度、哪些填报。') },
  responses: {
    200: answer('SealedRun', '已封存。'),
    403: problemAnswer('不能由这个人封存。'),
    404: problemAnswer('没有这个指标体系或填报。'),
    409: problemAnswer('同时有另一次封存。'),
    422: problemAnswer('有填报还不能封存，逐份列出。'),
    ...bodyProblems,
  },
})

const read = createRoute({
  method: 'get',
  path: '/runs/{run}',
  tags,
  summary: '读一次封存',
  request: {
    params: z.object({ run }),
    query: z.object({
      from: z.coerce.number().int().min(0).default(0).openapi({ description: '从第几份收据起，0 是第一份' }),
      limit: z.coerce.number().int().min(1).max(1000).default(500).openapi({ description: '一次几份' }),
    }),
  },
  responses: { 200: answer('RunReceipts', '摘要和一页收据。'), 404: noRun, 422: problemAnswer('查询条件有问题。') },
})

const receipt = createRoute({
  method: 'get',
  path: '/runs/{run}/receipts/{submission}',
  tags,
  summary: '一份填报的收据',
  description: '连同评分明细、它在收据清单里的证明和签了名的检查点，可以在任何地方核对。',
  request: { params: ofReceipt },
  responses: { 200: answer('ReceiptAnswer', '收据和证明。'), 404: noRun, 422: problemAnswer('地址有问题。') },
})

const page = createRoute({
  method: 'get',
  path: '/runs/{run}/receipts/{submission}/page',
  tags,
  summary: '下载收据网页',
  description: '一个文件，不用联网就能打开和核对。',
  request: { params: ofReceipt },
  responses: { 200: file('text/html', '网页文件。'), 404: noRun, 422: problemAnswer('地址有问题。') },
})

const checkpoint = createRoute({
  method: 'get',
  path: '/checkpoint',
  tags,
  summary: '下载检查点',
  description: '签了名的一页文字：日志和收据现在到了哪里。另存在别处，日后用 hengping verify --against 查退回和重写。',
  responses: { 200: file('text/plain', '检查点。') },
})

const consistency = createRoute({
  method: 'get',
  path: '/checkpoint/consistency',
  tags,
  summary: '收据清单只增不改的证明',
  request: {
    query: z.object({
      from: z.coerce.number().int().openapi({ description: '早的检查点里的份数' }),
      to: z.coerce.number().int().openapi({ description: '晚的检查点里的份数' }),
    }),
  },
  responses: { 200: answer('Consistency', 'RFC 6962 的证明，十六进制。'), 422: problemAnswer('份数不对。') },
})

/** Official runs: seal, read, prove. */
export function runRoutes({ sealing }: Services) {
  /** The log knows every receipt; whoever asks gets only that of a submission they may see. */
  const proofOf = async (c: Context, runId: string, submission: string): Promise<Parsed<ReceiptProof>> =>
    (await c.get('store').find('submissions', submission))
      ? sealing.receipt(runId, submission)
      : refused([unknownSubmission(submission)])
  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => c.json({ runs: (await sealing.list()).map(summaryOf) }, 200))
    .openapi(seal, async (c) => {
      const request = readSealRequest(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const { submissions, ...wanted } = request.value
      const sealed = await sealing.seal({ ...wanted, ...(submissions && { submissions }) }, c.get('store'))
      if (sealed.ok) return c.json({ run: summaryOf(sealed.value) }, 200)
      return conflict(c, sealed.issues) ?? issuesProblem(c, sealed.issues)
    })
    .openapi(read, async (c) => {
      const { from, limit } = c.req.valid('query')
      const found = await sealing.find(c.req.valid('param').run)
      if (!found.ok) return issuesProblem(c, found.issues)
      const receipts = await sealing.receipts(found.value, from, limit)
      const next = from + limit < found.value.count ? from + limit : null
      return c.json({ run: summaryOf(found.value), receipts, next }, 200)
    })
    .openapi(receipt, async (c) => {
      const { run: id, submission } = c.req.valid('param')
      const proof = await proofOf(c, id, submission)
      return proof.ok ? c.json({ proof: proof.value }, 200) : issuesProblem(c, proof.issues)
    })
    .openapi(page, async (c) => {
      const { run: id, submission } = c.req.valid('param')
      const proof = await proofOf(c, id, submission)
      if (!proof.ok) return issuesProblem(c, proof.issues)
      return c.html(receiptPage(proof.value), 200, attachment(`收据-${id}-${submission}.html`))
    })
    .openapi(checkpoint, async (c) => c.text(await sealing.checkpoint(), 200, attachment('检查点.txt')))
    .openapi(consistency, async (c) => {
      const { from, to } = c.req.valid('query')
      const path = await sealing.consistency(from, to)
      return path.ok ? c.json({ from, to, path: [...path.value] }, 200) : refusal(c, path.issues)
    })
}

/** Without the contents it is kept in. */
function summaryOf({ receipts: _receipts, cohort, ...run }: RunRow): RunSummary {
  return { ...run, cohort: cohort && { size: cohort.size, hash: cohort.hash } }
}
