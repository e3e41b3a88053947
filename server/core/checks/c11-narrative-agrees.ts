import { Fraction } from '../fraction.ts'
import { mayBeWrittenAs } from '../narrative/quantities.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import type { Claim, Found } from './claim.ts'
import { readCell } from './cell.ts'
import { rowsOf, type Form } from './form.ts'
import { isNamed, mentionsIn, type Mention } from './mentions.ts'
import { scoreOf, totalScore } from './scores.ts'
import { quote, show } from './words.ts'

/**
 * 文字里的数与表里的数一致。Seen as: 89.97, 89.99 and 89.974 for one amount. Only a number that its sentence calls by the
 * name of a cell is compared; one with fewer decimals may be rounded or cut off.
 */
export const narrativeAgrees: Claim = {
  code: 'C11',
  title: '文字里的数与表里的数一致',
  severity: 'error',
  tolerance: Fraction.ZERO,
  // 元 for money, otherwise the unit the text writes
  toleranceUnit: '原单位',
  find(form, tolerance) {
    const cells = cellsOf(form)
    const projects = projectNames(form)
    const strangers = new Set<string>()
    return mentionsIn(form).flatMap((mention) => {
      const candidates = cells.filter(({ unit }) => sameKind(unit, mention.quantity.unit))
      const named = longest(candidates.filter(({ name, scope }) => isAbout(form, projects, mention, name, scope)))
      // after an amount nobody knows, the paragraph may speak of something else
      const paragraph = `${mention.narrative.path} ${paragraphStart(mention)}`
      if (named.length === 0 && mention.quantity.unit === '元') strangers.add(paragraph)
      const doubtful = mention.quantity.unit !== '分' && (mention.aside || strangers.has(paragraph))
      if (named.length === 0 || doubtful || named.some((cell) => agrees(cell, mention, tolerance))) return []
      return [disagreement(named[0] as NamedNumber, mention)]
    })
  },
}

/** A number of the table under one of its names. */
interface NamedNumber {
  readonly name: string
  readonly label: string
  readonly path: string
  readonly value: Fraction
  readonly unit: string
  /** What one of the last digit of the cell is worth; null for computed values, which are exact. */
  readonly step: Fraction | null
  /** The row it belongs to; null: the whole form. */
  readonly scope: string | null
}

const UNIT_FACTORS: Record<string, bigint> = { 万元: 10_000n, 亿元: 100_000_000n, 千元: 1000n, 百万元: 1_000_000n }

function cellsOf(form: Form): NamedNumber[] {
  return [...factNumbers(form), ...rowNumbers(form), ...ownIndicators(form), ...scores(form)]
}

function factNumbers({ ruleSet, ...form }: Form): NamedNumber[] {
  return ruleSet.facts.flatMap((fact) => {
    if (fact.type !== 'number' || fact.cohort) return []
    const value = form.value(fact.id)
    return value === null ? [] : underNames(fact, value, `facts.${fact.id}`, null)
  })
}

/** Amounts of projects and funds: in the text they belong to the project named before them. */
function rowNumbers({ ruleSet, submission }: Form): NamedNumber[] {
  return ruleSet.facts.flatMap(({ id, fields = [] }) => {
    if (!fields.some(({ unit }) => /元$/u.test(unit ?? ''))) return []
    return rowsOf(submission, id).flatMap(({ row, path }) => {
      const scope = readCell(row['name'], '').text
      if (scope === null || scope.length < 4) return []
      return fields.flatMap((field) => {
        const { number } = readCell(row[field.id], '', field.unit)
        return number === null || field.type !== 'number' ? [] : underNames(field, number, `${path}.${field.id}`, scope)
      })
    })
  })
}

function ownIndicators({ leaves }: Form): NamedNumber[] {
  return leaves.flatMap(({ row, goal, label }) => {
    if (!row || !goal?.actual || label.length < 4) return []
    const { path } = row.cell(row.columns.actual)
    const values = goal.target === null ? [goal.actual] : [goal.actual, goal.target]
    return values.map((value) => ({
      name: label,
      label: `${label}的完成值`,
      path,
      value,
      unit: goal.unit,
      step: null,
      scope: null,
    }))
  })
}

function scores(form: Form): NamedNumber[] {
  const nodes = form.nodes.flatMap((node) => {
    const value = scoreOf(node)
    if (!value) return []
    const path = node.self ? `${node.self.path}.points` : 'selfScores'
    return ['', '指标'].flatMap((ending) =>
      ['', '得分', '自评得分'].map((word) => ({
        name: `${node.label}${ending}${word}`,
        label: `${node.label}的自评得分`,
        path,
        value,
        unit: '分',
        step: null,
        scope: null,
      })),
    )
  })
  const total = totalScore(form)
  const path = form.submission.printed?.points === undefined ? 'selfScores' : 'printed.points'
  const totals = total
    ? ['自评得分', '自评总分', '自评总得分'].map((name) => ({
        name,
        label: '自评总分',
        path,
        value: total,
        unit: '分',
        step: null,
        scope: null,
      }))
    : []
  return [...nodes, ...totals]
}

function underNames(
  { label = '', aliases = [], unit, display, decimals, formula }: FactDefinition | FieldDefinition,
  value: Fraction,
  path: string,
  scope: string | null,
): NamedNumber[] {
  const factor = display === 'percent' ? 100n : (UNIT_FACTORS[unit ?? ''] ?? 1n)
  return [label, ...aliases]
    .filter((name) => name.length >= 3)
    .map((name) => ({
      name,
      label,
      path,
      value: value.multiply(Fraction.of(factor)),
      step: decimals === undefined || formula !== undefined ? null : Fraction.of(factor, 10n ** BigInt(decimals)),
      unit: display === 'percent' ? '%' : (unit ?? '').replace(/^(?:百?万|亿|千)(?=元$)/u, ''),
      scope,
    }))
}

const sameKind = (unit: string, other: string): boolean => unit !== '' && unit === other
const longest = (cells: readonly NamedNumber[]): NamedNumber[] => {
  const most = Math.max(0, ...cells.map(({ name }) => name.length))
  return cells.filter(({ name }) => name.length === most)
}

/** Rows with amounts, by name. */
function projectNames({ ruleSet, submission }: Form): string[] {
  return ruleSet.facts.flatMap(({ id, fields = [] }) =>
    fields.some(({ unit }) => /元$/u.test(unit ?? ''))
      ? rowsOf(submission, id).flatMap(({ row }) => readCell(row['name'], '').text ?? [])
      : [],
  )
}

const paragraphStart = ({ narrative, sentence }: Pick<Mention, 'narrative' | 'sentence'>): number =>
  narrative.text.lastIndexOf('\n', sentence.start - 1) + 1

/** Whether the sentence calls its number by this name, and speaks of this row (null: of the form as a whole). */
function isAbout(
  { submission }: Form,
  projects: readonly string[],
  { head, narrative, sentence, quantity }: Mention,
  name: string,
  scope: string | null,
): boolean {
  if (!isNamed(head, name, submission.year)) return false
  const paragraph = narrative.text.slice(paragraphStart({ narrative, sentence }), sentence.start + quantity.start)
  const places = projects.map((project) => ({ project, place: paragraph.lastIndexOf(project) }))
  const last = places.reduce<(typeof places)[number] | null>((best, one) => {
    const later = one.place > (best?.place ?? -1)
    const longer = one.place >= 0 && one.place === best?.place && one.project.length > best.project.length
    return later || longer ? one : best
  }, null)
  if (scope !== null) return last?.project === scope
  const ofSomeProject = submission.subject === 'department' && sentence.text.slice(0, quantity.start).includes('项目')
  return last === null && !ofSomeProject
}

/** A text may be less exact than its cell, or more. */
function agrees({ value, step }: NamedNumber, { quantity }: Mention, tolerance: Fraction): boolean {
  if (mayBeWrittenAs(value, quantity) || (step && mayBeWrittenAs(quantity.value, { value, step }))) return true
  return quantity.value.subtract(value).abs().compare(tolerance) <= 0
}

function disagreement({ label, path, value, unit }: NamedNumber, { quantity, head, narrative }: Mention): Found {
  const scale = unit === '元' ? /[百千]?[万亿]/u.exec(quantity.text)?.[0] : undefined
  const factor = scale === undefined ? 1n : (UNIT_FACTORS[`${scale}元`] ?? 1n)
  const inTable = `${show(value.divide(Fraction.of(factor)))} ${unit === '元' ? `${scale ?? ''}元` : unit}`
  return {
    path: narrative.path,
    read: `文字写${quote(`${head} ${quantity.text}`)}，表里“${label}”（${path}）是 ${inTable}`,
    remedy: '核对后把两处改成同一个数',
  }
}
