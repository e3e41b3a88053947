import type { Context } from 'hono'

/** The whole body, or null as soon as it is longer than `limit`, whatever its headers said. */
export async function readWithin(c: Context, limit: number): Promise<Uint8Array | null> {
  const reader = c.req.raw.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}
