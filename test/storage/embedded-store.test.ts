import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exampleGrading, exampleRuleSet, exampleSubmission } from './examples.ts'
import { openStore, whyRefused } from './folders.ts'
import { editPacked } from './pack-edit.ts'
import { storeContract } from './store-contract.ts'

storeContract('embedded store', async () => openStore(await mkdtemp(join(tmpdir(), 'hengping-store-'))))

describe('embedded store on its folder', () => {
  let folder: string
  let journal: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengping-store-'))
    journal = join(folder, 'journal.log')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('everything is there again after a restart, with and without its snapshot', async () => {
    const store = await openStore(folder)
    await store.addRuleSet(exampleRuleSet())
    await store.putSubmissions([exampleSubmission()])
    await store.putGradings([exampleGrading('unit-1', 'example@2024-01-01')])
    const before = [await store.listRuleSets(), await store.listSubmissions()]
    await store.close()
    for (const round of ['with', 'without']) {
      if (round === 'without') await rm(join(folder, 'state.json'))
      const again = await openStore(folder, { create: false })
      expect([await again.listRuleSets(), await again.listSubmissions()]).toEqual(before)
      expect(await again.findGrading('unit-1', 'example@2024-01-01')).toEqual(
        exampleGrading('unit-1', 'example@2024-01-01'),
      )
      await again.close()
    }
  })

  test('a write is in the journal, with time, actor and action, when it is acknowledged', async () => {
    const store = await openStore(folder, { now: () => new Date('2024-05-06T07:08:09.000Z') })
    await Promise.all([store.addRuleSet(exampleRuleSet()), store.putSubmissions([exampleSubmission()])])
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => line.replace(/[0-9a-f]{64}/g, '#'))).toEqual([
      '1 # {"time":"2024-05-06T07:08:09.000Z","actor":"service","action":"init","payload":{"format":"hengping/journal@1"}}',
      '2 # {"time":"2024-05-06T07:08:09.000Z","actor":"service","action":"addRuleSet","payload":{"id":"example","effective":"2024-01-01","hash":"sha256:#"}}',
      '3 # {"time":"2024-05-06T07:08:09.000Z","actor":"service","action":"putSubmissions","payload":[{"id":"unit-1","hash":"sha256:#",' +
        '"summary":{"name":"示例单位","unit":null,"subject":"department","region":null,"year":2024,"ruleSet":null,"mark":null,"assumed":0,"selfScored":false}}]}',
    ])
    await store.close()
    expect((await readdir(folder)).sort()).toEqual(['journal.log', 'packs', 'state.json'])
    expect(await readdir(join(folder, 'packs'))).toEqual(['000001.pack'])
  })

  test('the state document is readable JSON of rows, and reading alone changes no file', async () => {
    const store = await openStore(folder)
    await store.putSubmissions([exampleSubmission()])
    await store.close()
    const before = await readFile(join(folder, 'state.json'), 'utf8')
    expect(JSON.parse(before)).toMatchObject({
      format: 'hengping/state@1',
      journal: { seq: 2 },
      submissions: [{ id: 'unit-1' }],
    })
    await (await openStore(folder)).close()
    expect(await readFile(join(folder, 'state.json'), 'utf8')).toBe(before)
  })

  test('a missing journal is made only when asked for', async () => {
    expect(await whyRefused(folder, { create: false })).toMatch(/^database_missing .*journal\.log.*npm start/)
    expect(await readdir(folder)).toEqual([])
    expect(await whyRefused(folder)).toBe('opened')
  })

  test('a lost journal is not a new beginning', async () => {
    const store = await openStore(folder)
    await store.putSubmissions([exampleSubmission()])
    await store.close()
    await rm(journal)
    expect(await whyRefused(folder)).toMatch(/^folder_not_empty .*备份/)
    expect(await readdir(folder)).not.toContain('journal.log')
  })

  test('a folder with other things in it is not taken for a new one', async () => {
    await writeFile(join(folder, '合同.docx'), 'x')
    expect(await whyRefused(folder)).toMatch(/^folder_not_empty/)
    expect(await readdir(folder)).toEqual(['合同.docx'])
  })

  test('a start that was killed before the journal had its name begins again', async () => {
    await writeFile(join(folder, '.journal.log.new'), 'half')
    await writeFile(join(folder, '.state.json.7-1.tmp'), 'half')
    expect(await whyRefused(folder)).toBe('opened')
    expect((await readdir(folder)).sort()).toEqual(['journal.log', 'state.json'])
  })

  test.each(['null', '0', '""', '[]', '{}', '', '\u0000\u0000', '1 abc {}\n', 'first line\nsecond line\n'])(
    'a journal holding %j is refused and left alone',
    async (content) => {
      await writeFile(journal, content)
      expect(await whyRefused(folder)).toMatch(/^journal_foreign .*journal\.log.*备份/)
      expect(await readFile(journal, 'utf8')).toBe(content)
      expect(await readdir(folder)).toEqual(['journal.log'])
    },
  )

  test('a folder in the place of the journal is not taken for a new beginning', async () => {
    await mkdir(journal)
    expect(await whyRefused(folder)).toMatch(/^folder_not_empty/)
  })

  test('a body changed by hand is refused when it is read, whatever it says', async () => {
    const store = await openStore(folder)
    const [stored] = await store.putSubmissions([exampleSubmission()])
    await store.close()
    await editPacked(folder, stored!.hash, (text) => text.replace('"rate":0.9', '"rate":0.8'))
    const again = await openStore(folder)
    await expect(again.findSubmission('unit-1')).rejects.toThrow(/缺失或损坏.*hengping verify/)
    await again.close()
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
    expect(await readdir(folder)).not.toContain('.hengping.lock')
  })
})
