import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../../server/core/compile.ts'
import type { GradedNode, Grading, Line } from '../../../server/core/grading.ts'
import { parseRuleSet } from '../../../server/core/parse-rule-set.ts'
import type { RuleSet } from '../../../server/core/rule-set.ts'
import { generateDistrict } from '../../../server/sample/district.ts'
import { nodesOf } from '../small.ts'

function readRuleSet(id: string): RuleSet {
  const read = parseRuleSet(JSON.parse(readFileSync(`rules/${id}.2024-01-01.json`, 'utf8')))
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return read.value
}
const ruleSets = { department: readRuleSet('guangdong-department'), project: readRuleSet('mof-project') }
const graders = { department: compileRuleSet(ruleSets.department), project: compileRuleSet(ruleSets.project) }
const district = generateDistrict({ seed: 2024, departments: 30, projects: 40 })
const gradings: Grading[] = district.map((submission) => graders[submission.subject].grade(submission))

interface Placed {
  readonly where: string
  readonly line: Line
  readonly node: GradedNode | null
}
const placed: Placed[] = gradings.flatMap((grading) => [
  ...[...nodesOf(grading.indicators).values()].flatMap((node) =>
    node.lines.map((line) => ({ where: `${grading.submission.id} ${node.id} ${line.rule}`, line, node })),
  ),
  ...grading.overrides.map((line) => ({ where: `${grading.submission.id} ${line.rule}`, line, node: null })),
])

/** Ids that no person should meet in a sentence: those with a Latin letter; words like `id` that labels may hold are none. */
const ids = Object.values(ruleSets).flatMap(({ facts }) =>
  facts.flatMap(({ id, fields = [] }) => [id, ...fields.map((field) => field.id)]),
)
const camelIds = [...new Set(ids)].filter((id) => /^[a-z]+[A-Z]|^[a-z]{4,}$/.test(id))

/** What is wrong with a sentence for people, or null. */
function faultOf(text: string): string | null {
  if (text === '') return 'empty'
  if (!/[\u4e00-\u9fff]/.test(text)) return 'not Chinese'
  if (/ {2}/.test(text)) return 'two spaces'
  if (/undefined|null|NaN|Infinity|\[object/.test(text)) return 'a word of the machine'
  if (/^\s|\s$/.test(text)) return 'a space at an end'
  if (/ [，。；：、”）]|[，。；：、“（] /.test(text)) return 'a space beside punctuation'
  return camelIds.find((id) => new RegExp(`(?<![A-Za-z])${id}(?![A-Za-z])`).test(text)) ?? null
}
const faults = (texts: readonly { where: string; text: string }[]): string[] =>
  texts.flatMap(({ where, text }) => {
    const fault = faultOf(text)
    return fault === null ? [] : [`${where}: ${fault}: ${text}`]
  })

test('the sample has lines of many rules to look at', () => {
  expect(placed.length).toBeGreaterThan(200)
  expect(new Set(placed.map(({ line }) => line.rule)).size).toBeGreaterThan(20)
})

describe('every line of the sample district', () => {
  test('has a reason a person can read', () => {
    expect(faults(placed.map(({ where, line }) => ({ where, text: line.reason })))).toEqual([])
  })

  test('names the values it read, each with a text', () => {
    const values = placed.flatMap(({ where, line }) => line.values.map((value) => ({ where, value })))
    expect(values.length).toBeGreaterThan(200)
    const empty = values.filter(({ value }) => value.text.trim() === '' || value.label.trim() === '')
    expect(empty).toEqual([])
    const machine = values.filter(({ value }) =>
      /undefined|null|NaN|\[object/.test(`${value.text}${value.formula ?? ''}`),
    )
    expect(machine).toEqual([])
  })

  test('of a rule that takes points has a calculation that ends with them', () => {
    const wrong = placed.flatMap(({ where, line }) => {
      if (line.effect !== 'deduct' || line.calculation === null) return []
      const last = /(-?[\d,]+(?:\.\d+)?)(?: 分)?(?:未得)?$/.exec(line.calculation)?.[1]?.replaceAll(',', '')
      return last !== undefined && Number(last) === -line.points
        ? []
        : [`${where}: ${line.points}: ${line.calculation}`]
    })
    expect(wrong).toEqual([])
    const calculated = placed.filter(({ line }) => line.effect === 'deduct' && line.calculation !== null)
    expect(calculated.length).toBeGreaterThan(200)
  })

  test('of a rule that takes points has a calculation at all', () => {
    const without = placed.filter(
      ({ line }) => line.effect === 'deduct' && line.calculation === null && !line.rule.endsWith('/missing'),
    )
    expect(without.map(({ where }) => where)).toEqual([])
  })

  test('that could have been avoided says by what, and how much that is worth', () => {
    const remedies = placed.flatMap(({ where, line }) => (line.remedy ? [{ where, ...line.remedy }] : []))
    expect(remedies.length).toBeGreaterThan(100)
    expect(faults(remedies)).toEqual([])
    const without = remedies.filter(({ text, gain }) => !(gain > 0) || !text.includes(` ${gain} 分`))
    expect(without).toEqual([])
  })

  test('leaf by leaf the lines add up', () => {
    const open = gradings.flatMap((grading) =>
      [...nodesOf(grading.indicators).values()].flatMap((node) => {
        if (node.children.length > 0 || node.awarded === null) return []
        const sum = node.lines.reduce((total, { points }) => total + Math.round(points * 1000), 0)
        return Math.round(node.points * 1000) + sum === Math.round(node.awarded * 1000) ? [] : [node.id]
      }),
    )
    expect(open).toEqual([])
  })
})

test('what is not graded says why, in a sentence', () => {
  const messages = gradings.flatMap((grading) =>
    [...nodesOf(grading.indicators).values()].flatMap(({ id, message }) =>
      message === null ? [] : [{ where: `${grading.submission.id} ${id}`, text: message }],
    ),
  )
  expect(faults(messages)).toEqual([])
})
