import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { gradingSchema } from '../../server/core/grading.ts'
import { department, plainForm, rankedForm, readingForm } from '../routes/example.ts'
import { runCommand } from './terminal.ts'

let folder: string
const at = (name: string): string => join(folder, name)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-grade-'))
  for (const form of [rankedForm, plainForm, readingForm]) await writeFile(at(`${form.id}.json`), JSON.stringify(form))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, content: unknown): Promise<string> {
  await writeFile(at(name), typeof content === 'string' ? content : JSON.stringify(content))
  return at(name)
}

const parseLines = (output: string) => output.split('\n').map((line) => gradingSchema.parse(JSON.parse(line)))

describe('hengping grade --json', () => {
  test('one submission is one object over several lines', async () => {
    const file = await write('a.json', department('a', 0.5))
    const { code, output, complaints } = await runCommand('grade', file, '--rules', at('ranked.json'), '--json')
    expect([code, complaints]).toEqual([0, ''])
    expect(output.split('\n').length).toBeGreaterThan(20)
    expect(gradingSchema.parse(JSON.parse(output))).toMatchObject({
      points: 7,
      confirmedBy: 'json-rules-engine',
      ruleSet: { id: 'ranked', hash: contentHash(rankedForm) },
      submission: { id: 'a', hash: contentHash(department('a', 0.5)) },
    })
  })

  test('several are one a line, in their order, compared with one another', async () => {
    const list = await write('list.json', [department('a', 0.5), department('b', 1)])
    const lines = await write('more.ndjson', `${JSON.stringify(department('c', 0.9))}\n\n`)
    const { code, output } = await runCommand('grade', list, lines, '--rules', at('ranked.json'), '--json')
    expect(code).toBe(0)
    expect(parseLines(output).map(({ submission, points }) => [submission.id, points])).toEqual([
      ['a', 3],
      ['b', 10],
      ['c', 5.4],
    ])
    expect(new Set(parseLines(output).map(({ cohort }) => cohort?.hash)).size).toBe(1)
  })

  test('the order of files changes no grading', async () => {
    const [a, b, c] = await Promise.all(
      [0.5, 1, 0.9].map((rate, index) => write(`${index}.json`, department(`u${index}`, rate))),
    )
    const graded = async (...files: (string | undefined)[]) => {
      const given = files.filter((file) => file !== undefined)
      const { output } = await runCommand('grade', ...given, '--rules', at('ranked.json'), '--json')
      return output.split('\n').sort()
    }
    expect(await graded(c, a, b)).toEqual(await graded(a, b, c))
  })

  test("a grading that reads another one's points waits for it, wherever it stands", async () => {
    const reader = department('r', null, { ruleSet: at('reading.json'), facts: { project: { grading: 'p' } } })
    const project = department('p', 0.85, { subject: 'project', ruleSet: at('plain.json') })
    const { code, output } = await runCommand('grade', await write('both.json', [reader, project]), '--json')
    expect(code).toBe(0)
    expect(parseLines(output).map(({ submission, points }) => [submission.id, points])).toEqual([
      ['r', 8.5],
      ['p', 8.5],
    ])
  })
})

describe('hengping grade', () => {
  test('without --json each submission is an account', async () => {
    const list = await write('list.json', [department('a', 0.5), department('b', 1)])
    const { code, output } = await runCommand('grade', list, '--rules', at('ranked.json'))
    expect(code).toBe(0)
    expect(output).toMatch(/^部门 a（a）$/m)
    expect(output).toMatch(/^部门 b（b）$/m)
    expect(output).toMatch(/与同组共 2 份填报比较/)
  })

  test('rows that do not add up are an error: the rest is graded, and the exit code says so', async () => {
    const form = {
      ...plainForm,
      facts: [
        {
          id: 'rows',
          label: '指标',
          type: 'list',
          by: 'unit',
          fields: [
            { id: 'id', label: '编号', type: 'text' },
            { id: 'points', label: '分值', type: 'number', decimals: 0 },
          ],
        },
      ],
      indicators: [
        {
          id: 'rows',
          label: '自设指标',
          points: 6,
          clause: '自设。',
          each: { list: 'rows', points: 'points', label: 'id' },
          scoring: { method: 'full' },
        },
        { id: 'rest', label: '其余', points: 4, clause: '其余。', scoring: { method: 'full' } },
      ],
    }
    const rules = await write('form.json', form)
    const file = await write(
      'p.json',
      department('p', null, { subject: 'project', facts: { rows: [{ id: 'x', points: 5 }] } }),
    )
    const { code, output } = await runCommand('grade', file, '--rules', rules, '--json')
    const grading = gradingSchema.parse(JSON.parse(output))
    expect(code).toBe(1)
    expect(grading).toMatchObject({ status: 'error', points: null })
    expect(grading.indicators.map(({ status, awarded }) => [status, awarded])).toEqual([
      ['error', null],
      ['graded', 4],
    ])
  })
})

describe('hengping grade refuses, with exit code 2 and one sentence a line', () => {
  const refused = async (...args: string[]): Promise<string> => {
    const { code, output, complaints } = await runCommand('grade', ...args)
    expect([code, output]).toEqual([2, ''])
    expect(complaints).not.toMatch(/\bat .*:\d+:\d+|Error:/)
    for (const line of complaints.split('\n')) expect(line).toMatch(/。$/)
    return complaints
  }

  test('no file, a missing file, a folder', async () => {
    expect(await refused()).toMatch(/请写明/)
    expect(await refused(at('none.json'))).toBe(`${at('none.json')} 没有这个文件，请核对文件名。`)
    expect(await refused(folder)).toMatch(/文件夹/)
  })

  test.each([
    ['an empty file', '', /内容是空的/],
    ['half a file', '{"id": "a"', /没有写完/],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xb9, 0xe3, 0x22]), /UTF-8/],
    ['an empty list', '[]', /没有填报/],
    ['a number', '5', /应为对象/],
    ['a key twice', '{"id":"a","id":"b"}', /两次/],
    ['a code as a number', '{"id":440106199001011234}', /位数太多/],
  ])('%s', async (_, content, sentence) => {
    await writeFile(at('broken.json'), content)
    const complaints = await refused(at('broken.json'), '--rules', at('ranked.json'))
    expect(complaints).toMatch(sentence)
    expect(complaints.startsWith(at('broken.json'))).toBe(true)
  })

  test('every fault of every file is told with file and path, and nothing is graded', async () => {
    const good = await write('good.json', department('a', 1))
    const list = await write('list.json', [department('b', 1), department('c', 1, { facts: { rate: '约100', x: 1 } })])
    const lines = await write(
      'lines.ndjson',
      `${JSON.stringify(department('d', 1))}\n{"id":\n${JSON.stringify({ id: 'e' })}`,
    )
    const complaints = (await refused(good, list, lines, '--rules', at('ranked.json'))).split('\n')
    expect(complaints).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/lines\.ndjson:第 2 行 /),
        expect.stringMatching(/lines\.ndjson:第 3 行 name /),
      ]),
    )
    const inList = (await refused(good, list, '--rules', at('ranked.json'))).split('\n')
    expect(inList).toEqual([
      expect.stringMatching(/list\.json:\[1\]\.facts\.rate .*约100/),
      expect.stringMatching(/list\.json:\[1\]\.facts\.x /),
    ])
  })

  test('an unknown rule set, and none at all', async () => {
    const file = await write('a.json', department('a', 1))
    expect(await refused(file, '--rules', 'nobody')).toMatch(/^--rules 没有指标体系“nobody”，可选 .*mof-project/)
    expect(await refused(file, '--rules', 'mof-project@2001-01-01')).toMatch(/现有的生效日期是/)
    const { ruleSet: _, ...unnamed } = department('a', 1)
    expect(await refused(await write('b.json', unnamed))).toMatch(/请用 --rules 指定/)
  })

  test('a rule set file with faults is told with its own paths', async () => {
    const file = await write('a.json', department('a', 1))
    const rules = await write('rules.json', { ...rankedForm, indicators: [{ id: 'x', points: 1, path: '$' }] })
    expect(await refused(file, '--rules', rules)).toMatch(/^.*rules\.json:indicators\[0\]/)
  })

  test.each([
    [['--nope'], /不认识选项 --nope/],
    [['--rules'], /--rules 后面缺少内容/],
    [['--json=yes'], /--json 后面不带内容/],
  ])('arguments %j', async (args, sentence) => {
    expect(await refused(at('ranked.json'), ...args)).toMatch(sentence)
  })

  test('the other subject is one sentence, not one a fact', async () => {
    const file = await write('a.json', department('a', 1))
    expect(await refused(file, '--rules', at('plain.json'))).toBe(
      `${file}:subject 这是部门的填报，“项目考核”评的是项目，请换一个指标体系。`,
    )
  })
})

describe('other commands', () => {
  test.each([['help'], ['--help'], ['grade', '--help'], ['serve', '-h']])('%s %s shows the usage', async (...args) => {
    const { code, output } = await runCommand(...args.filter((arg) => typeof arg === 'string'))
    expect([code, output.includes('用法')]).toEqual([0, true])
  })

  test('--version is the version', async () => {
    expect((await runCommand('--version')).output).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test.each([[[]], [['foo']]])('%j is exit code 2', async (args) => {
    const { code, complaints } = await runCommand(...args)
    expect([code, complaints !== '']).toEqual([2, true])
  })

  test.each([
    [['serve', '--port', 'x'], /端口 x 不对/],
    [['serve', '--port', '70000'], /端口 70000 不对/],
    [['serve', 'file.json'], /不写文件/],
    [['serve', '--host', ''], /--host/],
    [['serve', '--data', ''], /--data/],
    [['serve', '--origin', 'jx.example.gov.cn'], /--origin/],
    [['serve', '--origin', 'https://jx.example.gov.cn/x'], /--origin/],
  ])('%j is refused', async (args, sentence) => {
    const { code, complaints } = await runCommand(...args)
    expect(code).toBe(2)
    expect(complaints).toMatch(sentence)
  })
})
