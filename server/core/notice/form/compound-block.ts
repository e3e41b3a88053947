import { byReviewer, BY_REVIEWER } from '../by-reviewer.ts'
import type { FactDefinition, Indicator } from '../model.ts'
import { aboutAll, DECIMALS, type Findings, type NoticeItem } from '../notice-reading.ts'
import { readClause } from '../read-clause.ts'
import type { Compound } from './compound.ts'

/** The cell several indicators stand in. */
export interface CompoundCell {
  readonly label: string
  readonly row: number
  readonly points: number
  readonly clause: string
  readonly explanation: string
  /** The facts of its parts are named after it. */
  readonly prefix: string
}

/** One of them, with the facts it reads. */
interface Part {
  readonly indicator: Indicator
  readonly facts: readonly FactDefinition[]
  readonly assumptions: readonly Pick<NoticeItem, 'code' | 'message'>[]
}

/**
 * Several indicators in one cell: a block of which one counts, or which its parts share; null, and nothing found, when
 * one is not read.
 */
export function compoundBlock(
  { kind, choose, parts }: Compound,
  base: Indicator,
  cell: CompoundCell,
  found: Findings,
): Indicator | null {
  const { label, row, prefix } = cell
  const read = parts.map((part, index) => readPart(part, index + 1, base, cell)).filter((part) => part !== null)
  if (read.length < parts.length) return null
  const at = aboutAll({ indicator: base.id, row, text: cell.clause })
  for (const { facts, assumptions } of read) {
    found.facts.push(...facts)
    found.assumptions.push(...assumptions.map(({ code, message }) => ({ ...at, code, message })))
  }
  if (parts.some(({ text }) => text === ''))
    found.open.push({
      ...at,
      code: 'parts_unscored',
      message: `“${parts.map((part) => part.label).join('”“')}”各自怎么得分没有写，${BY_REVIEWER}`,
    })
  const indicators = read.map(({ indicator }) => indicator)
  if (kind === 'some') {
    const children = indicators.map((one, index) => whereSet(one, `${prefix}_${index + 1}z`, found))
    return { ...base, split: 'even', children }
  }
  if (choose !== 'filled') return { ...base, combine: 'one', choose, children: indicators }
  const fact = `${prefix}a`
  found.facts.push({
    id: fact,
    label: `${label}：按哪一个考核`,
    type: 'choice',
    options: indicators.map(({ id }) => id),
  })
  found.assumptions.push({
    ...at,
    code: 'choose_one',
    message: `几个里选哪一个，原文没有写明，按由填报单位选：${indicators.map(({ id, label: name }) => `${id} 是“${name ?? ''}”`).join('，')}。`,
  })
  return { ...base, combine: 'one', choose: { fact }, children: indicators }
}

function readPart(
  { label, text }: Compound['parts'][number],
  number: number,
  base: Indicator,
  cell: CompoundCell,
): Part | null {
  const own = { id: `${base.id}-${number}`, label }
  const prefix = `${cell.prefix}_${number}`
  if (text === '') {
    const { facts, scoring } = byReviewer(prefix, label)
    return { indicator: { ...own, clause: base.clause, scoring }, facts, assumptions: [] }
  }
  const { rules, shares, rescales, facts, assumptions } = readClause(
    text,
    { label, points: cell.points, decimals: DECIMALS, prefix },
    cell.explanation,
  )
  return rules && shares === null && rescales === null
    ? { indicator: { ...own, clause: text, ...rules }, facts, assumptions }
    : null
}

/** One of several that share their block's points, where it is set at all. */
function whereSet(indicator: Indicator, fact: string, found: Findings): Indicator {
  found.facts.push({ id: fact, label: `设置了${indicator.label ?? ''}`, type: 'boolean', given: true })
  return { ...indicator, applies: { all: [{ fact, operator: 'equal', value: true }] } }
}
