import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lintRuleSet } from '../../../server/core/lint/lint-rule-set.ts'
import type { NoticeReading } from '../../../server/core/notice/notice-reading.ts'
import { readNotice, type NoticeOptions } from '../../../server/core/notice/read-notice.ts'
import type { Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { shapeOf } from './shape.ts'

/** The tables in fixtures/notices, laid out as notices lay them out, against the rule sets that say the same. */

const options: NoticeOptions = { id: 'draft', title: '草稿', region: '某市', subject: 'department', year: 2026 }
const read = (file: string): NoticeReading => {
  const reading = readNotice(readFileSync(`fixtures/notices/${file}`, 'utf8'), options)
  if (!reading.ok) throw new Error(JSON.stringify(reading.issues))
  return reading.value
}

interface Table {
  readonly ruleSet: string
  readonly leaves: number
  readonly open: readonly string[]
}
const TABLES: Record<string, Table> = {
  'guangdong-department.tsv': {
    ruleSet: 'rules/guangdong-department.2024-01-01.json',
    leaves: 27,
    open: ['预决算公开合规性', '绩效结果应用'],
  },
  'mof-framework.csv': { ruleSet: 'rules/mof-framework.2020-01-01.json', leaves: 17, open: ['成本节约率'] },
  'mof-project.tsv': { ruleSet: 'rules/mof-project.2024-01-01.json', leaves: 4, open: [] },
  'sichuan-department.tsv': { ruleSet: 'rules/sichuan-department.2017-01-01.json', leaves: 28, open: [] },
  'sichuan-project.tsv': { ruleSet: 'rules/sichuan-project.2017-01-01.json', leaves: 18, open: [] },
  'yueyang-department.tsv': { ruleSet: 'rules/yueyang-department.2018-01-01.json', leaves: 9, open: [] },
}

interface Placed {
  readonly path: string
  readonly node: Indicator
}
const nodesOf = (nodes: readonly Indicator[], above = ''): Placed[] =>
  nodes.flatMap((node) => {
    const path = `${above}/${node.label}`
    return [{ path, node }, ...nodesOf(node.children ?? [], path)]
  })

test.each(Object.entries(TABLES))(
  '%s: tree, points and rules are those written by hand',
  (file, { ruleSet, leaves, open }) => {
    const reading = read(file)
    const written = JSON.parse(readFileSync(ruleSet, 'utf8')) as RuleSet
    const [got, expected] = [nodesOf(reading.ruleSet.indicators), nodesOf(written.indicators)]
    const outline = ({ path, node }: Placed) => `${path} ${node.points ?? node.split ?? ''}`
    expect(got.map(outline)).toEqual(expected.map(outline))
    expect(reading.criteria).toHaveLength(leaves)
    expect(reading.criteria.filter(({ recognised }) => !recognised).map(({ label }) => label)).toEqual(open)
    const unread = new Set(reading.criteria.filter(({ recognised }) => !recognised).map(({ indicator }) => indicator))
    got.forEach(({ path, node }, index) => {
      const by = expected[index]?.node
      if (!node.children && !unread.has(node.id) && by)
        expect(shapeOf(node), path).toEqual(shapeOf({ ...by, clause: node.clause }))
    })
  },
)

test.each([...Object.keys(TABLES), 'notice-20-rows.tsv'])('%s: the draft lints without an error', (file) => {
  const findings = lintRuleSet(read(file).ruleSet)
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('every sentence and every place is part of its criterion, word for word', () => {
  for (const file of [...Object.keys(TABLES), 'notice-20-rows.tsv']) {
    const { criteria, assumptions, open } = read(file)
    const texts = new Map(criteria.map(({ indicator, text }) => [indicator, text]))
    for (const { text, sentences } of criteria) {
      for (const { from, to, text: sentence } of sentences) expect(text.slice(from, to)).toBe(sentence)
      // what lies between them says nothing
      expect(sentences.reduce((left, { text: sentence }) => left.replace(sentence, ''), text).trim()).toBe('')
    }
    for (const { indicator, from, to, sentence } of [...assumptions, ...open])
      if (from !== null && to !== null) expect(texts.get(indicator ?? '')?.slice(from, to)).toBe(sentence)
  }
})
