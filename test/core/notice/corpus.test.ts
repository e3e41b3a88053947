import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readClause } from '../../../server/core/notice/read-clause.ts'
import type { Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { shapeOf } from './shape.ts'

/**
 * The clauses of every shipped rule set, and the 20 rows of the worked notice, against the rules that were written for them
 * by hand. What is read must be the same; what is not read is named here, so that a change either way is seen.
 */

interface Text {
  readonly clause: string
  readonly leaf: Indicator
}

const readRuleSet = (file: string): RuleSet => JSON.parse(readFileSync(file, 'utf8')) as RuleSet

/** Leaves with their clauses; one that shares its block's points is as if it had them all. */
function textsOf(nodes: readonly Indicator[], shared: number | null = null): Text[] {
  return nodes.flatMap((node): Text[] => {
    if (node.children) return textsOf(node.children, node.split ? (node.points ?? null) : null)
    const points = node.points ?? shared
    return node.clause === undefined || points === null ? [] : [{ clause: node.clause, leaf: { ...node, points } }]
  })
}

/** A row of the notice is one text, though the hand-written rules split row 7 in two. */
const noticeTexts = (): Text[] => {
  const clauses = readFileSync('fixtures/notice-20-rows/notice.md', 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, , number = '']) => /^\d+$/.test(number))
    .map((cells) => cells[5] ?? '')
  const leaves = readRuleSet('fixtures/notice-20-rows/rule-set.json').indicators.flatMap(
    ({ children = [] }) => children,
  )
  return leaves.map((leaf, index) => ({ clause: clauses[index] ?? '', leaf }))
}

interface Expected {
  readonly texts: number
  /** Names of those left as text. */
  readonly open: readonly string[]
  /** Names of those whose rules say the same in another form, and how. */
  readonly otherForm?: Readonly<Record<string, string>>
}

const CORPUS: Record<string, Expected> = {
  'guangdong-department.2024-01-01': { texts: 27, open: ['预决算公开合规性', '绩效结果应用'] },
  'mof-framework.2020-01-01': { texts: 17, open: ['成本节约率'] },
  'mof-project.2024-01-01': { texts: 4, open: [] },
  'sichuan-department.2017-01-01': { texts: 28, open: [] },
  'sichuan-project.2017-01-01': { texts: 18, open: [] },
  'yueyang-department.2018-01-01': { texts: 9, open: [] },
  'notice-20-rows': {
    texts: 20,
    open: ['“三公经费”变动率', '结转结余', '资金使用合规性'],
    otherForm: { 服务对象满意度: '“未开展调查的不得分”写成是／否的扣分规则（扣 100%），手写的用 missing: zero' },
  },
}

const textsIn = (name: string): Text[] =>
  name === 'notice-20-rows' ? noticeTexts() : textsOf(readRuleSet(`rules/${name}.json`).indicators)

const read = ({ clause, leaf }: Text) =>
  readClause(clause, { label: leaf.label ?? '', points: leaf.points ?? null, decimals: 2, prefix: 'f1' })

test.each(Object.entries(CORPUS))('%s: what is read is what was written by hand', (name, expected) => {
  const texts = textsIn(name)
  expect(texts).toHaveLength(expected.texts)
  const open: string[] = []
  for (const text of texts) {
    const { rules } = read(text)
    const label = text.leaf.label ?? ''
    if (!rules) open.push(label)
    else if (expected.otherForm?.[label] === undefined)
      expect(shapeOf({ ...text.leaf, ...blank, ...rules, clause: text.clause }), `${label}：${text.clause}`).toEqual(
        shapeOf({ ...text.leaf, clause: text.clause }),
      )
  }
  expect(open).toEqual(expected.open)
})
const blank = {
  scoring: undefined,
  each: undefined,
  deductions: undefined,
  evidence: undefined,
  notApplicable: undefined,
}

test('of all the texts, how many are read', () => {
  const texts = Object.keys(CORPUS).flatMap(textsIn)
  const count = texts.filter((text) => read(text).rules !== null).length
  expect(`${count} of ${texts.length}`).toBe('117 of 123')
})
