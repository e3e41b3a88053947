import type { BatchJob, Chunk, ChunkMembers, ChunkResult, ChunkSurvey, Population, SomeFigures } from './batch-job.ts'
import { ChunkWork } from './chunk-work.ts'

/** One that does chunks one after the other. */
export interface BatchWorker {
  /** Takes the figures of whole populations, before anything is graded. */
  freeze(populations: readonly Population[]): void
  collect(chunk: Chunk): Promise<ChunkMembers>
  /** Keeps members that were collected, by whomever. */
  gather(members: ChunkMembers['members']): void
  /** What all that it keeps comes to, part by part. @param part from 0, then what the one before says */
  figures(part: number): Promise<SomeFigures>
  /** Which facts its items lack. */
  survey(chunk: Chunk): Promise<ChunkSurvey>
  grade(chunk: Chunk): Promise<ChunkResult>
  /** Writes the lines of a chunk, graded by this worker, where they belong. */
  put(chunk: Chunk, file: string, at: number): Promise<void>
  /** Ends when it has nothing to do any more. */
  stop(): void
  /** Ends at once; whoever waits for it is told. */
  kill(): void
}

/** A worker in this process: for tests, and for a handful of submissions. */
export function workHere(job: BatchJob): BatchWorker {
  const work = new ChunkWork(job)
  return {
    freeze: (populations) => work.freeze(populations),
    collect: async (chunk) => work.collect(chunk),
    gather: (members) => work.gather(members),
    figures: async (part) => work.figures(part),
    survey: async (chunk) => work.survey(chunk),
    grade: (chunk) => work.grade(chunk),
    put: async ({ id }, file, at) => work.put({ id, file, at }),
    stop: () => work.close(),
    kill: () => work.close(),
  }
}
