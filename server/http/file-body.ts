import type { Context } from 'hono'
import { MAX_BODY_BYTES } from './json-body.ts'
import { tooLarge } from './problem.ts'
import { readWithin } from './read-within.ts'

/** The bytes of a file handed in as the body itself, whatever its type is said to be; or the answer that it is too large. */
export async function fileBody(c: Context): Promise<Uint8Array | Response> {
  if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) return tooLarge(c)
  return (await readWithin(c, MAX_BODY_BYTES)) ?? tooLarge(c)
}
