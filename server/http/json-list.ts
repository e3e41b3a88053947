import { setImmediate } from 'node:timers/promises'
import type { Context, TypedResponse } from 'hono'
import { stream } from 'hono/streaming'

/** Entries turned into text before others get their turn. */
const TOGETHER = 1_000

/**
 * Answers `{ name: [ … ] }`, entry by entry, so that a list of fifty thousand holds nobody up while it is made.
 * @param entries may be made on the way
 */
export function jsonList<N extends string, T>(
  c: Context,
  name: N,
  entries: Iterable<T>,
): Response & TypedResponse<{ [K in N]: T[] }, 200, 'json'> {
  c.header('content-type', 'application/json')
  const response = stream(c, async (answer) => {
    for await (const piece of textOf(name, entries)) await answer.write(piece)
  })
  return response as unknown as Response & TypedResponse<{ [K in N]: T[] }, 200, 'json'>
}

async function* textOf(name: string, entries: Iterable<unknown>): AsyncGenerator<string> {
  let lines: string[] = []
  let before = `{${JSON.stringify(name)}:[`
  for (const entry of entries) {
    lines.push(JSON.stringify(entry))
    if (lines.length < TOGETHER) continue
    yield before + lines.join(',')
    before = ','
    lines = []
    await setImmediate()
  }
  yield (lines.length === 0 && before === ',' ? '' : before) + lines.join(',') + ']}'
}
