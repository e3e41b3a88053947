import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { contentHash } from '../../server/core/hash.ts'
import { gradeConfirmed } from '../../server/confirmed-grading.ts'
import { readFor } from '../../server/read-submission.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import type { BatchJob, ItemResult } from '../../server/jobs/batch/batch-job.ts'
import { BatchProcessError } from '../../server/jobs/batch/batch-process.ts'
import { workHere, type BatchWorker } from '../../server/jobs/batch/batch-worker.ts'
import { runBatch, type BatchOptions, type BatchProgress } from '../../server/jobs/batch/run-batch.ts'
import { storedGradings } from '../../server/jobs/batch/store-sink.ts'
import { storedOf } from '../../server/jobs/batch/store-source.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import { readRuleSetFolder } from '../../server/rule-set-files.ts'
import { projectRoot } from '../../server/project.ts'
import { join } from 'node:path'

const ENGINE = { version: '0', hash: `sha256:${'0'.repeat(64)}` }
const { files } = await readRuleSetFolder(join(projectRoot, 'rules'))
const versions = files.filter(({ id }) => id === 'guangdong-department')
const [version] = versions
const job: BatchOptions['job'] = {
  versions,
  reference: 'guangdong-department',
  engine: ENGINE,
  explain: true,
  confirmFirst: 10,
  confirmOneIn: 20,
}

async function storeOf(departments: number) {
  const store = createMemoryStore()
  await store.addRuleSet(version!.ruleSet)
  const stored = await store.putSubmissions(generateDistrict({ seed: 3, departments, projects: 0 }))
  return { store, rows: stored.map(({ hash, submission: { id } }) => ({ id, hash })) }
}

describe('submissions of the store to gradings in the store', () => {
  test('are kept as grading one by one keeps them, and told of item by item', async () => {
    const { store, rows } = await storeOf(130)
    // a content that is no submission: nobody could have stored it, and still it fails nobody else
    const { hash } = version!
    const source = storedOf(store, [...rows.slice(0, 50), { id: 'odd', hash }, ...rows.slice(50)])
    const told: ItemResult[] = []
    const progress: BatchProgress[] = []
    const result = await runBatch({
      source,
      sink: storedGradings(store, { onResults: (results) => told.push(...results) }),
      job,
      workers: 2,
      start: workHere,
      onProgress: (now) => progress.push(now),
    })
    expect(result.counts).toMatchObject({ refused: 1, differing: 0 })
    expect(told.map(({ submission, place }) => submission ?? place)).toEqual([
      ...rows.slice(0, 50).map(({ id }) => id),
      'odd',
      ...rows.slice(50).map(({ id }) => id),
    ])
    expect(told[50]?.graded).toBeNull()
    for (const { message } of told[50]!.issues) expect(message).toMatch(/。$/)
    const grader = compileRuleSet(version!.ruleSet)
    for (const index of [0, 7, 60, 129]) {
      const { submission, hash: submissionHash } = (await store.findSubmission(rows[index]!.id))!
      const read = readFor(version!.ruleSet, submission)
      const context = { ruleSetHash: version!.hash, submissionHash, engine: ENGINE }
      if (!read.ok) throw new Error('the sample is read')
      const alone = await gradeConfirmed(grader, read.value, context)
      const kept = (await store.findGrading(submission.id, 'guangdong-department@2024-01-01'))!
      expect(kept).toEqual({ ...alone, confirmedBy: kept.confirmedBy })
      const row = await store.find('gradings', `${submission.id}\n${'guangdong-department@2024-01-01'}`)
      expect(row).toEqual(told.find((one) => one.submission === submission.id)?.graded?.row)
      expect(row?.hash).toBe(contentHash(kept))
    }
    expect(progress.at(-1)).toMatchObject({ pass: 'grading', items: 131, total: 131, share: 1, remaining: 0 })
  })

  test('one that reads the points of another is refused with what to do, whatever way it is written', async () => {
    const { store, rows } = await storeOf(3)
    const { submission } = (await store.findSubmission(rows[0]!.id))!
    const refers = { ...submission, id: 'refers', facts: { ...submission.facts, goalRating: { grading: rows[1]!.id } } }
    const texts = [JSON.stringify(refers), JSON.stringify(refers).replace('"grading"', '"gr\\u0061ding"')]
    const documents = texts.map((text, index) => ({ place: String(index), text }))
    const told: ItemResult[] = []
    await runBatch({
      source: {
        identity: '',
        total: 2,
        unit: 'items',
        chunks: async function* () {
          yield { chunk: { id: 0, first: 0, items: { documents } }, done: 2 }
        },
      },
      sink: storedGradings(store, { onResults: (results) => told.push(...results) }),
      job,
      workers: 1,
      start: workHere,
    })
    const refusal = { submission: 'refers', graded: null, issues: [{ code: 'reads_other' }] }
    expect(told).toMatchObject([refusal, refusal])
    expect(told[0]?.issues[0]?.message).toMatch(new RegExp(`引用了“${rows[1]!.id}”的得分.*hengping grade`))
  })

  test('stop when told to, keep what is done, and go on behind it', async () => {
    const { store, rows } = await storeOf(350)
    const source = storedOf(store, rows)
    const stop = new AbortController()
    let stored = 0
    const onResults = (results: readonly ItemResult[]): void => {
      stored += results.length
      stop.abort(new Error('enough'))
    }
    const run = { source, job: { ...job, explain: false, confirmFirst: 0 }, workers: 1, start: workHere }
    await expect(runBatch({ ...run, sink: storedGradings(store, { onResults }), signal: stop.signal })).rejects.toThrow(
      'enough',
    )
    expect((await store.list('gradings')).length).toBe(stored)
    expect(stored).toBeLessThan(350)
    const rest = await runBatch({ ...run, sink: storedGradings(store, { done: stored }) })
    expect(rest.items).toBe(350 - stored)
    expect((await store.list('gradings')).map(({ submission }) => submission)).toEqual(rows.map(({ id }) => id))
  })
})

test('a worker that ends is begun anew, and what ends it time and again ends the batch', async () => {
  const { store, rows } = await storeOf(250)
  const run = (ends: number) => {
    const told: (string | null)[] = []
    const sink = storedGradings(store, { onResults: (results) => told.push(...results.map((one) => one.submission)) })
    let left = ends
    const start = (begun: BatchJob): BatchWorker => {
      const worker = workHere(begun)
      const isDying = left-- > 0
      const grade: BatchWorker['grade'] = (chunk) =>
        isDying ? Promise.reject(new BatchProcessError('gone')) : worker.grade(chunk)
      return { ...worker, grade }
    }
    const fast = { ...job, explain: false, confirmFirst: 0 }
    return runBatch({ source: storedOf(store, rows), sink, job: fast, workers: 1, start }).then(({ restarts }) => ({
      restarts,
      told,
    }))
  }
  expect(await run(2)).toEqual({ restarts: 2, told: rows.map(({ id }) => id) })
  await expect(run(9)).rejects.toThrow(BatchProcessError)
})
