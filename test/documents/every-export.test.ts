import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { faultList } from '../../server/documents/import/fault-list.ts'
import { archiveParts } from '../../server/documents/pack-documents.ts'
import { DOCUMENT_KINDS, printForm } from '../../server/documents/print-form.ts'
import { makeSummary } from '../../server/documents/report/make-report.ts'
import { statementEntry } from '../../server/documents/statement/statement-entry.ts'
import { makeTemplate } from '../../server/documents/template/make-template.ts'
import { readXml } from '../../server/documents/xlsx/xml.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { Archive } from '../../server/documents/zip/archive.ts'
import { zipPieces } from '../../server/documents/zip/write-zip.ts'
import { projectRoot } from '../../server/project.ts'

/** Control characters, U+FFFF, half a surrogate pair, a rare 汉字 of four bytes, markup, and what would be a formula. */
const HOSTILE = '=SUM(A1)\u0000a\u000B\uFFFF\uD800𠮷㛃<b>&"\'_x000D_]]>'
const SHOWN = '=SUM(A1)\uFFFDa\uFFFD\uFFFD\uFFFD𠮷㛃<b>&"\'_x000D_]]>'

const json = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'))
const ruleSet = parseRuleSet(json('rules/guangdong-department.2024-01-01.json'))
if (!ruleSet.ok) throw new Error(JSON.stringify(ruleSet.issues))
const founding = json('fixtures/huadu-zhengfawei-2024.json') as Submission
const targets = (founding.facts['targets'] as { name: string }[]).map((row, index) =>
  index === 0 ? { ...row, name: HOSTILE } : row,
)
const given: Submission = {
  ...founding,
  name: HOSTILE,
  facts: { ...founding.facts, targets } as Submission['facts'],
  selfScores: { ...founding.selfScores, management: { points: 49, reason: HOSTILE } },
  texts: { ...founding.texts, [HOSTILE]: HOSTILE },
}
// the door refuses such texts; what came in by another way is printed all the same
const grader = compileRuleSet(ruleSet.value)
const entry = statementEntry(grader, grader.grade(given), given)
const version = { id: 'a', effective: '2024-01-01', hash: `sha256:${'0'.repeat(64)}` }
const fault = { sheet: HOSTILE, row: 1, column: 1, name: HOSTILE, message: HOSTILE }

const EXPORTS: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  ...Object.fromEntries(DOCUMENT_KINDS.map((kind) => [kind, () => printForm(entry, kind)])),
  summary: () => writeWorkbook(makeSummary([entry, entry])),
  template: () => writeWorkbook(makeTemplate(ruleSet.value, version, given)),
  'list of faults': () => writeWorkbook(faultList([{ file: HOSTILE, submissions: [], problems: [fault], notes: [] }])),
}

/** Every part read as XML to its end, and what its texts say. */
async function textsOf(bytes: Buffer): Promise<string> {
  const archive = await Archive.open(bytes)
  const texts: string[] = []
  for (const [name, part] of archive.parts) {
    if (!/\.(xml|rels)$/.test(name)) continue
    await readXml(archive.text(part), { text: (text) => void texts.push(text) })
  }
  return texts.join('')
}

describe('whatever was typed, every export can be opened, and text stays text', () => {
  test.each(Object.entries(EXPORTS))('%s', async (_, make) => {
    const bytes = await make()
    expect((await textsOf(bytes)).replaceAll('_x005F_', '_')).toContain(SHOWN)
    const archive = await Archive.open(bytes)
    for (const [name, part] of archive.parts) {
      if (!name.startsWith('xl/worksheets/')) continue
      let xml = ''
      for await (const piece of archive.text(part)) xml += piece
      expect(xml).not.toMatch(/<f[ >]|<hyperlink/)
    }
  })

  test('the zip of all of them', async () => {
    const pieces: Buffer[] = []
    const files = [{ name: '自评表.xlsx', bytes: await printForm(entry, 'form') }]
    for await (const piece of zipPieces(archiveParts([{ entry, files }]))) pieces.push(piece)
    const names = [...(await Archive.open(Buffer.concat(pieces))).parts.keys()]
    expect(names).toHaveLength(2)
    // eslint-disable-next-line no-control-regex
    for (const name of names) expect(name).not.toMatch(/[\u0000-\u001F"<>|:*?\\]/)
  })
})
