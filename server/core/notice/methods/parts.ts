import { Fraction, type CriterionOf } from '../model.ts'
import type { Attempt, Rules } from '../attempt.ts'
import type { Statement } from '../statements/statement.ts'
import { countedFact, whatCounts } from './count.ts'
import type { Method } from './method.ts'

type Deduction = NonNullable<Rules['deductions']>[number]

/** One numbered part of a criterion: what it is worth, and how that is lost. */
interface Part {
  readonly label: string
  readonly points: number
  readonly by: Statement<'event'> | Statement<'prorata'> | null
  readonly statement: Statement
}

/**
 * 几个部分，各有分值，扣法不同: 1.建立台账（5分）；2.查处非法占用，出现1例未处理扣2分（5分）；3.推进备用水源建设，按完成比例得分（5分）.
 * Each part loses no more than its own points; all together they are worth the indicator's.
 */
export const parts: Method = (attempt) => {
  const scored = attempt.left().filter(({ kind }) => !['heading', 'floor', 'define'].includes(kind))
  const read = groupsOf(scored).map((group) => partOf(group, attempt))
  if (read.length < 2 || read.some((part) => part === null)) return null
  const all = read as Part[]
  // items alone are a checklist
  if (all.every(({ by, statement }) => by === null && statement.kind === 'item')) return null
  const sum = all.reduce((total, { points }) => total.add(Fraction.fromNumber(points)), Fraction.ZERO)
  if (!sum.equals(Fraction.fromNumber(attempt.leaf.points)) || new Set(all.map(({ label }) => label)).size < all.length)
    return null
  attempt.use(...scored)
  attempt.take('heading', 'floor')
  if (all.every(({ by }) => by === null)) return { scoring: { method: 'checklist', items: itemsOf(all, attempt) } }
  return { scoring: { method: 'full' }, deductions: all.map((part, index) => lossOf(part, index, attempt)) }
}

/** By sentence; a numbered sentence that names no points goes with the next: 4.推进划定工作。落实责任（5分）. */
function groupsOf(statements: readonly Statement[]): Statement[][] {
  const groups: Statement[][] = []
  for (const one of statements) {
    const last = groups.at(-1)
    const words = last?.every((other) => other.kind === 'item' && other.award === null) === true
    if (last && (last.at(-1)?.sentence === one.sentence || (words && !one.marked))) last.push(one)
    else groups.push([one])
  }
  return groups
}

/** The statements of one part: points once, and at most one way of losing them. */
function partOf(statements: readonly Statement[], attempt: Attempt): Part | null {
  const of = <K extends Statement['kind']>(kind: K) =>
    statements.filter((one): one is Statement<K> => one.kind === kind)
  const words = of('item').filter(({ award }) => award === null)
  const item = of('item').filter(({ award }) => award !== null)
  const [worth, event, prorata] = [of('worth'), of('event'), of('prorata')]
  const [limit, rest] = [of('limit'), of('otherwise')]
  const [valued, ...more] = [...item, ...worth]
  const [by = null, ...others] = [...event, ...prorata]
  const counted = valued ? 1 + (by ? 1 : 0) + words.length + limit.length + rest.length : 0
  if (!valued || more.length > 0 || others.length > 0 || counted < statements.length) return null
  if (by?.kind === 'event' && by.verb !== '扣') return null
  // 达到80%以上，否则不得分（10分）: one condition, and nothing without it
  if ((limit.length > 0 || rest.length > 0) && (by || valued.kind !== 'worth' || limit.length > 1)) return null
  if (rest.length > 1 || rest.some(({ branch, award }) => branch !== 'else' || !isNothing(award))) return null
  const points = valued.kind === 'worth' ? valued.points : valued.award?.kind === 'points' ? valued.award.points : 0
  const own = valued.kind === 'item' ? valued.label : wordsOf(valued, rest[0]?.from ?? by?.from ?? valued.from, attempt)
  const label = [...words.map((one) => one.label), own].join('；')
  return points > 0 && label.length > 1 ? { label, points, by, statement: valued } : null
}

const isNothing = (award: Statement<'otherwise'>['award']): boolean => award.kind === 'points' && award.points === 0

/** The words of a part up to where its points are spoken of. */
function wordsOf({ sentence, from }: Statement, to: number, { statements, text }: Attempt): string {
  const start = Math.min(from, ...statements.flatMap((one) => (one.sentence === sentence ? [one.from] : [])))
  return text.slice(start, to).replace(/[,、:的(]+$/u, '')
}

const itemsOf = (all: readonly Part[], { book }: Attempt): CriterionOf<'checklist'>['items'] =>
  all.map(({ label, points }, index) => ({ id: String(index + 1), label, fact: book.flag(label), points }))

function lossOf({ label, points, by }: Part, index: number, attempt: Attempt): Deduction {
  const { leaf, book } = attempt
  const rule = (condition: Deduction['conditions'], params: Deduction['event']['params']): Deduction => ({
    name: `${leaf.prefix}/${index + 1}`,
    conditions: condition,
    event: { type: 'deduct', params },
  })
  if (by === null)
    return rule(
      { all: [{ fact: book.flag(label), operator: 'equal', value: false }] },
      { points, reason: `未做到：${label}` },
    )
  if (by.kind === 'event') {
    const what = by.missing || whatCounts(by, attempt) === '' ? label : `${label}：${whatCounts(by, attempt)}`
    const fact = countedFact(by, what, attempt)
    return rule(
      { all: [{ fact, operator: 'greaterThan', value: 0 }] },
      { formula: `min(${points}, ${by.points} * ${fact})`, reason: `${label}，每${by.measure}扣 ${by.points} 分` },
    )
  }
  attempt.assume('target', by, '按比例计到哪里得满分，原文没有写明，按 100% 得满分、从 0 算起理解。')
  const fact = book.share(`${label}（完成比例）`, { min: 0 })
  return rule(
    { all: [{ fact, operator: 'lessThan', value: 1 }] },
    { formula: `${points} * (1 - ${fact})`, reason: `${label}，按完成比例得分` },
  )
}
