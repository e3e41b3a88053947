import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { Submission } from '../../server/core/submission.ts'
import { archiveParts, fileName, type NamedBytes } from '../../server/documents/pack-documents.ts'
import { DOCUMENT_KINDS, DOCUMENT_NAMES, printForm } from '../../server/documents/print-form.ts'
import { writeZip, zipPieces } from '../../server/documents/zip/write-zip.ts'
import { writeStatement } from '../../server/documents/docx/write-statement.ts'
import { makeStatement } from '../../server/documents/statement/make-statement.ts'
import { statementEntry } from '../../server/documents/statement/statement-entry.ts'
import { chineseOrdinal, type Block, type Statement } from '../../server/documents/statement/statement.ts'
import { readXml } from '../../server/documents/xlsx/xml.ts'
import { Archive } from '../../server/documents/zip/archive.ts'
import { report } from '../../server/cli/report.ts'
import { projectRoot } from '../../server/project.ts'
import { readFor } from '../../server/read-submission.ts'
import { hasOffice, INSTALL_OFFICE, pagesOf, toPdf } from './office.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'hengping-statement-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(projectRoot, path), 'utf8'))
const founding = (await read('fixtures/huadu-zhengfawei-2024.json')) as Submission
const grader = compileRuleSet((await read('rules/guangdong-department.2024-01-01.json')) as never)

function entryOf(submission: Submission) {
  const normal = readFor(grader.ruleSet, submission)
  if (!normal.ok) throw new Error(JSON.stringify(normal.issues))
  return statementEntry(grader, grader.grade(normal.value), submission, normal.value)
}
const stated = (change: (submission: Submission) => void = () => undefined): Statement => {
  const submission = structuredClone(founding)
  change(submission)
  return makeStatement(entryOf(submission))
}
const textOf = (block: Block): string =>
  block.kind === 'table'
    ? block.rows.map((row) => row.join('|')).join('\n')
    : block.kind === 'heading'
      ? block.text
      : block.runs.map(({ text }) => text).join('')
const linesOf = ({ blocks }: Statement): string[] => blocks.map(textOf)
const marks = ({ blocks }: Statement): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph' && block.runs.some(({ marked }) => marked) ? [textOf(block)] : [],
  )

describe('the founding document', () => {
  const statement = stated()
  const lines = linesOf(statement)

  test('has the sections of the form, in its order', () => {
    expect(statement.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))).toEqual([
      '一、绩效自评情况',
      '（一）部门整体支出绩效目标',
      '（二）自评结论',
      '（三）履职效能分析',
      '1.部门整体绩效目标产出指标完成情况',
      '2.部门整体绩效目标效益指标完成情况',
      '3.部门预算资金支出率情况',
      '4.专项资金绩效目标完成情况和专项资金支出率情况',
      '（四）管理效率分析',
      '二、存在的主要问题',
      '三、下一步改进措施',
    ])
  })

  test('every text that was handed in is there, once', () => {
    const texts = Object.values(founding.texts ?? {}).flatMap((text) => text.split('\n'))
    expect(texts.length).toBeGreaterThan(8)
    for (const text of texts) expect(lines.filter((line) => line === text.trim())).toHaveLength(1)
  })

  test('figures come from the grading; what the department says itself is not said twice', () => {
    expect(lines).toContain('管理效率指标分值50分，得分49分，得分率为98%。')
    expect(lines.some((line) => line.startsWith('其中：预算编制2分，得2分；'))).toBe(true)
    // its own sentences give 100, 99, 50 and 49, and the budget's figures
    expect(lines.filter((line) => line.includes('指标体系设计总分为'))).toHaveLength(1)
    expect(lines.filter((line) => line.includes('2,781.82'))).toHaveLength(1)
    expect(lines.find((line) => line.startsWith('重点未成年人矫治教育|'))).toBe('重点未成年人矫治教育|≥818人次|818人次|3.34|3.34\n未成年人重复违法犯罪率|≤17.34%|6.99%|3.33|3.33\n在册严重精神障碍患者服务管理人数|≥5,515人|5,515人|3.33|3.33') // prettier-ignore
    expect(lines.find((line) => line.startsWith('基层社会治理业务经费|'))).toMatch(/\|115\.00\|115\.00\|100\.00\|优/)
  })

  test('the lost point is told with its amount, clause and remedy', () => {
    const cause = lines.find((line) => line.startsWith('扣分的主要原因：'))
    expect(cause).toMatch(/^扣分的主要原因：“绩效结果应用”扣1分：.*（依据：.*计算：扣 1 分）。$/)
    expect(lines.some((line) => line.startsWith('针对失分，拟采取以下措施：针对“绩效结果应用”，'))).toBe(true)
  })

  test('what does not agree is marked where it stands', () => {
    expect(marks(statement).map((mark) => mark.slice(0, 30))).toEqual([
      expect.stringContaining('29条城中村'),
      expect.stringContaining('管理效能指标分值'),
      expect.stringContaining('“管理效率”在文字里又写成'),
      expect.stringContaining('年初预算数 2936.68'),
      expect.stringContaining('“管理效率”扣了 1 分'),
      expect.stringContaining('请写明各项措施的责任科室'),
    ])
    const own = lines.findIndex((line) => line.startsWith('管理效能指标分值 50 分，得分 49 分，得分率为 99%'))
    expect(lines[own + 1]).toMatch(/^【请核改：“管理效能指标分值/)
  })
})

test('a form without texts asks for what people must write, and gives the figures by itself', () => {
  const statement = stated((submission) => void delete submission.texts)
  const lines = linesOf(statement)
  expect(lines).toContain('调整后预算数为2,781.82万元，支出数为2,781.82万元，部门预算支出率为100%。')
  expect(
    lines.some((line) => /综合自评得分99分，等级为优，其中：履职效能指标50分，管理效率指标49分。$/.test(line)),
  ).toBe(true)
  for (const needed of ['部门整体支出绩效目标', '产出指标完成情况', '存在的主要问题'])
    expect(marks(statement).some((mark) => mark.includes(`请写明`) && mark.includes(needed))).toBe(true)
})

test('an open form says so instead of a total, and another self score is held against ours', () => {
  const open = stated((submission) => void (submission.facts['spent'] = null))
  expect(marks(open).some((mark) => mark.startsWith('【请核改：得分还没有定：'))).toBe(true)
  expect(linesOf(open).some((line) => /综合自评得分在9\d(?:\.\d+)?–9\d(?:\.\d+)?分之间/.test(line))).toBe(true)
  const higher = stated((submission) => void (submission.selfScores = { management: { points: 50 } }))
  expect(marks(higher)).toContain('【请核改：“管理效率”自评50分，按评分标准计算为49分，请核对数据或自评得分】')
})

test('a text under a name of its own is not lost', () => {
  const statement = stated((submission) => void (submission.texts = { ...submission.texts, 其他说明: '另有一事。' }))
  const lines = linesOf(statement)
  expect(lines.slice(lines.indexOf('（五）其他说明'))[1]).toBe('另有一事。')
})

test('the file is well-formed whatever was typed', async () => {
  const hostile = 'a\u0000b\uFFFFc\uD800d𠮷<w:p>&"\'\u000B]]>=1+1'
  const statement = stated((submission) => {
    submission.name = hostile
    submission.texts = { [hostile]: hostile, 产出: `${hostile}\r\n${'长'.repeat(20_000)}` }
  })
  const archive = await Archive.open(await writeStatement(statement))
  const parts = [...archive.parts].filter(([name]) => /\.(xml|rels)$/.test(name))
  expect(parts.length).toBeGreaterThan(5)
  const found: string[] = []
  for (const [, part] of parts) await readXml(archive.text(part), { text: (text) => void found.push(text) })
  expect(found.join('')).toContain('a\uFFFDb\uFFFDc\uFFFDd𠮷<w:p>&"\'\uFFFD]]>=1+1')
})

test('ordinals', () => {
  expect([1, 9, 10, 11, 20, 21, 99].map(chineseOrdinal)).toEqual(['一', '九', '十', '十一', '二十', '二十一', '九十九'])
})

test('a zip has a folder for everybody, also for two of one name, and names every system can keep', async () => {
  const entry = entryOf(founding)
  const files = await Promise.all(
    DOCUMENT_KINDS.map(async (kind) => ({ name: DOCUMENT_NAMES[kind], bytes: await printForm(entry, kind) })),
  )
  const few = files.slice(0, 1)
  const odd = { ...entry, submission: { ...entry.submission, name: '../a:b\\c\u0000 ' } }
  const forms = [{ entry, files }, { entry, files: few }, { entry: odd, files: few }] // prettier-ignore
  const pieces: Buffer[] = []
  for await (const piece of zipPieces(archiveParts(forms))) pieces.push(piece)
  expect([...(await Archive.open(Buffer.concat(pieces))).parts.keys()]).toEqual([
    '花都区委政法委/自评表.xlsx',
    '花都区委政法委/复核表.xlsx',
    '花都区委政法委/附件3 自评表说明.docx',
    '花都区委政法委（2）/自评表.xlsx',
    'a_b_c\uFFFD/自评表.xlsx',
    '汇总.xlsx',
  ])
  const whole: NamedBytes[] = []
  for await (const part of archiveParts(forms)) whole.push(part)
  expect(Buffer.concat(pieces).equals(writeZip(whole))).toBe(true)
  expect([fileName('...'), fileName('CON/..'), fileName('名'.repeat(200)).length]).toEqual(['未命名', 'CON', 80])
})

describe('hengping report', () => {
  const said: string[] = []
  const terminal = {
    print: (text: string) => void said.push(text),
    complain: (text: string) => void said.push(text),
    columns: null,
    colour: false,
  }
  const run = (...args: string[]): Promise<number> => report(args, join(projectRoot, 'rules'), terminal)
  const file = (name: string): string => join(projectRoot, 'fixtures', `${name}.json`)

  test('refuses what has no statement, and says what to do', async () => {
    expect(await run(file('huadu-jiceng-zhili-2024'), '--out', join(folder, 'p.docx'))).toBe(2)
    expect(said.at(-1)).toMatch(/是项目支出.*--out 自评表\.xlsx/)
    expect(await run(file('huadu-zhengfawei-2024'), file('huadu-jiceng-zhili-2024'), '--out', join(folder, 'q.docx'))).toBe(2) // prettier-ignore
    expect(said.at(-1)).toMatch(/一份一个文件.*\.zip/)
    expect(await run(file('huadu-zhengfawei-2024'), '--out', join(folder, 'r.pdf'))).toBe(2)
  })

  test('writes a zip of everybody’s documents', async () => {
    const out = join(folder, 'all.zip')
    expect(await run(file('huadu-zhengfawei-2024'), file('huadu-jiceng-zhili-2024'), '--out', out)).toBe(0)
    const names = [...(await Archive.open(await readFile(out))).parts.keys()]
    expect(names.filter((name) => name.endsWith('.docx'))).toEqual(['花都区委政法委/附件3 自评表说明.docx'])
    expect(names.filter((name) => name.endsWith('.xlsx'))).toHaveLength(5)
  })
})

if (!hasOffice) {
  test('opened by LibreOffice', () => {
    const message = `没有 LibreOffice，公文版式（每页 22 行、每行 28 字、一字不缺）没有核对；请先 ${INSTALL_OFFICE}。`
    if (process.env['CI']) expect.fail(message)
    console.warn(message)
  })
}

test.runIf(hasOffice)(
  'opened by LibreOffice it is a formal document: 22 lines a page, 28 characters a line, nothing cut',
  async () => {
    const body = '测'.repeat(28 * 50 - 2)
    const statement = stated((submission) => void (submission.texts = { ...submission.texts, 总体绩效目标: body }))
    const file = join(folder, 'statement.docx')
    await writeFile(file, await writeStatement(statement))
    const pages = pagesOf(toPdf(file))
    const full = pages.flat().filter((line) => /^测+$/u.test(line))
    // the first line is set in by two characters
    expect([full[0]?.length, ...new Set(full.slice(1, -1).map(({ length }) => length))]).toEqual([26, 28])
    expect(full.join('')).toBe(body)
    const second = pages[1]?.filter((line) => line !== '') ?? []
    expect(second).toEqual([...Array<string>(22).fill('测'.repeat(28)), expect.stringMatching(/^— ?2 ?—$/)])
    const printed = pages.flat().join('').replace(/\s/gu, '').replace(/—\d+—/gu, '')
    const lost = linesOf(statement)
      .filter((text) => !text.includes('|'))
      .filter((text) => !printed.includes(text.replace(/\s/gu, '')))
    expect(lost).toEqual([])
  },
  120_000,
)
