import type { Organisation } from '../api-registers.ts'
import { readCells, type Row } from '../imports/cells.ts'
import { zh } from '../text/zh-CN.ts'

/** One line of what was pasted: the unit it makes, or why it makes none. */
export interface PastedLine {
  /** Counted from 1, as Excel shows it when copied from the first row. */
  readonly line: number
  readonly kind: 'added' | 'changed' | 'same' | 'wrong'
  readonly unit: Organisation
  readonly faults: readonly string[]
}

const COLUMNS = ['id', 'name', 'code', 'aliases', 'group', 'parent'] as const
const LONGEST = 200
const MOST_ALIASES = 50

/**
 * Reads lines as Excel copies them: 编号 名称 代码 曾用名 分组 上级, with or without a line of heads. A parent is named by
 * id or by name, in the register or in another line. What would be refused is told here, line by line.
 * @param known the register as it is
 */
export function parsePasted(text: string, known: readonly Organisation[]): PastedLine[] {
  const rows = readCells(text).filter(({ cells }) => cells.some((cell) => cell !== ''))
  const units = rows.filter(({ cells }, index) => index > 0 || !isHead(cells)).map((row) => toUnit(row, known))
  const merged = [...mergedById(units, known).values()]
  const lines = units.map((line) => withParent(line, merged))
  return withFaults(lines, known)
}

/** A draft of a line: its parent is still as it was written. */
interface Read {
  readonly line: number
  readonly unit: Organisation
  readonly faults: readonly string[]
}

function toUnit({ line, cells }: Row, known: readonly Organisation[]): Read {
  const of = Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index] ?? '']))
  const { id = '', name = '', code = '', aliases = '', group = '', parent = '' } = of
  const unit: Organisation = {
    id,
    name,
    code: code || null,
    aliases: splitAliases(aliases),
    group: group || null,
    parent: parent || null,
    closed: known.find((one) => one.id === id)?.closed ?? false,
  }
  const { fault } = zh.units
  const faults = [
    ...(id === '' ? [fault.noId] : []),
    ...(name === '' ? [fault.noName] : []),
    ...COLUMNS.filter((column) => column !== 'aliases' && (of[column] ?? '').length > LONGEST).map((column) =>
      fault.tooLong(zh.units[column]),
    ),
    ...(unit.aliases.some((alias) => alias.length > LONGEST) ? [fault.tooLong(zh.units.aliases)] : []),
    ...(unit.aliases.length > MOST_ALIASES ? [fault.tooManyAliases] : []),
    ...(/^\d(\.\d+)?E\+\d+$/i.test(code) ? [fault.codeChanged(code)] : []),
    ...(cells.slice(COLUMNS.length).some((cell) => cell !== '') ? [fault.tooManyColumns] : []),
  ]
  return { line, unit, faults }
}

/** Names as people list them: 甲局、乙局 or one a line. */
export const splitAliases = (text: string): string[] => [
  ...new Set(
    text
      .split(/[、，,；;\n]/)
      .map((alias) => alias.trim())
      .filter(Boolean),
  ),
]

function mergedById(lines: readonly Read[], known: readonly Organisation[]): Map<string, Organisation> {
  const merged = new Map(known.map((unit) => [unit.id, unit]))
  for (const { unit } of lines) merged.set(unit.id, unit)
  return merged
}

/** What a parent is written as, as an id. */
export function findUnit(text: string, units: readonly Organisation[]): Organisation | 'none' | 'several' {
  const byId = units.find(({ id }) => id === text)
  if (byId) return byId
  const named = units.filter(({ name, code, aliases }) => name === text || code === text || aliases.includes(text))
  if (named.length > 1) return 'several'
  return named[0] ?? 'none'
}

function withParent({ line, unit, faults }: Read, merged: readonly Organisation[]): Read {
  if (unit.parent === null) return { line, unit, faults }
  const found = findUnit(unit.parent, merged)
  if (typeof found === 'object') return { line, unit: { ...unit, parent: found.id }, faults }
  const fault = found === 'none' ? zh.units.unknownParent : zh.units.fault.ambiguousParent
  return { line, unit, faults: [...faults, fault(unit.parent)] }
}

/** What only shows when all lines are seen together: ids twice, names that another unit has, parents that lead back. */
function withFaults(lines: readonly Read[], known: readonly Organisation[]): PastedLine[] {
  const merged = mergedById(lines, known)
  const owners = new Map<string, Organisation[]>()
  for (const unit of merged.values()) {
    for (const name of namesOf(unit)) owners.set(name, [...(owners.get(name) ?? []), unit])
  }
  const firstLines = new Map<string, number>()
  return lines.map(({ line, unit, faults: own }) => {
    const first = firstLines.get(unit.id)
    firstLines.set(unit.id, first ?? line)
    const taken = [...namesOf(unit)].flatMap((name) => {
      const other = (owners.get(name) ?? []).find(({ id }) => id !== unit.id)
      return other ? [zh.units.fault.nameTaken(name, other.name)] : []
    })
    const faults = [
      ...own,
      ...(unit.id !== '' && first !== undefined ? [zh.units.fault.repeatedId(unit.id, first)] : []),
      ...taken,
      ...(leadsBack(unit, merged) ? [zh.units.fault.parentLoop(unit.name)] : []),
    ]
    const before = known.find(({ id }) => id === unit.id)
    if (faults.length > 0) return { line, unit, faults, kind: 'wrong' }
    if (!before) return { line, unit, faults, kind: 'added' }
    return { line, unit, faults, kind: isSame(before, unit) ? 'same' : 'changed' }
  })
}

const namesOf = ({ name, code, aliases }: Organisation): Set<string> =>
  new Set([name, ...aliases, ...(code === null ? [] : [code])].filter(Boolean))

function leadsBack(unit: Organisation, all: ReadonlyMap<string, Organisation>): boolean {
  const path = new Set<string>()
  for (let at: Organisation | undefined = unit; at; at = at.parent === null ? undefined : all.get(at.parent)) {
    if (path.has(at.id)) return at.id === unit.id
    path.add(at.id)
  }
  return false
}

const isSame = (a: Organisation, b: Organisation): boolean =>
  a.name === b.name &&
  a.code === b.code &&
  a.group === b.group &&
  a.parent === b.parent &&
  a.aliases.join('\n') === b.aliases.join('\n')

/** A line of heads, in Excel's own words or the page's. */
const isHead = ([id, name]: readonly string[]): boolean =>
  /编号|编码|^id$/i.test(id ?? '') && /名称|^name$/i.test(name ?? '')
