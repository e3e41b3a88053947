import { setImmediate } from 'node:timers/promises'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { createAccess } from '../../server/access/access.ts'
import { createApp, type AppParts } from '../../server/app.ts'
import type { BatchJob } from '../../server/jobs/batch/batch-job.ts'
import { workHere, type BatchWorker } from '../../server/jobs/batch/batch-worker.ts'
import { makeWorkbookHere } from '../../server/rounds/workbook/serve-workbook.ts'
import { createServices, type Services } from '../../server/services.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import type { Store } from '../../server/storage/store.ts'
import { evaluationHere } from '../support/evaluation-here.ts'

export const ENGINE = { version: '0.0.0', hash: 'sha256:engine' }

const provenance: RuleSet['provenance'] = {
  status: 'unverified',
  documents: [{ title: '测试用指标体系', note: '只为测试' }],
}
const grades = [
  { name: '优', from: 9 },
  { name: '差', from: 0 },
]

/** A form of ten points: a rate worth six, a place among all departments worth four. */
export const rankedForm: RuleSet = {
  format: 'hengping/rule-set@1',
  id: 'ranked',
  title: '排名考核',
  subject: 'department',
  region: '测试',
  points: 10,
  decimals: 2,
  effective: { from: '2024-01-01' },
  provenance,
  grades,
  notApplicable: 'rescale',
  facts: [
    { id: 'rate', label: '执行率', type: 'number', decimals: 4, min: 0, max: 2, by: 'unit', display: 'percent' },
    { id: 'place', label: '排名', cohort: { of: 'rate', figure: 'rank', order: 'descending' } },
  ],
  indicators: [
    {
      id: 'execution',
      label: '预算执行',
      points: 6,
      clause: '按执行率得分。',
      scoring: { method: 'ratio', value: 'rate' },
    },
    {
      id: 'standing',
      label: '排名',
      points: 4,
      clause: '第一名得满分。',
      scoring: {
        method: 'bands',
        value: 'place',
        bands: [
          { is: 1, points: 4 },
          { from: 2, points: 0 },
        ],
      },
    },
  ],
}

/** A form of ten points on a project: its rate. */
export const plainForm: RuleSet = {
  ...rankedForm,
  id: 'plain',
  title: '项目考核',
  subject: 'project',
  facts: rankedForm.facts.slice(0, 1),
  indicators: [{ ...rankedForm.indicators[0]!, points: 10 }],
}

/** A form of ten points on a department: the points of its project. */
export const readingForm: RuleSet = {
  ...rankedForm,
  id: 'reading',
  title: '引用项目得分',
  facts: [{ id: 'project', label: '项目得分', type: 'number', decimals: 2, min: 0, max: 10, by: 'bureau' }],
  indicators: [
    {
      id: 'projects',
      label: '项目',
      points: 10,
      clause: '按项目得分。',
      scoring: { method: 'ratio', value: 'project', target: 10 },
    },
  ],
}

export function department(id: string, rate: number | null, change: Partial<Submission> = {}): Submission {
  return { id, name: `部门 ${id}`, subject: 'department', year: 2024, ruleSet: 'ranked', facts: { rate }, ...change }
}

/** Work on rounds in this process that lets others have their turn, as processes of their own would. */
function workInTurns(job: BatchJob): BatchWorker {
  const here = workHere(job)
  const grade: BatchWorker['grade'] = async (chunk) => {
    await setImmediate()
    return here.grade(chunk)
  }
  return { ...here, grade }
}

export interface Setup {
  readonly app: ReturnType<typeof createApp>
  readonly services: Services
  /** What the log was given. */
  readonly logged: unknown[]
}

/** The service over an empty store with these rule sets, and what it logs. */
export async function setUp(
  ruleSets: readonly RuleSet[] = [],
  parts: Partial<AppParts> = {},
  store: Store = createMemoryStore(),
): Promise<Setup> {
  for (const ruleSet of ruleSets) await store.addRuleSet(ruleSet)
  const logged: unknown[] = []
  const log = (error: unknown) => logged.push(error)
  const work = { log, workers: 2, startWorker: workInTurns, makeWorkbook: makeWorkbookHere }
  const services = createServices(store, ENGINE, evaluationHere(), undefined, undefined, undefined, work)
  // nobody logs in: the first identity of the demo may do whatever a rule administrator may
  const access = parts.access ?? (await createAccess(store, { mode: 'demo', log }))
  return { services, logged, app: createApp({ ...services, log, ...parts, access }) }
}

export async function send(app: Setup['app'], path: string, body: unknown, headers: Record<string, string> = {}) {
  return app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
