import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ruleSetWorkbook } from '../../server/documents/rule-set/write-rule-set.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { runCommand } from './terminal.ts'

let folder: string
const at = (name: string): string => join(folder, name)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-rule-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const KEY = 'yueyang-department@2018-01-01'

test('rules export to a workbook, rules import from it: the same file, nothing changed', async () => {
  expect((await runCommand('rules', 'export', KEY, '--out', at('a.xlsx'))).code).toBe(0)
  expect((await runCommand('rules', 'export', KEY, '--out', at('a.json'))).code).toBe(0)
  const read = await runCommand('rules', 'import', at('a.xlsx'), '--out', at('b.json'))
  expect([read.code, read.complaints]).toEqual([0, ''])
  expect(read.output).toContain(`与 ${KEY} 相比`)
  expect(JSON.parse(await readFile(at('b.json'), 'utf8'))).toEqual(JSON.parse(await readFile(at('a.json'), 'utf8')))
})

test('what was changed in the workbook is said in sentences', async () => {
  const ruleSet = JSON.parse(await readFile('rules/yueyang-department.2018-01-01.json', 'utf8')) as RuleSet
  const first = ruleSet.indicators[0]?.children?.[0]
  if (!first) throw new Error('no indicator')
  first.label = '另一个名称'
  await writeFile(at('a.xlsx'), writeWorkbook(ruleSetWorkbook(ruleSet)))
  const { code, output } = await runCommand('rules', 'import', at('a.xlsx'))
  expect(code).toBe(0)
  expect(output).toContain('另一个名称')
})

test('a faulty cell is named, and nothing is written', async () => {
  const ruleSet = JSON.parse(await readFile('rules/yueyang-department.2018-01-01.json', 'utf8')) as RuleSet
  await writeFile(at('a.xlsx'), writeWorkbook(ruleSetWorkbook({ ...ruleSet, decimals: 9 })))
  const { code, complaints } = await runCommand('rules', 'import', at('a.xlsx'), '--out', at('b.json'))
  expect(code).toBe(1)
  expect(complaints).toMatch(/基本信息 B7（小数位数）：/)
  await expect(readFile(at('b.json'))).rejects.toThrow()
  expect((await runCommand('rules', 'import', at('none.xlsx'))).code).toBe(2)
})
