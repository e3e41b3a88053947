import { rowName } from '../../server/core/submission-checks/rows.ts'
import type { Goals } from '../api-goals.ts'
import type { TypedRow } from './entry.ts'

/**
 * What somebody may write in a form that is broken down, as the service will say (`access/own-part.ts`).
 * @param office the one they fill in for; null: they fill in all of it
 */
export class OwnPart {
  readonly goals: Goals
  readonly office: string | null

  constructor(goals: Goals, office: string | null) {
    this.goals = goals
    this.office = office
  }

  get isBrokenDown(): boolean {
    return this.goals.revision > 0
  }

  /** Which of the parts is their own; null where nothing was given to their office, or they fill in all of it. */
  get part(): Goals['parts'][number] | null {
    return this.goals.parts.find((part) => part.office === this.office) ?? null
  }

  leaf(leaf: string): Goals['items'][number] | undefined {
    return this.goals.items.find(({ id }) => id === leaf)
  }

  mayScore(leaf: string): boolean {
    return this.office === null || this.leaf(leaf)?.office === this.office
  }

  mayShow(leaf: string): boolean {
    return (
      this.office === null || this.goals.items.some((item) => item.leaf === leaf && item.own?.office === this.office)
    )
  }

  mayFill(fact: string): boolean {
    return this.office === null || this.goals.facts[fact] === this.office
  }

  /** Whether they say if a list has rows at all, and add some. */
  mayShape(list: string): boolean {
    if (this.office === null) return true
    return this.goals.lists[list]?.includes(this.office) ?? this.mayFill(list)
  }

  mayWriteRow(list: string, row: TypedRow, at: number): boolean {
    if (this.office === null) return true
    const offices = this.goals.rows[`${list}/${rowName(row['id'], at)}`]
    return offices ? offices.includes(this.office) : this.mayShape(list)
  }

  /** Who fills a fact in, where that is not who answers for the leaf it stands under. */
  otherOffice(fact: string, leaf: string): string | null {
    const office = this.goals.facts[fact] ?? null
    return office === (this.leaf(leaf)?.office ?? null) ? null : office
  }
}
