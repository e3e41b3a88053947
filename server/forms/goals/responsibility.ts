import type { FactDefinition, Indicator, RuleSet } from '../../core/rule-set.ts'
import { leavesOf } from '../../documents/template/form-facts.ts'
import { factsReadBy } from '../leaf-facts.ts'
import type { Assignment } from './breakdown.ts'
import type { GoalItem } from './items.ts'
import { isAmong, type TypedRow } from './typed-rows.ts'

/**
 * Who answers for what in a form, and so may write it. An indicator is its office's; a row of a list is the office's that
 * has that row, or else its indicator's. A fact is the office's whose indicator, of those that are assigned, is the first
 * to read it: one fact, one office.
 */
export class Responsibility {
  readonly #leaves: readonly Indicator[]
  readonly #facts: ReadonlyMap<string, FactDefinition>
  readonly #ofItem: ReadonlyMap<string, Assignment>
  /** By `<list>/<row>`: a row stays its office's when it comes under another leaf. */
  readonly #ofRow = new Map<string, Assignment>()
  readonly #leafOfFact = new Map<string, Indicator>()

  constructor(ruleSet: RuleSet, assignments: readonly Assignment[]) {
    this.#leaves = leavesOf(ruleSet.indicators).map(({ leaf }) => leaf)
    this.#facts = new Map(ruleSet.facts.map((fact) => [fact.id, fact]))
    this.#ofItem = new Map(assignments.map((one) => [one.item, one]))
    const lists = new Map(this.#leaves.map(({ id, each }) => [id, each?.list]))
    for (const one of assignments) {
      const slash = one.item.indexOf('/')
      const list = slash < 0 ? undefined : lists.get(one.item.slice(0, slash))
      if (list !== undefined) this.#ofRow.set(`${list}/${one.item.slice(slash + 1)}`, one)
    }
    const assigned = this.#leaves.filter(({ id }) => this.#ofItem.has(id))
    for (const leaf of [...assigned, ...this.#leaves]) {
      for (const { id } of factsReadBy(leaf, this.#facts)) if (!this.#leafOfFact.has(id)) this.#leafOfFact.set(id, leaf)
    }
  }

  /** What a leaf was given itself. */
  ofLeaf(leaf: string): Assignment | null {
    return this.#ofItem.get(leaf) ?? null
  }

  /** What a row was given itself. */
  ofRow(list: string, row: string): Assignment | null {
    return this.#ofRow.get(`${list}/${row}`) ?? null
  }

  /** What an indicator has: its own, or its leaf's where it is a row without one. */
  ofIndicator({ leaf, row }: Pick<GoalItem, 'leaf' | 'row'>): Assignment | null {
    const list = row === null ? undefined : this.#leaves.find(({ id }) => id === leaf)?.each?.list
    return (list === undefined || row === null ? null : this.ofRow(list, row)) ?? this.ofLeaf(leaf)
  }

  itemOffice(item: Pick<GoalItem, 'leaf' | 'row'>): string | null {
    return this.ofIndicator(item)?.office ?? null
  }

  /** The leaf through which a fact is somebody's; null for one that no leaf reads. */
  leafOfFact(fact: string): string | null {
    return this.#leafOfFact.get(fact)?.id ?? null
  }

  factOffice(fact: string): string | null {
    const leaf = this.leafOfFact(fact)
    return leaf === null ? null : (this.ofLeaf(leaf)?.office ?? null)
  }

  /** Whether a list's rows are indicators, each perhaps another office's. */
  isRowList(fact: string): boolean {
    return this.#leaves.some(({ each }) => each?.list === fact)
  }

  /** The offices that have an indicator counted by a list's rows: they add rows to it. */
  listOffices(list: string): string[] {
    const offices = this.#leaves.filter(({ each }) => each?.list === list).map(({ id }) => this.ofLeaf(id)?.office)
    return [...new Set(offices.filter((office) => office !== undefined))]
  }

  /**
   * Whose a row is: nobody's where its indicator was given to nobody, and any office's that may add rows while it is not
   * said yet under which indicator it comes.
   * @param name the row's own name
   */
  rowOffices(list: string, name: string, row: TypedRow): string[] {
    const own = this.ofRow(list, name)
    if (own) return [own.office]
    const leaf = this.#leaves.find(({ each }) => each?.list === list && isAmong(row, each.where))
    if (!leaf) return this.listOffices(list)
    const office = this.ofLeaf(leaf.id)?.office
    return office === undefined ? [] : [office]
  }

  /** The offices that may say how a leaf stands and show for it: its own, and those that have a row of it. */
  leafOffices(leaf: string): string[] {
    const rows = [...this.#ofItem.values()].filter(({ item }) => item === leaf || item.startsWith(`${leaf}/`))
    return [...new Set(rows.map(({ office }) => office))]
  }
}
