import type { Grading } from '../../core/grading.ts'
import type { RoundResult } from '../../http/round-shapes.ts'
import { RoundWorkbook, type WorkbookHead } from './round-workbook.ts'
import type { FromWorkbook, ToWorkbook, WorkbookPiece } from './workbook-process.ts'

/** Takes pieces of one round's workbook from the process that started this one, and hands the file back. */
export function serveWorkbook(): Promise<void> {
  let workbook: RoundWorkbook | null = null
  const take = (message: ToWorkbook): FromWorkbook => {
    if (message === 'end') return { file: workbook!.toFile() }
    if ('head' in message) workbook = new RoundWorkbook(message.head)
    else addPiece(workbook!, message)
    return 'taken'
  }
  process.on('message', (message: ToWorkbook) => void process.send?.(take(message)))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  return new Promise((resolve) => process.once('disconnect', resolve))
}

function addPiece(workbook: RoundWorkbook, { results, gradings }: WorkbookPiece): void {
  const listed = JSON.parse(results) as RoundResult[]
  const hashes = listed.flatMap(({ grading }) => grading ?? [])
  workbook.add(listed, new Map(hashes.map((hash, index) => [hash, JSON.parse(gradings[index]!) as Grading])))
}

/** The same in this process: for tests. */
export async function makeWorkbookHere(head: WorkbookHead, pieces: AsyncIterable<WorkbookPiece>): Promise<Uint8Array> {
  const workbook = new RoundWorkbook(head)
  for await (const piece of pieces) addPiece(workbook, piece)
  return workbook.toFile()
}
