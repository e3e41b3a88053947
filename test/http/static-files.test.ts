import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readStaticFiles } from '../../server/http/static-files.ts'
import { setUp, type Setup } from '../routes/example.ts'

let folder: string
let app: Setup['app']
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-page-'))
  const page = join(folder, 'page')
  await mkdir(join(page, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.json'), '{}')
  await writeFile(join(page, 'index.html'), '<!doctype html><title>衡评</title>')
  await writeFile(join(page, 'assets', 'index-a1.js'), 'export {}')
  await writeFile(join(page, '.built-from'), 'x')
  await symlink(join(folder, 'secret.json'), join(page, 'link.json'))
  app = (await setUp([], { files: await readStaticFiles(page) })).app
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the built page', () => {
  test('is served at / and asked for again each time', async () => {
    const response = await app.request('/')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(await response.text()).toContain('衡评')
    const etag = response.headers.get('etag') ?? ''
    const again = await app.request('/', { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  test('its named parts may be kept for ever', async () => {
    const response = await app.request('/assets/index-a1.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect((await app.request('/assets/index-a1.js', { method: 'HEAD' })).status).toBe(200)
  })

  test.each([
    '/assets/index-b2.js',
    '/assets/',
    '/assets',
    '/.built-from',
    '/link.json',
    '/secret.json',
    '/../secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/assets/%2e%2e/%2e%2e/secret.json',
    '//etc/passwd',
    '/assets%5c..%5c..%5csecret.json',
    '/index.html%00.js',
  ])('%s is not there', async (path) => {
    expect((await app.request(path)).status).toBe(404)
  })

  test('a file that came later is not served: the list is made at start', async () => {
    await writeFile(join(folder, 'page', 'later.js'), '')
    expect((await app.request('/later.js')).status).toBe(404)
  })
})
