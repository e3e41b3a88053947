import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** Where a request comes from, for the journal and for counting wrong logins. */
export type ClientAddress = (c: Context) => string

/** @param behindProxy whether a proxy of our own stands in front and says last in `X-Forwarded-For` who asked it */
export function clientAddress(behindProxy: boolean): ClientAddress {
  return (c) => {
    const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    return clean(forwarded ?? connectionOf(c))
  }
}

/** There is no connection when a test calls the app itself. */
function connectionOf(c: Context): string {
  const bindings = c.env as { incoming?: unknown } | undefined
  return bindings?.incoming ? (getConnInfo(c).remote.address ?? '') : ''
}

const clean = (address: string): string =>
  address
    .replace(/^::ffff:/, '')
    .replace(/[^\w.:%]/g, '')
    .slice(0, 64)
