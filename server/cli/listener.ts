import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { parsed, refused, type Parsed } from '../core/issue.ts'

type Fetch = (request: Request) => Response | Promise<Response>

/** A port that is ours: it answers 503 until `open`, then with the service, until `stop`. */
export interface Listener {
  readonly address: string
  open(fetch: Fetch): void
  /** No new connections, open requests finish; after `STOP_WITHIN` whatever still hangs is cut. */
  stop(): Promise<void>
}

const STOP_WITHIN = 8_000

/** Half-sent headers are dropped within five seconds, so that slow senders do not hold the service. */
const LIMITS = {
  headersTimeout: 4_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
}

/** Takes the port first, so that a second start ends before it touches any data. */
export async function listen(host: string, port: number): Promise<Parsed<Listener>> {
  let answer: Fetch = starting
  const server = createAdaptorServer({
    fetch: (request) => answer(request),
    serverOptions: LIMITS,
  }) as Server
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  } catch (error) {
    return refused([{ path: '', code: 'cannot_listen', message: sentenceFor(error, host, port) }])
  }
  return parsed({
    address: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    open: (fetch) => {
      answer = fetch
    },
    stop: () => stop(server),
  })
}

function starting(): Response {
  return new Response('衡评正在启动，请稍候。\n', {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1', 'cache-control': 'no-store' },
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // connections kept open for a next request count as idle only after the answer they wait for
    const dropIdle = setInterval(() => server.closeIdleConnections(), 100)
    const cut = setTimeout(() => server.closeAllConnections(), STOP_WITHIN)
    server.close(() => {
      clearInterval(dropIdle)
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function sentenceFor(error: unknown, host: string, port: number): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `端口 ${port} 已被占用（可能衡评已在运行），请停止占用它的程序，或用 --port 换一个端口。`
    case 'EACCES':
      return `没有使用端口 ${port} 的权限，请用 --port 换一个 1024 以上的端口。`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `本机没有地址 ${host}，请用 --host 写本机的地址。`
    default:
      return `不能在 ${host} 的端口 ${port} 上监听，请用 --host 和 --port 换一个。`
  }
}
