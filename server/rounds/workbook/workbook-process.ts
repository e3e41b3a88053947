import { fork } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RuleSet } from '../../core/rule-set.ts'
import type { RoundRow } from '../../storage/changes/rounds.ts'
import type { Store } from '../../storage/store.ts'
import { resultsOf } from '../round-contents.ts'
import type { WorkbookHead } from './round-workbook.ts'

/** To the process: the head, then results with the texts of their gradings, then the end. It says when it took each. */
export type ToWorkbook =
  { readonly head: WorkbookHead } | { readonly results: string; readonly gradings: readonly string[] } | 'end'
export type FromWorkbook = 'taken' | { readonly file: Uint8Array }

const ENTRY = { file: join(dirname(fileURLToPath(import.meta.url)), 'main.js'), args: ['round-workbook'] }
const MEMORY = 1024

/** What one who makes the workbook is given, piece by piece. */
export interface WorkbookPiece {
  readonly results: string
  readonly gradings: readonly string[]
}

export async function workbookHead(store: Store, round: RoundRow): Promise<WorkbookHead> {
  const { members: _members, others: _others, results: _results, ...rest } = round
  const units = await store.list('organisations')
  return {
    round: rest,
    ruleSet: await store.readBody<RuleSet>(round.ruleSet.hash),
    groups: units.flatMap(({ id, group }) => (group === null ? [] : [[id, group] as const])),
  }
}

/** The results of a round with their gradings, a content at a time. */
export async function* workbookPieces(store: Store, round: RoundRow): AsyncGenerator<WorkbookPiece> {
  for await (const results of resultsOf(store, round)) {
    const hashes = results.flatMap(({ grading }) => grading ?? [])
    yield { results: JSON.stringify(results), gradings: await store.readTexts(hashes) }
  }
}

/** Makes a round's workbook in a process of its own, so that nobody waits for ten thousand rows to be written. */
export async function makeWorkbookElsewhere(
  head: WorkbookHead,
  pieces: AsyncIterable<WorkbookPiece>,
): Promise<Uint8Array> {
  const child = fork(ENTRY.file, ENTRY.args, {
    execArgv: [`--max-old-space-size=${MEMORY}`, '--disallow-code-generation-from-strings'],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the process that writes the workbook ended with ${String(signal ?? code)}`)
  })
  // whoever waits for an answer hears of it
  gone.catch(() => undefined)
  const ask = async (message: ToWorkbook): Promise<FromWorkbook> => {
    const answer = once(child, 'message').then(([value]) => value as FromWorkbook)
    child.send(message)
    return Promise.race([answer, gone])
  }
  try {
    await ask({ head })
    for await (const piece of pieces) await ask(piece)
    const answer = await ask('end')
    if (answer === 'taken') throw new Error('the process that writes the workbook wrote none')
    return answer.file
  } finally {
    if (child.connected) child.disconnect()
    child.kill()
  }
}
