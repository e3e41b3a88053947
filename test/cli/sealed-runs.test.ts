import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PackedBodies, toBody } from '../../server/storage/bodies.ts'
import { sealRecord, START, type Entry, type Head } from '../../server/storage/journal/record.ts'
import { GradingService } from '../../server/gradings.ts'
import { keepEngine } from '../../server/sealing/engines.ts'
import type { RunRow } from '../../server/storage/changes/runs.ts'
import { department } from '../routes/example.ts'
import { fillStore } from '../sealing/sealed.ts'
import { openStore } from '../storage/folders.ts'
import { builtEvaluator } from '../support/evaluator.ts'
import { runCommand } from './terminal.ts'

/** A folder with two sealed runs, results graded anew behind them, and a checkpoint taken in between. */
let folder: string
let fingerprint: string
const at = (name: string): string => join(folder, name)
const say = async (...args: string[]) => {
  const { code, output, complaints } = await runCommand(...args)
  return [code, complaints, output] as const
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-runs-'))
  const { code, engine } = await builtEvaluator()
  const store = await openStore(at('data'))
  await fillStore(store, engine)
  await keepEngine(at('data'), code)
  await store.close()
  expect(await say('runs', 'seal', 'ranked', '--year', '2024', '--data', at('data'))).toEqual([
    0,
    '',
    expect.stringMatching(
      /^已封存：ranked-2024-1 {2}ranked@2024-01-01 {2}3 份 .* console\n收据清单现有 3 份，根指纹 [0-9a-f]{64}。$/,
    ),
  ])
  const [done, complaints, output] = await say('checkpoint', '--data', at('data'), '--out', at('note.txt'))
  expect([done, complaints]).toEqual([0, ''])
  fingerprint = /密钥指纹 ([0-9a-f]{64})/.exec(output)![1]!
  await cp(at('data'), at('early'), { recursive: true })
  const later = await openStore(at('data'))
  await later.putSubmissions([department('c', 1)])
  await new GradingService(later, engine).gradeAll(() => {})
  await later.close()
  await runCommand('runs', 'seal', 'plain', '--year', '2024', '--data', at('data'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A copy of the folder to be tampered with. */
async function copied(): Promise<string> {
  const name = await mkdtemp(join(folder, 'copy-'))
  await cp(at('data'), name, { recursive: true })
  return name
}

test('a folder with sealed runs verifies: what was sealed, and what is current', async () => {
  const [code, complaints, output] = await say('verify', '--data', at('data'))
  expect([code, complaints]).toEqual([0, ''])
  expect(output).toMatch(/封存 2 次，收据 4 份，根指纹 [0-9a-f]{64}。\n评分 6 份，各用评它的引擎重算，6 份一致。/)
})

test('and holds against the checkpoint, whoever signed it named', async () => {
  const key = `${fingerprint.slice(0, 32)}:${fingerprint.slice(32)}`.toUpperCase()
  const [code, complaints, output] = await say(
    'verify',
    '--data',
    at('data'),
    '--against',
    at('note.txt'),
    '--key',
    key,
  )
  expect([code, complaints]).toEqual([0, ''])
  expect(output).toMatch(new RegExp(`^检查点 .*（密钥指纹 ${fingerprint}）：日志第 \\d+ 条与它相同，没有被退回。`))
})

describe('what was done since a checkpoint is named', () => {
  const against = (data: string) => say('verify', '--data', data, '--against', at('later.txt'))
  beforeAll(() => runCommand('checkpoint', '--data', at('data'), '--out', at('later.txt')))

  test('an earlier copy put in the place of the folder', async () => {
    expect(await say('verify', '--data', at('early'))).toEqual([0, '', expect.any(String)])
    expect(await against(at('early'))).toEqual([
      1,
      expect.stringMatching(/^日志被退回：检查点（.*）时已有 \d+ 条记录，现在只有 \d+ 条，第 \d+ 条起没有了。$/),
      '',
    ])
  })

  test('an earlier copy that went on differently', async () => {
    const data = await mkdtemp(join(folder, 'copy-'))
    await cp(at('early'), data, { recursive: true })
    const store = await openStore(data)
    for (let index = 0; index < 10; index++) await store.putSubmissions([department(`new-${index}`, 1, { year: 2020 })])
    await store.close()
    expect((await say('verify', '--data', data))[0]).toBe(0)
    expect(await against(data)).toEqual([1, expect.stringMatching(/^日志被重写：第 \d+ 条记录与检查点/), ''])
  })

  test('the last record cut off, with the state document made again', async () => {
    const data = await copied()
    const file = join(data, 'journal.log')
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    await writeFile(file, `${lines.slice(0, -1).join('\n')}\n`)
    await rm(join(data, 'state.json'))
    expect((await say('verify', '--data', data))[0]).toBe(0)
    expect(await against(data)).toEqual([1, expect.stringMatching(/^日志被退回/), ''])
  })

  test('a journal written anew from the first record on', async () => {
    const data = await copied()
    await rewrite(data, (entry) => ({ ...entry, actor: 'service' }))
    expect((await say('verify', '--data', data))[0]).toBe(0)
    expect(await against(data)).toEqual([1, expect.stringMatching(/^日志被重写/), ''])
  })

  test('another folder', async () => {
    const store = await openStore(at('other'))
    await store.close()
    expect(await against(at('other'))).toEqual([
      1,
      expect.stringMatching(/^检查点是 hengping\/[0-9a-f]{16} 的，这里是/),
      '',
    ])
  })
})

describe('a sealed result that was changed past the rules is named', () => {
  test('in the receipt', async () => {
    const data = await copied()
    const store = await openStore(data)
    const run = (await store.find('runs', 'plain-2024-1'))!
    const receipts = await store.readBody<readonly object[]>(run.receipts[0]!)
    const forged = receipts.map((receipt) => ({ ...receipt, points: 10 }))
    await store.close()
    const { hash, text } = toBody(forged)
    const bodies = new PackedBodies(data)
    await bodies.write(new Map([[hash, text]]))
    await bodies.close()
    await rewrite(data, (entry) =>
      entry.action === 'sealRun' && entry.payload.id === run.id
        ? ({ ...entry, payload: { ...entry.payload, receipts: [hash] } } as Entry)
        : entry,
    )
    expect(await say('verify', '--data', data)).toEqual([
      1,
      '封存“plain-2024-1”的收据与日志里记下的份数或根指纹不符。',
      expect.any(String),
    ])
  })

  test('in the grading that the receipt stands on, with every hash made to fit', async () => {
    const data = await copied()
    const store = await openStore(data)
    const grading = (await store.findGrading('project', 'plain@2024-01-01'))!
    await store.putGradings([{ ...grading, points: 9.99 }])
    await store.close()
    await runCommand('runs', 'seal', 'plain', '--year', '2024', '--reason', '试', '--data', data)
    const [code, complaints] = await say('verify', '--data', data)
    expect([code, complaints]).toEqual([
      1,
      expect.stringMatching(
        /^“部门 project”（project）在封存“plain-2024-2”里的评分重算结果不同：存的是 9\.99 分.*，重算是 8 分/,
      ),
    ])
  })
})

describe('runs', () => {
  test('are listed, newest first', async () => {
    const [code, complaints, output] = await say('runs', 'list', '--data', at('data'))
    expect([code, complaints, output.split('\n').map((line) => line.split(' ')[0])]).toEqual([
      0,
      '',
      ['plain-2024-1', 'ranked-2024-1'],
    ])
    const rows = JSON.parse((await say('runs', 'list', '--json', '--data', at('data')))[2]) as RunRow[]
    expect(rows.map(({ count }) => count)).toEqual([1, 3])
  })

  test('give receipts as JSON and as a page; nothing is overwritten', async () => {
    const args = ['runs', 'receipt', 'ranked-2024-1', 'a', '--data', at('data')]
    expect(JSON.parse((await say(...args))[2])).toMatchObject({ format: 'hengping/receipt-proof@1' })
    expect((await say(...args, '--html', at('a.html'), '--out', at('a.json')))[0]).toBe(0)
    expect(await readFile(at('a.html'), 'utf8')).toMatch(/^<!doctype html>/)
    expect(JSON.parse(await readFile(at('a.json'), 'utf8'))).toMatchObject({ receipt: { submission: { id: 'a' } } })
    expect(await say(...args, '--html', at('a.html'))).toEqual([2, expect.stringMatching(/已有这个文件，不覆盖/), ''])
  })

  test('are graded again first when told so', async () => {
    const data = await copied()
    const [code, complaints, output] = await say(
      ...['runs', 'seal', 'ranked', '--year', '2024', '--regrade', '--reason', '换了程序', '--data', data],
    )
    expect([code, complaints]).toEqual([0, ''])
    expect(output).toMatch(/^已重新评分 3 份。\n已封存：ranked-2024-2 .*，取代 ranked-2024-1：换了程序/)
  })

  test.each<[string[], number, RegExp]>([
    [['runs'], 2, /^runs 后面写 list、seal 或 receipt/],
    [['runs', 'seal', 'ranked'], 2, /^请写明指标体系和年度/],
    [['runs', 'receipt', 'x'], 2, /^请写明封存编号和填报编号/],
    [['runs', 'list', '--data', '/nowhere'], 2, /^数据目录 \/nowhere 里没有 journal\.log/],
    [['checkpoint', 'x'], 2, /^checkpoint 后面不写文件/],
    [['verify', '--key', 'x'], 2, /--key 要与 --against 一起用/],
  ])('%j', async (args, code, sentence) => {
    expect(await say(...args)).toEqual([code, expect.stringMatching(sentence), ''])
  })
})

describe('a checkpoint that is none is refused', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ['changed', (text) => text.replace(/journal \d+/, 'journal 1'), /签名不对，检查点已被改动/],
    ['cut off', (text) => text.slice(0, 100), /不是衡评的检查点，或已被改动/],
    ['empty', () => '', /不是衡评的检查点/],
  ])('%s', async (name, edit, sentence) => {
    const file = at(`${name}.note`)
    await writeFile(file, edit(await readFile(at('note.txt'), 'utf8')))
    expect(await say('verify', '--data', at('data'), '--against', file)).toEqual([
      2,
      expect.stringMatching(sentence),
      '',
    ])
  })

  test('signed with another key', async () => {
    const args = ['--against', at('note.txt'), '--key', '0'.repeat(64)]
    expect(await say('verify', '--data', at('data'), ...args)).toEqual([
      2,
      expect.stringMatching(/不是用这把密钥签的/),
      '',
    ])
  })
})

test('a backup proves as much as the folder: evaluators and key are in it', async () => {
  expect((await say('backup', '--data', at('data'), '--out', at('backup')))[0]).toBe(0)
  expect((await readdir(at('backup/engines'))).sort()).toEqual((await readdir(at('data/engines'))).sort())
  expect((await stat(at('backup/checkpoint-key.pem'))).mode & 0o777).toBe(0o600)
  expect((await say('verify', '--data', at('backup'), '--against', at('note.txt'), '--key', fingerprint))[0]).toBe(0)
})

/** Writes the journal anew with another word in it, every hash made to fit: what an administrator could do. */
async function rewrite(data: string, edit: (entry: Entry) => Entry): Promise<void> {
  const file = join(data, 'journal.log')
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  let head: Head = START
  const written = lines.map((line) => {
    const entry = JSON.parse(line.slice(line.indexOf('{'))) as Entry
    const record = sealRecord(head, edit(entry))
    head = record.head
    return record.line
  })
  await writeFile(file, written.join(''))
  await rm(join(data, 'state.json'), { force: true })
}
