import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { Grading } from '../../server/core/grading.ts'
import { engineFile, keepEngine } from '../../server/sealing/engines.ts'
import { createServices } from '../../server/services.ts'
import type { Store } from '../../server/storage/store.ts'
import { PackedBodies } from '../../server/storage/bodies.ts'
import { department, plainForm, rankedForm, readingForm } from '../routes/example.ts'
import { openStore } from '../storage/folders.ts'
import { editPacked } from '../storage/pack-edit.ts'
import { runCommand } from './terminal.ts'
import { evaluationHere } from '../support/evaluation-here.ts'
import { builtEvaluator } from '../support/evaluator.ts'

let folder: string
let evaluator: Awaited<ReturnType<typeof builtEvaluator>>
const at = (name: string): string => join(folder, name)
beforeAll(async () => {
  evaluator = await builtEvaluator()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-folder-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Departments ranked among one another, a project, and a department that reads the project's points; all graded. */
async function fill(store: Store): Promise<void> {
  for (const form of [rankedForm, plainForm, readingForm]) await store.addRuleSet(form)
  const project = department('project', 0.8, { subject: 'project', ruleSet: 'plain' })
  const reader = department('reader', null, { ruleSet: 'reading', facts: { project: { grading: 'project' } } })
  await store.putSubmissions([department('a', 0.9), department('b', 0.7), department('c', 0.5), project, reader])
  const { graded } = await createServices(store, evaluator.engine, evaluationHere()).gradings.gradeAll(() => {})
  expect(graded).toBe(5)
}

async function filled(name = 'data'): Promise<string> {
  const store = await openStore(at(name))
  await fill(store)
  await store.close()
  await keepEngine(at(name), evaluator.code)
  return at(name)
}

async function storedGrading(data: string, submission: string, ruleSet: string): Promise<Grading> {
  const store = await openStore(data)
  const grading = await store.findGrading(submission, ruleSet)
  await store.close()
  return grading!
}

describe('verify', () => {
  test('finds a whole folder whole, and every grading the same again', async () => {
    const { code, output, complaints } = await runCommand('verify', '--data', await filled())
    expect([code, complaints]).toEqual([0, ''])
    expect(output).toMatch(/日志 \d+ 条记录前后相连，末条指纹 [0-9a-f]{64}。/)
    expect(output).toMatch(/内容 13 份都在/)
    expect(output).toMatch(/评分 5 份.*5 份一致/)
  })

  test('may run while the folder is in use', async () => {
    const store = await openStore(at('data'))
    await fill(store)
    await keepEngine(at('data'), evaluator.code)
    expect((await runCommand('verify', '--data', at('data'))).code).toBe(0)
    await store.close()
  })

  test('names a body whose points were edited', async () => {
    const data = await filled()
    const hash = contentHash(await storedGrading(data, 'a', 'ranked@2024-01-01'))
    await editPacked(data, hash, (text) => text.replace(/"points":\d/, '"points":1'))
    const { code, complaints } = await runCommand('verify', '--data', data)
    expect([code, complaints]).toEqual([
      1,
      `内容 ${hash} 缺失或损坏，请用备份恢复。它是填报“a”按 ranked@2024-01-01 的评分。`,
    ])
  })

  test('names a body that was removed', async () => {
    const data = await filled()
    const hash = contentHash(rankedForm)
    await editPacked(data, hash, (text) => ' '.repeat(Buffer.byteLength(text)))
    const { code, complaints } = await runCommand('verify', '--data', data)
    expect([code, complaints]).toEqual([1, `内容 ${hash} 缺失或损坏，请用备份恢复。它是指标体系“ranked@2024-01-01”。`])
  })

  test('names the grading that does not come out the same, though every hash holds', async () => {
    const data = await filled()
    const store = await openStore(data)
    const grading = (await store.findGrading('b', 'ranked@2024-01-01'))!
    const [first, ...others] = grading.indicators
    const raised = { ...grading, points: 9.5, indicators: [{ ...first!, awarded: 6 }, ...others] }
    await store.putGradings([raised])
    await store.close()
    const { code, complaints } = await runCommand('verify', '--data', data)
    expect(code).toBe(1)
    expect(complaints).toMatch(/^“部门 b”（b）按 ranked@2024-01-01 的评分重算结果不同：存的是 9\.5 分.*，重算是 \d/)
  })

  test('names the record that was edited', async () => {
    const data = await filled()
    const journal = join(data, 'journal.log')
    const lines = (await readFile(journal, 'utf8')).split('\n')
    lines[4] = lines[4]!.replace('"actor":"service"', '"actor":"someone"')
    await writeFile(journal, lines.join('\n'))
    const { code, complaints } = await runCommand('verify', '--data', data)
    expect([code, complaints]).toEqual([1, expect.stringMatching(/journal\.log：第 5 条记录与前后对不上/)])
  })

  test('notices records cut off behind the state document', async () => {
    const data = await filled()
    const journal = join(data, 'journal.log')
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n')
    await writeFile(journal, `${lines.slice(0, -1).join('\n')}\n`)
    const { code, complaints } = await runCommand('verify', '--data', data)
    expect([code, complaints]).toEqual([1, expect.stringMatching(/state\.json 与日志的前 \d+ 条记录不符/)])
  })

  test('says how many cannot be compared any more', async () => {
    const data = await filled()
    const store = await openStore(data)
    await store.putSubmissions([department('d', 0.95)])
    await store.close()
    const { code, output } = await runCommand('verify', '--data', data)
    expect([code, output]).toEqual([0, expect.stringMatching(/2 份一致。[^]*有 3 份比较的范围已经变了/)])
  })

  test('says which evaluator is not kept, and which was changed', async () => {
    const data = await filled()
    await writeFile(engineFile(data, evaluator.engine.hash), `${evaluator.code}\n`)
    const changed = await runCommand('verify', '--data', data)
    await rm(engineFile(data, evaluator.engine.hash))
    const removed = await runCommand('verify', '--data', data)
    for (const { code, complaints } of [changed, removed]) {
      expect(code).toBe(1)
      expect(complaints).toContain(`引擎 ${evaluator.engine.hash} 没有存在 engines/ 里`)
    }
  })

  test('counts what no record names', async () => {
    const data = await filled()
    const left = new PackedBodies(data)
    await left.write(new Map([[`sha256:${'ab'.repeat(32)}`, '{}']]))
    await left.close()
    const { code, output } = await runCommand('verify', '--data', data)
    expect([code, output]).toEqual([0, expect.stringMatching(/另有 1 份没有记录提到/)])
  })
})

describe('backup and restore', () => {
  test('while writing goes on: the copy is a whole earlier state, and its gradings come out the same', async () => {
    const store = await openStore(at('data'))
    await fill(store)
    await keepEngine(at('data'), evaluator.code)
    const acknowledged: string[] = []
    let going = true
    const writer = (async () => {
      for (let index = 0; going; index++) {
        await store.putSubmissions([department(`later-${index}`, 0.1, { year: 2023 })])
        acknowledged.push(`later-${index}`)
      }
    })()
    while (acknowledged.length < 5) await new Promise((resolve) => setImmediate(resolve))
    const before = acknowledged.length
    const made = await runCommand('backup', '--data', at('data'), '--out', at('copy'))
    going = false
    await writer
    await store.close()
    expect([made.code, made.complaints]).toEqual([0, ''])
    const restored = await runCommand('restore', '--from', at('copy'), '--data', at('again'))
    expect([restored.code, restored.complaints]).toEqual([0, ''])
    const head = (text: string): string => /共 \d+ 条记录，末条指纹 [0-9a-f]{64}/.exec(text)![0]
    expect(head(restored.output)).toBe(head(made.output))
    const [seq] = /\d+/.exec(head(made.output))!
    const lines = (await readFile(at('data/journal.log'), 'utf8')).split('\n')
    expect(lines[Number(seq) - 1]).toContain(head(made.output).slice(-64))
    const verified = await runCommand('verify', '--data', at('again'))
    expect([verified.code, verified.output]).toEqual([0, expect.stringMatching(/评分 5 份.*5 份一致/)])
    const again = await openStore(at('again'), { create: false })
    const held = new Set((await again.listSubmissions()).map(({ submission }) => submission.id))
    await again.close()
    for (const id of acknowledged.slice(0, before)) expect(held).toContain(id)
  })

  test('a damaged folder is not backed up as if it were whole', async () => {
    const data = await filled()
    await editPacked(data, contentHash(department('a', 0.9)), (text) => text.replace('0.9', '0.8'))
    const { code, complaints } = await runCommand('backup', '--data', data, '--out', at('copy'))
    expect([code, complaints]).toEqual([2, expect.stringMatching(/缺失或损坏，没有复制完/)])
    expect(await readdir(at('copy')).catch(() => [])).not.toContain('journal.log')
    const opened = await runCommand('verify', '--data', at('copy'))
    expect(opened.code).toBe(2)
  })

  test.each<[string, string[], RegExp]>([
    ['no target', ['backup'], /^请写明备份到哪个空目录/],
    ['no source', ['restore', '--data', 'x'], /^请写明从哪个备份恢复/],
    [
      'a source that is none',
      ['backup', '--data', '/nowhere', '--out', 'x'],
      /^数据目录 \/nowhere 里没有 journal\.log/,
    ],
    ['a folder that is none', ['verify', '--data', '/nowhere'], /^数据目录 \/nowhere 里没有 journal\.log/],
    ['an unknown option', ['verify', '--all'], /^不认识选项 --all/],
  ])('refused in one sentence: %s', async (_, args, sentence) => {
    const { code, complaints } = await runCommand(...args)
    expect([code, complaints]).toEqual([2, expect.stringMatching(sentence)])
  })

  test('nothing is restored over what is there', async () => {
    const data = await filled()
    await writeFile(at('note'), 'x')
    const { code, complaints } = await runCommand('restore', '--from', data, '--data', folder)
    expect([code, complaints]).toEqual([2, expect.stringMatching(/不是空目录/)])
    expect((await readdir(folder)).sort()).toEqual(['data', 'note'])
  })
})
