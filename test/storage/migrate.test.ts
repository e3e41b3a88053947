import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { exampleGrading, exampleRuleSet, exampleSubmission } from './examples.ts'
import { openStore, whyRefused } from './folders.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-migrate-'))
  file = join(folder, 'hengping.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const earlier = (): string =>
  JSON.stringify({
    format: 'hengping/database@1',
    ruleSets: [
      { id: 'example', effective: '2024-01-01', hash: contentHash(exampleRuleSet()), ruleSet: exampleRuleSet() },
    ],
    submissions: [{ hash: contentHash(exampleSubmission()), submission: exampleSubmission() }],
    gradings: [exampleGrading('unit-1', 'example@2024-01-01')],
  })

describe('a folder of the earlier version', () => {
  test('is turned into a journal once, says so, and keeps its file', async () => {
    await writeFile(file, earlier())
    const told: string[] = []
    for (const round of [1, 2]) {
      const store = await openStore(folder, { tell: (line) => told.push(line) })
      expect((await store.listRuleSets()).map(({ ruleSet }) => ruleSet)).toEqual([exampleRuleSet()])
      expect((await store.listSubmissions()).map(({ submission }) => submission)).toEqual([exampleSubmission()])
      expect(await store.findGrading('unit-1', 'example@2024-01-01')).toEqual(
        exampleGrading('unit-1', 'example@2024-01-01'),
      )
      await store.close()
      expect([round, told]).toEqual([round, ['以前版本的 hengping.json 已转换为日志，原文件留作 hengping.json.bak。']])
    }
    expect(await readFile(`${file}.bak`, 'utf8')).toBe(earlier())
    expect(await readdir(folder)).not.toContain('hengping.json')
  })

  test('is not touched by what only looks', async () => {
    await writeFile(file, earlier())
    expect(await whyRefused(folder, { create: false })).toMatch(/^database_earlier .*npm start/)
    expect(await readdir(folder)).toEqual(['hengping.json'])
  })

  test('is not read when there is a journal already', async () => {
    await (await openStore(folder)).close()
    await writeFile(file, earlier())
    const told: string[] = []
    const store = await openStore(folder, { tell: (line) => told.push(line) })
    expect(await store.listSubmissions()).toEqual([])
    await store.close()
    expect(told).toEqual(['hengping.json 是以前版本的数据文件，现在的数据在 journal.log，不读它。'])
    expect(await readFile(file, 'utf8')).toBe(earlier())
  })

  test('is turned again when it was cut off before the journal had its name', async () => {
    await writeFile(file, earlier())
    await (await openStore(folder)).close()
    await rm(join(folder, 'journal.log'))
    await rm(join(folder, 'state.json'))
    await writeFile(file, earlier())
    const store = await openStore(folder)
    expect(await store.listSubmissions()).toHaveLength(1)
    await store.close()
  })

  test.each([
    ['null', 'database_shape'],
    ['0', 'database_shape'],
    ['{"posts":[]}', 'database_shape'],
    ['', 'database_broken'],
    ['{"format":"hengping/database@1","ruleS', 'database_broken'],
    ['\u0000\u0000', 'database_broken'],
    [earlier().replace('"rate":0.9', '"rate":1'), 'database_changed'],
  ])('holding %j is refused and left alone', async (content, code) => {
    await writeFile(file, content)
    expect(await whyRefused(folder)).toMatch(new RegExp(`^${code} .*备份`))
    expect(await readFile(file, 'utf8')).toBe(content)
    expect(await readdir(folder)).toEqual(['hengping.json'])
  })
})
