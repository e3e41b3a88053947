import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { openEmbeddedStore } from '../../server/storage/embedded-store.ts'
import { plainForm, rankedForm } from '../routes/example.ts'
import { runCommand } from './terminal.ts'

let folder: string
const at = (name: string): string => join(folder, name)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-rules-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function storeWith(...forms: (typeof plainForm)[]): Promise<string> {
  const store = await openEmbeddedStore(at('data'), { create: true })
  if (!store.ok) throw new Error(store.issues[0]?.message)
  for (const form of forms) await store.value.addRuleSet(form)
  await store.value.close()
  return at('data')
}

test('list names every shipped version with status, points and indicators', async () => {
  const { code, output } = await runCommand('rules', 'list')
  expect(code).toBe(0)
  expect(output).toMatch(/^guangdong-department@2024-01-01 +部门 +未经核实 +100 分 +27 项 /m)
  expect(output).toMatch(/^mof-project@2024-01-01 +项目 +已核实 /m)
  expect(output).toMatch(/^yueyang-department@.* 36 分 .*部分指标$/m)
})

test('list --data names the stored ones', async () => {
  const data = await storeWith(plainForm, rankedForm)
  const { code, output } = await runCommand('rules', 'list', '--data', data, '--json')
  expect(code).toBe(0)
  expect((JSON.parse(output) as { id: string; hash: string }[]).map(({ id, hash }) => [id, hash])).toEqual(
    [plainForm, rankedForm].map((form) => [form.id, contentHash(form)]),
  )
})

test('clone writes another year, unverified, with its note, and replaces nothing', async () => {
  const out = at('new.json')
  const command = ['rules', 'clone', 'mof-project@2024-01-01', '--year', '2026', '--out', out]
  const { code, output } = await runCommand(...command)
  expect(code).toBe(0)
  expect(output).toContain(`已由 mof-project@2024-01-01 复制为 ${out}`)
  const copy = parseRuleSet(JSON.parse(await readFile(out, 'utf8')))
  expect(copy.ok && copy.value).toMatchObject({
    id: 'mof-project',
    effective: { from: '2026-01-01' },
    provenance: { status: 'unverified', note: expect.stringContaining('由 mof-project@2024-01-01 复制') },
  })
  const again = await runCommand(...command)
  expect([again.code, again.complaints]).toEqual([2, `${out} 已经有了，不会覆盖；请用 --out 另写一个文件名。`])
})

test('the golden cases go along', async () => {
  await writeFile(at('plain.json'), JSON.stringify(plainForm))
  await writeFile(at('plain.cases.json'), '{}')
  const { output } = await runCommand('rules', 'clone', at('plain.json'), '--year', '2027', '--out', at('next.json'))
  expect(output).toContain(`用例一并复制为 ${at('next.cases.json')}`)
  expect(await readFile(at('next.cases.json'), 'utf8')).toBe('{}')
})

test('export gives a stored version back with its hash', async () => {
  const data = await storeWith(plainForm)
  const { code, output } = await runCommand('rules', 'export', `${plainForm.id}`, '--data', data)
  expect(code).toBe(0)
  expect(contentHash(JSON.parse(output))).toBe(contentHash(plainForm))
})

test.each<[string, string[], string]>([
  ['no action', [], 'rules 后面要写做什么，可用 list、clone、export、import、read；用法见 hengping help。'],
  ['another action', ['drop'], 'rules 没有“drop”，可用 list、clone、export、import、read；用法见 hengping help。'],
  [
    'no year',
    ['clone', 'mof-project'],
    '请写明复制哪一个、用于哪一年，如 hengping rules clone guangdong-department --year 2026。',
  ],
  [
    'nothing to export',
    ['export'],
    '请写明导出哪一个，如 hengping rules export mof-project@2024-01-01 --out mof-project.json。',
  ],
  [
    'an unknown date',
    ['export', 'mof-project@1999-01-01'],
    '没有指标体系“mof-project@1999-01-01”，可选 mof-project@2024-01-01。',
  ],
  [
    'a folder that is not there',
    ['export', 'mof-project', '--out', '/nowhere/x.json'],
    '/nowhere/x.json 写不进去，请检查文件夹是否存在、是否可写。',
  ],
])('refused in one sentence: %s', async (_, args, sentence) => {
  const { code, complaints } = await runCommand('rules', ...args)
  expect([code, complaints]).toEqual([2, sentence])
})

test('a data folder that is not there is not made', async () => {
  const { code, complaints } = await runCommand('rules', 'list', '--data', at('none'))
  expect(code).toBe(2)
  expect(complaints).toContain('里没有 journal.log，请先用 npm start 建立，或用 --data 指定目录')
})
