import type { MiddlewareHandler } from 'hono'
import type { ClientAddress } from './client-address.ts'
import { problem } from './problem.ts'

/** So many at once, and so many a second on the long run. */
interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/**
 * What costs the service much. A whole bureau may stand behind one address: three hundred units that all hand in at
 * once, and twenty people editing rule sets, stay below.
 */
const COSTLY: readonly { readonly paths: RegExp; readonly rate: Rate }[] = [
  {
    paths: /^\/api\/(rule-sets\/(try|check|findings|changes)$|rule-sets\/[^/]+\/[^/]+\/(findings|cases)$|drafts(\/|$))/,
    rate: { burst: 300, perSecond: 30 },
  },
  { paths: /^\/api\/(submissions|gradings|forms)(\/|$)/, rate: { burst: 1_000, perSecond: 100 } },
]

/** How many addresses are remembered, those that asked last. */
const REMEMBERED = 10_000

/** Refuses what is asked for more often than the service can bear from one address. */
export function rateLimit(address: ClientAddress, now: () => number = () => performance.now()): MiddlewareHandler {
  const limits = COSTLY.map(({ paths, rate }) => ({ paths, buckets: new Buckets(rate) }))
  return async (c, next) => {
    const from = networkOf(address(c))
    const limit = from === '' ? undefined : limits.find(({ paths }) => paths.test(c.req.path))
    const wait = limit ? Math.ceil(limit.buckets.take(from, now()) / 1_000) : 0
    if (wait === 0) return next()
    c.header('retry-after', String(wait))
    return problem(c, 429, 'too_many_requests', `请求太频繁，请等 ${wait} 秒再试。`)
  }
}

/** A token bucket an address. */
export class Buckets {
  readonly #rate: Rate
  /** What is left, and when that was so; those that asked last come last. */
  readonly #left = new Map<string, { readonly tokens: number; readonly at: number }>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  get size(): number {
    return this.#left.size
  }

  /** @returns how many milliseconds to wait before asking again; 0 when it may be done now */
  take(key: string, now: number): number {
    const { burst, perSecond } = this.#rate
    const before = this.#left.get(key) ?? { tokens: burst, at: now }
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1_000) * perSecond)
    const taken = tokens >= 1
    this.#left.delete(key)
    this.#left.set(key, { tokens: taken ? tokens - 1 : tokens, at: now })
    const [oldest] = this.#left.keys()
    if (this.#left.size > REMEMBERED && oldest !== undefined) this.#left.delete(oldest)
    return taken ? 0 : ((1 - tokens) / perSecond) * 1_000
  }
}

/** Who has one IPv6 address has the 2^64 beside it. */
const networkOf = (address: string): string =>
  address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
