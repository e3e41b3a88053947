import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Context, MiddlewareHandler } from 'hono'

/** A file of the page, whole in memory. */
interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly etag: string
  readonly cache: string
}
export type StaticFiles = ReadonlyMap<string, StaticFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Reads the built page once: a request can only name what is in this list, never a path on the disk. */
export async function readStaticFiles(folder: string): Promise<StaticFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, StaticFile>()
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined || entry.name.startsWith('.')) continue
    const file = join(entry.parentPath, entry.name)
    const address = file.slice(folder.length).replaceAll('\\', '/')
    const bytes = new Uint8Array(await readFile(file))
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`
    files.set(address, { bytes, type, etag, cache: cacheFor(address) })
  }
  return files
}

/** Serves the page's files by name, the page itself at `/`, in English at `/en/`; its places are told apart after the `#`. */
export function staticFiles(files: StaticFiles): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const { path } = c.req
    const file = files.get(path.endsWith('/') ? `${path}index.html` : path)
    return file ? answer(c, file) : next()
  }
}

function answer(c: Context, file: StaticFile): Response {
  c.header('cache-control', file.cache)
  c.header('etag', file.etag)
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304)
  c.header('content-type', file.type)
  return c.body(file.bytes)
}

/** Names under `/assets` change with their content; everything else is asked for again. */
function cacheFor(address: string): string {
  return /^(\/en)?\/assets\//.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache'
}
