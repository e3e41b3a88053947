import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASE_FILE, openLowdbStore } from '../../server/storage/lowdb-store.ts'
import { StorageError, type Store } from '../../server/storage/store.ts'
import { exampleGrading, exampleRuleSet, exampleSubmission } from './examples.ts'
import { storeContract } from './store-contract.ts'

async function open(folder: string, create = true): Promise<Store> {
  const store = await openLowdbStore(folder, { create })
  if (!store.ok) throw new Error(store.issues.map((issue) => issue.message).join('\n'))
  return store.value
}

async function whyRefused(folder: string, create = true): Promise<string> {
  const store = await openLowdbStore(folder, { create })
  if (!store.ok) return store.issues.map((issue) => `${issue.code} ${issue.path} ${issue.message}`).join('\n')
  await store.value.close()
  return 'opened'
}

storeContract('lowdb store', async () => open(await mkdtemp(join(tmpdir(), 'hengping-store-'))))

describe('lowdb store on its folder', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengping-store-'))
    file = join(folder, DATABASE_FILE)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('everything is there again after a restart', async () => {
    const store = await open(folder)
    await store.addRuleSet(exampleRuleSet())
    await store.putSubmissions([exampleSubmission()])
    await store.putGradings([exampleGrading('unit-1', 'example@2024-01-01')])
    const before = [await store.listRuleSets(), await store.listSubmissions()]
    await store.close()
    const again = await open(folder, false)
    expect([await again.listRuleSets(), await again.listSubmissions()]).toEqual(before)
    expect(await again.findGrading('unit-1', 'example@2024-01-01')).toEqual(
      exampleGrading('unit-1', 'example@2024-01-01'),
    )
    await again.close()
  })

  test('a write is in the file when it is acknowledged, and no temporary file stays', async () => {
    const store = await open(folder)
    await Promise.all([store.addRuleSet(exampleRuleSet()), store.putSubmissions([exampleSubmission()])])
    expect(JSON.parse(await readFile(file, 'utf8')).submissions[0].submission.name).toBe('示例单位')
    await store.close()
    expect(await readdir(folder)).toEqual([DATABASE_FILE])
  })

  test('a missing file is made only when asked for', async () => {
    expect(await whyRefused(folder, false)).toMatch(/^database_missing .*hengping\.json.*npm start/)
    expect(await readdir(folder)).toEqual([])
    expect(await whyRefused(folder, true)).toBe('opened')
  })

  test('a folder with other things in it is not taken for a new one', async () => {
    await writeFile(join(folder, '合同.docx'), 'x')
    expect(await whyRefused(folder)).toMatch(/^folder_not_empty/)
    expect(await readdir(folder)).toEqual(['合同.docx'])
  })

  test.each([
    ['null', 'database_shape'],
    ['0', 'database_shape'],
    ['""', 'database_shape'],
    ['[]', 'database_shape'],
    ['{}', 'database_shape'],
    ['{"posts":[]}', 'database_shape'],
    ['', 'database_broken'],
    ['{"format":"hengping/database@1","ruleS', 'database_broken'],
    ['\u0000\u0000', 'database_broken'],
  ])('a file holding %j is refused and left alone', async (content, code) => {
    await writeFile(file, content)
    expect(await whyRefused(folder)).toMatch(new RegExp(`^${code} .*备份`))
    expect(await readFile(file, 'utf8')).toBe(content)
    expect(await readdir(folder)).toEqual([DATABASE_FILE])
  })

  test('a value changed by hand is noticed and named', async () => {
    const store = await open(folder)
    await store.putSubmissions([exampleSubmission()])
    await store.close()
    await writeFile(file, (await readFile(file, 'utf8')).replace('"rate": 0.9', '"rate": 1'))
    expect(await whyRefused(folder)).toMatch(/^database_changed submissions\[0\] 「unit-1」/)
  })

  test('a write that fails is told and leaves the store as it was', async () => {
    const store = await open(folder)
    await store.putSubmissions([exampleSubmission()])
    await rm(folder, { recursive: true })
    const failed = await store.putSubmissions([exampleSubmission({ id: 'unit-2' })]).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(StorageError)
    expect((failed as StorageError).message).toMatch(/没有存下来/)
    expect((failed as StorageError).message).not.toContain(folder)
    expect((await store.listSubmissions()).map((entry) => entry.submission.id)).toEqual(['unit-1'])
    await store.close()
  })

  test('a second process on the folder is told whose it is; its lock ends with it', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    await once(holder, 'spawn')
    const stat = await readFile(`/proc/${holder.pid}/stat`, 'utf8').catch(() => '')
    const mark = `${holder.pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`.trim()
    await writeFile(join(folder, '.hengping.lock'), mark)
    expect(await whyRefused(folder)).toMatch(new RegExp(`^folder_in_use .*进程号 ${holder.pid}`))
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(await whyRefused(folder)).toBe('opened')
    expect(await readdir(folder)).toEqual([DATABASE_FILE])
  })

  test('a folder in the place of the data file is not taken for a new beginning', async () => {
    await mkdir(file)
    expect(await whyRefused(folder)).toMatch(/^folder_not_empty/)
  })
})
