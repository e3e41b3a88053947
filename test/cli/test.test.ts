import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../server/cli/run.ts'
import { openEmbeddedStore } from '../../server/storage/embedded-store.ts'
import { completeCases, exampleRuleSet } from '../core/golden/example.ts'

let folder: string
const at = (name: string): string => join(folder, name)
const write = (name: string, content: unknown): Promise<void> =>
  writeFile(at(name), typeof content === 'string' ? content : JSON.stringify(content))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-test-'))
  await write('example.2024-01-01.json', exampleRuleSet())
  await write('example.2024-01-01.cases.json', completeCases())
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** `hengping test` over the folder. */
async function runTest(...args: string[]): Promise<{ code: number; output: string; complaints: string }> {
  const output: string[] = []
  const complaints: string[] = []
  const terminal = {
    print: (text: string) => output.push(text),
    complain: (text: string) => complaints.push(text),
    columns: null,
    colour: false,
  }
  const code = await run(['test', ...args], { root: folder, rules: folder }, terminal)
  return { code, output: output.join('\n'), complaints: complaints.join('\n') }
}

const GOOD =
  '✓ example@2024-01-01  13/13 个用例通过，两套判定一致；规则成立 16/16（100%），不成立 17/17（100%），分档边界 11/11（100%），另有 1 处已说明不会出现'

describe('hengping test', () => {
  test.each<[string, () => string[]]>([
    ['without a file', () => []],
    ['by id', () => ['example']],
    ['by id and date', () => ['example@2024-01-01']],
    ['by the rule set file', () => [at('example.2024-01-01.json')]],
    ['by the cases file', () => [at('example.2024-01-01.cases.json')]],
    ['once, however often it is named', () => ['example', at('example.2024-01-01.json')]],
  ])('%s: one line a rule set', async (_, args) =>
    expect(await runTest(...args())).toEqual({ code: 0, output: GOOD, complaints: '' }),
  )

  test('a version without cases is left out when another has some', async () => {
    await write('example.2025-01-01.json', { ...exampleRuleSet(), effective: { from: '2025-01-01' } })
    expect(await runTest()).toMatchObject({ code: 0, output: GOOD })
    expect(await runTest('example')).toMatchObject({ code: 0, output: GOOD })
    const { code, complaints } = await runTest('example@2025-01-01')
    expect([code, complaints]).toEqual([2, `${at('example.2025-01-01.cases.json')} 没有这个文件，请核对文件名。`])
  })

  test('a failing case is told with what was expected and what came, and is exit code 1', async () => {
    const content = completeCases()
    await write('example.2024-01-01.cases.json', {
      ...content,
      cases: [...content.cases, { name: '算错的', facts: { rate: 0.7 }, expect: { points: 90, grade: '优' } }],
    })
    const { code, output } = await runTest('example')
    expect(code).toBe(1)
    expect(output.split('\n')).toEqual([
      expect.stringMatching(/^✗ example@2024-01-01 {2}13\/14 个用例通过/),
      '  ✗ 用例“算错的”',
      '      points：总分应为 90 分，实际是 80 分。',
      '      grade：等级应为“优”，实际是“差”。',
    ])
  })

  test('what is not tried is told by name, and is exit code 1', async () => {
    const content = completeCases()
    const cases = content.cases.filter(({ name }) => name !== '执行率 0.5999')
    await write('example.2024-01-01.cases.json', { ...content, cases })
    const { code, output } = await runTest('example')
    expect(code).toBe(1)
    expect(output.split('\n')).toEqual([
      expect.stringMatching(/^○ .*规则成立 15\/16（93%），不成立 17\/17（100%），分档边界 10\/11（90%）/),
      '  ○ “预算执行”的规则 execution/band-3（预算执行率为…，属于“< 60%”一档，得 0 分）没有用例使它成立',
      '  ○ “预算执行”（execution）没有用例的预算执行率刚低于 60%',
    ])
  })

  test('an explanation of what is tried is told with its place', async () => {
    const content = completeCases()
    const uncovered = [...content.uncovered, { rule: 'total/late', outcome: 'met', reason: '无' }]
    await write('example.2024-01-01.cases.json', { ...content, uncovered })
    const { code, output } = await runTest('example')
    expect(code).toBe(1)
    expect(output).toContain(`  ✗ ${at('example.2024-01-01.cases.json')}:uncovered[1] 已有用例使“total/late”成立`)
  })

  test('--json is the whole report', async () => {
    const { code, output } = await runTest('--json')
    expect(code).toBe(0)
    const reports = JSON.parse(output) as Record<string, unknown>[]
    expect(reports).toMatchObject([
      {
        ok: true,
        file: at('example.2024-01-01.cases.json'),
        ruleSet: { id: 'example', effective: '2024-01-01' },
        coverage: { complete: true, met: { percent: 100 } },
      },
    ])
    expect(reports[0]?.['cases']).toHaveLength(13)
  })
})

describe('hengping test --missing', () => {
  test('nothing is missing', async () =>
    expect(await runTest('example', '--missing')).toEqual({
      code: 0,
      output: 'example@2024-01-01  规则和分档边界都有用例，或已说明',
      complaints: '',
    }))

  test('one a line, written as it would stand in the file', async () => {
    const content = completeCases()
    const cases = content.cases.filter(({ name }) => name !== '执行率 0.5999')
    await write('example.2024-01-01.cases.json', { ...content, cases })
    const { code, output } = await runTest('example', '--missing')
    expect(code).toBe(1)
    expect(output.split('\n')).toEqual([
      'example@2024-01-01  还有 2 处没有用例',
      expect.stringContaining('  {"rule":"execution/band-3","outcome":"met","reason":""}  “预算执行”的规则'),
      expect.stringContaining('  {"rule":"execution","end":0.6,"at":"just below","reason":""}  “预算执行”'),
    ])
    const json = await runTest('example', '--missing', '--json')
    expect(JSON.parse(json.output)).toMatchObject([
      {
        uncovered: [
          { rule: 'execution/band-3', outcome: 'met', reason: '' },
          { rule: 'execution', end: 0.6, at: 'just below', reason: '' },
        ],
      },
    ])
  })
})

describe('hengping test refuses, with exit code 2 and one sentence a line', () => {
  const refused = async (...args: string[]): Promise<string> => {
    const { code, output, complaints } = await runTest(...args)
    expect([code, output]).toEqual([2, ''])
    for (const line of complaints.split('\n')) expect(line).toMatch(/。$/)
    return complaints
  }

  test('an unknown id or date', async () => {
    expect(await refused('nobody')).toMatch(/^nobody 没有指标体系“nobody”，可选 example。$/)
    expect(await refused('example@2001-01-01')).toMatch(/现有的生效日期是 2024-01-01/)
  })

  test('a file that is not there, and every fault of one that is no cases file', async () => {
    expect(await refused(at('none.json'))).toBe(`${at('none.json')} 没有这个文件，请核对文件名。`)
    const { base, ...rest } = completeCases()
    await write('example.2024-01-01.cases.json', { ...rest, case: [] })
    expect((await refused('example')).split('\n')).toEqual([
      expect.stringMatching(/cases\.json:base 缺少“base”/),
      expect.stringMatching(/cases\.json:case 不认识“case”/),
    ])
    expect(base).toBeDefined()
  })

  test('a rule set with faults, half a file', async () => {
    await write('example.2024-01-01.json', { ...exampleRuleSet(), title: undefined })
    expect(await refused()).toMatch(/example\.2024-01-01\.json:title /)
    await write('example.2024-01-01.json', '{"id":')
    expect(await refused(at('example.2024-01-01.json'))).toMatch(/没有写完/)
  })

  test('no cases at all', async () => {
    await rm(at('example.2024-01-01.cases.json'))
    expect(await refused()).toMatch(/没有找到用例/)
    expect(await refused('--nope')).toMatch(/不认识选项 --nope/)
  })

  test('--data tests the stored versions with the cases of rules/', async () => {
    const store = await openEmbeddedStore(at('data'), { create: true })
    if (!store.ok) throw new Error(store.issues[0]?.message)
    await store.value.addRuleSet(exampleRuleSet())
    await store.value.close()
    for (const references of [[], ['example'], ['example@2024-01-01']]) {
      expect(await runTest(...references, '--data', at('data'))).toMatchObject({ code: 0, output: GOOD })
    }
    const unknown = await runTest('other', '--data', at('data'))
    expect([unknown.code, unknown.complaints]).toEqual([2, '没有指标体系“other”，可选 example。'])
  })
})
