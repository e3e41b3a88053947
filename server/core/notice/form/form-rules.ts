import {
  Fraction,
  type FactDefinition,
  type FindingDefinition,
  type GradeBand,
  type Indicator,
  type Override,
} from '../model.ts'
import type { FormReading } from './read-form.ts'

/** Shares of the form's points. */
const NATIONAL = [
  { name: '优', share: 90 },
  { name: '良', share: 80 },
  { name: '中', share: 60 },
  { name: '差', share: 0 },
]

/** What the table lays down for the whole form, gathered from footnotes and cells. */
export class FormRules {
  readonly facts: FactDefinition[] = []
  readonly overrides: Override[] = []
  readonly findings: FindingDefinition[] = []
  grades: readonly GradeBand[] | null = null

  /** National grades, where the table names none. */
  readonly usual: readonly GradeBand[]

  constructor(
    readonly indicators: readonly Indicator[],
    points: number,
  ) {
    this.usual = NATIONAL.map(({ name, share }) => ({
      name,
      from: Fraction.fromNumber(points).multiply(Fraction.ofIntegers(share, 100)).toNumber(),
    }))
  }

  /** Takes it in; false, and nothing changed, when it speaks of a block or a grade that the table does not have. */
  add(form: FormReading): boolean {
    if (form.grades && this.grades) return false
    const names = (form.grades ?? this.grades ?? this.usual).map(({ name }) => name)
    if (form.overrides.some(({ event: { params } }) => params?.grade !== undefined && !names.includes(params.grade)))
      return false
    const blocks = blocksOf(this.indicators)
    const block = form.rescaleBlock === null ? [] : blocks.filter(({ points }) => points === form.rescaleBlock)
    if (form.rescaleBlock !== null && block.length !== 1) return false
    const hundreds = form.hundredEach ? blocks.filter(outOfHundred) : []
    if (form.hundredEach && hundreds.length === 0) return false
    for (const one of block) one.notApplicable = 'rescale'
    for (const one of hundreds) one.of = 100
    this.grades = form.grades ?? this.grades
    this.facts.push(...form.facts)
    this.overrides.push(...form.overrides)
    this.findings.push(...form.findings)
    return true
  }
}

/** A block whose indicators are written out of a hundred, though it is worth another amount itself. */
export function outOfHundred({ points, children = [] }: Indicator): boolean {
  const sum = children.reduce((total, child) => total.add(Fraction.fromNumber(child.points ?? 0)), Fraction.ZERO)
  return children.length > 0 && points !== 100 && sum.equals(Fraction.of(100n))
}

export const blocksOf = (nodes: readonly Indicator[]): Indicator[] =>
  nodes.flatMap((node) => (node.children ? [node, ...blocksOf(node.children)] : []))
