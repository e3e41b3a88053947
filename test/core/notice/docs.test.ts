import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** docs/notices.md says what every code means. */
test('every code of an open item or an assumption is explained', () => {
  const folder = 'server/core/notice'
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const text = sources.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
  const refusals = ['table_size', 'table_quote', 'notice_header', 'notice_empty']
  const codes = [...text.matchAll(/(?:assume\(\s*|code: |none \? )'([a-z_]+)'|: '(not_recognised)'/g)].map(
    ([, a, b]) => a ?? b ?? '',
  )
  const docs = readFileSync('docs/notices.md', 'utf8')
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !refusals.includes(code) && !docs.includes(`\`${code}\``))).toEqual([])
})
