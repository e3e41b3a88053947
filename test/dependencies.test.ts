import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, { version?: string; dev?: boolean }>
}
const installed = Object.entries(lock.packages).flatMap(([path, { version, dev = false }]) => {
  const name = path.split('node_modules/').pop()
  return path === '' || name === undefined || version === undefined ? [] : [{ name, version, dev }]
})

/** Whether a plain version is at least another: 11.10.0 is after 11.9.9. */
function atLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split('-')[0]!.split('.').map(Number)) as [number[], number[]]
  for (let index = 0; index < 3; index++) if (a[index] !== b[index]) return (a[index] ?? 0) > (b[index] ?? 0)
  return true
}

/**
 * The lowest versions in which what is known to be open was closed. Sources: the advisories of hono up to 4.13.4 (body
 * limit, cookies, SSE), of @hono/node-server up to 1.19.14 (static files), and CVE-2025-1302 with the regression tests
 * of jsonpath-plus 11 (code run from a path).
 */
test.each([
  ['hono', '4.13.5'],
  ['@hono/node-server', '2.1.8'],
  ['jsonpath-plus', '11.3.0'],
])('%s is at least %s, wherever it is installed', (name, least) => {
  const found = installed.filter((entry) => entry.name === name)
  expect(found.length).toBeGreaterThan(0)
  for (const { version } of found) expect(atLeast(version, least), `${name} ${version}`).toBe(true)
})

/** Readers of spreadsheets that a small file can hang or kill, and packages whose fixes are not on the registry. */
test.each(['xlsx', 'exceljs', 'write-file-atomic', 'vm2', 'safe-eval'])('%s is not in the product', (name) => {
  expect(installed.filter((entry) => entry.name === name && !entry.dev)).toEqual([])
})

test('versions are compared as numbers', () => {
  expect([atLeast('11.10.0', '11.9.9'), atLeast('4.13.5', '4.13.5'), atLeast('4.9.0', '4.13.5')]).toEqual([
    true,
    true,
    false,
  ])
})
