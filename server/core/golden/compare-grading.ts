import type { GradedNode, Grading, Line } from '../grading.ts'
import type { Expected, ExpectedLine } from './cases-file.ts'
import { flattenNodes } from './graded-nodes.ts'

/** One thing a case expected and did not get. */
export interface CaseDifference {
  /** Where in the case's `expect` (`awarded.execution`), or in what it hands in (`facts.spent`). */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
  /** One sentence. */
  readonly message: string
}

/** Everything `expected` says that a grading does not; points are compared exactly. */
export function compareGrading(expected: Expected, grading: Grading): CaseDifference[] {
  const nodes = new Map(flattenNodes(grading.indicators).map((node) => [node.id, node]))
  return [
    ...compareTotal(expected, grading),
    ...Object.entries(expected.awarded ?? {}).flatMap(([id, awarded]) => compareAwarded(id, awarded, nodes.get(id))),
    ...Object.entries(expected.lines ?? {}).flatMap(([id, lines]) => {
      if (id === 'total') return compareLines(id, '总分', lines, grading.overrides)
      const node = nodes.get(id)
      return node ? compareLines(id, `“${node.label}”`, lines, node.lines) : [noNode(`lines.${id}`, id, lines)]
    }),
  ]
}

function compareTotal(expected: Expected, grading: Grading): CaseDifference[] {
  return TOTAL.flatMap(([key, name, words]) => {
    const [wanted, actual] = [expected[key], grading[key]]
    if (wanted === undefined || same(wanted, actual)) return []
    return [difference(key, wanted, actual, `${name}应为${words(wanted)}，实际是${words(actual)}。`)]
  })
}

function compareAwarded(id: string, expected: number | null, node: GradedNode | undefined): CaseDifference[] {
  const path = `awarded.${id}`
  if (!node) return [noNode(path, id, expected)]
  if (node.awarded === expected) return []
  const why = node.message ? `（${node.message}）` : ''
  const message = `“${node.label}”应得${pointsWords(expected)}，实际是${pointsWords(node.awarded)}${why}。`
  return [difference(path, expected, node.awarded, message)]
}

/** Each expected line must be there, and no other; a line of the same rule and item with other points is told as one. */
function compareLines(
  id: string,
  name: string,
  expected: readonly ExpectedLine[],
  actual: readonly Line[],
): CaseDifference[] {
  const left = [...actual]
  const take = (wanted: (line: Line) => boolean): Line | null => {
    const index = left.findIndex(wanted)
    return index < 0 ? null : (left.splice(index, 1)[0] ?? null)
  }
  const missing = expected.filter((line) => !take((other) => about(line, other) && line.points === other.points))
  const path = `lines.${id}`
  const wrong = missing.map((line) => {
    const found = take((other) => about(line, other))
    const actualWords = found ? `实际是${pointsWords(found.points)}（${found.reason}）` : '实际没有这一条'
    const message = `${name}应有 ${lineName(line)}${pointsWords(line.points)}，${actualWords}。`
    return difference(path, line, found && brief(found), message)
  })
  const more = left.map((line) =>
    difference(
      path,
      null,
      brief(line),
      `${name}多出一条 ${lineName(line)}${pointsWords(line.points)}（${line.reason}）。`,
    ),
  )
  return [...wrong, ...more]
}

const about = (expected: ExpectedLine, line: Line): boolean =>
  expected.rule === line.rule && (expected.item === undefined || expected.item === line.item)
const brief = ({ rule, item, points }: Line): ExpectedLine => ({ rule, item, points })
const lineName = ({ rule, item }: ExpectedLine | Line): string =>
  item === undefined || item === null || rule.endsWith(`/${item}`) ? rule : `${rule}（${item}）`

const difference = (path: string, expected: unknown, actual: unknown, message: string): CaseDifference => ({
  path,
  expected,
  actual,
  message,
})
const noNode = (path: string, id: string, expected: unknown): CaseDifference =>
  difference(path, expected, null, `评分结果里没有指标“${id}”，请核对编号。`)

const same = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((member, at) => member === b[at]) : a === b

const pointsWords = (points: number | null): string =>
  points === null ? '待定' : ` ${String(points).replace('-', '−')} 分`

const STATUS_WORDS: Readonly<Record<Grading['status'], string>> = {
  final: '已评定',
  provisional: '待补充',
  notApplicable: '不适用',
  error: '无法评分',
}

type TotalKey = 'status' | 'points' | 'grade' | 'range'
const TOTAL: readonly (readonly [key: TotalKey, name: string, words: (value: Grading[TotalKey]) => string])[] = [
  ['status', '评分状态', (value) => `“${STATUS_WORDS[value as Grading['status']]}”`],
  ['points', '总分', (value) => pointsWords(value as number | null)],
  ['grade', '等级', (value) => (value === null ? '没有等级' : `“${String(value)}”`)],
  ['range', '得分范围', (value) => (Array.isArray(value) ? ` ${value.join('–')} 分` : '没有范围')],
]
