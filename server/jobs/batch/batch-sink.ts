import type { BatchJob, ChunkResult } from './batch-job.ts'

/** Where a batch's results go: a `LinesSink`, a `WorkbookSink`, or the store (`storedGradings`). */
export interface BatchSink {
  /** Items that have their result already: the batch goes on behind them. */
  readonly done: number
  /** What it takes: lines of NDJSON, or bodies with what the store lists of them. */
  readonly takes: BatchJob['results']
  /**
   * Takes results in the order of the items; the next ones wait for it.
   * @param put has the result's lines written into a file, by who made them
   */
  write(result: ChunkResult, put: (file: string, at: number) => Promise<void>): Promise<void>
  /** Everything was written. */
  finish(): Promise<void>
  /** Stopped on the way: what is there stays, to be gone on with. */
  leave(): Promise<void>
}
