import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BRIEF_FORMAT, briefOf, type BriefGrading } from '../../server/core/brief.ts'
import { computeCohort } from '../../server/core/cohort.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { Grading } from '../../server/core/grading.ts'
import { projectRoot } from '../../server/project.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { department, rankedForm } from '../routes/example.ts'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'

const GUANGDONG = join(projectRoot, 'rules/guangdong-department.2024-01-01.json')

let server: BuiltServer
let folder: string
const at = (name: string): string => join(folder, name)
beforeAll(async () => {
  server = await BuiltServer.build()
  folder = await mkdtemp(join(tmpdir(), 'hengping-batch-'))
})
afterAll(async () => {
  await server.remove()
  await rm(folder, { recursive: true, force: true })
})

const departments = (count: number) => generateDistrict({ seed: 7, departments: count, projects: 0 })
const linesOf = async (name: string): Promise<string[]> => (await readFile(at(name), 'utf8')).trimEnd().split('\n')
const run = (input: string, out: string, ...more: string[]) =>
  server.run('batch', at(input), '--out', at(out), '--rules', ...(more.length > 0 ? more : [GUANGDONG]))

describe('a batch', () => {
  const submissions = departments(60)
  beforeAll(async () => {
    const lines = submissions.map((submission) => JSON.stringify(submission))
    lines.splice(10, 0, '{"id": "broken", ', '', JSON.stringify({ ...submissions[0], id: 'other', subject: 'project' }))
    await writeFile(at('in.ndjson'), lines.join('\n'))
  })

  test('answers item by item in their order, a broken one with its place and reason', async () => {
    const { code, complaints } = await run('in.ndjson', 'one.ndjson', GUANGDONG, '--workers', '1')
    expect(complaints).toMatch(/62 份结果已存到 .*one\.ndjson/)
    expect(complaints).toMatch(/读不懂 2（结果里有原因）/)
    expect(complaints).toMatch(/双算核验 60 份.*结论不同 0 份/)
    expect(code).toBe(0)
    const results = (await linesOf('one.ndjson')).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(results[10]).toMatchObject({
      format: 'hengping/batch-error@1',
      item: 10,
      place: '第 11 行',
      issues: [{ message: expect.stringMatching(/\S。$/) }],
    })
    expect(results[11]).toMatchObject({ item: 11, place: '第 13 行', issues: [{ code: 'other_subject' }] })
    const ids = results.flatMap((result) =>
      'submission' in result && result['submission'] ? [result['submission']] : [],
    )
    expect(ids.map((submission) => (submission as { id: string }).id)).toEqual(submissions.map(({ id }) => id))
    expect(await stat(at('one.ndjson.part')).catch(() => null)).toBeNull()
  })

  test('comes out the same, to the byte, with one process and with three', async () => {
    await run('in.ndjson', 'three.ndjson', GUANGDONG, '--workers', '3')
    expect(await readFile(at('three.ndjson'), 'utf8')).toBe(await readFile(at('one.ndjson'), 'utf8'))
  })

  test('says briefly what grading one by one says, and all of it when asked', async () => {
    const [brief] = (await linesOf('one.ndjson')).map((line) => JSON.parse(line) as BriefGrading)
    await run('in.ndjson', 'explained.ndjson', GUANGDONG, '--explain')
    const [explained] = (await linesOf('explained.ndjson')).map((line) => JSON.parse(line) as Grading)
    await writeFile(at('first.json'), JSON.stringify(submissions[0]))
    const alone = await server.run('grade', at('first.json'), '--rules', GUANGDONG, '--json')
    expect(explained).toEqual(JSON.parse(alone.output))
    expect(brief).toEqual(briefOf(explained!))
    expect(JSON.stringify(brief)).toMatch(/"lines":\[\{"rule":"[^"]+","item":"[^"]+","effect":"deduct","points":-/)
  })

  test('takes a folder of files, by name', async () => {
    await mkdir(at('files'))
    for (const [index, submission] of submissions.slice(0, 7).entries()) {
      await writeFile(at(`files/${index}.json`), JSON.stringify(submission))
    }
    await writeFile(at('files/x.json'), 'not JSON')
    await run('files', 'files.ndjson')
    const results = (await linesOf('files.ndjson')).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(results.map(({ format }) => format)).toEqual([
      ...Array<string>(7).fill(BRIEF_FORMAT),
      'hengping/batch-error@1',
    ])
    expect(results[7]).toMatchObject({ place: 'x.json' })
  })

  test('freezes what is compared before anything is graded', async () => {
    const forms = Array.from({ length: 40 }, (_, index) => department(`d${index}`, ((index * 37) % 100) / 100))
    await writeFile(at('ranked.json'), JSON.stringify(rankedForm))
    await writeFile(at('ranked.ndjson'), forms.map((form) => `${JSON.stringify(form)}\n`).join(''))
    const { complaints } = await run('ranked.ndjson', 'ranked-out.ndjson', at('ranked.json'), '--workers', '2')
    const cohort = computeCohort(rankedForm, forms)
    expect(complaints).toContain(`比较的范围 40 份，指纹 ${cohort.hash}。`)
    const grader = compileRuleSet(rankedForm)
    const points = forms.map((form) => grader.grade(form, { cohort: cohort.of(form) }).points)
    const results = (await linesOf('ranked-out.ndjson')).map((line) => JSON.parse(line) as Grading)
    expect(results.map((result) => result.points)).toEqual(points)
    expect(results[0]!.cohort).toEqual({ size: 40, hash: cohort.hash })
  })
})

/** Results up to the first that is missing: those written before it stand behind a gap of zeros. */
async function wholeResults(part: string): Promise<string> {
  const text = await readFile(part, 'utf8').catch(() => '')
  const [before = ''] = text.split('\0', 1)
  return before.slice(0, before.lastIndexOf('\n') + 1)
}

test('killed on its way it goes on behind its last whole result, and ends with the same bytes', async () => {
  const many = departments(LONG ? 20_000 : 1_200)
  await writeFile(at('many.ndjson'), many.map((submission) => `${JSON.stringify(submission)}\n`).join(''))
  await run('many.ndjson', 'whole.ndjson', GUANGDONG, '--workers', '2')
  const main = join(server.root, 'dist/server/main.js')
  const args = ['batch', at('many.ndjson'), '--rules', GUANGDONG, '--out', at('killed.ndjson'), '--workers', '2']
  const sidecar = at('killed.ndjson.part.json')
  let half: { readonly part: string; readonly about: Buffer } | null = null
  for (let [kills, done] = [0, 0]; kills < 3;) {
    const child = spawn(process.execPath, [main, ...args])
    const ended = once(child, 'exit')
    const part = at('killed.ndjson.part')
    // until it has got some way further
    while (child.exitCode === null && (await wholeResults(part)).length <= done) await setTimeout(5)
    child.kill('SIGKILL')
    await ended
    const results = await wholeResults(part)
    if (results.length === 0) {
      // it was quicker than its end
      if (half) break
      await rm(at('killed.ndjson'))
      continue
    }
    kills += 1
    done = results.length
    // as if the last result had been cut off in its middle, and a later one were there before it
    half = { part: `${results.slice(0, -20)}${'\0'.repeat(60)}{}\n`, about: await readFile(sidecar) }
    await writeFile(part, half.part)
  }
  expect(half).not.toBeNull()
  // the last one may have been quicker than its end: what the one before it left is gone on with
  await writeFile(at('killed.ndjson.part'), half!.part)
  await writeFile(sidecar, half!.about)
  const last = await server.run(...args)
  expect(last.code).toBe(0)
  expect(last.complaints).toMatch(/接着上次：已有 [\d,]+ 份结果/)
  expect(await readFile(at('killed.ndjson'), 'utf8')).toBe(await readFile(at('whole.ndjson'), 'utf8'))
})

test('goes on when one of its processes ends, with the same bytes', async () => {
  const args = ['batch', at('many.ndjson'), '--rules', GUANGDONG, '--out', at('ended.ndjson'), '--workers', '2']
  const child = spawn(process.execPath, [join(server.root, 'dist/server/main.js'), ...args])
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const ended = once(child, 'exit')
  // at once, while it has or is to have work for sure
  let workers: string[] = []
  while (workers.length < 2) {
    workers = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')).trim().split(' ')
    await setTimeout(5)
  }
  process.kill(Number(workers[0]), 'SIGKILL')
  expect([(await ended)[0], complaints]).toEqual([0, expect.stringMatching(/有 1 次评分进程中断，已重新评/)])
  expect(await readFile(at('ended.ndjson'), 'utf8')).toBe(await readFile(at('whole.ndjson'), 'utf8'))
})

describe('a batch is refused in one sentence', () => {
  test('when what is half done was made of something else', async () => {
    await writeFile(at('a.ndjson'), JSON.stringify(departments(1)[0]))
    await writeFile(at('changed.ndjson.part'), '')
    await writeFile(at('changed.ndjson.part.json'), 'sha256:other\n')
    const { code, complaints } = await run('a.ndjson', 'changed.ndjson')
    expect([code, complaints]).toEqual([2, expect.stringMatching(/评到一半的，不能接着评.*--restart/)])
    expect((await run('a.ndjson', 'changed.ndjson', GUANGDONG, '--restart')).code).toBe(0)
  })

  test.each<[string, string[], RegExp]>([
    ['no input', ['--rules', 'x', '--out', 'y'], /请写明一个输入/],
    ['no rules', ['x.ndjson', '--out', 'y'], /请用 --rules/],
    ['no output', ['x.ndjson', '--rules', GUANGDONG], /请用 --out/],
    ['no such input', ['x.ndjson', '--rules', GUANGDONG, '--out', 'y'], /x\.ndjson 读不出来/],
    ['no such rules', ['x.ndjson', '--rules', 'nothing', '--out', 'y'], /没有指标体系“nothing”/],
    ['a wrong number', ['x.ndjson', '--rules', 'x', '--out', 'y', '--workers', '0'], /--workers 0 不对/],
  ])('%s', async (_, args, sentence) => {
    const { code, complaints } = await server.run('batch', ...args)
    expect([code, complaints]).toEqual([2, expect.stringMatching(sentence)])
  })
})
