import { availableParallelism } from 'node:os'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { EngineIdentity } from '../engine-identity.ts'
import type { GradingService } from '../gradings.ts'
import type { RoundCheck } from '../http/round-shapes.ts'
import { refusedOne } from '../issue-paths.ts'
import { BatchProcessError } from '../jobs/batch/batch-process.ts'
import type { BatchJob } from '../jobs/batch/batch-job.ts'
import type { BatchWorker } from '../jobs/batch/batch-worker.ts'
import { runBatch } from '../jobs/batch/run-batch.ts'
import { storedOf } from '../jobs/batch/store-source.ts'
import type { RuleSetLife } from '../rule-set-life.ts'
import {
  unknownRound,
  type RoundEnd,
  type RoundFilter,
  type RoundRow,
  type RoundStart,
} from '../storage/changes/rounds.ts'
import { StorageError, type Store } from '../storage/store.ts'
import { LiveRound } from './live-round.ts'
import { choosePopulation, type RoundMember } from './population.ts'
import { readMembers, readOthers, resultsOf, writeLists } from './round-contents.ts'
import { RoundRefused, roundSink } from './round-sink.ts'
import { nextReaders, RoundSource, type Reader } from './round-source.ts'
import { findRoundVersion } from './round-version.ts'
import { checkRound } from './check-round.ts'
import { makeWorkbookElsewhere, workbookHead, workbookPieces } from './workbook/workbook-process.ts'

export interface RoundRequest {
  /** `id@date` */
  readonly ruleSet: string
  readonly year: number
  readonly filter?: RoundFilter | undefined
  readonly confirmAll?: boolean | undefined
}

/** Judged twice: all of so many, and one in so many of the rest. */
const CONFIRM = { first: 10_000, oneIn: 100 }

/** Tries to get a number while others do. */
const TRIES = 5

export interface RoundsParts {
  readonly gradings: GradingService
  readonly life: RuleSetLife
  readonly engine: EngineIdentity
  readonly log: (error: unknown) => void
  /** How many processes work at a round, and what they are: of the built program, unless told otherwise. */
  readonly workers?: number
  readonly startWorker?: (job: BatchJob) => BatchWorker
  /** Writes the workbook of a round: in a process of its own, unless told otherwise. */
  readonly makeWorkbook?: typeof makeWorkbookElsewhere
}

/**
 * Rounds of grading: begins them, does their work one after the other beside everything else, breaks off and goes on.
 * Whatever is done is in the store chunk by chunk, so that a round that was interrupted goes on behind its last result.
 */
export class Rounds {
  readonly #parts: RoundsParts
  readonly #live = new Map<string, LiveRound>()
  #turn: Promise<void> = Promise.resolve()
  #ending = false

  constructor(parts: RoundsParts) {
    this.#parts = parts
  }

  /** The work on a round, null when this process has none to do. */
  live(id: string): LiveRound | null {
    return this.#live.get(id) ?? null
  }

  /** Begins a round in the name that `store` bears: what it grades is fixed from here on. */
  async start(
    store: Store,
    { ruleSet, year, filter = {}, confirmAll = false }: RoundRequest,
  ): Promise<Parsed<RoundRow>> {
    const version = await findRoundVersion(store, this.#parts.life, ruleSet, year)
    if (!version.ok) return version
    const chosen = await choosePopulation(store, version.value, year, filter)
    if (!chosen.ok) return chosen
    const { members, others } = chosen.value
    const [listed, otherListed] = [await writeLists(members), await writeLists(others)]
    const texts = new Map([...listed.texts, ...otherListed.texts])
    const { id, effective, hash, draft } = version.value
    const payload: Omit<RoundStart, 'id'> = {
      ruleSet: { id, effective, hash },
      draft,
      year,
      filter,
      size: members.length,
      members: listed.hashes,
      others: otherListed.hashes,
      engine: { ...this.#parts.engine },
      confirm: confirmAll ? { first: Math.max(members.length, CONFIRM.first), oneIn: CONFIRM.oneIn } : CONFIRM,
    }
    for (let tries = 1; ; tries++) {
      const next = String((await store.list('rounds')).length + 1)
      const change = { action: 'startRound', payload: { id: next, ...payload } } as const
      const begun = await store.commit(change, draft === null ? [] : [version.value.ruleSet], texts)
      if (begun.ok) return this.#begin(store, next)
      if (begun.issues[0]?.code !== 'round_overtaken' || tries === TRIES) return begun
    }
  }

  /** Goes on with a round that was interrupted, behind its last result. */
  async goOn(store: Store, id: string): Promise<Parsed<RoundRow>> {
    const round = await store.find('rounds', id)
    if (!round) return refused([unknownRound(id)])
    if (this.#live.has(id)) return refusedOne('', 'wrong_status', `第 ${id} 次评价正在评。`)
    if (round.state === 'done' || round.state === 'cancelled') {
      const how = round.state === 'done' ? '已经评完' : '已经取消'
      return refusedOne('', 'wrong_status', `第 ${id} 次评价${how}，不能继续。`)
    }
    if (round.engine.hash !== this.#parts.engine.hash) {
      const message = `第 ${id} 次评价是换版本以前的程序评的，接着评会混进两个版本的结果；请取消它，重新开始一次。`
      return refusedOne('', 'wrong_status', message)
    }
    return this.#begin(store, id)
  }

  /** Ends a round for good; results that are there stay. */
  async cancel(store: Store, id: string): Promise<Parsed<RoundRow>> {
    const live = this.#live.get(id)
    const payload: RoundEnd = { id, state: 'cancelled', reason: null, cohort: null }
    const ended = await store.commit({ action: 'endRound', payload })
    if (!ended.ok) return ended
    live?.breakOff('cancel')
    return parsed((await store.find('rounds', id))!)
  }

  /** What a round would have to do without. */
  check(store: Store, request: RoundRequest, signal?: AbortSignal): Promise<Parsed<RoundCheck>> {
    return checkRound(this.#parts, store, request, signal)
  }

  /** A round's results as an xlsx file. */
  async workbook(store: Store, round: RoundRow): Promise<Uint8Array> {
    const { makeWorkbook = makeWorkbookElsewhere } = this.#parts
    return makeWorkbook(await workbookHead(store, round), workbookPieces(store, round))
  }

  /** Breaks off whatever is under way, and resolves when all of it has come to rest. */
  async stop(): Promise<void> {
    this.#ending = true
    for (const live of this.#live.values()) live.breakOff('stop')
    await this.#turn
  }

  async #begin(store: Store, id: string): Promise<Parsed<RoundRow>> {
    const round = (await store.find('rounds', id))!
    const live = new LiveRound(round.size)
    this.#live.set(id, live)
    this.#turn = this.#turn.then(() => this.#work(store, id, live).finally(() => this.#live.delete(id)))
    return parsed(round)
  }

  /** Never rejects: whatever goes wrong is said of the round. */
  async #work(store: Store, id: string, live: LiveRound): Promise<void> {
    const end = async (state: RoundEnd['state'], reason: string | null, cohort: RoundEnd['cohort'] = null) => {
      await store.commit({ action: 'endRound', payload: { id, state, reason, cohort } })
    }
    try {
      if (live.stopping.signal.aborted || this.#ending) return
      live.state = 'running'
      await end('done', null, await this.#grade(store, (await store.find('rounds', id))!, live))
    } catch (error) {
      // cancelled, or ended elsewhere: that is said of it already
      if (live.stopping.signal.reason === 'cancel' || error instanceof RoundRefused) return
      if (live.stopping.signal.aborted) return end('stopped', '服务停止时还没有评完。').catch(this.#parts.log)
      this.#parts.log(error)
      const reason =
        error instanceof BatchProcessError
          ? '有一个评分进程中断了。'
          : error instanceof StorageError
            ? error.message
            : '程序内部出错，已记入日志。'
      await end('stopped', reason).catch(this.#parts.log)
    }
  }

  async #grade(store: Store, round: RoundRow, live: LiveRound): Promise<RoundEnd['cohort']> {
    const { gradings, engine, workers = availableParallelism(), startWorker } = this.#parts
    const all = await readMembers(store, round)
    const byId = new Map(all.map((member) => [member.id, member]))
    const ids = new Set(byId.keys())
    const graded = new Set<string>()
    for await (const results of resultsOf(store, round)) for (const { submission } of results) graded.add(submission.id)
    const ruleSet = await store.readBody<RuleSet>(round.ruleSet.hash)
    const compared = [...all, ...(await readOthers(store, round))]
    let done = graded.size
    let cohort: RoundEnd['cohort'] = null
    const pass = async (members: readonly RoundMember[], waitFor: ReadonlySet<string>): Promise<readonly Reader[]> => {
      const source = new RoundSource(store, (submission) => gradings.gradingsRead(submission), {
        members,
        ids: waitFor,
        first: done,
      })
      const { items, populations } = await runBatch({
        source,
        sink: roundSink(store, round, byId),
        compared: storedOf(store, compared),
        job: {
          versions: [{ ...round.ruleSet, ruleSet }],
          reference: null,
          engine,
          explain: true,
          confirmFirst: round.confirm.first,
          confirmOneIn: round.confirm.oneIn,
        },
        // a handful is not worth a process more
        workers: Math.max(1, Math.min(workers, Math.ceil(members.length / 100))),
        ...(startWorker && { start: startWorker }),
        signal: live.stopping.signal,
        onProgress: (progress) => live.tell(progress, done),
      })
      done += items
      cohort = populations.map(({ size, hash }) => ({ size, hash }))[0] ?? null
      return source.readers
    }
    let waiting = await pass(
      all.filter(({ id }) => !graded.has(id)),
      ids,
    )
    while (waiting.length > 0) {
      const next = nextReaders(waiting)
      const members = next.map(({ member }) => member)
      waiting = waiting.filter((reader) => !next.includes(reader))
      await pass(members, new Set())
    }
    return cohort
  }
}
