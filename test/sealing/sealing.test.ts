import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { Grading } from '../../server/core/grading.ts'
import { parseCheckpoint, originOf } from '../../server/core/proof/checkpoint.ts'
import { provesConsistency, provesInclusion } from '../../server/core/proof/merkle.ts'
import { receiptLeaf, receiptSchema } from '../../server/core/proof/receipt.ts'
import type { Parsed } from '../../server/core/issue.ts'
import type { GradingService } from '../../server/gradings.ts'
import { folderCheckpoints } from '../../server/sealing/open-sealing.ts'
import { Sealing } from '../../server/sealing/sealing.ts'
import { holds } from '../../server/sealing/signing-key.ts'
import type { Store } from '../../server/storage/store.ts'
import { department } from '../routes/example.ts'
import { openStore } from '../storage/folders.ts'
import { fillStore } from './sealed.ts'

let folder: string
let store: Store
let gradings: GradingService
let sealing: Sealing
const engine = { version: '1', hash: `sha256:${'e'.repeat(64)}` }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-sealing-'))
  store = await openStore(folder)
  gradings = await fillStore(store, engine)
  sealing = new Sealing(store, folderCheckpoints(folder))
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

function valueOf<T>(result: Parsed<T>): T {
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join('\n'))
  return result.value
}
const issuesOf = (result: Parsed<unknown>): string[] =>
  result.ok ? [] : result.issues.map(({ path, code, message }) => `${path} ${code} ${message}`)
const ranked = { ruleSet: 'ranked', year: 2024 }
const grade = async (id: string): Promise<Grading> => valueOf(await gradings.gradeStored(id))

test('a run names rule set, engine, cohort and every result by hash', async () => {
  const run = valueOf(await sealing.seal(ranked, store.as('chief')))
  expect(run).toMatchObject({ id: 'ranked-2024-1', year: 2024, engine, first: 0, count: 3, sealedBy: 'chief' })
  expect(run).toMatchObject({ supersedes: null, reason: null, cohort: { size: 3 } })
  const receipts = await sealing.receipts(run)
  expect(receipts.map((receipt) => receipt.submission.id)).toEqual(['a', 'b', 'c'])
  for (const receipt of receipts) {
    expect(receiptSchema.parse(receipt)).toEqual(receipt)
    const grading = await store.readBody<Grading>(receipt.grading)
    expect(contentHash(grading)).toBe(receipt.grading)
    expect([grading.points, grading.grade, grading.ruleSet]).toEqual([receipt.points, receipt.grade, run.ruleSet])
    expect(receipt.cohort).toEqual({ size: 3, hash: run.cohort!.hash })
  }
  const population = await store.readBody<readonly { id: string }[]>(run.cohort!.population[0]!)
  expect(population.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('what was sealed stays, whatever is graded later; a later run takes its place and says why', async () => {
  const first = valueOf(await sealing.seal(ranked))
  const before = await sealing.receipts(first)
  await store.putSubmissions([department('c', 1)])
  for (const id of ['a', 'b', 'c']) await grade(id)
  expect(issuesOf(await sealing.seal(ranked))).toEqual([
    ' reason_needed “ranked-2024-1”已经封存；再次封存会取代它，请写明理由（reason）。',
  ])
  const second = valueOf(await sealing.seal({ ...ranked, reason: '丙部门更正了数据' }))
  expect(second).toMatchObject({ id: 'ranked-2024-2', first: 3, supersedes: first.id, reason: '丙部门更正了数据' })
  expect(await sealing.receipts(first)).toEqual(before)
  expect((await sealing.receipts(second)).map(({ points }) => points)).not.toEqual(before.map(({ points }) => points))
  expect(valueOf(await sealing.latestRunOf('c')).id).toBe(second.id)
  expect((await sealing.list()).map(({ id }) => id)).toEqual([second.id, first.id])
})

test('whoever sealed a result cannot supersede it alone; somebody else can', async () => {
  valueOf(await sealing.seal(ranked, store.as('zhang')))
  const again = { ...ranked, reason: '丙部门更正了数据' }
  expect(issuesOf(await sealing.seal(again, store.as('zhang')))).toEqual([
    ' own_run “ranked-2024-1”是您封存的；取代它要由另一个人来封存。',
  ])
  expect(valueOf(await sealing.seal(again, store.as('li')))).toMatchObject({ id: 'ranked-2024-2', sealedBy: 'li' })
})

describe('a run is refused, and says whose result is not ready', () => {
  test('replaced since it was graded', async () => {
    await store.putSubmissions([department('b', 0.8)])
    expect(issuesOf(await sealing.seal(ranked))).toEqual([
      'b not_current “部门 b”（b）还没有评分，或评分后又改过填报，请先评分。',
    ])
  })

  test('compared with others that have changed since', async () => {
    await store.putSubmissions([department('b', 0.95)])
    await grade('b')
    expect(issuesOf(await sealing.seal(ranked))).toEqual([
      'a cohort_moved “部门 a”（a）评分之后，与它比较的填报有变动，请重新评分后再封存。',
      'c cohort_moved “部门 c”（c）评分之后，与它比较的填报有变动，请重新评分后再封存。',
    ])
  })

  test('not final', async () => {
    await store.putSubmissions([department('d', null)])
    for (const id of ['a', 'b', 'c', 'd']) await grade(id)
    expect(issuesOf(await sealing.seal(ranked))).toEqual([
      expect.stringMatching(/^d not_final “部门 d”（d）还有未填报/),
    ])
    expect(valueOf(await sealing.seal({ ...ranked, submissions: ['c', 'a', 'c'] })).count).toBe(2)
  })

  test('not confirmed by the reference judge', async () => {
    const grading = await grade('a')
    await store.putGradings([{ ...grading, confirmedBy: null }])
    expect(issuesOf(await sealing.seal(ranked))).toEqual([expect.stringMatching(/^a not_confirmed /)])
  })

  test('graded by another engine', async () => {
    const grading = await grade('c')
    await store.putGradings([{ ...grading, engine: { version: '2', hash: 'sha256:other' } }])
    expect(issuesOf(await sealing.seal(ranked))).toEqual([expect.stringMatching(/^c other_engine /)])
  })

  test('read from a result that changed since', async () => {
    await store.putSubmissions([department('project', 0.6, { subject: 'project', ruleSet: 'plain' })])
    await grade('project')
    expect(issuesOf(await sealing.seal({ ruleSet: 'reading', year: 2024 }))).toEqual([
      'reader input_moved “部门 reader”（reader）引用的“project”的评分后来变了，请重新评分后再封存。',
    ])
  })

  test.each([
    [{ ruleSet: 'none', year: 2024 }, /^ruleSet unknown_rule_set /],
    [{ ruleSet: 'ranked', year: 2025 }, /^ run_empty 2025 年度没有按“ranked@2024-01-01”评分的填报。/],
    [{ ...ranked, submissions: [] }, /^submissions run_empty /],
    [{ ...ranked, submissions: ['a', 'nobody'] }, /^submissions\[1\] unknown_submission /],
    [{ ...ranked, submissions: ['reader'] }, /^submissions\[0\] other_rule_set /],
  ])('%j', async (request, sentence) => {
    expect(issuesOf(await sealing.seal(request))).toEqual([expect.stringMatching(sentence)])
    expect(await sealing.list()).toEqual([])
  })
})

test('two at once: one is sealed, the other is told', async () => {
  const results = await Promise.all([sealing.seal(ranked), sealing.seal({ ruleSet: 'plain', year: 2024 })])
  expect(results.map((result) => issuesOf(result)[0] ?? 'sealed').sort()).toEqual([
    ' run_overtaken 封存期间又有一次封存，请核对后重新封存。',
    'sealed',
  ])
  expect(await sealing.list()).toHaveLength(1)
})

test('every receipt is proved by the checkpoint that comes with it, after a restart too', async () => {
  const runs = [valueOf(await sealing.seal(ranked)), valueOf(await sealing.seal({ ruleSet: 'plain', year: 2024 }))]
  const early = parseCheckpoint(await sealing.checkpoint())
  await store.close()
  store = await openStore(folder, { create: false })
  sealing = new Sealing(store, folderCheckpoints(folder))
  runs.push(valueOf(await sealing.seal({ ruleSet: 'reading', year: 2024 })))
  const places: number[] = []
  for (const run of runs) {
    for (const { submission } of await sealing.receipts(run)) {
      const { receipt, inclusion, checkpoint, grading } = valueOf(await sealing.receipt(run.id, submission.id))
      const note = valueOf(parseCheckpoint(checkpoint))
      expect(note.receipts.size).toBe(5)
      expect(await holds(note.key, note.text, note.signature)).toBe(true)
      const path = inclusion.path.map((hash) => Buffer.from(hash, 'hex'))
      const root = Buffer.from(note.receipts.root, 'hex')
      expect(provesInclusion(receiptLeaf(receipt), inclusion.index, inclusion.size, path, root)).toBe(true)
      expect(contentHash(grading)).toBe(receipt.grading)
      places.push(inclusion.index)
    }
  }
  expect(places).toEqual([0, 1, 2, 3, 4])
  const [before, now] = [valueOf(early), valueOf(parseCheckpoint(await sealing.checkpoint()))]
  expect(before.receipts).toEqual({ size: 4, root: runs[1]!.root })
  const path = valueOf(await sealing.consistency(4, 5)).map((hash) => Buffer.from(hash, 'hex'))
  const side = ({ receipts }: typeof now) => ({ size: receipts.size, root: Buffer.from(receipts.root, 'hex') })
  expect(provesConsistency(side(before), side(now), path)).toBe(true)
  expect(issuesOf(await sealing.consistency(4, 6))[0]).toMatch(/^from no_such_size /)
})

test('a checkpoint says how far the journal has got', async () => {
  const before = valueOf(parseCheckpoint(await sealing.checkpoint()))
  await store.putSubmissions([department('later', 0.1, { year: 2020 })])
  const after = valueOf(parseCheckpoint(await sealing.checkpoint()))
  expect(after.journal.seq).toBe(before.journal.seq + 1)
  expect([after.origin, after.key]).toEqual([before.origin, before.key])
  const { first } = await folderCheckpoints(folder).position()
  expect(after.origin).toBe(originOf(first))
})

test.each([
  ['an unknown run', () => sealing.receipt('none-2024-1', 'a'), 'run unknown_run 没有封存“none-2024-1”，请核对编号。'],
  [
    'a submission that is not in it',
    async () => sealing.receipt(valueOf(await sealing.seal(ranked)).id, 'project'),
    'submission not_in_run “ranked-2024-1”里没有填报“project”的收据。',
  ],
])('no receipt of %s', async (_, ask, sentence) => expect(issuesOf(await ask())).toEqual([sentence]))
