import type { MiddlewareHandler } from 'hono'
import { parseJson } from '../core/json-text.ts'
import { problem, tooLarge, wrongType } from './problem.ts'
import { readWithin } from './read-within.ts'

/** Room for a district's submissions in one request. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024

/**
 * Reads a request's body as strict JSON before a route's validators see it: one content type, valid UTF-8, no
 * duplicate keys, no numbers that would change, never more than the limit in memory.
 */
export const jsonBody: MiddlewareHandler = async (c, next) => {
  if (!isJson(c.req.header('content-type'))) return wrongType(c)
  if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) return tooLarge(c)
  const bytes = await readWithin(c, MAX_BODY_BYTES)
  if (bytes === null) return tooLarge(c)
  const text = decode(bytes)
  if (text === null) return problem(c, 400, 'not_utf8', '内容不是 UTF-8 编码，请用 UTF-8 提交。')
  const json = parseJson(text)
  if (!json.ok) {
    const [first] = json.issues
    return problem(c, 400, first?.code ?? 'not_json', first?.message ?? '内容不是 JSON。', json.issues)
  }
  // the validators of a route read the body again, from here; what Hono keeps is the promise, whatever its type says
  Object.assign(c.req.bodyCache, { text: Promise.resolve(JSON.stringify(json.value)) })
  return next()
}

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';')
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='))
  return type.trim() === 'application/json' && (charset === undefined || /^charset="?utf-?8"?$/.test(charset))
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
