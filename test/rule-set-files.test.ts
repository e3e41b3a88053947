import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../server/core/hash.ts'
import { readRuleSetFolder, resolveRuleSet } from '../server/rule-set-files.ts'
import { rankedForm } from './routes/example.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-rules-'))
  for (const from of ['2023-01-01', '2024-01-01', '2024-07-01', '2025-01-01']) {
    await write(`ranked.${from}.json`, { ...rankedForm, effective: { from } })
  }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, content: unknown): Promise<void> => writeFile(join(folder, name), JSON.stringify(content))

describe('a folder of rule sets', () => {
  test('cases and the schema are no rule sets; a broken file is named, the others are read', async () => {
    await write('ranked.2024-01-01.cases.json', [])
    await write('rule-set.schema.json', {})
    await writeFile(join(folder, 'notes.txt'), 'x')
    await write('broken.2024-01-01.json', { ...rankedForm, id: 'broken', points: 'ten' })
    const { files, issues } = await readRuleSetFolder(folder)
    expect(files.map(({ id, effective }) => `${id}@${effective}`)).toEqual([
      'ranked@2023-01-01',
      'ranked@2024-01-01',
      'ranked@2024-07-01',
      'ranked@2025-01-01',
    ])
    expect(issues.map(({ file, path }) => [file, path])).toEqual([[join(folder, 'broken.2024-01-01.json'), 'points']])
  })

  test('a folder that is not there holds nothing', async () => {
    expect(await readRuleSetFolder(join(folder, 'none'))).toEqual({ files: [], issues: [] })
  })

  test('what helps to edit a file is no part of its content', async () => {
    await write('ranked.2024-01-01.json', { $schema: './rule-set.schema.json', ...rankedForm })
    const { files } = await readRuleSetFolder(folder)
    expect(files[1]?.hash).toBe(contentHash(rankedForm))
  })
})

describe('--rules', () => {
  test.each([
    ['ranked', 2022, null],
    ['ranked', 2023, '2023-01-01'],
    ['ranked', 2024, '2024-07-01'],
    ['ranked', 2026, '2025-01-01'],
    ['ranked@2024-01-01', 2024, '2024-01-01'],
    ['ranked@2025-01-01', 2024, '2025-01-01'],
    ['ranked@2024-02-01', 2024, null],
    ['rank', 2024, null],
    ['', 2024, null],
  ])('%j for %d is %s', async (reference, year, expected) => {
    const result = await resolveRuleSet(reference, year, folder)
    expect(result.ok ? result.value.effective : null).toBe(expected)
    if (!result.ok) expect(result.issues[0]?.message).toMatch(/没有.*。$/)
  })

  test('a file is read whatever its name and year', async () => {
    const result = await resolveRuleSet(join(folder, 'ranked.2025-01-01.json'), 2020, '/nowhere')
    expect(result.ok && result.value.effective).toBe('2025-01-01')
  })

  test('an id whose file is broken is told by its faults', async () => {
    await write('broken.2024-01-01.json', { ...rankedForm, id: 'broken', points: 'ten' })
    const result = await resolveRuleSet('broken', 2024, folder)
    expect(result.ok ? [] : result.issues.map(({ file, path }) => [file, path])).toEqual([
      [join(folder, 'broken.2024-01-01.json'), 'points'],
    ])
  })
})
