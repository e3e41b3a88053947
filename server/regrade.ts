import type { Grading } from './core/grading.ts'
import { contentHash } from './core/hash.ts'
import type { Submission } from './core/submission.ts'
import type { EngineIdentity } from './engine-identity.ts'
import { GradingService, type Cohorts } from './gradings.ts'
import type { Bodies } from './storage/bodies.ts'
import type { DocumentStore } from './storage/document-store.ts'
import { toGradingRow } from './storage/changes/gradings.ts'
import type { State } from './storage/tables.ts'

/** What came of grading everything again. */
export interface Regrading {
  /** Gradings that came out the same, to the last byte. */
  readonly same: number
  /** Of these, how many another engine had made: by its hash. */
  readonly otherEngines: ReadonlyMap<string, number>
  /** Gradings that cannot be made again: what they were compared with, or read, was replaced since. */
  readonly moved: number
  /** Gradings that came out otherwise, a sentence each. */
  readonly different: readonly string[]
}

/** Grades again what every stored grading is about, with the engine of this program, and compares. Stores nothing. */
export async function regradeAll(
  state: State,
  store: DocumentStore,
  bodies: Bodies,
  engine: EngineIdentity,
): Promise<Regrading> {
  const service = new GradingService(store, engine)
  const cohorts: Cohorts = new Map()
  const otherEngines = new Map<string, number>()
  const different: string[] = []
  let same = 0
  let moved = 0
  for (const row of state.gradings.values()) {
    const stored = JSON.parse(await bodies.read(row.hash)) as Grading
    const { submission, ruleSet } = stored
    const name = `“${submission.name}”（${row.submission}）按 ${row.ruleSet} 的评分`
    const { summary, ...made } = toGradingRow(stored, row.hash, row.summary?.selfPoints ?? null)
    if (contentHash(row.summary ? { ...made, summary } : made) !== contentHash(row)) {
      different.push(`${name}与记录里的分数、等级或状态不符。`)
      continue
    }
    const version = await store.findRuleSet(ruleSet.id, ruleSet.effective)
    if (version?.hash !== ruleSet.hash) {
      different.push(`${name}所用的指标体系没有存着，不能重算。`)
      continue
    }
    const graded = JSON.parse(await bodies.read(submission.hash)) as Submission
    // one that was replaced is no longer among those it was compared with
    const isCurrent = state.submissions.get(row.submission)?.hash === submission.hash
    const again = await service.grade(
      { hash: submission.hash, submission: graded },
      version,
      isCurrent ? cohorts : new Map(),
    )
    if (!again.ok) different.push(`${name}现在评不出来：${again.issues[0]?.message}`)
    else if (!sameAround(again.value, stored)) moved++
    else if (contentHash({ ...again.value, engine: stored.engine }) !== row.hash) {
      different.push(`${name}重算结果不同：存的是 ${pointsText(stored)}，重算是 ${pointsText(again.value)}。`)
    } else {
      same++
      const { hash } = stored.engine
      if (hash !== engine.hash) otherEngines.set(hash, (otherEngines.get(hash) ?? 0) + 1)
    }
  }
  return { same, otherEngines, moved, different }
}

const sameAround = (a: Grading, b: Grading): boolean =>
  contentHash([a.cohort, a.inputs]) === contentHash([b.cohort, b.inputs])

const pointsText = ({ points, grade, status }: Grading): string =>
  points === null ? `未定（${status}）` : `${points} 分${grade === null ? '' : `（${grade}）`}`
