import type { Context, MiddlewareHandler } from 'hono'
import { problem } from './problem.ts'

export interface OriginPolicy {
  /** Listening on this machine only: then no other name may lead here (a rebound name would make any page ours). */
  readonly loopback: boolean
  /** Further origins the service is reached by, e.g. `https://jx.example.gov.cn` in front of it. */
  readonly origins: readonly string[]
}

/**
 * Refuses requests that another site's page makes in a visitor's browser: every unsafe method, whatever its content type,
 * must come from our own page. Programs send neither `Sec-Fetch-Site` nor `Origin`, browsers always one of them.
 */
export function sameOrigin(policy: OriginPolicy): MiddlewareHandler {
  const origins = new Set(policy.origins)
  const hosts = new Set(policy.origins.map((origin) => new URL(origin).host))
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (policy.loopback && !isLoopbackHost(host) && !hosts.has(host)) {
      return problem(
        c,
        403,
        'foreign_host',
        '本服务只在本机使用，请用 127.0.0.1 访问；经反向代理访问请用 --origin 写明网址。',
      )
    }
    const safe = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS'
    if (!safe && !isOurs(c, host, origins)) {
      return problem(c, 403, 'foreign_origin', '这个请求来自别的网站，已拒绝；请在本系统的页面里操作。')
    }
    return next()
  }
}

function isOurs(c: Context, host: string, origins: ReadonlySet<string>): boolean {
  const origin = c.req.header('origin')
  if (origin !== undefined && origins.has(origin)) return true
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)
}
