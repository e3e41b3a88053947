import { beforeEach, describe, expect, test } from 'vitest'
import { parseCheckpoint } from '../../server/core/proof/checkpoint.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import {
  consistencySchema,
  receiptAnswerSchema,
  runListSchema,
  runReceiptsSchema,
  sealedRunSchema,
} from '../../server/http/run-shapes.ts'
import { checkReceipt } from '../../server/sealing/receipt-page/check-receipt.js'
import { fillStore } from '../sealing/sealed.ts'
import { department, ENGINE, send, setUp, type Setup } from './example.ts'

let setup: Setup
beforeEach(async () => {
  setup = await setUp()
  await fillStore(setup.services.store, ENGINE)
})

const get = (path: string) => setup.app.request(path)
const seal = (body: unknown) => send(setup.app, '/api/runs', body)
const ranked = { ruleSet: 'ranked', year: 2024 }
async function problemOf(response: Response) {
  const { status, code, issues } = problemSchema.parse(await response.json())
  return [status, code, issues.length]
}

test('seals, lists, pages, and gives every receipt with its proof', async () => {
  const { run } = sealedRunSchema.parse(await (await seal(ranked)).json())
  expect(run).toMatchObject({ id: 'ranked-2024-1', count: 3, supersedes: null })
  expect(runListSchema.parse(await (await get('/api/runs')).json())).toEqual({ runs: [run] })
  const first = runReceiptsSchema.parse(await (await get(`/api/runs/${run.id}?limit=2`)).json())
  const rest = runReceiptsSchema.parse(await (await get(`/api/runs/${run.id}?from=${first.next}`)).json())
  const receipts = [...first.receipts, ...rest.receipts]
  expect([first.receipts.length, rest.next, receipts.map(({ submission }) => submission.id)]).toEqual([
    2,
    null,
    ['a', 'b', 'c'],
  ])
  for (const receipt of receipts) {
    const response = await get(`/api/runs/${run.id}/receipts/${receipt.submission.id}`)
    const { proof } = receiptAnswerSchema.parse(await response.json())
    expect(proof.receipt).toEqual(receipt)
    expect((await checkReceipt(proof)).findings.map(({ ok }) => ok)).toEqual([true, true, true, true])
  }
})

test('the page of a receipt and the checkpoint are files to be saved', async () => {
  await seal(ranked)
  const page = await get('/api/runs/ranked-2024-1/receipts/a/page')
  expect(page.headers.get('content-disposition')).toBe(
    `attachment; filename="__-ranked-2024-1-a.html"; filename*=UTF-8''%E6%94%B6%E6%8D%AE-ranked-2024-1-a.html`,
  )
  expect(await page.text()).toContain('部门 a')
  const checkpoint = await get('/api/checkpoint')
  expect(checkpoint.headers.get('content-disposition')).toMatch(/^attachment; /)
  const note = parseCheckpoint(await checkpoint.text())
  expect(note.ok && note.value.receipts.size).toBe(3)
  const answer = consistencySchema.parse(await (await get('/api/checkpoint/consistency?from=2&to=3')).json())
  expect(answer.path).toHaveLength(1)
})

describe('refused with a reason', () => {
  test.each([
    [{ ...ranked, ruleSet: 'none' }, [404, 'unknown_rule_set', 1]],
    [{ ...ranked, submissions: ['nobody'] }, [404, 'unknown_submission', 1]],
    [{ ...ranked, year: 2031 }, [422, 'run_empty', 1]],
    [{ ruleSet: 'ranked' }, [422, expect.any(String), 1]],
    [{ ...ranked, extra: 1 }, [422, expect.any(String), 1]],
  ])('%j', async (body, expected) => {
    expect(await problemOf(await seal(body))).toEqual(expected)
  })

  test('each submission that is not ready', async () => {
    await setup.services.store.putSubmissions([department('b', 0.1), department('c', 0.2)])
    expect(await problemOf(await seal(ranked))).toEqual([422, 'not_current', 2])
  })

  test('a second run without a reason, or by whoever sealed the first', async () => {
    await seal(ranked)
    expect(await problemOf(await seal(ranked))).toEqual([422, 'reason_needed', 1])
    const again = { ...ranked, reason: '复核后更正' }
    expect(await problemOf(await seal(again))).toEqual([403, 'own_run', 1])
    const other = { cookie: 'hengping-demo=demo:rules-2' }
    expect((await send(setup.app, '/api/runs', again, other)).status).toBe(200)
  })

  test.each([
    ['/api/runs/none', [404, 'unknown_run', 1]],
    ['/api/runs/none/receipts/a', [404, 'unknown_run', 1]],
    ['/api/runs/none/receipts/nobody', [404, 'unknown_submission', 1]],
    ['/api/checkpoint/consistency?from=1&to=9', [422, 'no_such_size', 1]],
    ['/api/runs/none?limit=0', [422, expect.any(String), 1]],
  ])('%s', async (path, expected) => expect(await problemOf(await get(path))).toEqual(expected))

  test('a run is not changed or taken back', async () => {
    await seal(ranked)
    for (const method of ['DELETE', 'PUT', 'PATCH', 'POST']) {
      const response = await setup.app.request('/api/runs/ranked-2024-1', {
        method,
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
      expect([403, 404, 405]).toContain(response.status)
    }
    expect(runListSchema.parse(await (await get('/api/runs')).json()).runs).toHaveLength(1)
  })
})
