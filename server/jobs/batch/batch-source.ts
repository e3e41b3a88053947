import type { Chunk } from './batch-job.ts'

/** Where a batch's items come from: `linesOf` a file, `filesOf` a folder, `workbookOf` a table, `storedOf` the store. */
export interface BatchSource {
  /** What tells that a source has become another since: names, sizes and times. */
  readonly identity: string
  /** How much there is, in what `done` counts: bytes, or items. */
  readonly total: number
  readonly unit: 'bytes' | 'items'
  /**
   * The items in chunks, from the `skip`-th on; `done` counts what `total` counts, at the end of each chunk. Asked again
   * it begins anew and gives the same.
   */
  chunks(skip: number): AsyncIterable<{ readonly chunk: Chunk; readonly done: number }>
}
